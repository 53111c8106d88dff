import AlembicOps
import Diagnostics
import Files
import JSONText
import PythonSyntax
import PythonText
import SQLExpressions
import Testing

/// A revision of a real project, and what Alembic prints for it or why it is refused.
struct RealRevision: Sendable, CustomTestStringConvertible {
  let file: String
  let sql: String?
  /// False where Alembic takes a table's indexes from a set.
  let isOrdered: Bool
  /// The code of the diagnostic that says why it cannot be known.
  let refusal: String?

  var testDescription: String { file }

  static let folder: String = {
    let tests = Path.parent(Path.parent(#filePath))
    return Path.join(tests, "Fixtures/revisions")
  }()

  static func all() throws -> [RealRevision] {
    try JSON.read(try FileSystem.read("\(folder)/expected.json")).elements.map { element in
      RealRevision(
        file: try #require(element["file"]?.text), sql: element["sql"]?.text,
        isOrdered: element["isOrdered"]?.bool ?? true, refusal: element["refusal"]?.text)
    }
  }
}

@Suite struct `Revisions of real projects` {
  static let all = (try? RealRevision.all()) ?? []

  @Test func `are there`() {
    #expect(Self.all.count >= 200)
    #expect(Self.all.filter { $0.refusal != nil }.count >= 10)
  }

  @Test(arguments: all.filter { $0.sql != nil })
  func `are rendered as Alembic renders them`(_ real: RealRevision) throws {
    let statements = try evaluate(real).get()
    let text = statements.map { $0.sql + ";\n\n" }.joined()
    let expected = try #require(real.sql)
    if real.isOrdered {
      #expect(text == expected)
      #expect(text.utf8.count == expected.utf8.count)
    } else {
      #expect(pieces(text) == pieces(expected))
    }
  }

  @Test(arguments: all.filter { $0.refusal != nil })
  func `that read the database are refused by line`(_ real: RealRevision) throws {
    let refusal = #expect(throws: AlembicRefusal.self) { try evaluate(real).get() }
    let first = try #require(refusal?.diagnostics.first)
    #expect(first.code == real.refusal)
    #expect(first.location?.path == "versions/a.py")
  }

  private func evaluate(
    _ real: RealRevision
  ) throws -> Result<[AlembicStatement], AlembicRefusal> {
    let bytes = try FileSystem.read("\(RealRevision.folder)/\(real.file)")
    return Revision(text: String(decoding: bytes, as: UTF8.self)).upgrade(.offline)
  }

  private func pieces(_ text: String) -> [Substring] {
    text.split(separator: ";\n\n").sorted()
  }
}
