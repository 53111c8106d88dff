import Diagnostics
import Files
import JSONText
import PythonSyntax
import PythonText
import PythonTreeDumps
import Testing

/// Small sources, right and wrong: CPython's tree, or that it refuses them.
///
/// `Fixtures/dump_ast.py --record` writes the trees into `snippets.json`.
@Suite struct SnippetTests {
  /// What CPython makes of a source.
  struct Snippet {
    let source: String
    /// Nil where the parser refuses.
    let tree: String?
    /// Whether a later step of the compiler refuses it, as it does a `return` outside of functions.
    let isRefusedLater: Bool
  }

  static func snippets() throws -> [Snippet] {
    let path = Path.join(Path.parent(#filePath), "Fixtures/snippets.json")
    return try JSON.read(try FileSystem.read(path)).elements.map { element in
      let tree = element[1]?.text
      return Snippet(
        source: try #require(element[0]?.text), tree: tree,
        isRefusedLater: tree != nil && element[2] != nil)
    }
  }

  @Test func `what CPython takes has its tree, and what it refuses is refused`() throws {
    let snippets = try Self.snippets()
    #expect(snippets.count > 1500)
    for snippet in snippets {
      do throws(Diagnostic) {
        let tree = try TreeDump.dump(PythonModule.parse(snippet.source))
        #expect(tree == snippet.tree, "\(snippet.source.debugDescription)")
      } catch {
        let isAllowed = snippet.tree == nil || snippet.isRefusedLater
        #expect(isAllowed, "\(snippet.source.debugDescription): \(error.message)")
        #expect(error.location != nil)
      }
    }
  }
}
