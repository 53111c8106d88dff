import Files
import ScratchServers
import TestSupport

/// What differs from run to run, each under a name that does not.
struct RunNames {
  let server: PasswordServer
  let database: String
  let folder: String

  /// The address that commands find in their environment.
  var url: String { server.url("app", database) }

  /// The text with the runner's variables replaced by their values.
  func expanded(_ text: String) -> String {
    guard text.contains("$") else { return text }
    return placeholders.reduce(text) { $0.replacing($1.name, with: $1.value) }
  }

  private var placeholders: [(name: String, value: String)] {
    [
      ("$URL_OF_READER", server.url("reader", database)),
      ("$URL_OF_GUEST", server.url("guest", database)),
      ("$URL_BY_SOCKET", server.socketURL("app", database)),
      ("$URL_OF_NOTHING", server.url("app", "there_is_no_such_database")),
      (
        "$URL_WITH_WRONG_PASSWORD",
        server.url("app", database, password: PasswordServer.encodedWrongPassword)
      ),
      ("$URL_WITH_RAW_PASSWORD", server.url("app", database, password: PasswordServer.password)),
      ("$URL", url), ("$PASSWORD", PasswordServer.password),
      ("$ENCODED_PASSWORD", PasswordServer.encodedPassword),
      ("$PORT", server.port), ("$DATABASE", database), ("$FOLDER", folder),
      ("$PYTHON", Self.python),
    ]
  }

  /// The interpreter with real Alembic, as `scripts/setup --python` installs it.
  static let python =
    Path.parent(Path.parent(Path.parent(#filePath))) + "/.build/venv/bin/python"

  /// The text with what is this run's own replaced by the variables.
  func generalized(_ text: String) -> String {
    text.replacing(folder, with: "$FOLDER").replacing(Self.python, with: "$PYTHON").replacing(
      database, with: "$DATABASE"
    )
    .replacing(":\(server.port)/", with: ":$PORT/")
    .replacing("port \(server.port)", with: "port $PORT")
    .replacing("port=\(server.port)", with: "port=$PORT")
    .replacing(server.server.cluster.socketFolder, with: "$SOCKETS")
    .replacing(server.server.cluster.socketFolder.replacing("/", with: "%2F"), with: "$SOCKETS")
  }

  /// The lines of an output.
  func lines(_ text: String) -> [String] {
    let lines = generalized(text).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast(lines.last?.isEmpty == true ? 1 : 0).map(String.init)
  }
}
