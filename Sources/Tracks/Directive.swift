package import Diagnostics
import SQLText

/// A comment line that talks to us, such as `-- migrate: no-transaction`.
package struct Directive: Sendable, Hashable {
  package enum Name: String, Sendable, Hashable, CaseIterable {
    /// `after alembic:REV, …`: what must be applied before.
    case after
    /// `no-transaction`: the statements are sent one by one.
    case noTransaction = "no-transaction"
    /// `timeout 5min`: how long one statement may take.
    case timeout
    /// `lock-timeout 2s`: how long one statement may wait for a lock.
    case lockTimeout = "lock-timeout"
    /// `allow destructive: reason`: a rule that is broken on purpose.
    case allow
    /// `idempotent`: run again, it changes nothing; `check` tries it.
    case idempotent

    /// How the argument is written; nil when there is none.
    var argumentForm: String? {
      switch self {
      case .after: "<track>:<revision>"
      case .noTransaction, .idempotent: nil
      case .timeout: "5min"
      case .lockTimeout: "2s"
      case .allow: "destructive: <reason>"
      }
    }
  }

  package let name: Name
  /// What follows the name, without blanks around it; empty when nothing does.
  package let argument: String
  /// Where the name stands.
  package let location: SourceLocation

  package init(_ name: Name, argument: String, at location: SourceLocation) {
    self.name = name
    self.argument = argument
    self.location = location
  }
}

/// Reads the directives of one file.
struct DirectiveScanner {
  private(set) var directives: [Directive] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let file: SourceFile

  /// Looks at the comments of an SQL file; what stands in quotes or among rows is none.
  init(sql file: SourceFile) {
    self.file = file
    guard file.bytes.mayHoldDirective else { return }
    for comment in SQLSplitter.comments(of: file) {
      let isLine = file.bytes[comment].starts(with: "--".utf8)
      let start = comment.lowerBound + 2
      let text = file.bytes[start..<comment.upperBound].drop { $0.isSpace }
      if text.starts(with: "pg-delta:".utf8) {
        readForCLI(comment)
      } else if isLine {
        read(start..<comment.upperBound)
      } else if text.starts(with: "migrate:".utf8) {
        report(
          "misplaced-directive", "a directive in a block comment is not read",
          at: text.startIndex..<text.startIndex + "migrate:".utf8.count,
          hint: "write it on a line that begins with '--'")
      }
    }
  }

  /// The Supabase CLI knows one directive, as first line and in one spelling.
  private mutating func readForCLI(_ comment: Range<Int>) {
    let isFirst = comment.lowerBound == file.bytes.withoutByteOrderMark.lowerBound
    let isExact = file.bytes[comment].elementsEqual("-- pg-delta: transaction=false".utf8)
    guard !isFirst || !isExact else { return }
    diagnostics.append(
      Diagnostic(
        .warning, "misplaced-directive", "the Supabase CLI does not read this directive", in: file,
        at: comment,
        hint: "it reads the first line alone, exactly '-- pg-delta: transaction=false'; "
          + "'-- migrate: no-transaction' may stand anywhere"))
  }

  /// Looks at the comments of a Python file, which begin with `#`.
  init(python file: SourceFile, comments: [Range<Int>]) {
    self.file = file
    for comment in comments { read(comment.lowerBound + 1..<comment.upperBound) }
  }

  private mutating func read(_ range: Range<Int>) {
    let bytes = file.bytes
    guard let start = bytes[range].firstIndex(where: { !$0.isBlank }),
      bytes[start..<range.upperBound].starts(with: "migrate:".utf8)
    else { return }
    let rest = start + "migrate:".utf8.count..<range.upperBound
    let from = bytes[rest].firstIndex { !$0.isSpace } ?? rest.upperBound
    let to = bytes[from..<rest.upperBound].firstIndex { $0.isSpace } ?? rest.upperBound
    let word = file.text(from..<to)
    guard let name = Directive.Name(rawValue: word) else {
      let names = Directive.Name.allCases.map(\.rawValue)
      let known = names.map { "'\($0)'" }.joined(separator: ", ")
      let nearest = word.isEmpty ? nil : Suggestion.nearest(to: word, among: names)
      report(
        "unknown-directive",
        word.isEmpty ? "a directive has no name" : "unknown directive '\(word)'",
        at: word.isEmpty ? start..<rest.lowerBound : from..<to,
        hint: nearest.map { "did you mean '\($0)'?" } ?? "the directives are \(known)")
      return
    }
    let argument = file.text(to..<rest.upperBound).trimmed
    if let form = name.argumentForm, !name.accepts(argument) {
      report(
        "bad-directive", "directive '\(word)' needs an argument of the form '\(form)'",
        at: from..<to, hint: "write 'migrate: \(word) \(form)'")
    } else if name.argumentForm == nil, !argument.isEmpty {
      report(
        "bad-directive", "directive '\(word)' takes no argument", at: from..<to,
        hint: "remove '\(argument)'")
    } else {
      directives.append(Directive(name, argument: argument, at: file.location(at: from)))
    }
  }

  private mutating func report(
    _ code: String, _ message: String, at range: Range<Int>, hint: String
  ) {
    diagnostics.append(Diagnostic(.error, code, message, in: file, at: range, hint: hint))
  }
}

extension Directive.Name {
  fileprivate func accepts(_ argument: String) -> Bool {
    switch self {
    case .after:
      argument.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
        let parts = String($0).trimmed.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !String($0).trimmed.isEmpty }
      }
    case .noTransaction, .idempotent: argument.isEmpty
    case .timeout, .lockTimeout: argument.utf8.first?.isDigit == true
    case .allow:
      argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        .map { String($0).trimmed }.reduce(into: (count: 0, isFull: true)) {
          $0 = ($0.count + 1, $0.isFull && !$1.isEmpty)
        } == (2, true)
    }
  }
}

extension [UInt8] {
  /// Whether the words that directives begin with are there at all; nearly no file has them.
  fileprivate var mayHoldDirective: Bool {
    indices.contains { index in
      self[index] == UInt8(ascii: ":")
        && (self[..<index].suffix(7).elementsEqual("migrate".utf8)
          || self[..<index].suffix(8).elementsEqual("pg-delta".utf8))
    }
  }
}
