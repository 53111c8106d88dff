import AlembicOps
import Diagnostics
import PythonSyntax
import PythonText
import PythonTreeDumps

/// What libFuzzer calls with every input: reads it as Python, function bodies too, and evaluates it as a revision.
///
/// A trap, a read out of bounds, a stack that overflows, or an input that takes longer than the limit of
/// `scripts/fuzz` ends the run.
@_cdecl("LLVMFuzzerTestOneInput")
package func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let file = SourceFile(
    path: "revision.py", bytes: Array(UnsafeBufferPointer(start: start, count: count)))
  do throws(Diagnostic) {
    let module = try PythonModule.parse(file)
    // The dump reads every node, and every body.
    _ = try TreeDump.dump(module)
    _ = AlembicEvaluation.statements(of: .upgrade, in: module, file: file)
  } catch {
    precondition(error.location != nil, "an error without a place")
  }
  return 0
}

/// What libFuzzer calls before the first input: has the table of all characters' names made, which takes
/// AddressSanitizer seconds that are not any input's.
@_cdecl("LLVMFuzzerInitialize")
package func initialize(
  _ count: UnsafeMutablePointer<CInt>?,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
  let named = Array("name = '\\N{BULLET}'\n".utf8)
  return named.withUnsafeBufferPointer { testOneInput($0.baseAddress, $0.count) }
}
