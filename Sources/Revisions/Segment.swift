package import SQLText

/// A part of a revision that takes effect as one: statements that share a transaction, or one alone.
package struct Segment: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// All statements in one transaction.
    case transaction
    /// One statement outside any transaction, because PostgreSQL refuses it inside.
    case standalone
  }

  package let kind: Kind
  /// Indices of the statements in the revision; authored `BEGIN` and `COMMIT` are not among them.
  package let statements: [Int]
  /// The authored statement that begins the transaction, with the options that it names.
  package let begin: Int?

  package init(kind: Kind, statements: [Int], begin: Int? = nil) {
    self.kind = kind
    self.statements = statements
    self.begin = begin
  }
}

/// Why a revision's own transactions cannot be followed.
package enum SegmentError: Error, Sendable, Hashable {
  case leftOpen(begin: Int)
  case notOpen(statement: Int)
  case nested(begin: Int)
  case rolledBack(statement: Int)
  case prepared(statement: Int)
  case chained(statement: Int)
  case standaloneInside(statement: Int, begin: Int)
  case savepointOutside(statement: Int)
  case readOnly(statement: Int)
  /// The session begins read-only transactions from there on, and further parts follow.
  case leftReadOnly(statement: Int)
}

extension Segment {
  /// Divides a revision's statements by what each of them demands; nobody has to annotate.
  ///
  /// Authored transactions are followed: each becomes a segment of its own, and what stands before
  /// the first `BEGIN` joins it. A statement that must stand alone is a segment of its own.
  /// - Parameters:
  ///   - effects: the transaction effect of each statement; nil for an empty one.
  ///   - isAutocommit: whether the file asks for no transaction at all.
  ///   - divisions: statements before which a transaction has to end.
  ///   - access: what each statement says of whether transactions may write; the entry is written in them.
  /// - Returns: the segments in the order in which they run.
  /// - Throws: the first statement whose transaction cannot be followed.
  package static func divide(
    _ effects: [TransactionEffect?], isAutocommit: Bool = false, divisions: Set<Int> = [],
    access: [TransactionAccess?] = []
  ) throws(SegmentError) -> [Segment] {
    var division = Division(isAutocommit: isAutocommit, divisions: divisions)
    for (index, effect) in effects.enumerated() {
      guard let effect else { continue }
      try division.take(index, effect, access.indices.contains(index) ? access[index] : nil)
    }
    return try division.finish()
  }
}

private struct Division {
  let isAutocommit: Bool
  let divisions: Set<Int>
  var segments: [Segment] = []
  var open: [Int] = []
  var begin: Int?
  var access = Access()

  /// Why nothing can be written, where that is so.
  struct Access {
    /// The statement that made the open transaction read-only.
    var transaction: Int?
    /// The statement that makes those read-only that begin later.
    var session: Int?
    /// Inside of a savepoint it is undone with that.
    var isUncertain = false

    mutating func take(_ index: Int, _ access: TransactionAccess) {
      switch access {
      case .transaction(let isReadOnly) where !isUncertain: transaction = isReadOnly ? index : nil
      case .transaction: break
      case .session(let isReadOnly): session = isReadOnly ? index : nil
      }
    }
  }

  mutating func take(
    _ index: Int, _ effect: TransactionEffect, _ said: TransactionAccess?
  ) throws(SegmentError) {
    switch effect {
    case .ordinary:
      if begin == nil && divisions.contains(index) { try close(.transaction) }
      open.append(index)
      if let said { access.take(index, said) }
      if isAutocommit && begin == nil { try close(.standalone) }
    case .standalone:
      if let begin { throw .standaloneInside(statement: index, begin: begin) }
      try close(.transaction)
      open = [index]
      try close(.standalone)
    case .control(let control):
      try take(index, control)
      if let said { access.take(index, said) }
    }
  }

  private mutating func take(
    _ index: Int, _ control: TransactionControl
  ) throws(SegmentError) {
    switch control {
    case .begin:
      if begin != nil { throw .nested(begin: index) }
      // What stands before the first BEGIN joins its transaction; later parts stay divided.
      if !segments.isEmpty || divisions.contains(index) { try close(.transaction) }
      begin = index
    case .commit(let andChain):
      if andChain { throw .chained(statement: index) }
      guard begin != nil else { throw .notOpen(statement: index) }
      try close(.transaction)
      begin = nil
    case .rollback: throw .rolledBack(statement: index)
    case .prepare: throw .prepared(statement: index)
    case .savepoint:
      if isAutocommit && begin == nil { throw .savepointOutside(statement: index) }
      open.append(index)
      access.isUncertain = true
    case .finishPrepared:
      if let begin { throw .standaloneInside(statement: index, begin: begin) }
      try close(.transaction)
      open = [index]
      try close(.standalone)
    }
  }

  private mutating func close(_ kind: Segment.Kind) throws(SegmentError) {
    if !open.isEmpty {
      if let statement = access.transaction {
        throw isOfAnother(statement)
          ? .leftReadOnly(statement: statement) : .readOnly(statement: statement)
      }
      segments.append(Segment(kind: kind, statements: open, begin: begin))
    }
    open = []
    access.transaction = access.session
    access.isUncertain = false
  }

  /// Whether a statement stands in a part before the open one.
  private func isOfAnother(_ statement: Int) -> Bool {
    segments.contains { $0.statements.contains(statement) }
  }

  mutating func finish() throws(SegmentError) -> [Segment] {
    if let begin { throw .leftOpen(begin: begin) }
    try close(.transaction)
    return segments
  }
}

extension SegmentError {
  /// The statement at fault.
  package var statement: Int {
    switch self {
    case .leftOpen(let index), .notOpen(let index), .nested(let index), .rolledBack(let index),
      .prepared(let index), .chained(let index), .standaloneInside(let index, _),
      .savepointOutside(let index), .readOnly(let index), .leftReadOnly(let index):
      index
    }
  }

  package var code: String {
    switch self {
    case .leftOpen: "transaction-left-open"
    case .notOpen: "transaction-not-open"
    case .nested: "transaction-nested"
    case .rolledBack: "transaction-rolled-back"
    case .prepared: "transaction-prepared"
    case .chained: "transaction-chained"
    case .standaloneInside: "statement-inside-transaction"
    case .savepointOutside: "savepoint-outside-transaction"
    case .readOnly, .leftReadOnly: "transaction-read-only"
    }
  }

  package var message: String {
    switch self {
    case .leftOpen: "the file begins a transaction here and never commits it"
    case .notOpen: "the file commits a transaction that it did not begin"
    case .nested: "the file begins a transaction inside a transaction"
    case .rolledBack: "the file rolls its own transaction back"
    case .prepared: "the file leaves a prepared transaction behind"
    case .chained: "the file begins a further transaction with 'AND CHAIN'"
    case .standaloneInside: "this statement cannot run inside the transaction that the file begins"
    case .savepointOutside: "a savepoint needs a transaction, and the file asks for none"
    case .readOnly: "the file makes a transaction read-only that the ledger is written in"
    case .leftReadOnly: "the file makes the session read-only, and the parts behind it with it"
    }
  }

  package var hint: String {
    switch self {
    case .leftOpen: "add 'COMMIT', or take the 'BEGIN' away: a revision has a transaction anyway"
    case .notOpen: "take the 'COMMIT' away, or add the 'BEGIN' before it"
    case .nested: "commit before this, or take this 'BEGIN' away"
    case .rolledBack: "take the 'ROLLBACK' away: a revision that undoes itself records nothing true"
    case .prepared, .chained: "end the transaction with 'COMMIT'"
    case .savepointOutside: "put 'BEGIN' and 'COMMIT' around what belongs together"
    case .readOnly: "take 'READ ONLY' away: what is applied is entered in the same transaction"
    case .leftReadOnly:
      "take it away, or set it back at the end of its part: each part is entered when it is applied"
    case .standaloneInside: "move it out of 'BEGIN' … 'COMMIT', or into a revision of its own"
    }
  }
}
