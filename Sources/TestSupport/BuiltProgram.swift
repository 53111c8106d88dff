internal import Files

/// The program that was built with the tests.
package enum BuiltProgram {
  /// It lies beside the tests' own.
  package static let path: String = {
    let tests = FileSystem.resolve("/proc/self/exe") ?? ""
    return "\(Path.parent(tests))/migrate"
  }()
}
