import Files

/// The Python that a project uses.
package struct Interpreter: Sendable, Hashable {
  /// The program by its path, and the words before those of Python itself.
  package let words: [String]

  package init(words: [String]) { self.words = words }

  /// The command that a setting names, or else the environment that lies beside the configuration.
  package static func choose(
    setting: [String]?, folders: [String], root: String, variables: [String: String]
  ) -> Interpreter {
    if let setting, let program = setting.first {
      return Interpreter(
        words: [FileSystem.program(program, from: root, variables)] + setting.dropFirst())
    }
    let environments =
      folders.flatMap { ["\($0)/.venv", "\($0)/venv"] }
      + [variables["VIRTUAL_ENV"]].compactMap(\.self)
    let found = environments.map { "\($0)/bin/python" }.first { FileSystem.isFile($0) }
    return Interpreter(words: [found ?? FileSystem.program("python3", from: root, variables)])
  }
}
