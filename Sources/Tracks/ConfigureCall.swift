import PythonSyntax

/// A call of `context.configure`, with what surrounds it in `env.py`.
struct ConfigureCall {
  /// In which of Alembic's two ways a call is reached.
  enum Mode {
    case online
    case offline
    case either
  }

  let expression: Expression
  var keywords: [String: Expression] = [:]
  /// Keywords that are given in some cases only.
  var conditional: [String: Expression] = [:]
  /// What stands behind two stars.
  var unpacked: [Expression] = []
  let mode: Mode
  /// What the functions around the call bind: a value where it is written once, else nil.
  let locals: [String: Expression?]
  /// The functions around the call, outermost first.
  let functions: [String]
}
