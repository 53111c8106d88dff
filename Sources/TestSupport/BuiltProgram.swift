internal import Files

/// The program under test.
package enum BuiltProgram {
  /// It lies beside the tests' own; `MIGRATE_TEST_PROGRAM` names another, which is a release.
  package static let path: String = {
    if let release = TestEnvironment.variables["MIGRATE_TEST_PROGRAM"] {
      return FileSystem.resolve(release) ?? release
    }
    let tests = FileSystem.resolve("/proc/self/exe") ?? ""
    return "\(Path.parent(tests))/migrate"
  }()

  package static let isRelease = TestEnvironment.variables["MIGRATE_TEST_PROGRAM"] != nil
}
