import Diagnostics
import Files
import ScratchServers
import Testing

/// One way in which a branch and its base disagree, and what has to be said about it.
struct PlantedChange: Sendable, CustomTestStringConvertible {
  let name: String
  let code: String
  let path: String
  let hint: String
  var severity = Diagnostic.Severity.error
  let plant: @Sendable (CheckedRepository) throws -> Void

  var testDescription: String { name }

  static let all = [
    PlantedChange(
      name: "an edited SQL file", code: "edited-since-base", path: CheckedRepository.sql(2),
      hint: "in a new revision"
    ) { try $0.write("create table t2 (id bigint);\n", to: CheckedRepository.sql(2)) },
    PlantedChange(
      name: "an edit of comments", code: "reformatted-since-base", path: CheckedRepository.sql(2),
      hint: "restore the file", severity: .warning
    ) { try $0.write("-- two\ncreate table t2  (id int);\n", to: CheckedRepository.sql(2)) },
    PlantedChange(
      name: "an edited revision of Alembic", code: "edited-since-base",
      path: CheckedRepository.py(2), hint: "in a new revision"
    ) {
      try $0.write(
        CheckedRepository.python("a2", after: "a1", body: "op.execute('select 2')"),
        to: CheckedRepository.py(2))
    },
    PlantedChange(
      name: "a renamed SQL file", code: "renamed-since-base",
      path: "supabase/migrations/20260102000000_other.sql", hint: "its old name"
    ) {
      try $0.move(
        CheckedRepository.sql(2), to: "supabase/migrations/20260102000000_other.sql")
    },
    PlantedChange(
      name: "a SQL file with another version", code: "rekeyed-since-base",
      path: "supabase/migrations/20260109000000_step2.sql", hint: "call it '20260102000000' again"
    ) {
      try $0.move(
        CheckedRepository.sql(2), to: "supabase/migrations/20260109000000_step2.sql")
    },
    PlantedChange(
      name: "a deleted SQL file", code: "deleted-since-base", path: CheckedRepository.sql(3),
      hint: "restore the file"
    ) { $0.remove(CheckedRepository.sql(3)) },
    PlantedChange(
      name: "a deleted revision of Alembic", code: "deleted-since-base",
      path: CheckedRepository.py(3), hint: "restore the file"
    ) { $0.remove(CheckedRepository.py(3)) },
    PlantedChange(
      name: "a SQL file before the last one of the base", code: "inserted-before-base",
      path: "supabase/migrations/20260102120000_late.sql", hint: "above '20260103000000'"
    ) { try $0.write("select 1;\n", to: "supabase/migrations/20260102120000_late.sql") },
    PlantedChange(
      name: "a SQL file before one that the base has got since", code: "inserted-before-base",
      path: "supabase/migrations/20260104000000_ours.sql", hint: "above '20260105000000'"
    ) { repository in
      try repository.write("select 1;\n", to: "supabase/migrations/20260104000000_ours.sql")
      try repository.onMain {
        try repository.write("select 2;\n", to: "supabase/migrations/20260105000000_theirs.sql")
      }
    },
    PlantedChange(
      name: "one version on both branches", code: "version-taken",
      path: "supabase/migrations/20260104000000_ours.sql", hint: "a newer version"
    ) { repository in
      try repository.write("select 1;\n", to: "supabase/migrations/20260104000000_ours.sql")
      try repository.onMain {
        try repository.write("select 2;\n", to: "supabase/migrations/20260104000000_theirs.sql")
      }
    },
    PlantedChange(
      name: "a head on both branches", code: "heads-diverge", path: "alembic/versions/b1.py",
      hint: "down_revision to 'c1'"
    ) { repository in
      try repository.write(
        CheckedRepository.python("b1", after: "a3"), to: "alembic/versions/b1.py")
      try repository.onMain {
        try repository.write(
          CheckedRepository.python("c1", after: "a3"), to: "alembic/versions/c1.py")
      }
    },
  ]
}

@Suite struct GitCheckTests {
  @Test(arguments: PlantedChange.all)
  func `a change that the base does not survive is found:`(_ change: PlantedChange) throws {
    for subfolder in ["", "services/api"] {
      let repository = try CheckedRepository(in: subfolder)
      try change.plant(repository)
      let findings = try repository.findings()
      #expect(findings.map(\.code) == [change.code])
      #expect(findings.first?.severity == change.severity)
      #expect(findings.first?.location?.path == change.path)
      #expect(findings.first?.hint?.contains(change.hint) == true)
    }
  }

  @Test func `what only adds at the end is no finding, committed or not`() throws {
    let repository = try CheckedRepository()
    try repository.write("select 1;\n", to: "supabase/migrations/20260104000000_new.sql")
    try repository.write(
      CheckedRepository.python("b1", after: "a3"), to: "alembic/versions/b1.py")
    #expect(try repository.findings().isEmpty)
    try repository.commit("ours")
    #expect(try repository.findings().isEmpty)
  }

  @Test func `what the base itself has changed since is no change of ours`() throws {
    let repository = try CheckedRepository()
    try repository.onMain {
      try repository.write("create table t2 (id bigint);\n", to: CheckedRepository.sql(2))
      repository.remove(CheckedRepository.sql(1))
    }
    #expect(try repository.findings().isEmpty)
  }

  @Test func `a merge of both heads is none`() throws {
    let repository = try CheckedRepository()
    try repository.write(
      CheckedRepository.python("b1", after: "a3"), to: "alembic/versions/b1.py")
    try repository.onMain {
      try repository.write(
        CheckedRepository.python("c1", after: "a3"), to: "alembic/versions/c1.py")
    }
    try repository.git("merge", "--quiet", "--no-edit", "main")
    try repository.write(
      """
      revision = "m1"
      down_revision = ("b1", "c1")
      def upgrade(): pass
      """, to: "alembic/versions/m1.py")
    #expect(try repository.findings().isEmpty)
  }

  @Test func `a base that git does not know, and a folder without git, are said to be so`() throws {
    let repository = try CheckedRepository()
    let unknown = #expect(throws: Diagnostic.self) { try repository.findings(base: "nowhere") }
    #expect(unknown?.code == "unknown-base")
    try repository.git("checkout", "--quiet", "--orphan", "lone")
    try repository.commit("lone")
    let apart = #expect(throws: Diagnostic.self) { try repository.findings() }
    #expect(apart?.code == "no-merge-base")
    #expect(apart?.hint?.contains("shallow") == true)
    Folders.removeEverything("\(repository.root)/.git")
    let outside = #expect(throws: Diagnostic.self) { try repository.findings() }
    #expect(outside?.code == "no-repository")
  }

  @Test func `the repository and its index stay as they are`() throws {
    let repository = try CheckedRepository()
    try repository.write("select 1;\n", to: "supabase/migrations/20260104000000_new.sql")
    let before = try FileSystem.read("\(repository.root)/.git/index")
    _ = try repository.findings()
    #expect(try FileSystem.read("\(repository.root)/.git/index") == before)
  }
}
