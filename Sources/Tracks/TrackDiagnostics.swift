import Diagnostics
import Files
import Glibc

/// The wording of what can be wrong with the files of either track.
extension Diagnostic {
  static func unreadable(_ error: FileError, shownAs path: String) -> Self {
    let hint =
      switch error {
      case _ where error.isPermissionDenied: "give yourself the right to read it"
      case _ where error.isNotFound: "it is a link to nothing; restore what it leads to"
      default: "replace it by a regular file"
      }
    return Diagnostic(
      .error, "unreadable-file", "cannot \(error.operation) '\(path)': \(error.reason)",
      at: SourceLocation(path: path), hint: hint)
  }

  static func emptyFile(_ path: String) -> Self {
    Diagnostic(
      .note, "empty-file", "'\(path)' is empty", at: SourceLocation(path: path),
      hint: "it is recorded as applied without doing anything")
  }
}

/// The wording of what can be wrong with the Supabase folder.
extension Diagnostic {
  static func noMigrations(in folder: String) -> Self {
    Diagnostic(
      .note, "no-migrations", "there are no migrations in '\(folder)'",
      at: SourceLocation(path: folder), hint: "'supabase migration new <name>' makes the first one")
  }

  static func skippedFolder(
    _ name: String, at place: SourceLocation, isNamedLikeFile: Bool
  ) -> Self {
    Diagnostic(
      isNamedLikeFile ? .warning : .note, "skipped-folder",
      "'\(name)' is a folder and is skipped", at: place,
      hint: "migrations lie directly in the migrations folder")
  }

  static func legacyInit(_ name: String, at place: SourceLocation) -> Self {
    Diagnostic(
      .warning, "legacy-init", "'\(name)' is skipped, as the Supabase CLI does", at: place,
      hint: "to have it applied, replace 'init' by another name")
  }

  static func misnamed(_ name: String, at place: SourceLocation) -> Self {
    // Files such as .gitkeep and README.md are in nobody's way.
    Diagnostic(
      name.hasPrefix(".") || !name.lowercased().hasSuffix(".sql") ? .note : .warning,
      "misnamed-file",
      "'\(name)' is skipped: its name is not of the form '<timestamp>_name.sql'", at: place,
      hint: "rename it, or move it out of the folder; the Supabase CLI skips it too")
  }

  static func duplicateVersion(of first: SupabaseFile, _ second: SupabaseFile) -> Self {
    Diagnostic(
      .error, "duplicate-version",
      "version '\(second.version)' is used by '\(first.fileName)' and by '\(second.fileName)'",
      at: SourceLocation(path: second.source.path), hint: "give one of them a later timestamp",
      related: [Related("also used here", at: SourceLocation(path: first.source.path))])
  }

  /// A warning where the order may not be the one that was meant.
  static func mixedWidths(
    _ first: SupabaseFile, _ other: SupabaseFile, isDoubtful: Bool
  ) -> Self {
    Diagnostic(
      isDoubtful ? .warning : .note, "mixed-version-widths",
      "versions '\(first.version)' and '\(other.version)' have a different number of digits",
      at: SourceLocation(path: other.source.path),
      hint: "versions are compared as text, so '10' comes before '9'; use 14 digits everywhere",
      related: [Related("the other version", at: SourceLocation(path: first.source.path))])
  }
}
