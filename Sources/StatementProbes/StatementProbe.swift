package import Postgres
package import SQLText
package import StatementReading

/// Finds out from the catalog what became of a statement that was begun and whose end was not seen.
///
/// It compares with what stood there before the statement: what others made is not the statement's.
package struct StatementProbe: Sendable {
  package enum Answer: Sendable, Hashable {
    /// It has taken effect.
    case happened
    /// It has not, or doing it again changes nothing.
    case repeatable
    /// It left something behind that has to go before it is done again.
    case remove([LeftOver])
    /// It went half the way, and this statement goes the rest.
    case finish(SQL)
    /// Nothing in the catalog tells; the words say what to look at.
    case unknown(String)
  }

  let statement: SQLStatement
  package let work: StandaloneWork?

  package init(_ statement: SQLStatement) {
    self.statement = statement
    work = StandaloneWork(of: statement)
  }

  /// Whether the journal's word on the statement may be committed with the statement itself.
  package var mayShareTransaction: Bool { work == .transactional }

  /// Whether nothing in any catalog tells what became of it, so that somebody has to say it.
  package var isUntold: Bool {
    switch work {
    case .committing, .transactional, nil: true
    default: false
    }
  }

  /// What the catalog says before the statement runs, for the journal to keep.
  package func look(_ session: inout Connection) throws(PostgresError) -> [String] {
    switch work {
    case .createIndex(let index): try indexes(like: index, &session).map(\.oid)
    case .dropIndex(let index): try identity(ofRelation: index, &session)
    case .reindex(let scope): try transients(in: scope, &session).map(\.oid)
    case .detachPartition(let partition, let parent):
      try attached(partition, to: parent, &session)
    case .addEnumValue(let value): try identity(of: value, &session)
    case .create(let object), .drop(let object): try identity(of: object, &session)
    case .finishPrepared(let name): try identity(ofPrepared: name, &session)
    case .moveDatabase, .addPublications, .dropPublications, .repeatable, .committing,
      .transactional, nil:
      []
    }
  }

  /// What has become of it, where `look` said what stood there before.
  ///
  /// Nil stands for what an older migrate has not kept.
  package func ask(
    before: [String]?, _ session: inout Connection
  ) throws(PostgresError) -> Answer {
    switch work {
    case .createIndex(let index): try created(index, before, &session)
    case .dropIndex(let index): try dropped(index, before, &session)
    case .reindex(let scope): try reindexed(scope, before, &session)
    case .detachPartition(let partition, let parent):
      try detached(partition, from: parent, before, &session)
    case .addEnumValue(let value):
      came(before, now: try identity(of: value, &session))
    case .create(let object): came(before, now: try identity(of: object, &session))
    case .drop(let object): went(before, now: try identity(of: object, &session))
    case .finishPrepared(let name): went(before, now: try identity(ofPrepared: name, &session))
    case .moveDatabase(let name, let tablespace):
      try isMoved(name, to: tablespace, &session) ? .happened : .repeatable
    case .addPublications(let names, let subscription):
      try publications(of: subscription, &session).isSuperset(of: names) ? .happened : .repeatable
    case .dropPublications(let names, let subscription):
      try publications(of: subscription, &session).isDisjoint(with: names)
        ? .happened : .repeatable
    case .repeatable: .repeatable
    case .committing: .unknown(Self.words(onCode: statement.facts.tag))
    case .transactional, nil: .unknown(words)
    }
  }

  /// Whether what a failure of the statement leaves behind is known for certain once it was removed.
  package var leavesNothing: Bool {
    switch work {
    case .detachPartition, .committing, .transactional, nil: false
    default: true
    }
  }

  /// Something that was to come: there now, and not before, is done.
  func came(_ before: [String]?, now: [String]) -> Answer {
    guard let before else { return now.isEmpty ? .repeatable : .happened }
    return Set(now).isSubset(of: before) ? .repeatable : .happened
  }

  /// Something that was to go: what stands there now is another one, or the same.
  func went(_ before: [String]?, now: [String]) -> Answer {
    guard let before, !before.isEmpty else { return now.isEmpty ? .happened : .repeatable }
    return Set(now).isDisjoint(with: before) ? .happened : .repeatable
  }

  private static func words(onCode tag: String) -> String {
    "'\(tag)' runs code that may commit as it goes, and the end of it was not seen: look at what "
      + "the code changes"
  }

  private var words: String {
    "'\(statement.facts.tag)' was begun and its end was not seen: look at whether it took effect"
  }
}

/// An invalid index that a broken statement left behind.
package struct LeftOver: Sendable, Hashable {
  let oid: String
  let isValid: Bool
  package let name: QualifiedName

  /// Drops it in a statement that has to stand alone.
  package var removal: SQL { "DROP INDEX CONCURRENTLY IF EXISTS \(name)" }
}

extension QualifiedName {
  init(_ object: SchemaObject) {
    self.init(schema: object.schema.map { Identifier($0) }, name: Identifier(object.name))
  }
}
