import Diagnostics
import Digests
import PythonSyntax
import PythonText
import RevisionGraphs
import Revisions

/// Makes a revision of one Python file, without running it.
struct RevisionReader {
  private(set) var diagnostics: [Diagnostic] = []
  private let file: SourceFile
  private let fileName: String

  init(_ file: SourceFile, fileName: String) {
    self.file = file
    self.fileName = fileName
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
    let constants = PythonConstants(module)
    let id = identifier(constants)
    let parents = references("down_revision", constants)
    if constants.bindings["down_revision"] == nil { diagnostics.append(.missingDown(file)) }
    let dependencies = references("depends_on", constants)
    let labels = references("branch_labels", constants)
    let after = references("migrate_after", constants)
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

  private mutating func identifier(_ constants: PythonConstants) -> GraphNode.Reference? {
    guard let binding = constants.bindings["revision"] else {
      let stem = fileName.utf8.dropLast(".py".utf8.count)
      let isHexadecimal = stem.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
      guard isHexadecimal, !stem.isEmpty else {
        diagnostics.append(.missingRevision(file))
        return nil
      }
      return GraphNode.Reference(String(stem) ?? "", at: SourceLocation(path: file.path))
    }
    guard case .text(let text) = binding.constant else {
      diagnostics.append(.notLiteral("revision", in: file, at: binding.range, form: "a string"))
      return nil
    }
    return GraphNode.Reference(text.text, at: file.location(at: text.range.lowerBound))
  }

  /// The names in a string or a list of them; none when the identifier is absent or `None`.
  private mutating func references(
    _ name: String, _ constants: PythonConstants
  ) -> [GraphNode.Reference]? {
    guard let binding = constants.bindings[name] else { return [] }
    let texts: [PlacedText]
    switch binding.constant {
    case .some(.none): texts = []
    case .text(let text): texts = [text]
    case .list(let list): texts = list
    case .boolean, nil:
      diagnostics.append(
        .notLiteral(name, in: file, at: binding.range, form: "None, a string or a tuple of them"))
      return nil
    }
    return texts.map { GraphNode.Reference($0.text, at: file.location(at: $0.range.lowerBound)) }
  }
}

/// What Alembic's template writes into the docstring of a revision.
private struct Docstring {
  let message: String
  let createdAt: Int64?

  init(_ text: String) {
    let bytes = Array(text.utf8)
    let lines = SourceLines(bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    message =
      lines.drop { $0.trimmed.isEmpty }.prefix { !$0.isEmpty }
      .joined(separator: "\n").trimmed
    let label = "Create Date:"
    createdAt = lines.lazy.map(\.trimmed).first { $0.hasPrefix(label) }
      .flatMap { Timestamp.microseconds(text: String($0.dropFirst(label.count)).trimmed) }
  }
}

extension Diagnostic {
  fileprivate static func missingRevision(_ file: SourceFile) -> Self {
    Diagnostic(
      .error, "missing-revision", "'\(file.path)' declares no 'revision'",
      at: SourceLocation(path: file.path),
      hint: "add the line \"revision = '<id>'\", or move the file out of the folder")
  }

  fileprivate static func missingDown(_ file: SourceFile) -> Self {
    Diagnostic(
      .error, "missing-down-revision", "'\(file.path)' declares no 'down_revision'",
      at: SourceLocation(path: file.path),
      hint: "add 'down_revision = None' for a first revision, or the id of the one before it")
  }

  fileprivate static func notLiteral(
    _ name: String, in file: SourceFile, at range: Range<Int>, form: String
  ) -> Self {
    Diagnostic(
      .error, "identifier-not-literal", "'\(name)' cannot be read without running Python",
      in: file, at: range, hint: "write \(form) as a literal")
  }
}
