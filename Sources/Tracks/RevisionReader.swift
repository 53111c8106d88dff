import Diagnostics
import Digests
import PythonConstants
import PythonSyntax
import PythonText
import RevisionGraphs
import Revisions

/// Makes a revision of one Python file, without running it.
struct RevisionReader {
  private(set) var diagnostics: [Diagnostic] = []
  private let file: SourceFile
  private let path: String
  private let fileName: String
  private let modules: PythonModules
  private let looksForListeners: Bool

  /// `path` is where the file lies, `fileName` its last part as it was listed.
  init(
    _ file: SourceFile, path: String, fileName: String, modules: PythonModules,
    looksForListeners: Bool
  ) {
    self.file = file
    self.path = path
    self.fileName = fileName
    self.modules = modules
    self.looksForListeners = looksForListeners
  }

  mutating func read() -> AlembicFile? {
    diagnostics = TextChecks.faults(in: file)
    guard diagnostics.isEmpty else { return nil }
    if let plain = PlainModule(file, names: IdentifierReader.all) {
      return revision(
        IdentifierReader(plain, in: file), docstring: Array(file.bytes[plain.docstring]),
        comments: plain.comments, module: nil)
    }
    do throws(Diagnostic) {
      let module = try PythonModule.parse(file)
      return revision(
        IdentifierReader(module, path: path, modules: modules),
        docstring: Array((module.docstring ?? "").utf8), comments: module.comments, module: module)
    } catch {
      diagnostics.append(.syntax(error))
      return nil
    }
  }

  private mutating func revision(
    _ reader: IdentifierReader, docstring: [UInt8], comments: [Range<Int>], module: PythonModule?
  ) -> AlembicFile? {
    let scanner = DirectiveScanner(python: file, comments: comments)
    diagnostics += scanner.diagnostics
    let fileName = fileName
    let id = attempt { () throws(Diagnostic) in try reader.id(fileName: fileName) }
    let parents = attempt(reader.parents)
    let dependencies = references("depends_on", reader)
    let labels = references("branch_labels", reader)
    let after = references("migrate_after", reader)
    guard let id, let parents, let dependencies, let labels, let after, !diagnostics.hasErrors
    else { return nil }
    let docstring = Docstring(docstring)
    return AlembicFile(
      node: GraphNode(
        id: id.name, parents: parents, dependsOn: dependencies, labels: labels,
        location: id.location),
      message: docstring.message, source: file, module: module,
      checksum: SHA256.hex(file.bytes), createdAt: docstring.createdAt, migrateAfter: after,
      directives: scanner.directives,
      listening: looksForListeners ? SchemaListeners.Scan(file.bytes) : nil)
  }

  private mutating func references(
    _ name: String, _ reader: IdentifierReader
  ) -> [GraphNode.Reference]? {
    attempt { () throws(Diagnostic) in try reader.references(name) }
  }

  /// What is read; nil when it cannot be, which is reported.
  private mutating func attempt<Value>(_ read: () throws(Diagnostic) -> Value) -> Value? {
    do throws(Diagnostic) {
      return try read()
    } catch {
      diagnostics.append(error)
      return nil
    }
  }
}

/// What Alembic's template writes into the docstring of a revision.
private struct Docstring {
  let message: String
  let createdAt: Int64?

  init(_ bytes: [UInt8]) {
    var paragraph: Range<Int>?
    var isInParagraph = true
    var createdAt: Int64?
    for line in SourceLines(bytes) {
      guard let first = bytes[line].firstIndex(where: { !$0.isSpace }) else {
        isInParagraph = isInParagraph && (paragraph == nil || !line.isEmpty)
        continue
      }
      if isInParagraph {
        paragraph = (paragraph?.lowerBound ?? first)..<line.upperBound
      }
      if createdAt == nil, bytes[first..<line.upperBound].starts(with: Self.dateLabel) {
        let text = bytes[first + Self.dateLabel.count..<line.upperBound].trimmed
        createdAt = Timestamp(text: text)?.microseconds
      }
    }
    message = String(decoding: bytes[paragraph ?? 0..<0].trimmed, as: UTF8.self)
    self.createdAt = createdAt
  }

  private static let dateLabel = Array("Create Date:".utf8)
}
