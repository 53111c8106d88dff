package import Diagnostics
package import SQLText

/// One order over both tracks.
///
/// Each track keeps its own order. Across tracks a dependency is hard; where none decides, the
/// older step goes first, and a step is never taken to be older than what it follows in its track.
package struct JointOrder: Sendable {
  /// A step and why it stands where it does.
  package struct Place: Sendable, Hashable {
    package let revision: RevisionID
    package let reasons: [PlaceReason]
  }

  package let places: [Place]
}

/// A revision that waits for its place.
package struct Candidate: Sendable, Hashable {
  package let revision: RevisionID
  /// Microseconds since 1970 in UTC; nil when its file does not say.
  package let createdAt: Int64?

  package init(revision: RevisionID, createdAt: Int64?) {
    self.revision = revision
    self.createdAt = createdAt
  }
}

/// One revision must come before another of the other track.
package struct Dependency: Sendable, Hashable {
  package enum Reason: Sendable, Hashable {
    /// The file of the later one says so.
    case declared(SourceLocation)
    /// The later one needs what only the earlier one creates.
    case needs(SchemaObject, at: SourceLocation?)
  }

  package let before: RevisionID
  package let after: RevisionID
  package let reason: Reason

  package init(before: RevisionID, after: RevisionID, reason: Reason) {
    self.before = before
    self.after = after
    self.reason = reason
  }
}

/// Why a step stands where it does.
package enum PlaceReason: Sendable, Hashable {
  /// Nothing comes before it.
  case first
  /// A hard dependency on a step of the other track.
  case dependency(Dependency)
  /// Its time of creation, in microseconds since 1970, comes next.
  case time(Int64)
  /// It follows its predecessor in its track, which is younger or as old.
  case track(after: RevisionID)
  /// Its file has no time; with no predecessor in its track it goes first.
  case noTime
}

/// Dependencies that contradict each other, as the circle they form.
package struct OrderCircle: Error, Sendable, Hashable {
  /// One arrow of the circle: the second must come after the first.
  package enum Arrow: Sendable, Hashable {
    case track(before: RevisionID, after: RevisionID)
    case dependency(Dependency)
  }

  package let arrows: [Arrow]
}

extension JointOrder {
  /// Merges the tracks' own orders into one.
  /// - Throws: the circle, when dependencies and the tracks' own orders contradict each other.
  package static func merge(
    _ tracks: [[Candidate]], dependencies: [Dependency]
  ) throws(OrderCircle) -> JointOrder {
    var merge = Merge(tracks: tracks, dependencies: dependencies)
    while let next = merge.next() { merge.place(next) }
    if merge.places.count < tracks.reduce(0, { $0 + $1.count }) {
      throw OrderCircle(arrows: merge.circle())
    }
    return JointOrder(places: merge.places)
  }
}

/// The state of a merge: how far each track has come.
private struct Merge {
  let tracks: [[Candidate]]
  /// For each track, the time by which each of its steps is ordered.
  let times: [[Int64]]
  let incoming: [RevisionID: [Dependency]]
  var positions: [Int]
  var placed: Set<RevisionID> = []
  var places: [JointOrder.Place] = []

  init(tracks: [[Candidate]], dependencies: [Dependency]) {
    self.tracks = tracks
    times = tracks.map { track in
      var latest = Int64.min
      return track.map { candidate in
        latest = max(latest, candidate.createdAt ?? Int64.min)
        return latest
      }
    }
    let members = Set(tracks.joined().map(\.revision))
    incoming = Dictionary(
      grouping: dependencies.filter { members.contains($0.before) && $0.before != $0.after },
      by: \.after)
    positions = tracks.map { _ in 0 }
  }

  /// The track whose next step comes next in all.
  func next() -> Int? {
    tracks.indices.filter { isReady($0) }.min { a, b in
      let (left, right) = (positions[a], positions[b])
      return (times[a][left], tracks[a][left].revision)
        < (times[b][right], tracks[b][right].revision)
    }
  }

  private func isReady(_ track: Int) -> Bool {
    guard positions[track] < tracks[track].count else { return false }
    let revision = tracks[track][positions[track]].revision
    return incoming[revision, default: []].allSatisfy { placed.contains($0.before) }
  }

  mutating func place(_ track: Int) {
    let position = positions[track]
    let candidate = tracks[track][position]
    places.append(
      JointOrder.Place(revision: candidate.revision, reasons: reasons(track, position)))
    placed.insert(candidate.revision)
    positions[track] += 1
  }

  private func reasons(_ track: Int, _ position: Int) -> [PlaceReason] {
    let candidate = tracks[track][position]
    let hard = incoming[candidate.revision, default: []]
    if !hard.isEmpty { return hard.map(PlaceReason.dependency) }
    if places.isEmpty { return [.first] }
    if position > 0, candidate.createdAt.map({ $0 <= times[track][position - 1] }) ?? true {
      return [.track(after: tracks[track][position - 1].revision)]
    }
    return [candidate.createdAt.map(PlaceReason.time) ?? .noTime]
  }

  /// Follows what each blocked step waits for until one comes round again.
  func circle() -> [OrderCircle.Arrow] {
    let blocked = tracks.indices.filter { positions[$0] < tracks[$0].count }
    guard let start = blocked.first else { return [] }
    var path: [(revision: RevisionID, arrow: OrderCircle.Arrow)] = []
    var current = tracks[start][positions[start]].revision
    while !path.contains(where: { $0.revision == current }) {
      guard let arrow = arrowInto(current) else { return path.map(\.arrow) }
      path.append((current, arrow))
      current = arrow.before
    }
    let entry = path.firstIndex { $0.revision == current } ?? 0
    return path[entry...].map(\.arrow).reversed()
  }

  /// What keeps a step that is not placed from being placed.
  private func arrowInto(_ revision: RevisionID) -> OrderCircle.Arrow? {
    for (track, candidates) in tracks.enumerated() {
      guard let position = candidates.firstIndex(where: { $0.revision == revision }) else {
        continue
      }
      if position > positions[track] {
        return .track(before: candidates[position - 1].revision, after: revision)
      }
    }
    return incoming[revision]?.first { !placed.contains($0.before) }.map { .dependency($0) }
  }
}

extension OrderCircle.Arrow {
  package var before: RevisionID {
    switch self {
    case .track(let before, _): before
    case .dependency(let dependency): dependency.before
    }
  }

  package var after: RevisionID {
    switch self {
    case .track(_, let after): after
    case .dependency(let dependency): dependency.after
    }
  }
}
