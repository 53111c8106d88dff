import Catalogs
import Checking
import Checks
import Diagnostics
import Postgres
import Revisions
import ScratchDatabases
import ScratchServers
import TestSupport
import Testing

/// Changes made by hand, and what becomes of them.
struct TakenDrift: Sendable, CustomTestStringConvertible {
  let name: String
  let sql: [String]
  var supabase: [String] = []
  var alembic: [String] = []
  /// Words of what is left to somebody.
  var left: [String] = []
  var track: Track?

  var testDescription: String { name }

  static let all = [
    TakenDrift(name: "nothing", sql: []),
    TakenDrift(
      name: "a table, and a column of a table of either track",
      sql: [
        "create table extra (id int)", "alter table t1 add x int", "alter table p_a1 add y text",
      ],
      supabase: ["CREATE TABLE \"public\".\"extra\"", "ALTER TABLE \"public\".\"t1\" ADD COLUMN"],
      alembic: ["ALTER TABLE \"public\".\"p_a1\" ADD COLUMN"]),
    TakenDrift(
      name: "all on the track that is named",
      sql: ["alter table t1 add x int", "alter table p_a1 add y text"],
      alembic: ["\"t1\" ADD COLUMN", "\"p_a1\" ADD COLUMN"], track: .alembic),
    TakenDrift(
      name: "what loses data is left", sql: ["drop table t3", "alter table t1 add x int"],
      supabase: ["ADD COLUMN"],
      left: ["table public.t3 is not in the database, and applied revisions make it: dropping"]),
  ]
}

@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct DriftAdoptionTests {
  @Test(arguments: TakenDrift.all)
  func `a drift is divided into what can be written down and what cannot:`(
    _ taken: TakenDrift
  ) throws {
    let repository = try CheckedRepository()
    let checks = try repository.scratchChecks()
    let (proposal, obstacle) = try repository.onTarget(after: taken.sql) { target in
      try checks.adoption(of: target, track: taken.track)
    }
    #expect(obstacle == nil)
    for (track, words) in [(Track.supabase, taken.supabase), (.alembic, taken.alembic)] {
      let script = proposal.scripts[track] ?? []
      #expect(words.isEmpty == script.isEmpty, "\(script)")
      for word in words { #expect(script.contains { $0.contains(word) }, "\(script)") }
      // The role that runs revisions has another name elsewhere.
      #expect(!script.contains { $0.contains("OWNER TO") }, "\(script)")
    }
    #expect(proposal.left.count == taken.left.count, "\(proposal.left)")
    for (finding, words) in zip(proposal.left, taken.left) {
      #expect(finding.code == "drift-left")
      #expect(finding.message.hasPrefix(words), "\(finding.message)")
      #expect(finding.hint?.contains("by hand") == true)
    }
  }

  @Test func `statements that fail on a scratch database are refused`() throws {
    let repository = try CheckedRepository()
    let checks = try repository.scratchChecks()
    // A trigger whose function is left out is made by no statement of the proposal.
    let narrow = try repository.scratchChecks(named: [try #require(.init("hidden"))])
    let sql = [
      "create schema hidden",
      "create function hidden.f() returns trigger language plpgsql as 'begin return new; end'",
      "create trigger g before insert on t1 for each row execute function hidden.f()",
    ]
    let (proposal, obstacle) = try repository.onTarget(after: sql) { target in
      try narrow.adoption(of: target, track: nil)
    }
    #expect(!proposal.taken.isEmpty)
    let finding = try #require(obstacle)
    #expect(finding.code == "drift-not-proved")
    #expect(finding.severity == .error)
    #expect(
      finding.message == "the statements for the drift fail on a scratch database: "
        + "schema \"hidden\" does not exist")
    #expect(finding.related.first?.message.hasPrefix("statement: CREATE TRIGGER") == true)
    #expect(finding.hint?.contains("made by a revision") == true)
    let whole = try repository.onTarget(after: sql) { target in
      try checks.adoption(of: target, track: nil)
    }
    #expect(whole.obstacle == nil)
  }
}
