import Diagnostics
import Digests
import Files
import PythonSyntax
import PythonText
import PythonTreeDumps

// PythonTreeDump --tree FILE [--hide-formatted-places]     the tree of a file
// PythonTreeDump --digests LIST [--hide-formatted-places]  for each path in LIST a line: its tree's SHA-256, or the error
// PythonTreeDump --snippets FILE                           the same for sources with NUL bytes between them
// PythonTreeDump --speed LIST                              how fast the files of LIST are read

/// The tree of a file, or `!` and why it has none.
func tree(_ file: SourceFile) -> String {
  do throws(Diagnostic) {
    return try TreeDump.dump(.parse(file), hidesFormattedPlaces: hidesPlaces)
  } catch {
    let place = error.location.map { "\($0.line):\($0.column)" } ?? "-"
    return "!\(place) \(error.code): \(error.message)"
  }
}

/// One line: the digest of a tree, or `!` and why there is none.
func digest(_ file: SourceFile) -> String {
  let found = tree(file)
  return found.hasPrefix("!") ? found : SHA256.hex(found)
}

func read(_ path: String) -> SourceFile {
  do {
    return SourceFile(path: path, bytes: try FileSystem.read(path))
  } catch {
    fatalError(error.message)
  }
}

/// The best of five runs over files that are in memory.
func measure(_ paths: [String]) {
  let files = paths.map(read)
  let bytes = files.reduce(0) { $0 + $1.bytes.count }
  let clock = ContinuousClock()
  for (name, readsBodies) in [("heads", false), ("whole", true)] {
    let times = (0..<5).map { _ in
      clock.measure {
        for file in files {
          guard let module = try? PythonModule.parse(file), readsBodies else { continue }
          _ = module.checkBodies()
        }
      }
    }
    let seconds = (times.min() ?? .zero) / .seconds(1)
    print("\(name): \(files.count) files, \(bytes) bytes, \(Int(Double(bytes) / seconds)) bytes/s")
  }
}

func lines(_ path: String) -> [String] {
  read(path).text.split(separator: "\n").map(String.init)
}

let arguments = CommandLine.arguments.dropFirst()
let hidesPlaces = arguments.contains("--hide-formatted-places")
switch (arguments.first, arguments.dropFirst().first) {
case ("--tree", let path?): print(tree(read(path)), terminator: "")
case ("--digests", let list?): for path in lines(list) { print(digest(read(path))) }
case ("--snippets", let path?):
  for bytes in read(path).bytes.split(separator: 0, omittingEmptySubsequences: false) {
    print(digest(SourceFile(path: "snippet", bytes: Array(bytes))))
  }
case ("--speed", let list?): measure(lines(list))
default: fatalError("say --tree FILE, --digests LIST, --snippets FILE or --speed LIST")
}
