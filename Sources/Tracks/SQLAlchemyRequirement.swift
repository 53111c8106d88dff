package import Diagnostics
import Files

/// The SQLAlchemy whose SQL is wanted, and how that was found out.
package struct SQLAlchemyChoice: Sendable, Hashable {
  /// `2.0` or `2.1`: of later or earlier ones, the nearest.
  package var version: String
  /// Why, in words: `uv.lock has 2.0.36`.
  package var reason: String
  /// Where it is said; nil where nothing says it.
  package var location: SourceLocation?
  /// Set when the project wants one that is too old to be told apart here.
  package var note: Diagnostic?

  package init(
    version: String, reason: String, location: SourceLocation? = nil, note: Diagnostic? = nil
  ) {
    self.version = version
    self.reason = reason
    self.location = location
    self.note = note
  }

  static let newest = "2.1"

  /// In a work tree that hangs on another one, `.git` is a file.
  private static func isRepository(_ folder: String) -> Bool {
    let path = Path.join(folder, ".git")
    return FileSystem.isDirectory(path) || FileSystem.isFile(path)
  }
}

extension SQLAlchemyChoice {
  /// Looks into lock files and then into requirements, from a folder up to the root of its repository.
  static func find(from folder: String, displayBase: String) -> SQLAlchemyChoice {
    var folders = [folder]
    while let last = folders.last, last != "/", !isRepository(last) {
      folders.append(Path.parent(last))
    }
    // A folder outside of any repository is not searched beyond the project.
    if folders.last == "/" { folders = [folder, displayBase] }
    for kind in [DependencyFile.locks, DependencyFile.requirements] {
      for folder in folders {
        for file in kind(folder) {
          guard let found = file.choice(displayBase: displayBase) else { continue }
          return found
        }
      }
    }
    return SQLAlchemyChoice(
      version: newest, reason: "nothing in the project says which; the newest that is known")
  }
}

/// A file that says which SQLAlchemy a project has or wants.
private struct DependencyFile {
  enum Form {
    /// `name = "sqlalchemy"`, and `version = "…"` in the line after it.
    case tomlLock
    /// `"sqlalchemy": {`, and `"version": "==…"` below it.
    case jsonLock
    case requirements
    case pyproject
  }

  let path: String
  let form: Form

  static func locks(in folder: String) -> [DependencyFile] {
    ["uv.lock", "poetry.lock", "pdm.lock"].map {
      DependencyFile(path: Path.join(folder, $0), form: .tomlLock)
    } + [DependencyFile(path: Path.join(folder, "Pipfile.lock"), form: .jsonLock)]
  }

  static func requirements(in folder: String) -> [DependencyFile] {
    let lists = [folder, Path.join(folder, "requirements")].flatMap { place in
      let names = ((try? FileSystem.list(place)) ?? []).map(\.name).filter {
        $0.hasSuffix(".txt") && (place != folder || $0.hasPrefix("requirements"))
      }
      return names.sorted().map { Path.join(place, $0) }
    }
    return lists.map { DependencyFile(path: $0, form: .requirements) }
      + [DependencyFile(path: Path.join(folder, "pyproject.toml"), form: .pyproject)]
  }

  func choice(displayBase: String) -> SQLAlchemyChoice? {
    guard let bytes = try? FileSystem.readRegular(path) else { return nil }
    let source = SourceFile(path: Path.shown(path, from: displayBase), bytes: bytes)
    let lines = source.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      guard let wanted = requirement(in: line.trimmed, lines[(index + 1)...]) else { continue }
      let place = SourceLocation(path: source.path, line: index + 1)
      return VersionRequirement(wanted).choice(of: wanted, in: source.path, at: place)
    }
    return nil
  }

  /// What a line asks for; nil when it is about something else.
  private func requirement(in line: String, _ below: ArraySlice<Substring>) -> String? {
    switch form {
    case .tomlLock:
      guard line.lowercased() == "name = \"sqlalchemy\"", let next = below.first else { return nil }
      return quoted(next.trimmed, after: "version = ").map { "==" + $0 }
    case .jsonLock:
      guard line.lowercased().hasPrefix("\"sqlalchemy\":") else { return nil }
      return below.prefix { !$0.trimmed.hasPrefix("}") }.lazy
        .compactMap { quoted($0.trimmed, after: "\"version\": ") }.first
    case .requirements: return specifier(in: line)
    case .pyproject:
      if line.hasPrefix("\"") || line.hasPrefix("'") {
        return specifier(in: String(line.dropFirst().prefix { $0 != "\"" && $0 != "'" }))
      }
      return poetry(line)
    }
  }

  private func quoted(_ line: String, after key: String) -> String? {
    guard line.hasPrefix(key + "\"") else { return nil }
    return String(line.dropFirst(key.count + 1).prefix { $0 != "\"" })
  }

  /// The condition in a line such as `SQLAlchemy[asyncio] >=2.0,<2.1 ; python_version > "3.9"  # why`.
  private func specifier(in text: String) -> String? {
    guard text.lowercased().hasPrefix("sqlalchemy") else { return nil }
    var rest = text.dropFirst("sqlalchemy".count).drop { $0 == " " }
    if rest.first == "[" { rest = rest.drop { $0 != "]" }.dropFirst().drop { $0 == " " } }
    guard rest.isEmpty || "=<>~!;#(\\ ".contains(rest.first ?? " ") else { return nil }
    return String(rest.prefix { !";#\\".contains($0) }).filter { !" ()".contains($0) }
  }

  /// `sqlalchemy = "^2.0"` or `sqlalchemy = { version = "^2.0", extras = ["asyncio"] }`.
  private func poetry(_ line: String) -> String? {
    guard line.lowercased().hasPrefix("sqlalchemy"),
      let equals = line.firstIndex(of: "="),
      line[..<equals].trimmed.lowercased() == "sqlalchemy"
    else { return nil }
    var value = String(line[line.index(after: equals)...]).trimmed
    if value.hasPrefix("{") {
      guard let key = value.range(ofWord: "version") else { return nil }
      value = String(value[key...].drop { $0 != "\"" })
    }
    guard value.hasPrefix("\"") else { return nil }
    let text = value.dropFirst().prefix { $0 != "\"" }.filter { $0 != " " }
    return text.first?.isNumber == true && !text.hasSuffix("*") ? "==" + text : text
  }
}

/// Which versions a requirement lets pass: PEP 440's operators, and Poetry's `^` and `~`.
private struct VersionRequirement {
  private let clauses: [(operation: String, parts: [Int], isPrefix: Bool)]

  init(_ text: String) {
    clauses = text.split(separator: ",").map { clause in
      let operation = clause.prefix { !$0.isNumber && $0 != "*" }
      let version = clause.dropFirst(operation.count)
      let parts = version.split(separator: ".").prefix { $0.first?.isNumber == true }
        .compactMap { Int($0.prefix(while: \.isNumber)) }
      return (String(operation), parts, version.hasSuffix("*"))
    }
  }

  func choice(
    of text: String, in path: String, at place: SourceLocation
  ) -> SQLAlchemyChoice {
    let says = text.hasPrefix("==") ? "has \(text.dropFirst(2))" : "asks for \(text)"
    let reason = text.isEmpty ? "\(path) asks for any" : "\(path) \(says)"
    if let version = ["2.1", "2.0"].first(where: { allows($0 == "2.1" ? 1 : 0) }) {
      return SQLAlchemyChoice(version: version, reason: reason, location: place)
    }
    let isOld =
      clauses.contains { !$0.parts.isEmpty && $0.parts[0] < 2 && $0.operation != ">=" }
      || clauses.contains {
        $0.operation.hasPrefix("<") && $0.parts.lexicographicallyPrecedes([2, 0, 1])
      }
    guard isOld else {
      return SQLAlchemyChoice(version: SQLAlchemyChoice.newest, reason: reason, location: place)
    }
    return SQLAlchemyChoice(
      version: "2.0", reason: reason, location: place,
      note: Diagnostic(
        .note, "old-sqlalchemy", "the project has a SQLAlchemy before 2.0, whose SQL may differ",
        at: place, hint: "compare with 'alembic upgrade --sql', or bring SQLAlchemy up to date"))
  }

  /// Whether some version with that minor number, of 2, passes.
  private func allows(_ minor: Int) -> Bool {
    clauses.allSatisfy { clause in
      let parts = clause.parts
      let first = [2, minor, 0]
      let last = [2, minor, 999]
      guard !parts.isEmpty else { return true }
      switch clause.operation {
      case "==", "===", "": return [2, minor].starts(with: parts.prefix(2))
      case "~" where parts.count > 1: return [2, minor] == Array(parts.prefix(2))
      case "~=" where parts.count > 2: return [2, minor] == Array(parts.prefix(2))
      case "~=", "^", "~": return parts[0] == 2 && !last.lexicographicallyPrecedes(parts)
      case ">=", ">": return !last.lexicographicallyPrecedes(parts)
      case "<":
        return first.lexicographicallyPrecedes(parts + [0, 0].prefix(max(0, 3 - parts.count)))
      case "<=":
        return !(parts + [0, 0].prefix(max(0, 3 - parts.count)))
          .lexicographicallyPrecedes(first)
      default: return true
      }
    }
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace)).reversedTrim()
  }
}

extension String {
  fileprivate func reversedTrim() -> String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// Where a word begins.
  fileprivate func range(ofWord word: String) -> Index? {
    indices.first { self[$0...].hasPrefix(word) }
  }
}
