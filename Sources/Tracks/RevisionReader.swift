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

  /// `path` is where the file lies, `fileName` its last part as it was listed.
  init(_ file: SourceFile, path: String, fileName: String, modules: PythonModules) {
    self.file = file
    self.path = path
    self.fileName = fileName
    self.modules = modules
  }

  mutating func read() -> AlembicFile? {
    diagnostics = TextChecks.faults(in: file)
    guard diagnostics.isEmpty else { return nil }
    let module: PythonModule
    do throws(Diagnostic) {
      module = try PythonModule.parse(file)
    } catch {
      diagnostics.append(.syntax(error))
      return nil
    }
    let scanner = DirectiveScanner(python: file, comments: module.comments)
    diagnostics += scanner.diagnostics
    let reader = IdentifierReader(module, path: path, modules: modules)
    let fileName = fileName
    let id = attempt { () throws(Diagnostic) in try reader.id(fileName: fileName) }
    let parents = attempt(reader.parents)
    let dependencies = references("depends_on", reader)
    let labels = references("branch_labels", reader)
    let after = references("migrate_after", reader)
    guard let id, let parents, let dependencies, let labels, let after, !diagnostics.hasErrors
    else { return nil }
    let docstring = Docstring(module.docstring ?? "")
    return AlembicFile(
      node: GraphNode(
        id: id.name, parents: parents, dependsOn: dependencies, labels: labels,
        location: id.location),
      message: docstring.message, source: file, module: module,
      checksum: SHA256.hex(file.bytes), createdAt: docstring.createdAt, migrateAfter: after,
      directives: scanner.directives)
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

  init(_ text: String) {
    let bytes = Array(text.utf8)
    let lines = SourceLines(bytes)
    let paragraph = lines.drop { bytes[$0].trimmed.isEmpty }.prefix { !$0.isEmpty }
    message = String(
      decoding: Array(paragraph.map { bytes[$0] }.joined(separator: [0x0A]))[...].trimmed,
      as: UTF8.self)
    let label = Array("Create Date:".utf8)
    createdAt = lines.lazy.map { bytes[$0].trimmed }.first { $0.starts(with: label) }
      .flatMap { Timestamp(text: $0.dropFirst(label.count).trimmed)?.microseconds }
  }
}
