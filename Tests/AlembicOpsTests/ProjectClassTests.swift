import AlembicOps
import Diagnostics
import Files
import JSONText
import SQLExpressions
import PythonEvaluation
import PythonSyntax
import PythonText
import Testing

/// Types that are classes of a project, in a module that the revision imports.
@Suite struct ProjectClassTests {
  private static func statements(
    _ code: String, module: String
  ) -> Result<[AlembicStatement], AlembicRefusal> {
    let revision = Revision(body: code, prelude: "from kinds import *\n")
    var options = EvaluationOptions(form: .offline)
    options.modules = { name, _ in
      let file = SourceFile(path: "kinds.py", text: module)
      guard name == "kinds", let tree = try? PythonModule.parse(file) else { return nil }
      return EvaluatedModuleSource(name: "kinds", isPackage: false, module: tree)
    }
    return revision.upgrade(options)
  }

  @Test func `prints what Alembic prints for the classes, byte for byte`() throws {
    let path = "\(Fixtures.folder)/class-probes.json"
    let elements = try JSON.read(try FileSystem.read(path)).elements
    #expect(elements.count > 80)
    for element in elements {
      let code = try #require(element["code"]?.text)
      let module = try #require(element["module"]?.text)
      let expected = try #require(element["sql"]?.text)
      switch Self.statements(code, module: module) {
      case .success(let statements):
        let sql = statements.map { $0.sql + ";" }.joined(separator: "\n\n")
        #expect(sql.utf8.elementsEqual(expected.utf8), "\(module)\n\(code): \(sql)")
      case .failure(let refusal):
        Issue.record("\(module)\n\(code): \(refusal.diagnostics.map(\.message))")
      }
    }
  }

  struct RefusalCase: CustomTestStringConvertible {
    let testDescription: String
    let module: String
    var code = "op.create_table('t', sa.Column('c', K()))"
    let message: String
  }

  @Test(arguments: [
    RefusalCase(
      testDescription: "a class with an unknown base",
      module:
        "from other import Base\nimport sqlalchemy as sa\nclass K(Base, sa.String):\n    pass",
      message: "not known"),
    RefusalCase(
      testDescription: "a class that someone listens to",
      module: """
        import sqlalchemy as sa
        from sqlalchemy.event import listens_for
        class K(sa.TypeDecorator):
            impl = sa.Integer
        @listens_for(K, 'copy')
        def listener(type_, column):
            pass
        """,
      message: "listens to 'copy' of 'K'"),
    RefusalCase(
      testDescription: "a class that someone listens to, where no column is made",
      module: """
        import sqlalchemy as sa
        from sqlalchemy.event import listens_for
        class K(sa.TypeDecorator):
            impl = sa.Integer
        @listens_for(K, 'before_parent_attach')
        def listener(type_, column):
            pass
        """,
      code: "op.alter_column('t', 'c', type_=K())",
      message: "listens to events of 'K'"),
    RefusalCase(
      testDescription: "a listener that makes a column of its own",
      module: """
        import sqlalchemy as sa
        from sqlalchemy.event import listens_for
        class K(sa.TypeDecorator):
            impl = sa.Integer
        @listens_for(K, 'before_parent_attach')
        def listener(type_, column):
            sa.Column('other', sa.Integer)
        """,
      message: "a listener that makes this"),
    RefusalCase(
      testDescription: "a listener that asks for the table of a column",
      module: """
        import sqlalchemy as sa
        from sqlalchemy.event import listens_for
        class K(sa.TypeDecorator):
            impl = sa.Integer
        @listens_for(K, 'before_parent_attach')
        def listener(type_, column):
            @listens_for(column, 'after_parent_attach')
            def attached(column, table):
                sa.CheckConstraint(column > 0, name='ck_' + table.name)
        """,
      message: "the 'name' of a table whose column is being made"),
    RefusalCase(
      testDescription: "a class that changes how it is compiled",
      module: "import sqlalchemy as sa\nclass K(sa.String):\n    __visit_name__ = 'X'",
      message: "'__visit_name__'"),
    RefusalCase(
      testDescription: "a class that changes a detail",
      module: """
        import sqlalchemy as sa
        class K(sa.String):
            def __init__(self):
                super().__init__(5)
                self.length = 6
        """,
      message: "changes 'length'"),
    RefusalCase(
      testDescription: "a class that does not call its parent",
      module: "import sqlalchemy as sa\nclass K(sa.String):\n    def __init__(self):\n        pass",
      message: "does not call the '__init__'"),
    RefusalCase(
      testDescription: "a class that is its own impl",
      module: "import sqlalchemy as sa\nclass K(sa.TypeDecorator):\n    pass\nK.impl = K",
      message: "nested too deeply"),
    RefusalCase(
      testDescription: "a class that loads itself",
      module: """
        import sqlalchemy as sa
        class K(sa.TypeDecorator):
            impl = sa.String
            def load_dialect_impl(self, dialect):
                return dialect.type_descriptor(self)
        """,
      message: "nested too deeply"),
    RefusalCase(
      testDescription: "a decorator without impl",
      module: "import sqlalchemy as sa\nclass K(sa.TypeDecorator):\n    pass",
      message: "has no 'impl'"),
    RefusalCase(
      testDescription: "a value that the class changes",
      module: """
        import sqlalchemy as sa
        class K(sa.TypeDecorator):
            impl = sa.String
            def process_bind_param(self, value, dialect):
                return value.lower()
        """,
      code: "t = op.create_table('t', sa.Column('c', K()))\nop.bulk_insert(t, [{'c': 'A'}])",
      message: "what 'K' makes of a value"),
    RefusalCase(
      testDescription: "a rule for SQLAlchemy's own classes",
      module: """
        from sqlalchemy.ext.compiler import compiles
        import sqlalchemy as sa
        class K(sa.String):
            pass
        @compiles(sa.Integer, 'postgresql')
        def rule(element, compiler, **kw):
            return 'INT8'
        """,
      message: "changes how SQLAlchemy compiles 'Integer'"),
    RefusalCase(
      testDescription: "a rule that asks the compiler for more",
      module: """
        from sqlalchemy.ext.compiler import compiles
        import sqlalchemy as sa
        class K(sa.String):
            pass
        @compiles(K)
        def rule(element, compiler, **kw):
            return compiler.visit_VARCHAR(element, **kw) + ' X'
        """,
      message: "not evaluated"),
  ])
  func `refuses by name`(_ test: RefusalCase) throws {
    guard case .failure(let refusal) = Self.statements(test.code, module: test.module) else {
      Issue.record("not refused")
      return
    }
    let message = refusal.diagnostics.map(\.message).joined()
    #expect(message.contains(test.message), "\(message)")
  }

  @Test func `an operation that the project registers is performed`() throws {
    let module = """
      from alembic.operations import MigrateOperation, Operations
      class ReplaceableObject:
          def __init__(self, name, sqltext):
              self.name = name
              self.sqltext = sqltext
      @Operations.register_operation("create_view", "invoke_for_target")
      class CreateViewOp(MigrateOperation):
          def __init__(self, target):
              self.target = target
          @classmethod
          def invoke_for_target(cls, operations, target):
              return operations.invoke(cls(target))
      @Operations.implementation_for(CreateViewOp)
      def create_view(operations, operation):
          operations.execute("CREATE VIEW %s AS %s" % (
              operation.target.name, operation.target.sqltext))
      """
    let code = "op.create_view(ReplaceableObject('v', 'SELECT 1'))"
    let statements = try Self.statements(code, module: module).get()
    #expect(statements.map(\.sql) == ["CREATE VIEW v AS SELECT 1"])
  }

  @Test func `an operation that nobody registers is refused by name`() throws {
    guard case .failure(let refusal) = Self.statements("op.create_view('v')", module: "") else {
      Issue.record("not refused")
      return
    }
    #expect(refusal.diagnostics.map(\.message) == ["'op.create_view' is not evaluated"])
  }
}
