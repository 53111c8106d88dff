import SQLText
import Testing

struct KeywordCase: Sendable, CustomTestStringConvertible {
  let text: String
  let tag: String
  let effect: TransactionEffect

  init(_ text: String, _ tag: String, _ effect: TransactionEffect = .ordinary) {
    self.text = text
    self.tag = tag
    self.effect = effect
  }

  var testDescription: String { text }
}

struct KeywordFactsTests {
  @Test(arguments: [
    KeywordCase("create table t (a virtual)", "CREATE TABLE"),
    KeywordCase("/* c */ Create Or Replace Temporary View v", "CREATE VIEW"),
    KeywordCase("create unlogged table t", "CREATE TABLE"),
    KeywordCase("create property graph g", "CREATE PROPERTY GRAPH"),
    KeywordCase("alter text search dictionary d", "ALTER TEXT SEARCH DICTIONARY"),
    KeywordCase("drop materialized view v", "DROP MATERIALIZED VIEW"),
    KeywordCase("create default conversion c", "CREATE CONVERSION"),
    KeywordCase("alter default privileges for x", "ALTER DEFAULT PRIVILEGES"),
    KeywordCase("create unique index concurrently if i", "CREATE INDEX", .standalone),
    KeywordCase("create index \"concurrently\" on t", "CREATE INDEX"),
    KeywordCase("drop index concurrently i", "DROP INDEX", .standalone),
    KeywordCase("reindex (concurrently, x) table t", "REINDEX", .standalone),
    KeywordCase("reindex database d new", "REINDEX", .standalone),
    KeywordCase("vacuum (new) t", "VACUUM", .standalone),
    KeywordCase("alter system new", "ALTER SYSTEM", .standalone),
    KeywordCase("create database d new", "CREATE DATABASE", .standalone),
    KeywordCase("alter database d set tablespace x new", "ALTER DATABASE", .standalone),
    KeywordCase("alter database d set x = y new", "ALTER DATABASE"),
    KeywordCase("alter subscription s refresh sequences", "ALTER SUBSCRIPTION", .standalone),
    KeywordCase("alter table t detach partition p concurrently new", "ALTER TABLE", .standalone),
    KeywordCase("discard all new", "DISCARD ALL", .standalone),
    KeywordCase("cluster verbose", "CLUSTER", .standalone), KeywordCase("cluster t new", "CLUSTER"),
    KeywordCase("begin new", "BEGIN", .control(.begin)),
    KeywordCase("start transaction new", "START TRANSACTION", .control(.begin)),
    KeywordCase("end and chain new", "COMMIT", .control(.commit(andChain: true))),
    KeywordCase("abort new", "ROLLBACK", .control(.rollback(andChain: false))),
    KeywordCase("rollback to savepoint new", "ROLLBACK", .control(.savepoint)),
    KeywordCase("commit prepared new", "COMMIT PREPARED", .control(.finishPrepared)),
    KeywordCase("prepare transaction new", "PREPARE TRANSACTION", .control(.prepare)),
    KeywordCase("prepare q as new", "PREPARE"), KeywordCase("select new", "SELECT"),
    KeywordCase("with a as (delete from b) merge into c new", "MERGE"),
    KeywordCase("(select 1)", ""), KeywordCase("'x'", ""),
  ])
  func `words tell the command and whether it stands alone`(_ expected: KeywordCase) {
    let facts = StatementFacts(keywordsOf: Array(expected.text.utf8))
    #expect(facts.tag == expected.tag)
    #expect(facts.transaction == expected.effect)
    #expect(!facts.isAnalysed)
  }

  @Test func `a comment alone is no statement, and known to be none`() {
    let facts = StatementFacts(keywordsOf: Array("-- a\n/* b */".utf8))
    #expect(SQLStatement(text: "-- a", offset: nil, facts: facts).isEmpty)
  }
}
