import Diagnostics

/// The wording of what can be wrong with an Alembic project.
extension Diagnostic {
  static func missingConfiguration(_ path: String) -> Self {
    Diagnostic(
      .error, "missing-alembic-config", "there is no '\(path)'", at: SourceLocation(path: path),
      hint: "name the file with 'config' in section '[tracks.alembic]' of 'migrate.toml'")
  }

  /// What the parser says, with a hint where it has none of its own.
  static func syntax(_ fault: Diagnostic) -> Self {
    var fault = fault
    fault.hint = fault.hint ?? "correct the file; Alembic cannot load it either"
    return fault
  }

  static func missingScriptLocation(in files: [String], section: String) -> Self {
    let place = files.first
    return Diagnostic(
      .error, "missing-script-location",
      "no 'script_location' in section '[\(section)]' of '\(place ?? "alembic.ini")'",
      at: place.map { SourceLocation(path: $0) },
      hint: "add 'script_location = %(here)s/<folder>', or name another section")
  }

  static func missingScriptFolder(_ folder: String, at place: SourceLocation) -> Self {
    Diagnostic(
      .error, "missing-script-folder", "the script folder '\(folder)' does not exist", at: place,
      hint: "correct 'script_location', or create the folder with 'alembic init'")
  }

  static func missingVersionFolder(_ folder: String, at place: SourceLocation) -> Self {
    Diagnostic(
      .warning, "missing-version-folder",
      "the version folder '\(folder)' does not exist and is skipped", at: place,
      hint: "correct 'version_locations', or create the folder")
  }

  static func noRevisions(in folder: String) -> Self {
    Diagnostic(
      .note, "no-revisions", "there are no revisions in '\(folder)'",
      at: SourceLocation(path: folder), hint: "'alembic revision' makes the first one")
  }

  static func missingEnvironment(_ path: String) -> Self {
    Diagnostic(
      .warning, "missing-env", "there is no '\(path)'", at: SourceLocation(path: path),
      hint: "alembic itself cannot run without it; restore it from 'alembic init'")
  }

  static func sourceless(in path: String) -> Self {
    Diagnostic(
      .warning, "sourceless-ignored", "'sourceless' is set, but compiled revisions are not read",
      at: SourceLocation(path: path), hint: "keep the '.py' files of all revisions")
  }
}
