import PGParsing
import SQLText
import StatementReading
import Testing

/// A file, and whether it says that it may be run again.
struct ClaimCase: Sendable, CustomTestStringConvertible {
  let sql: String
  let isClaimed: Bool

  init(_ sql: String, _ isClaimed: Bool) {
    self.sql = sql
    self.isClaimed = isClaimed
  }

  var testDescription: String { sql }

  static let all = [
    ClaimCase("create table t (id int)", false),
    ClaimCase("create table if not exists t (id int)", true),
    ClaimCase("create index if not exists i on t (id)", true),
    ClaimCase("create or replace view v as select 1", true),
    ClaimCase("create or replace function f() returns int language sql as 'select 1'", true),
    ClaimCase("create or replace trigger g before insert on t execute function f()", true),
    ClaimCase("create schema if not exists s; create extension if not exists pgcrypto", true),
    ClaimCase("create sequence if not exists s; create type e as enum ('a')", false),
    ClaimCase("alter type e add value if not exists 'b'", true),
    ClaimCase("alter type e add value 'b'", false),
    ClaimCase("alter table t add column if not exists a int, alter a set default 1", true),
    ClaimCase("alter table t add column if not exists a int, add column b int", false),
    ClaimCase("alter table t drop column if exists a", true),
    ClaimCase("alter table if exists t add column a int", false),
    ClaimCase("alter table t enable row level security", false),
    ClaimCase("grant select on t to public; comment on table t is 'x'", false),
    ClaimCase("create table if not exists t (id int); grant select on t to public", true),
    ClaimCase("drop table if exists t", true),
    ClaimCase("drop table t", false),
    ClaimCase("drop policy if exists p on t; create policy p on t using (true)", true),
    ClaimCase("create policy p on t using (true); drop policy if exists p on t", false),
    ClaimCase("drop policy if exists p on t; create policy q on t using (true)", false),
    ClaimCase("drop policy p on t; create policy p on t using (true)", false),
    ClaimCase("drop table if exists t; create table t (id int)", true),
    ClaimCase("drop table if exists t; create table t (id int); create table t (id int)", false),
    ClaimCase(
      "alter table t drop constraint if exists c; alter table t add constraint c check (id > 0)",
      true),
    ClaimCase("insert into t values (1) on conflict do nothing", true),
    ClaimCase("create table if not exists t (id int); insert into t values (1)", false),
    ClaimCase("create table if not exists t (id int); update t set id = 1", true),
    ClaimCase("create table if not exists t (id int); select f()", false),
    ClaimCase(
      "do $$ begin create type e as enum ('a'); exception when duplicate_object then null; end $$",
      true),
    ClaimCase(
      "do $$ begin if not exists (select 1) then create table t (); end if; end $$", true),
    ClaimCase("do $$ begin create table t (); end $$", false),
    ClaimCase("-- nothing", false),
  ]
}

@Suite struct RepetitionTests {
  @Test(arguments: ClaimCase.all)
  func `a file claims that it may be run again, or does not:`(_ item: ClaimCase) {
    let parsed = PGParser.statements(ofSQL: item.sql, at: nil)
    #expect(Repetition.isClaimed(by: parsed.statements.map(\.facts)) == item.isClaimed)
  }
}
