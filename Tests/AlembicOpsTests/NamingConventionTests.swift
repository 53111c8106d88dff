import AlembicOps
import Diagnostics
import Files
import JSONText
import PostgresDDL
import SQLExpressions
import Testing

/// Names that a convention gives, beside those that real Alembic gave.
@Suite struct NamingConventionTests {
  private struct Case {
    let code: String
    let sql: String
    let convention: NamingConvention

    static func all() throws -> [Case] {
      let bytes = try FileSystem.read("\(Fixtures.folder)/naming-probes.json")
      return try JSON.read(bytes).elements.map { element in
        guard case .object(let members)? = element["convention"] else {
          throw Diagnostic(.error, "test", "no convention")
        }
        return Case(
          code: try #require(element["code"]?.text), sql: try #require(element["sql"]?.text),
          convention: NamingConvention(
            Dictionary(
              uniqueKeysWithValues: members.map { ($0.name, $0.value.text ?? "") })))
      }
    }
  }

  /// Alembic tells these, and we refuse them.
  private static let refused: Set<String> = []

  @Test func `name what Alembic names, byte for byte`() throws {
    for one in try Case.all() {
      let revision = Revision(body: one.code)
      let result = revision.upgrade(
        EvaluationOptions(form: .offline, namingConvention: one.convention))
      switch result {
      case .success(let statements):
        let sql = statements.map { $0.sql + ";" }.joined(separator: "\n\n")
        #expect(sql == one.sql, "\(one.code) \(one.convention.templates)")
      case .failure(let refusal):
        let isExpected = one.sql.contains("!! ") || Self.refused.contains(one.code)
        #expect(
          isExpected,
          "\(one.code) \(one.convention.templates) \(refusal.diagnostics.map(\.message))")
      }
    }
  }

  @Test func `leave everything but indexes without a name when there is none`() throws {
    let revision = Revision(
      body: "op.create_unique_constraint(None, 't', ['a'])\nop.create_index(None, 't', ['a'])")
    #expect(
      try revision.statements(.offline).map(\.sql)
        == ["ALTER TABLE t ADD UNIQUE (a)", "CREATE INDEX ix_t_a ON t (a)"])
  }
}
