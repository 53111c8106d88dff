import TestSupport

/// What `make faults` asks for.
enum FaultWish {
  /// How many faults of each kind, or `all` of them; nil where only a sample is wanted.
  static let count = TestEnvironment.variables["MIGRATE_FAULTS"]
  /// The only version of PostgreSQL to be tried; nil for the installed one.
  static let major = TestEnvironment.variables["MIGRATE_FAULTS_SERVER"].flatMap { Int($0) }

  static var isFull: Bool { count != nil }

  /// What of all faults is tried.
  static func choose(_ faults: [Fault]) -> [Fault] {
    count.flatMap { Int($0) }.map { FaultChoice.spread(faults, $0) } ?? faults
  }
}
