/// The Python programs that run inside of a project's own interpreter, compiled in.
package enum BridgeProgram: Sendable {
  /// Writes down what revisions would send.
  case render
  /// Runs one revision on the target.
  case live

  /// The whole program; it reads its request from what is left of standard input.
  package var text: String {
    let newline = [UInt8(ascii: "\n")]
    let part =
      switch self {
      case .render: PackageResources.recorder_py + newline + PackageResources.render_py
      case .live: PackageResources.live_py
      }
    return String(decoding: PackageResources.bridge_py + newline + part, as: UTF8.self)
      + "\n\nmain(json.loads(sys.stdin.buffer.read()))\n"
  }

  /// The words behind the interpreter: no text of the program or the request stands among them.
  package static let arguments = [
    "-c", "import sys; exec(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))",
  ]
}
