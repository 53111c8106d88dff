/// A few places in a list: those below 64 in one word.
struct Places {
  private var first: UInt64 = 0
  /// Nil as long as there are none, which costs nothing to copy.
  private var others: Set<Int>?

  var isEmpty: Bool { first == 0 && others == nil }

  func contains(_ place: Int) -> Bool {
    place < 64 ? first & (1 << UInt64(place)) != 0 : others?.contains(place) ?? false
  }

  mutating func insert(_ place: Int) {
    guard place >= 64 else {
      first |= 1 << UInt64(place)
      return
    }
    if others == nil { others = [] }
    others?.insert(place)
  }

  /// Moves the places from one on, in a list that has so many members now, by one.
  mutating func makeRoom(at place: Int, below count: Int) {
    guard !isEmpty else { return }
    let old = self
    self = Places()
    for each in 0..<count where old.contains(each) { insert(each < place ? each : each + 1) }
  }
}
