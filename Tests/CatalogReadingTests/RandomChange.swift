import TestSupport

/// A change of some tables, and what undoes it.
struct RandomChange {
  let sql: String
  let undoing: String

  /// The tables that changes are made to.
  static let preparation = (0..<tables).map {
    "create table walk_\($0) (id integer not null, a integer, b text, c timestamptz);\n"
  }.joined()

  private static let tables = 4
  private static let roles = ["catalog_owner", "catalog_reader", "catalog_writer"]
  private static let types = [
    "integer", "bigint", "text", "varchar(30)", "numeric(8, 2)", "boolean", "uuid", "jsonb",
    "timestamptz", "text[]", "interval day to second(3)", "bit varying(4)", "date", "bytea",
  ]
  private static let expressions = [
    "a > 3", "length(b) < 7", "a is distinct from id", "b in ('x', 'y')",
    "c > '2026-01-02 03:04:05+02'", "coalesce(a, 0) between 1 and 5", "b ~ '^[a-z]+\\d$'",
    "not (a = 1 and b like '%''%')", "case when a = 1 then true else b is null end",
  ]

  /// Makes one with a name that no other change uses.
  static func make(_ name: String, using random: inout SeededGenerator) -> RandomChange {
    func pick(_ words: [String], _ random: inout SeededGenerator) -> String {
      words.randomElement(using: &random) ?? ""
    }
    let table = "walk_\(Int.random(in: 0..<tables, using: &random))"
    let condition = pick(expressions, &random)
    let role = pick(roles, &random)
    let type = pick(types, &random)
    let column = pick(["a", "b", "c"], &random)
    let number = Int.random(in: 1...90, using: &random)
    let changes: [RandomChange] = [
      .init(
        sql: "alter table \(table) add column \(name) \(type)",
        undoing: "alter table \(table) drop column \(name)"),
      .init(
        sql: "alter table \(table) add constraint \(name) check (\(condition))",
        undoing: "alter table \(table) drop constraint \(name)"),
      .init(
        sql: "create index \(name) on \(table) (\(column), (\(condition))) where \(condition)",
        undoing: "drop index \(name)"),
      .init(
        sql: "create view \(name) as select id, \(column) from \(table) where \(condition)",
        undoing: "drop view \(name)"),
      .init(
        sql: "create policy \(name) on \(table) to \(role) using (\(condition))",
        undoing: "drop policy \(name) on \(table)"),
      .init(
        sql: """
          create function \(name)(x \(type)) returns integer language sql cost \(number)
          as 'select \(number)'
          """, undoing: "drop function \(name)"),
      .init(
        sql: "comment on column \(table).\(column) is '\(name)'",
        undoing: "comment on column \(table).\(column) is null"),
      .init(
        sql: "grant select (\(column)) on \(table) to \(role)",
        undoing: "revoke select (\(column)) on \(table) from \(role)"),
      .init(
        sql: "grant insert, update on \(table) to \(role) with grant option",
        undoing: "revoke insert, update on \(table) from \(role)"),
      .init(
        sql: "create sequence \(name) increment \(number) cache \(number)",
        undoing: "drop sequence \(name)"),
      .init(
        sql: "create domain \(name) as \(type) constraint \(name)_c check (value is not null)",
        undoing: "drop domain \(name)"),
      .init(
        sql: "alter table \(table) alter column \(column) set statistics \(number)",
        undoing: "alter table \(table) alter column \(column) set statistics -1"),
      .init(
        sql: "create statistics \(name) on id, \(column) from \(table)",
        undoing: "drop statistics \(name)"),
      .init(
        sql: "alter table \(table) enable row level security",
        undoing: "alter table \(table) disable row level security"),
      .init(
        sql: "create table \(name) (like \(table) including all, n serial, \(name)_x \(type))",
        undoing: "drop table \(name)"),
      .init(
        sql: "create type \(name) as enum ('\(name)', '\(number)')", undoing: "drop type \(name)"),
    ]
    return changes.randomElement(using: &random) ?? changes[0]
  }
}
