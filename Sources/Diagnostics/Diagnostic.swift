/// Something a user should know: what, where, and what to do about it.
package struct Diagnostic: Error, Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
    case note
    case warning
    case error

    package static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// A second place that belongs to the same message, such as the other of two duplicates.
  package struct Related: Sendable, Hashable {
    package let message: String
    package let location: SourceLocation?

    package init(_ message: String, at location: SourceLocation? = nil) {
      self.message = message
      self.location = location
    }
  }

  package var severity: Severity
  /// What is wrong, in kebab-case: stable, for suppressions and for machines.
  package var code: String
  /// What is wrong, in words: lower case, no full stop, names quoted.
  package var message: String
  package var location: SourceLocation?
  package var excerpt: SourceExcerpt?
  /// What to do about it.
  package var hint: String?
  package var related: [Related]

  package init(
    _ severity: Severity, _ code: String, _ message: String, at location: SourceLocation? = nil,
    excerpt: SourceExcerpt? = nil, hint: String? = nil, related: [Related] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.location = location
    self.excerpt = excerpt
    self.hint = hint
    self.related = related
  }

  /// A diagnostic about a range of bytes in a file, with its line as excerpt.
  package init(
    _ severity: Severity, _ code: String, _ message: String, in file: SourceFile,
    at range: Range<Int>, hint: String? = nil, related: [Related] = []
  ) {
    self.init(
      severity, code, message, at: file.location(at: range.lowerBound),
      excerpt: file.excerpt(at: range.lowerBound, length: range.count), hint: hint,
      related: related)
  }
}

extension [Diagnostic] {
  /// Whether anything in the list forbids going on.
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
