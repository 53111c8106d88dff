/// One of the ways in which `check` looks for disagreement.
package enum CheckKind: String, Sendable, Hashable, CaseIterable {
  /// The files of both tracks among themselves.
  case files
  /// The files against the branch that they are to be merged into.
  case git
  /// The files against all ledgers of the target.
  case ledgers
  /// The target's catalog against what its applied revisions build.
  case drift
  /// Both tracks applied to an empty database.
  case replay
  /// SQL that was rendered beforehand against the revisions it was rendered from.
  case rendered
}

extension CheckKind {
  /// What the check asks, in a few words.
  package var question: String {
    switch self {
    case .files: "are the files of both tracks sound?"
    case .git: "does the branch only add to its base?"
    case .ledgers: "do files and ledgers agree?"
    case .drift: "is the database what its revisions build?"
    case .replay: "do the revisions apply to an empty database?"
    case .rendered: "is the rendered SQL as new as its revisions?"
    }
  }
}
