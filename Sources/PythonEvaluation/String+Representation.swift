extension String {
  /// What `repr()` makes of the text; nil where that depends on the version of Unicode.
  package var pythonRepresentation: String? {
    let quote: Unicode.Scalar = holds("'") && !holds("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case quote: result += "\\" + String(quote)
      default:
        guard scalar.value < 0x20 || scalar.value == 0x7F else {
          guard scalar.isASCII || scalar.properties.isAlphabetic else { return nil }
          result.unicodeScalars.append(scalar)
          continue
        }
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + String(repeating: "0", count: 2 - digits.utf8.count) + digits
      }
    }
    return result + String(quote)
  }
}

extension Double {
  /// The shortest digits that give the number back, as Python writes them.
  package var pythonText: String {
    if isNaN { return "nan" }
    if isInfinite { return self < 0 ? "-inf" : "inf" }
    if self == 0 { return sign == .minus ? "-0.0" : "0.0" }
    let (digits, exponent) = shortestDigits
    let mark = self < 0 ? "-" : ""
    let count = digits.utf8.count
    if exponent < -4 || exponent >= 16 {
      let rest = digits.dropFirst()
      let size = String(abs(exponent))
      let padded = size.utf8.count < 2 ? "0\(size)" : size
      return mark + digits.prefix(1) + (rest.isEmpty ? "" : ".\(rest)")
        + "e\(exponent < 0 ? "-" : "+")\(padded)"
    }
    if exponent < 0 { return "\(mark)0.\(String(repeating: "0", count: -exponent - 1))\(digits)" }
    if count <= exponent + 1 {
      return mark + digits + String(repeating: "0", count: exponent + 1 - count) + ".0"
    }
    return mark + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
  }

  /// The significant digits, and the power of ten of the first.
  private var shortestDigits: (digits: String, exponent: Int) {
    let parts = abs(self).description.parts(between: "e")
    let halves = parts[0].parts(between: ".")
    let whole = halves[0]
    let fraction = halves.count > 1 ? halves[1] : ""
    var exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + whole.utf8.count - 1
    var digits = Array((whole + fraction).utf8)
    while digits.count > 1, digits.first == UInt8(ascii: "0") {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    return (String(decoding: digits, as: UTF8.self), exponent)
  }

  /// Digits with so many decimals, without a sign; nil where rounding the shortest digits could differ.
  func fixedText(decimals: Int) -> String? {
    let (digits, exponent) = shortestDigits
    if self == 0 {
      return "0" + (decimals == 0 ? "" : "." + String(repeating: "0", count: decimals))
    }
    var all = Array(digits.utf8).map { Int($0) - 48 }
    // Digits before and behind the point, rounded at `decimals`.
    let kept = exponent + 1 + decimals
    guard kept >= 0 else {
      return "0" + (decimals == 0 ? "" : "." + String(repeating: "0", count: decimals))
    }
    var point = exponent + 1
    if kept < all.count {
      let next = all[kept]
      // Exactly half, as the shortest digits have it, may lie above or below in truth.
      guard next != 5 || all.count > kept + 1 else { return nil }
      all = Array(all[..<kept])
      if next >= 5 {
        var index = kept - 1
        while index >= 0, all[index] == 9 {
          all[index] = 0
          index -= 1
        }
        if index >= 0 {
          all[index] += 1
        } else {
          all.insert(1, at: 0)
          point += 1
        }
      }
    }
    while all.count < point + decimals { all.append(0) }
    if point <= 0 {
      all = Array(repeating: 0, count: 1 - point) + all
      point = 1
    }
    let text = all.map { String($0) }
    let whole = text[..<point].joined()
    return decimals == 0 ? whole : whole + "." + text[point..<point + decimals].joined()
  }
}
