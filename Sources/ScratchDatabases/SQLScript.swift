import Diagnostics
import Postgres
import SQLText

/// A file of SQL that is no revision, sent statement by statement.
struct SQLScript {
  private let file: SourceFile
  private let pieces: [SQLPiece]
  private let diagnostics: [Diagnostic]

  init(_ file: SourceFile) {
    self.file = file
    let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    (pieces, diagnostics) = SQLSplitter.split(file, in: start..<file.bytes.count)
  }

  /// Sends all of it; `makesRoles` says that roles of other databases may be in its way.
  func run(
    on session: inout Connection, makesRoles: Bool = false
  ) throws(ScratchFailure) {
    if let fault = diagnostics.first(where: { $0.severity == .error }) { throw .file(fault) }
    for piece in pieces where !piece.isCommentOnly {
      let text = String(decoding: file.bytes[piece.range], as: UTF8.self)
      let role = makesRoles ? PlatformStatements.takingOver(text) : nil
      do { try session.execute(text: role ?? NewerWords.text(for: text) ?? text) } catch {
        throw .file(diagnostic(error, text, at: piece.range.lowerBound))
      }
    }
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
    let related = error.detail.map { [Diagnostic.Related("detail: \($0)")] } ?? []
    return Diagnostic(
      .error, "statement-failed", error.message + state, in: file,
      at: place..<min(place + 1, max(file.bytes.count, place + 1)), hint: error.hint,
      related: related)
  }
}
