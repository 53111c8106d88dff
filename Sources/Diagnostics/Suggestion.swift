/// Finds the name that was probably meant.
package enum Suggestion {
  /// The candidate with the fewest edits from `name`; nil when none is near enough to be meant.
  ///
  /// Case does not count, and the beginning of a candidate is as good as one edit.
  package static func nearest(to name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().utf8.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().utf8)
      let isBeginning =
        wanted.count >= 2 && other.starts(with: wanted) && wanted != Array("--".utf8)
      let distance = isBeginning ? 1 : edits(from: wanted, to: other)
      let letters = other.drop { $0 == UInt8(ascii: "-") }.count
      guard distance <= max(1, letters / 3) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words.
  private static func edits(from a: [UInt8], to b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
