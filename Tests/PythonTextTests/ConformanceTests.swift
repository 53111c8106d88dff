import Diagnostics
import Files
import PythonSyntax
import PythonText
import PythonTreeDumps
import Testing

/// The tree is the one that CPython's parser builds, with the same places.
///
/// `Fixtures/dump_ast.py` writes the `.ast` files, from the sources beside them.
@Suite struct ConformanceTests {
  static let folder = Path.join(Path.parent(#filePath), "Fixtures/conformance")

  static let sources = stems(in: folder)

  @Test(arguments: sources)
  func `the tree is that of CPython`(_ name: String) throws {
    try expectSameTree(Path.join(Self.folder, name))
  }

  @Test func `every fixture has its tree`() {
    #expect(Self.sources.count == 15)
  }

  private static func stems(in folder: String) -> [String] {
    let names = (try? FileSystem.list(folder))?.map(\.name) ?? []
    return names.filter { $0.hasSuffix(".py") }.map { String($0.dropLast(3)) }.sorted()
  }

  private func expectSameTree(_ stem: String) throws {
    let file = SourceFile(path: stem + ".py", bytes: try FileSystem.read(stem + ".py"))
    let expected = String(decoding: try FileSystem.read(stem + ".ast"), as: UTF8.self)
    let lines = try TreeDump.dump(PythonModule.parse(file)).split(separator: "\n")
    let expectedLines = expected.split(separator: "\n")
    #expect(lines.count == expectedLines.count, "\(stem)")
    for (line, expectedLine) in zip(lines, expectedLines) {
      #expect(line == expectedLine, "\(stem)")
    }
  }
}
