import Conninfo
import Revisions

extension RunEvent {
  /// The event without the passwords that a server's notice, or the project's own program, shows.
  func redacted(by redactor: Redactor) -> RunEvent {
    switch self {
    case .noticed(let severity, let message):
      .noticed(severity: severity, message: redactor.redacted(words: message))
    case .printed(let step, let line): .printed(step, line: redactor.redacted(code: line))
    default: self
    }
  }
}
