import Diagnostics
import Revisions
import SQLText

/// Statements of Alembic's track whose strings mean something else where `standard_conforming_strings` is
/// off.
///
/// They are rendered for the setting's default; Alembic itself asks the server. Of files of SQL, nobody
/// expects anything but what the server makes of them.
extension Plan {
  /// What is to be said of a plan in a session that takes backslashes for more than themselves.
  var backslashFinding: Diagnostic? {
    for step in steps where step.revision.id.track == .alembic && step.kind != .live {
      guard step.statements.contains(where: { $0.sql.text.utf8.contains(UInt8(ascii: "\\")) })
      else { continue }
      return Diagnostic(
        .error, "nonstandard-strings",
        "'\(step.revision.id)' has a backslash in its SQL, which would mean something else here: the "
          + "session begins with standard_conforming_strings = off",
        at: step.revision.location,
        hint: "run with PGOPTIONS='-c standard_conforming_strings=on', or reset the setting of the "
          + "database or the role")
    }
    return nil
  }
}
