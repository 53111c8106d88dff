import AlembicOps
import Diagnostics
import Files
import JSONText
import PostgresDDL
import PythonSyntax
import PythonText
import SQLExpressions
import Testing

/// A piece of Python, and what Alembic prints for it offline.
struct Probe: Sendable, CustomTestStringConvertible {
  let group: String
  let code: String
  let sql: String

  var testDescription: String { code }

  /// The probes of a fixture: an array of objects with `code` and `sql`.
  static func all(in fixture: String) throws -> [Probe] {
    let path = "\(Fixtures.folder)/\(fixture)"
    return try JSON.read(try FileSystem.read(path)).elements.map { element in
      Probe(
        group: element["group"]?.text ?? "", code: try #require(element["code"]?.text),
        sql: try #require(element["sql"]?.text))
    }
  }

  /// Whether Alembic stops with an error.
  var isError: Bool { sql.contains("\n!! ") }

  /// What the evaluator makes of it, joined as Alembic joins it.
  func evaluated() -> Result<String, AlembicRefusal> {
    Revision(body: code).upgrade(.offline).map { statements in
      statements.map { $0.sql + ";" }.joined(separator: "\n\n")
    }
  }
}

enum Fixtures {
  static let folder: String = {
    let file = #filePath
    let end = file.utf8.lastIndex(of: UInt8(ascii: "/")) ?? file.startIndex
    return file[..<end] + "/Fixtures"
  }()
}

/// A revision file around the statements of its `upgrade()`.
struct Revision {
  let file: SourceFile

  /// The statements as they would stand at the top level; they are indented here.
  init(body: String, prelude: String = "") {
    let isMultilineText = body.contains("'''") || body.contains("\"\"\"")
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    let indented = lines.enumerated().map { index, line in
      index > 0 && isMultilineText ? String(line) : "    \(line)"
    }
    self.init(
      text: Self.head + prelude + "\ndef upgrade():\n" + indented.joined(separator: "\n") + "\n")
  }

  init(text: String) { file = SourceFile(path: "versions/a.py", text: text) }

  func upgrade(_ form: SQLForm = .online) -> Result<[AlembicStatement], AlembicRefusal> {
    upgrade(EvaluationOptions(form: form))
  }

  func upgrade(_ options: EvaluationOptions) -> Result<[AlembicStatement], AlembicRefusal> {
    let module: PythonModule
    do { module = try PythonModule.parse(file) } catch {
      Issue.record("\(error)")
      return .failure(AlembicRefusal([error]))
    }
    return AlembicEvaluation.statements(
      of: .upgrade, in: module, file: file, options: options)
  }

  func statements(_ form: SQLForm = .online) throws -> [AlembicStatement] {
    try upgrade(form).get()
  }

  private static let head = """
    import datetime, decimal, enum, uuid
    from alembic import op
    import sqlalchemy as sa
    from sqlalchemy.dialects import postgresql

    class Color(enum.Enum):
        red = 1
        green = 2

    class SColor(str, enum.Enum):
        red = "r"
        green = "g"

    """
}
