import Diagnostics
import Files
import PGParsing
import StatementReading

/// Files beside the tests.
enum Fixtures {
  static func path(_ name: String) -> String {
    "\(Path.parent(#filePath))/Fixtures/\(name)"
  }

  static func parse(_ name: String) throws -> ParsedSQL {
    PGParser.statements(of: SourceFile(path: name, bytes: try FileSystem.read(path(name))))
  }
}
