/// A few places in a list: those below 64 in one word.
struct Places {
  private var first: UInt64 = 0
  private var others: Set<Int> = []

  var isEmpty: Bool { first == 0 && others.isEmpty }

  func contains(_ place: Int) -> Bool {
    place < 64 ? first & (1 << UInt64(place)) != 0 : others.contains(place)
  }

  mutating func insert(_ place: Int) {
    if place < 64 { first |= 1 << UInt64(place) } else { others.insert(place) }
  }

  /// Moves the places from one on, in a list that has so many members now, by one.
  mutating func makeRoom(at place: Int, below count: Int) {
    guard !isEmpty else { return }
    let old = self
    self = Places()
    for each in 0..<count where old.contains(each) { insert(each < place ? each : each + 1) }
  }
}
