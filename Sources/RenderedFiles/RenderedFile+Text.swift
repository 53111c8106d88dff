package import Diagnostics
import Digests
import Files

extension RenderedFile {
  /// One statement as the rendering gave it.
  package struct Statement: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      case ordinary
      /// Sent outside of any transaction.
      case autocommit
      /// The revision's own commit; it has no text.
      case commit
    }

    package let kind: Kind
    package let sql: String
    /// The line of the revision's file that sends it.
    package let line: Int?

    package init(_ kind: Kind, sql: String = "", line: Int? = nil) {
      self.kind = kind
      self.sql = sql
      self.line = line
    }
  }

  /// Comment lines in the body that say how the statements behind them are sent.
  package static let autocommit = "-- migrate: autocommit"
  package static let transaction = "-- migrate: transaction"

  static let format = "1"
  private static let title = """
    -- What a revision of Alembic sends that only Python can tell. Not to be edited:
    -- 'migrate render --write' makes it anew when one of the sources below has changed.

    """

  /// The whole text of a file.
  package static func text(
    revision: String, makers: Makers, sources: [Source], outcome: Outcome,
    statements: [Statement]
  ) -> String {
    let body = body(statements)
    var lines = [
      ("rendered", format), ("revision", revision), ("tool", makers.tool),
      ("alembic", makers.alembic), ("sqlalchemy", makers.sqlalchemy),
    ]
    lines += sources.map { ("source", "\($0.checksum) \($0.path)") }
    if case .live(let reason, let line) = outcome {
      lines.append(("live", oneLine(reason)))
      if let line { lines.append(("line", String(line))) }
    }
    lines.append(("body", SHA256.hex(Array(body.utf8))))
    return title + lines.map { "-- \($0): \($1)\n" }.joined() + body
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func body(_ statements: [Statement]) -> String {
    var text = ""
    var isAutocommit = false
    for group in groups(of: statements) {
      if group.isWrapped { text += "\nBEGIN;\n" }
      for statement in group.statements {
        text += "\n"
        if let line = statement.line { text += "-- line \(line)\n" }
        if (statement.kind == .autocommit) != isAutocommit {
          isAutocommit.toggle()
          text += (isAutocommit ? autocommit : transaction) + "\n"
        }
        text += closed(statement.sql) + "\n"
      }
      if group.isWrapped { text += "\nCOMMIT;\n" }
    }
    return text
  }

  /// The statement with a semicolon that no comment swallows.
  private static func closed(_ sql: String) -> String {
    var text = Substring(sql)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    if text.last == ";" { return String(text) }
    let last = text.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    return text + (last.contains("--") ? "\n;" : ";")
  }

  private struct Group {
    var statements: [Statement] = []
    var isWrapped = false
  }

  /// Parts between the revision's own commits; only where a further transaction follows is one written.
  ///
  /// What stands outside of transactions, and the end of the revision, divide by themselves.
  private static func groups(of statements: [Statement]) -> [Group] {
    var groups: [Group] = [Group()]
    for statement in statements where !statement.sql.isEmpty || statement.kind == .commit {
      let last = groups[groups.count - 1].statements.last
      switch statement.kind {
      case .commit:
        if let last, last.kind == .ordinary { groups.append(Group()) }
      case .autocommit, .ordinary:
        if let last, last.kind != statement.kind { groups.append(Group()) }
        groups[groups.count - 1].statements.append(statement)
      }
    }
    groups.removeAll { $0.statements.isEmpty }
    for index in groups.indices.dropLast()
    where groups[index].statements.first?.kind == .ordinary
      && groups[index + 1].statements.first?.kind == .ordinary
    {
      groups[index].isWrapped = true
    }
    return groups
  }
}

extension RenderedFile {
  /// Reads a revision's rendered file; nil when there is none.
  /// - Throws: what is wrong with a file that is there.
  package static func read(
    revision: String, in folder: String, shownAs shown: (String) -> String
  ) throws(Diagnostic) -> RenderedFile? {
    let path = "\(folder)/\(name(of: revision))"
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(path, onlyRegular: true) } catch {
      if error.isNotFound { return nil }
      throw Diagnostic(
        .error, "unreadable-file", error.message, at: SourceLocation(path: shown(path)),
        hint: "see who may read it")
    }
    var reader = HeaderReader(SourceFile(path: shown(path), bytes: bytes))
    reader.read()
    guard let file = reader.file(revision: revision, folder: folder) else {
      throw Diagnostic(
        .warning, "rendered-stale", "'\(shown(path))' is not as it was rendered", in: reader.source,
        at: 0..<1, hint: hint(revision))
    }
    return file
  }
}

/// Reads the comment lines that a file begins with.
private struct HeaderReader {
  let source: SourceFile
  private var values: [String: String] = [:]
  private var sources: [(RenderedFile.Source, Range<Int>)] = []
  private var end: Int?

  init(_ source: SourceFile) { self.source = source }

  mutating func read() {
    for line in SourceLines(source.bytes) {
      let text = source.text(line)
      guard end == nil, text.hasPrefix("-- ") else { return }
      guard let colon = text.firstRange(of: ": ") else { continue }
      let name = String(text[..<colon.lowerBound].dropFirst(3))
      let value = String(text[colon.upperBound...])
      switch name {
      case "source":
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return }
        sources.append(
          (RenderedFile.Source(path: String(parts[1]), checksum: String(parts[0])), line))
      default: values[name] = value
      }
      if name == "body" { end = min(line.upperBound + 1, source.bytes.count) }
    }
  }

  func file(revision: String, folder: String) -> RenderedFile? {
    guard let end, values["rendered"] == RenderedFile.format, values["revision"] == revision,
      let tool = values["tool"], let alembic = values["alembic"],
      let sqlalchemy = values["sqlalchemy"], let checksum = values["body"]
    else { return nil }
    return RenderedFile(
      revision: revision,
      makers: RenderedFile.Makers(tool: tool, alembic: alembic, sqlalchemy: sqlalchemy),
      sources: sources.map(\.0),
      outcome: values["live"].map {
        .live(reason: $0, line: values["line"].flatMap { Int($0) })
      } ?? .statements, file: source, folder: folder, bodyChecksum: checksum,
      body: end..<source.bytes.count, sourceRanges: sources.map(\.1))
  }
}
