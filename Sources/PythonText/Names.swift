/// Names that have to differ: a few, as a rule, for which looking at each is the quickest.
struct Names {
  private var few: [String] = []
  private var many: Set<String> = []

  var isEmpty: Bool { few.isEmpty }

  /// False if the name is there already.
  mutating func insert(_ name: String) -> Bool {
    guard few.count >= 16 else {
      guard !few.contains(name) else { return false }
      if few.isEmpty { few.reserveCapacity(8) }
      few.append(name)
      return true
    }
    return !few.contains(name) && many.insert(name).inserted
  }
}
