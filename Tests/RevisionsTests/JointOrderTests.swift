import Diagnostics
import SQLText
import TestSupport
import Testing

@testable import Revisions

@Suite struct JointOrderTests {
  struct Case: CustomTestStringConvertible {
    let name: String
    /// Steps of each track as `id@time`, `id` alone for no time.
    let supabase: String
    let alembic: String
    /// `before<after`, as `a1<s2`.
    var dependencies = ""
    let order: String
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "time decides", supabase: "s1@10 s2@30", alembic: "a1@20 a2@40", order: "s1 a1 s2 a2"),
    Case(
      name: "the track's order beats time", supabase: "s1@50 s2@10", alembic: "a1@20",
      order: "a1 s1 s2"),
    Case(
      name: "a dependency beats time", supabase: "s1@10", alembic: "a1@20 a2@30",
      dependencies: "a2<s1", order: "a1 a2 s1"),
    Case(
      name: "what is behind a waiting step waits too", supabase: "s1@10 s2@11", alembic: "a1@20",
      dependencies: "a1<s1", order: "a1 s1 s2"),
    Case(
      name: "at the same time alembic goes first", supabase: "s1@10", alembic: "a1@10",
      order: "a1 s1"),
    Case(
      name: "a step without a time is as old as its predecessor", supabase: "s1@10 s2",
      alembic: "a1@20", order: "s1 s2 a1"),
    Case(
      name: "a first step without a time goes first", supabase: "s1", alembic: "a1@1",
      order: "s1 a1"),
    Case(name: "one track alone", supabase: "s2@2 s1@1", alembic: "", order: "s2 s1"),
    Case(name: "nothing at all", supabase: "", alembic: "", order: ""),
    Case(
      name: "dependencies both ways that do not contradict", supabase: "s1@1 s2@2",
      alembic: "a1@5 a2@6", dependencies: "a1<s1 s1<a2 a2<s2", order: "a1 s1 a2 s2"),
  ]

  @Test(arguments: cases) func `merges both tracks`(_ testCase: Case) throws {
    let order = try JointOrder.merge(
      [track(.alembic, testCase.alembic), track(.supabase, testCase.supabase)],
      dependencies: dependencies(testCase.dependencies))
    #expect(order.places.map(\.revision.id).joined(separator: " ") == testCase.order)
  }

  @Test func `a contradiction is shown as a circle`() {
    let circle = #expect(throws: OrderCircle.self) {
      try JointOrder.merge(
        [track(.alembic, "a1@1 a2@2"), track(.supabase, "s1@1 s2@2")],
        dependencies: dependencies("s2<a1 a2<s1"))
    }
    let diagnostic = circle?.diagnostic
    #expect(diagnostic?.code == "order-circle")
    #expect(
      diagnostic?.message.hasSuffix(
        "alembic:a1 -> alembic:a2 -> supabase:s1 -> supabase:s2 -> alembic:a1") == true
        || diagnostic?.message.contains("supabase:s2 -> alembic:a1") == true)
    #expect(circle?.arrows.count == 4)
    // Each arrow begins where the one before it ends, and the last closes the circle.
    for (arrow, next) in zip(circle?.arrows ?? [], (circle?.arrows ?? []).dropFirst()) {
      #expect(arrow.after == next.before)
    }
    #expect(circle?.arrows.last?.after == circle?.arrows.first?.before)
  }

  @Test func `a dependency on what is not pending does not matter`() throws {
    let order = try JointOrder.merge(
      [track(.supabase, "s1@1")], dependencies: dependencies("a9<s1"))
    #expect(order.places.map(\.reasons) == [[.first]])
  }

  @Test func `says why each step is where it is`() throws {
    let order = try JointOrder.merge(
      [track(.alembic, "a1@5 a2@3"), track(.supabase, "s1@1 s2@4 s3@9")],
      dependencies: dependencies("a1<s2"))
    let words = order.places.map { "\($0.revision.id): \($0.reasons.map(\.words).joined())" }
    #expect(
      words == [
        "s1: nothing comes before it", "a1: created 1970-01-01 00:00:00",
        "s2: after alembic:a1, as f.sql:1 says", "a2: follows alembic:a1 in its track",
        "s3: created 1970-01-01 00:00:00",
      ])
  }

  /// Random tracks and dependencies: what the joint order promises, whatever the input.
  @Test(arguments: 0..<300) func `keeps its promises on random tracks`(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed))
    let tracks: [[Candidate]] = [Track.alembic, .supabase].map { track in
      (0..<Int.random(in: 0...12, using: &random)).map { index in
        Candidate(
          revision: RevisionID(track, "\(track.rawValue.prefix(1))\(index)"),
          createdAt: Bool.random(using: &random) ? Int64.random(in: 0...20, using: &random) : nil)
      }
    }
    let dependencies = (0..<Int.random(in: 0...4, using: &random)).compactMap { _ -> Dependency? in
      let from = Int.random(in: 0...1, using: &random)
      guard let before = tracks[from].randomElement(using: &random),
        let after = tracks[1 - from].randomElement(using: &random)
      else { return nil }
      return Dependency(
        before: before.revision, after: after.revision,
        reason: .declared(SourceLocation(path: "f.sql")))
    }
    guard let order = try? JointOrder.merge(tracks, dependencies: dependencies) else {
      #expect(isContradictory(tracks, dependencies))
      return
    }
    #expect(!isContradictory(tracks, dependencies))
    let places = order.places.map(\.revision)
    #expect(Set(places).count == tracks[0].count + tracks[1].count)
    for track in tracks {
      let own = places.filter { place in track.contains { $0.revision == place } }
      #expect(own == track.map(\.revision))
    }
    for dependency in dependencies {
      let before = try #require(places.firstIndex(of: dependency.before))
      #expect(before < places.firstIndex(of: dependency.after) ?? -1)
    }
    // A revision added at the end of a track never reorders what came before.
    let added = Candidate(revision: RevisionID(.supabase, "s99"), createdAt: 21)
    let longer = try JointOrder.merge(
      [tracks[0], tracks[1] + [added]], dependencies: dependencies)
    #expect(longer.places.map(\.revision).filter { $0 != added.revision } == places)
  }

  /// Whether chains and dependencies form a circle, found by taking sources away.
  private func isContradictory(_ tracks: [[Candidate]], _ dependencies: [Dependency]) -> Bool {
    var arrows = dependencies.map { ($0.before, $0.after) }
    for track in tracks {
      arrows += zip(track, track.dropFirst()).map { ($0.revision, $1.revision) }
    }
    var left = Set(tracks.joined().map(\.revision))
    while let free = left.first(where: { id in
      !arrows.contains { $0.1 == id && left.contains($0.0) }
    }) {
      left.remove(free)
    }
    return !left.isEmpty
  }

  private func track(_ track: Track, _ text: String) -> [Candidate] {
    text.split(separator: " ").map { word in
      let parts = word.split(separator: "@")
      return Candidate(
        revision: RevisionID(track, String(parts[0])),
        createdAt: parts.count > 1 ? Int64(parts[1]) : nil)
    }
  }

  private func dependencies(_ text: String) -> [Dependency] {
    text.split(separator: " ").map { word in
      let ids = word.split(separator: "<").map { id in
        RevisionID(id.hasPrefix("a") ? .alembic : .supabase, String(id))
      }
      return Dependency(
        before: ids[0], after: ids[1], reason: .declared(SourceLocation(path: "f.sql")))
    }
  }
}
