import Diagnostics
import Postgres
import Revisions
import SQLText

/// A file of SQL that is no revision, sent statement by statement.
struct SQLScript {
  private let file: SourceFile
  private let pieces: [SQLPiece]
  private let diagnostics: [Diagnostic]
  /// Says of a failure whose fault it is.
  private let verdict: (PostgresError) -> Diagnostic.Related?

  init(
    _ file: SourceFile, verdict: @escaping (PostgresError) -> Diagnostic.Related? = { _ in nil }
  ) {
    self.file = file
    self.verdict = verdict
    let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    (pieces, diagnostics) = SQLSplitter.split(file, in: start..<file.bytes.count)
  }

  /// Sends all of it; `makesRoles` says that it is `roles.sql`, and that roles of other databases may be in
  /// its way.
  func run(
    on session: inout Connection, makesRoles: Bool = false, hasBaseline: Bool = false
  ) throws(ScratchFailure) {
    if let fault = diagnostics.first(where: { $0.severity == .error }) { throw .file(fault) }
    for piece in pieces where !piece.isCommentOnly {
      let text = String(decoding: file.bytes[piece.range], as: UTF8.self)
      let role =
        makesRoles ? PlatformStatements.substitute(forRoles: text, hasBaseline: hasBaseline) : nil
      do { try session.execute(text: role.map(Self.message) ?? replaced(text) ?? text) } catch {
        throw .file(diagnostic(error, text, at: piece.range.lowerBound))
      }
    }
  }

  /// All that stands for a statement, as one message: one transaction, so that nobody else sees what is lent.
  private static func message(_ substitute: StatementSubstitute) -> String {
    (substitute.before + [substitute.text] + substitute.after).joined(separator: "\n;")
  }

  /// What is sent in place of a statement; nil for nearly all.
  private func replaced(_ text: String) -> String? {
    NewerWords.text(for: text) ?? PlatformBlocks.naming(text)
  }

  private func diagnostic(_ error: PostgresError, _ text: String, at start: Int) -> Diagnostic {
    let state = error.sqlState.map { " (SQLSTATE \($0))" } ?? ""
    var place = start
    if let position = error.position, error.internalQuery == nil, position > 0 {
      place += text.unicodeScalars.prefix(position - 1).reduce(0) { $0 + UTF8.width($1) }
    } else {
      // Leading comments belong to a statement but are never what is wrong with it.
      var scanner = SQLScanner(Array(text.utf8))
      while let token = scanner.next(), token.kind == .comment {
        place = start + token.range.upperBound
      }
      while place < file.bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(file.bytes[place]) {
        place += 1
      }
    }
    let related =
      [error.detail.map { Diagnostic.Related("detail: \($0)") }, verdict(error)].compactMap(\.self)
    return Diagnostic(
      .error, "statement-failed", error.message + state, in: file,
      at: place..<min(place + 1, max(file.bytes.count, place + 1)), hint: error.hint,
      related: related)
  }
}
