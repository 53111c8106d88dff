import Diagnostics
import PythonSyntax
import RevisionGraphs
import PythonConstants
import PythonSyntax
import RevisionGraphs

/// Reads the identifiers that a revision declares, those it imports included.
struct IdentifierReader {
  private enum Names {
    case plain(PlainModule)
    case parsed(ModuleNames, PythonModules)
  }

  /// The names that are asked for.
  static let all = ["revision", "down_revision", "depends_on", "branch_labels", "migrate_after"]

  private let names: Names
  private let file: SourceFile

  init(_ module: PlainModule, in file: SourceFile) {
    names = .plain(module)
    self.file = file
  }

  init(_ module: PythonModule, path: String, modules: PythonModules) {
    names = .parsed(ModuleNames(module, path: path), modules)
    file = module.file
  }

  /// `revision`, or a file name of hexadecimal digits alone.
  func id(fileName: String) throws(Diagnostic) -> GraphNode.Reference {
    let form = "a string"
    guard let constant = try constant("revision", form: form) else {
      let stem = fileName.utf8.dropLast(".py".utf8.count)
      let isHexadecimal = stem.allSatisfy { $0.isDigit || (0x61...0x66).contains($0) }
      guard isHexadecimal, let id = String(stem), !id.isEmpty else { throw .missingRevision(file) }
      return GraphNode.Reference(id, at: SourceLocation(path: file.path))
    }
    guard case .text(let text) = constant else {
      throw notLiteral("revision", form: form, because: UnknownValue(reason: nil))
    }
    return reference(text)
  }

  /// `down_revision`, which has to be there.
  func parents() throws(Diagnostic) -> [GraphNode.Reference] {
    guard let parents = try list("down_revision") else { throw .missingDown(file) }
    return parents
  }

  /// The names in a string or a list of them; none when the identifier is absent or `None`.
  func references(_ name: String) throws(Diagnostic) -> [GraphNode.Reference] {
    try list(name) ?? []
  }

  private func list(_ name: String) throws(Diagnostic) -> [GraphNode.Reference]? {
    let form = "None, a string or a tuple of them"
    return switch try constant(name, form: form) {
    case nil: nil
    case .some(.none): []
    case .text(let text): [reference(text)]
    case .list(let texts): texts.map(reference)
    case .boolean, .dictionary:
      throw notLiteral(name, form: form, because: UnknownValue(reason: nil))
    }
  }

  private func reference(_ text: PlacedText) -> GraphNode.Reference {
    GraphNode.Reference(text.text, at: file.location(at: text.range.lowerBound))
  }

  private func constant(
    _ name: String, form: String
  ) throws(Diagnostic) -> PythonConstant? {
    switch names {
    case .plain(let module): return module.constant(named: name)
    case .parsed(let names, let modules):
      do throws(UnknownValue) {
        return try modules.constant(named: name, in: names)
      } catch {
        throw notLiteral(name, form: form, because: error)
      }
    }
  }

  private func range(of name: String) -> Range<Int>? {
    switch names {
    case .plain(let module): module.range(of: name)
    case .parsed(let names, _): names.range(of: name)
    }
  }

  private func notLiteral(
    _ name: String, form: String, because cause: UnknownValue
  ) -> Diagnostic {
    let reason = cause.reason.map { ": \($0)" } ?? ""
    return Diagnostic(
      .error, "identifier-not-literal",
      "'\(name)' cannot be read without running Python\(reason)", in: file,
      at: range(of: name) ?? 0..<0,
      hint: "write \(form) as a literal" + (cause.hint.map { ", or \($0)" } ?? ""),
      related: cause.location.map { [Diagnostic.Related("the import leads here", at: $0)] } ?? [])
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
}
