import Diagnostics
import PythonSyntax
import PythonText
import PythonTreeDumps

extension PythonModule {
  static func parse(_ text: String) throws(Diagnostic) -> PythonModule {
    try parse(SourceFile(path: "r.py", text: text))
  }
}

/// The tree of a source without places, one statement a line.
func tree(_ text: String) throws(Diagnostic) -> String {
  let dump = try TreeDump.dump(PythonModule.parse(text))
  var result = ""
  var isPlace = false
  var isQuoted = false
  for scalar in dump.unicodeScalars {
    if scalar == "\"" { isQuoted.toggle() }
    if scalar == "@", !isQuoted { isPlace = true }
    if isPlace, scalar == " " || scalar == ")" { isPlace = false }
    if !isPlace { result.unicodeScalars.append(scalar) }
  }
  return result.last == "\n" ? String(result.dropLast()) : result
}

/// The first error of a source, those in function bodies included.
func firstError(_ file: SourceFile) -> Diagnostic? {
  do throws(Diagnostic) {
    return try PythonModule.parse(file).checkBodies().first
  } catch {
    return error
  }
}

func firstError(_ text: String) -> Diagnostic? {
  firstError(SourceFile(path: "r.py", text: text))
}
