/// The known name that `word` was probably meant to be; nil when none is near.
package func closest(to word: String, among names: [String]) -> String? {
  let letters = Array(word.lowercased().utf8)
  var best: (name: String, distance: Int)?
  for name in names {
    let other = Array(name.lowercased().utf8)
    let isBeginning =
      letters.count >= 2 && other.starts(with: letters) && letters != Array("--".utf8)
    let distance = isBeginning ? 1 : editDistance(letters, other)
    let core = other.drop { $0 == UInt8(ascii: "-") }.count
    guard distance <= max(1, core / 3) else { continue }
    if best.map({ distance < $0.distance }) ?? true { best = (name, distance) }
  }
  return best?.name
}

/// How many letters must be added, dropped, changed or swapped with their neighbour.
func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      let change = last[j] + (a[i] == b[j] ? 0 : 1)
      var cost = min(change, last[j + 1] + 1, row[j] + 1)
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
