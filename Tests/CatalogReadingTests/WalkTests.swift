import CatalogReading
import Catalogs
import Postgres
import TestSupport
import Testing

/// The digest beside `pg_dump -s`, over many states of a database.
@Suite(.requiresServer, .timeLimit(.minutes(30)))
struct WalkTests {
  private struct State {
    let name: String
    let digest: String
    let dump: String
  }

  /// Each pair of states is a pair of schemas; one change of the plants or a random one, or an
  /// undoing, lies between two that follow each other.
  @Test(arguments: ServerRelease.allCases)
  func `two digests are the same exactly when two dumps are`(release: ServerRelease) throws {
    try withScratchDatabase(on: try release.server) { database in
      var session = try database.connect()
      try Fixture.makeEverything(in: &session)
      try session.execute(text: "set search_path = app; \(RandomChange.preparation)")
      var random = SeededGenerator(state: 7)
      var states: [State] = []
      var undoing: [String] = []
      for step in 0..<48 {
        let name = try change(&session, step, &undoing, &random)
        let catalog = try Catalog.read(from: &session)
        states.append(
          State(
            name: name, digest: catalog.digest,
            dump: SchemaDump.normalized(try SchemaDump.text(of: database))))
      }
      compare(states, release)
      let whole = try Catalog.read(from: &session)
      try withScratchDatabase(on: try release.server) { copy in
        try SchemaDump.restore(try SchemaDump.text(of: database), into: copy)
        var session = try copy.connect()
        let restored = try Catalog.read(from: &session)
        #expect(whole.differences(to: restored).map(\.words) == [], "\(release.testDescription)")
        #expect(restored.digest == whole.digest, "\(release.testDescription)")
      }
    }
  }

  private func change(
    _ session: inout Connection, _ step: Int, _ undoing: inout [String],
    _ random: inout SeededGenerator
  ) throws -> String {
    if let undo = undoing.last, Int.random(in: 0..<5, using: &random) < 2 {
      undoing.removeLast()
      try session.execute(text: undo)
      return "undo: \(undo)"
    }
    let change = RandomChange.make("walk_x\(step)", using: &random)
    guard step % 3 == 0 else {
      // A grant or a comment may be there already: then nothing changes, and is not undone.
      let before = try Catalog.read(from: &session)
      try session.execute(text: change.sql)
      if try Catalog.read(from: &session).digest != before.digest { undoing.append(change.undoing) }
      return change.sql
    }
    let before = try Catalog.read(from: &session)
    let plants = Plant.all.filter { plant in
      plant.preparation.isEmpty && plant.release == 15 && !plant.needsContrib && !plant.needsICU
        && plant.expected.allSatisfy(\.isSafeBack) && !Self.unseen.contains(plant.name)
    }
    let plant = try #require(plants.randomElement(using: &random))
    do {
      try session.execute(text: "begin; \(plant.change); commit")
    } catch {
      // What it is about has been changed before.
      try session.execute(text: "rollback")
      return "nothing"
    }
    let after = try Catalog.read(from: &session)
    let back = after.differences(to: before)
    if back.allSatisfy({ $0.sql != nil }) {
      undoing.append((["begin"] + Catalog.script(for: back) + ["commit"]).joined(separator: ";\n"))
    } else {
      undoing = []
    }
    return plant.name
  }

  /// `pg_dump` leaves these out.
  private static let unseen: Set<String> = ["an index that is not valid"]

  private func compare(_ states: [State], _ release: ServerRelease) {
    var same = 0
    for first in states.indices {
      for second in states.indices.dropFirst(first + 1) {
        let (a, b) = (states[first], states[second])
        if a.digest == b.digest { same += 1 }
        guard (a.digest == b.digest) != (a.dump == b.dump) else { continue }
        let lines = Set(a.dump.split(separator: "\n"))
          .symmetricDifference(b.dump.split(separator: "\n"))
        Issue.record(
          """
          \(release.testDescription): after '\(a.name)' and after '\(b.name)': \
          digests \(a.digest == b.digest ? "agree" : "differ"): \(lines.prefix(6))
          """)
      }
    }
    #expect(same > 15, "too few states come back: \(same)")
  }
}
