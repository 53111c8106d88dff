package import Diagnostics
package import SQLText
import Synchronization

/// What a text holds: its statements in order, and what was found wrong on the way.
package struct ParsedSQL: Sendable {
  package var statements: [SQLStatement]
  package var diagnostics: [Diagnostic]

  package init(statements: [SQLStatement], diagnostics: [Diagnostic]) {
    self.statements = statements
    self.diagnostics = diagnostics
  }
}

/// Cuts SQL into statements with PostgreSQL's own parser.
///
/// Safe to use from several threads at once. What the parser's grammar does not know, being newer or
/// wrong, is cut by `SQLSplitter` and kept, not analysed.
package enum PGParser {
  /// The version of PostgreSQL whose grammar is compiled in.
  package static let grammarVersion = 15

  /// Reads what there is to know of a statement out of its tree, which is gone when it returns.
  package typealias FactsReader = @Sendable (Tree) -> StatementFacts

  /// The statements of a file, with their offsets in it and the facts that the reader finds.
  package static func statements(
    of file: SourceFile, for reader: SQLReader, facts: @escaping FactsReader
  ) -> ParsedSQL {
    var reading = FileReading(file, for: reader, facts: facts)
    reading.run()
    return ParsedSQL(statements: reading.statements, diagnostics: reading.diagnostics)
  }

  /// What `body` makes of the tree of one statement; nil when the grammar does not know the text.
  package static func read<Value: Sendable>(
    statement text: String, _ body: @escaping @Sendable (Tree) -> Value?
  ) -> Value? {
    let values = Mutex<[Value?]>([])
    let file = SourceFile(path: "SQL", text: text)
    let parsed = StatementParser.parse(file, 0..<file.bytes.count) { tree in
      let value = body(tree)
      values.withLock { $0.append(value) }
      return StatementFacts(tag: tree.name)
    }
    guard case .success = parsed else { return nil }
    return values.withLock { $0.count == 1 ? $0[0] : nil }
  }

  /// The statements that the grammar has, by the parser's names, some of which no text leads to.
  package static var grammarKinds: [String] { NodeCatalog.names.filter { $0.hasSuffix("Stmt") } }
}
