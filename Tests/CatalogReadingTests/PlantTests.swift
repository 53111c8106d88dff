import CatalogReading
import Catalogs
import Postgres
import TestSupport
import Testing

/// Every property that is compared, changed once.
@Suite(.requiresServer, .timeLimit(.minutes(20)))
struct PlantTests {
  @Test(arguments: ServerRelease.allCases)
  func `the difference names each change and nothing else`(release: ServerRelease) throws {
    try withScratchDatabase(on: try release.server) { database in
      var session = try database.connect()
      try session.execute(text: try Fixture.text("everything.sql"))
      let major = session.serverVersion / 10_000
      for plant in Plant.all where plant.release <= major {
        do {
          try check(plant, on: &session, "\(plant.name), on \(major)")
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
    _ plant: Plant, on session: inout Connection, _ name: String
  ) throws {
    try session.execute(text: "begin; \(plant.preparation)")
    let before = try Catalog.read(from: &session)
    try session.execute(text: "savepoint before")
    try session.execute(text: plant.change)
    let after = try Catalog.read(from: &session)
    let there = before.differences(to: after)
    let back = after.differences(to: before)

    let unknown = there.filter { found in !plant.expected.contains { $0.matches(found.words) } }
    let missing = plant.expected.filter { each in !there.contains { each.matches($0.words) } }
    #expect(unknown.map(\.words) == [], "\(name)")
    #expect(missing.map(\.words) == [], "\(name)")
    #expect(back.count == there.count, "\(name): back is \(back.map(\.words))")
    #expect(before.digest != after.digest)
    for difference in there {
      let expected = plant.expected.first { $0.matches(difference.words) }
      #expect((difference.sql != nil) == expected?.isSafe, "\(name): \(difference.words)")
      let reverse = back.first {
        $0.object == difference.object && $0.property == difference.property
      }
      #expect((reverse?.sql != nil) == expected?.isSafeBack, "\(name), back: \(difference.words)")
    }
    if back.allSatisfy({ $0.sql != nil }) {
      try repair(by: back, to: before, on: &session, "\(name), back")
    }
    try session.execute(text: "rollback to savepoint before")
    if there.allSatisfy({ $0.sql != nil }) {
      try repair(by: there, to: after, on: &session, name)
    }
    try session.execute(text: "rollback")
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
