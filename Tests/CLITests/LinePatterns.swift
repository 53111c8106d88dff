/// Lines in which `...` stands for any text, and a line of it alone for any number of lines.
struct LinePatterns {
  private static let wildcard = "..."

  /// Whether the lines are what the patterns say, from the first to the last.
  static func match(_ patterns: [String], _ lines: [String]) -> Bool {
    // The patterns that may have got as far as the current line.
    var reached: Set<Int> = [0]
    func spread(_ from: Set<Int>) -> Set<Int> {
      var all = from
      for var index in from {
        while index < patterns.count, patterns[index] == wildcard {
          index += 1
          all.insert(index)
        }
      }
      return all
    }
    reached = spread(reached)
    for line in lines {
      var next: Set<Int> = []
      for index in reached where index < patterns.count {
        if patterns[index] == wildcard {
          next.insert(index)
        } else if match(patterns[index], line) {
          next.insert(index + 1)
        }
      }
      reached = spread(next)
    }
    return reached.contains(patterns.count)
  }

  /// Whether a line is what a pattern says.
  static func match(_ pattern: String, _ line: String) -> Bool {
    let parts = pattern.split(separator: wildcard, omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else {
      return pattern == line
    }
    guard line.hasPrefix(first) else { return false }
    var rest = line.dropFirst(first.count)
    for part in parts[1..<parts.count - 1] where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return rest.hasSuffix(last)
  }

  /// Patterns for lines that were seen: what differs from run to run becomes a wildcard.
  static func record(_ lines: [String], keeping known: [String]) -> [String] {
    lines.map { line in
      if let pattern = known.first(where: { $0 != wildcard && match($0, line) }) { return pattern }
      var recorded = line
      recorded.replace(/\([0-9.]+ (ms|s|min)\)/) { _ in "(\(wildcard))" }
      recorded.replace(/[0-9a-f]{64}/) { _ in wildcard }
      recorded.replace(/"milliseconds":[0-9.]+/) { _ in "\"milliseconds\":\(wildcard)" }
      recorded.replace(/made the ledger, version [0-9]+/) { _ in
        "made the ledger, version \(wildcard)"
      }
      recorded.replace(/PostgreSQL [0-9.]+ \(.*\)/) { _ in "PostgreSQL \(wildcard)" }
      recorded.replace(/process [0-9]+ of/) { _ in "process \(wildcard) of" }
      // How wide a column of 'doctor' is depends on the length of a port or a process number.
      recorded.replace(/^([a-zA-Z][a-zA-Z ]* {2,}\S.*?) {2,}(\S.*)$/) {
        "\($0.1)\(wildcard)\($0.2)"
      }
      return recorded
    }
  }
}
