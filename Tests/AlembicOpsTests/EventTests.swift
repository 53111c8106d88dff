import AlembicOps
import Diagnostics
import Files
import JSONText
import PythonEvaluation
import PythonSyntax
import PythonText
import SQLExpressions
import Testing

/// What a project does when SQLAlchemy makes a schema object or a type.
@Suite struct EventTests {
  private static func statements(
    _ code: String, module: String, listeners: [SchemaListener]
  ) -> Result<[AlembicStatement], AlembicRefusal> {
    let revision = Revision(body: code, prelude: "from kinds import *\n")
    var options = EvaluationOptions(form: .offline)
    options.listeners = listeners
    options.modules = { name, _ in
      let file = SourceFile(path: "kinds.py", text: module)
      guard name == "kinds", let tree = try? PythonModule.parse(file) else { return nil }
      return EvaluatedModuleSource(name: "kinds", isPackage: false, module: tree)
    }
    return revision.upgrade(options)
  }

  /// Alembic keeps the constraints that a column brings in a set.
  private static func parts(_ sql: String, of code: String) -> [String] {
    let statements = sql.split(separator: ";\n\n").map(String.init)
    return code.hasPrefix("op.add_column") ? statements.sorted() : statements
  }

  @Test func `prints what Alembic prints where a project listens, byte for byte`() throws {
    let path = "\(Fixtures.folder)/event-probes.json"
    let elements = try JSON.read(try FileSystem.read(path)).elements
    #expect(elements.count > 150)
    for element in elements {
      let code = try #require(element["code"]?.text)
      let module = try #require(element["module"]?.text)
      let expected = try #require(element["sql"]?.text)
      let listeners = (element["listeners"]?.elements ?? []).compactMap { listener in
        listener.elements.first?.text.map {
          SchemaListener(
            target: $0, event: listener.elements.last?.text, module: "kinds", isCertain: true)
        }
      }
      switch Self.statements(code, module: module, listeners: listeners) {
      case .success(let statements):
        let sql = statements.map { $0.sql }.joined(separator: ";\n\n") + ";"
        let isSame = Self.parts(sql + "\n\n", of: code) == Self.parts(expected + "\n\n", of: code)
        #expect(isSame, "\(module)\n\(code): \(sql)\nexpected: \(expected)")
      case .failure(let refusal):
        Issue.record("\(module)\n\(code): \(refusal.diagnostics.map(\.message))")
      }
    }
  }

  struct RefusalCase: CustomTestStringConvertible {
    let testDescription: String
    var target = "PrimaryKeyConstraint"
    var event: String? = "after_parent_attach"
    var isCertain = true
    var body = "const.name = 'k'"
    var isFound = true
    var code = "op.create_primary_key('p', 't', ['a'])"
    let message: String
  }

  @Test(arguments: [
    RefusalCase(
      testDescription: "a listener that nobody found in a text", isFound: false,
      message: "changes each 'PrimaryKeyConstraint'"),
    RefusalCase(
      testDescription: "a listener whose module may not be imported", isCertain: false,
      message: "changes each 'PrimaryKeyConstraint'"),
    RefusalCase(
      testDescription: "a listener before anything is put together", event: "before_parent_attach",
      message: "changes each 'PrimaryKeyConstraint'"),
    RefusalCase(
      testDescription: "a compile rule of a class", event: nil,
      message: "changes each 'PrimaryKeyConstraint'"),
    RefusalCase(
      testDescription: "a listener to columns", target: "Column",
      code: "op.add_column('t', sa.Column('a', sa.Integer))", message: "changes each 'Column'"),
    RefusalCase(
      testDescription: "a listener that sets something else", body: "const.deferrable = True",
      message: "setting 'deferrable' of a PrimaryKeyConstraint"),
    RefusalCase(
      testDescription: "a listener that asks for something else",
      body: "const.name = const.dialect_options", message: "'dialect_options' of a PrimaryKey"),
    RefusalCase(
      testDescription: "a listener that adds to the table",
      body: "table.append_constraint(sa.CheckConstraint('x'))",
      message: "'append_constraint' of a table"),
  ])
  func `refuses what a listener may change`(_ test: RefusalCase) throws {
    let module = """
      import sqlalchemy as sa
      def told(const, table):
          \(test.body)
      sa.event.listen(sa.\(test.target), '\(test.event ?? "copy")', told)
      """
    let listener = SchemaListener(
      target: test.target, event: test.event, module: "kinds", isCertain: test.isCertain)
    let found = Self.statements(
      test.code, module: module, listeners: test.isFound ? [listener] : [])
    guard case .failure(let refusal) = found else {
      Issue.record("not refused")
      return
    }
    let message = refusal.diagnostics.map(\.message).joined()
    #expect(message.contains(test.message), "\(message)")
  }

  @Test func `what a type's constructor gave away is not known afterwards`() throws {
    let module = """
      import sqlalchemy as sa
      import unknown_package
      class K(sa.types.TypeDecorator):
          impl = sa.String
          def __init__(self, lengths):
              super().__init__()
              self.lengths = lengths
              self.kept = unknown_package.change(self.lengths)
              self.impl = sa.String(self.lengths[0])
      """
    let found = Self.statements(
      "op.add_column('t', sa.Column('a', K([1])))", module: module, listeners: [])
    guard case .failure(let refusal) = found else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.diagnostics.first?.message.contains("unknown_package.change") == true)
  }
}
