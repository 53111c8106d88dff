import Diagnostics
import Files
import IniText
import TOMLReading

/// `alembic.ini` and the `[tool.alembic]` of the `pyproject.toml` beside it; the ini file wins.
struct AlembicConfiguration {
  /// Where the files lie, from the root.
  let directory: String
  let section: String
  /// The files that were found, as shown.
  private(set) var shownPaths: [String] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var ini: IniFile?
  private var toml: TOMLTable?

  init(path: String, section: String, displayBase: String) {
    let path = Path.absolute(path)
    directory = Path.parent(path)
    self.section = section
    let isTOML = path.hasSuffix(".toml")
    readIni(
      isTOML ? Path.join(directory, "alembic.ini") : path, isRequired: !isTOML,
      displayBase: displayBase)
    readTOML(
      isTOML ? path : Path.join(directory, "pyproject.toml"), isRequired: isTOML,
      displayBase: displayBase)
  }

  private mutating func readIni(_ path: String, isRequired: Bool, displayBase: String) {
    guard let file = load(path, isRequired: isRequired, displayBase: displayBase) else { return }
    shownPaths.append(file.path)
    do throws(Diagnostic) {
      ini = try IniFile(file, here: directory)
    } catch {
      diagnostics.append(error)
    }
  }

  private mutating func readTOML(_ path: String, isRequired: Bool, displayBase: String) {
    guard let file = load(path, isRequired: isRequired, displayBase: displayBase) else { return }
    do throws(Diagnostic) {
      toml = try TOMLTable(parsing: file)[path: ["tool", "alembic"]]?.table
    } catch {
      diagnostics.append(error)
    }
    if toml != nil { shownPaths.append(file.path) }
  }

  private mutating func load(
    _ path: String, isRequired: Bool, displayBase: String
  ) -> SourceFile? {
    let shown = Path.shown(path, from: displayBase)
    do throws(FileError) {
      let file = SourceFile(path: shown, bytes: try FileSystem.readRegular(path))
      let faults = TextChecks.faults(in: file)
      diagnostics += faults
      return faults.isEmpty ? file : nil
    } catch {
      if !error.isNotFound {
        diagnostics.append(.unreadable(error, shownAs: shown))
      } else if isRequired {
        diagnostics.append(.missingConfiguration(shown))
      }
      return nil
    }
  }
}

extension AlembicConfiguration {
  /// A setting as text; an empty one in the ini file counts as not set there.
  mutating func text(_ key: String) -> IniFile.Value? {
    do throws(Diagnostic) {
      if let value = try ini?.value(key, in: section), !value.text.isEmpty { return value }
      guard let value = toml?[key] else { return nil }
      guard let text = value.string ?? value.integer.map(String.init) else {
        throw .wrongKind(key, value, wanted: "a string")
      }
      return IniFile.Value(
        text: try expanded(text, of: key, at: value.location), location: value.location)
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  /// A setting that is on or off: `true` exactly in the ini file, a boolean in TOML.
  mutating func flag(_ key: String) -> Bool {
    do throws(Diagnostic) {
      if let value = try ini?.value(key, in: section) { return value.text == "true" }
      guard let value = toml?[key] else { return false }
      guard let flag = value.boolean else { throw .wrongKind(key, value, wanted: "a boolean") }
      return flag
    } catch {
      diagnostics.append(error)
      return false
    }
  }

  /// Whether the address names a driver that marks parameters with numbers, so that `%` stays single.
  var urlUsesNumbers: Bool {
    let url =
      (try? ini?.value("sqlalchemy.url", in: section))?.text ?? toml?["sqlalchemy.url"]?.string
    return url?.hasPrefix("postgresql+asyncpg:") ?? false
  }

  /// A list of paths: one text with separators in the ini file, an array in TOML.
  mutating func paths(_ key: String, separators: [String], legacy: String) -> [IniFile.Value]? {
    do throws(Diagnostic) {
      if let value = try ini?.value(key, in: section), !value.text.isEmpty {
        let parts =
          try separator(separators).map { value.text.split(separator: $0) }
          ?? value.text.split { legacy.contains($0) }
        return parts.map { String($0).trimmed }.filter { !$0.isEmpty }
          .map { IniFile.Value(text: $0, location: value.location) }
      }
      guard let value = toml?[key] else { return nil }
      guard let texts = value.strings else {
        throw .wrongKind(key, value, wanted: "an array of strings")
      }
      var result: [IniFile.Value] = []
      for text in texts {
        result.append(
          IniFile.Value(
            text: try expanded(text, of: key, at: value.location), location: value.location))
      }
      return result
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  /// What the first of some settings says that stands between paths; nil for the old rules.
  private func separator(_ keys: [String]) throws(Diagnostic) -> Character? {
    for key in keys {
      guard let value = try ini?.value(key, in: section) else { continue }
      switch value.text {
      case "space": return " "
      case "newline": return "\n"
      case "os", ":": return ":"
      case ";": return ";"
      default:
        throw Diagnostic(
          .error, "bad-setting", "'\(value.text)' is not a valid value for '\(key)'",
          at: value.location,
          hint: "write 'os', 'space', 'newline', ':' or ';', with no comment behind it")
      }
    }
    return nil
  }

  private func expanded(
    _ text: String, of key: String, at location: SourceLocation
  ) throws(Diagnostic) -> String {
    try Interpolation.expand(text, of: key, at: location) { name in
      name == "here" ? directory : nil
    }
  }

  mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }
}

extension Diagnostic {
  fileprivate static func wrongKind(_ key: String, _ value: TOMLValue, wanted: String) -> Self {
    Diagnostic(
      .error, "bad-setting", "'\(key)' must be \(wanted), found \(value.kindName)",
      at: value.location, hint: "write \(wanted)")
  }
}
