import CatalogReading
import Catalogs
import Postgres
import TestSupport
import Testing

/// Every property that is compared, changed once.
@Suite(.requiresServer, .timeLimit(.minutes(30)))
struct PlantTests {
  @Test(arguments: ServerRelease.allCases)
  func `the difference names each change and nothing else`(release: ServerRelease) throws {
    try withScratchDatabase(on: try release.server) { database in
      var session = try database.connect()
      try Fixture.makeEverything(in: &session)
      let major = session.serverVersion / 10_000
      let hasContrib = try session.holds(
        "select from pg_available_extensions where name = 'hstore'")
      let hasICU = try session.holds("select from pg_collation where collname = 'de-x-icu'")
      if hasContrib { try session.execute(text: try Fixture.text("contrib.sql")) }
      let base = try Catalog.read(from: &session)
      for plant in Plant.all where plant.release <= major {
        if plant.needsContrib && !hasContrib || plant.needsICU && !hasICU { continue }
        do {
          try check(plant, after: base, on: &session, "\(plant.name), on \(major)")
        } catch {
          Issue.record("\(plant.name), on \(major): \(error)")
          try session.execute(text: "rollback")
        }
      }
    }
  }

  @Test func `the plants are read`() {
    #expect(Plant.all.count > 200)
    #expect(Set(Plant.all.map(\.name)).count == Plant.all.count)
    for plant in Plant.all { #expect(!plant.expected.isEmpty, "\(plant.name)") }
  }

  /// Reads before and after in one transaction that is undone.
  private func check(
    _ plant: Plant, after base: Catalog, on session: inout Connection, _ name: String
  ) throws {
    try session.execute(text: "begin; \(plant.preparation)")
    let before = plant.preparation.isEmpty ? base : try Catalog.read(from: &session)
    try session.execute(text: "savepoint before")
    try session.execute(text: plant.change)
    let after = try Catalog.read(from: &session)
    let there = before.differences(to: after)
    let back = after.differences(to: before)

    judge(there, back, plant.expected, name)
    #expect(before.digest != after.digest, "\(name)")
    if back.allSatisfy({ $0.sql != nil }) {
      try repair(by: back, to: before, on: &session, "\(name), back")
    }
    try session.execute(text: "rollback to savepoint before")
    if there.allSatisfy({ $0.sql != nil }) {
      try repair(by: there, to: after, on: &session, name)
    }
    try session.execute(text: "rollback")
  }

  /// The differences are those expected, and safe where they are expected to be.
  private func judge(
    _ there: [Catalog.Difference], _ back: [Catalog.Difference], _ expected: [Plant.Expected],
    _ name: String
  ) {
    let unknown = there.filter { found in !expected.contains { $0.matches(found.words) } }
    let missing = expected.filter { each in !there.contains { each.matches($0.words) } }
    #expect(unknown.map(\.words) == [], "\(name)")
    #expect(missing.map(\.words) == [], "\(name)")
    // Columns are added at the end: there and back need not be the same.
    let changed = Set(there.map(\.object))
    #expect(
      back.allSatisfy { changed.contains($0.object) }, "\(name): back is \(back.map(\.words))")
    for difference in there {
      let wanted = expected.first { $0.matches(difference.words) }
      #expect((difference.sql != nil) == wanted?.isSafe, "\(name): \(difference.words)")
      let reverse = back.first {
        $0.object == difference.object && $0.property == difference.property
      }
      #expect((reverse?.sql != nil) == wanted?.isSafeBack, "\(name), back: \(difference.words)")
    }
  }

  /// The statements make the catalogs equal.
  private func repair(
    by differences: [Catalog.Difference], to wanted: Catalog, on session: inout Connection,
    _ name: String
  ) throws {
    for statement in Catalog.script(for: differences) {
      do { try session.execute(text: statement) } catch {
        Issue.record("\(name): \(error.message): \(statement)")
        return
      }
    }
    let result = try Catalog.read(from: &session)
    let left = result.differences(to: wanted)
    let script = Catalog.script(for: differences).joined(separator: ";\n")
    #expect(left.map(\.words) == [], "\(name): \(script)")
    #expect(result.digest == wanted.digest, "\(name)")
  }
}

extension Connection {
  /// Whether a query has rows.
  mutating func holds(_ query: StaticString) throws -> Bool {
    try !self.query(SQL(stringLiteral: query)).isEmpty
  }
}
