/// `[[fill]align][sign][#][0][width][,][.precision][type]` of Python's formats.
struct FormatSpecification {
  private var fill: Unicode.Scalar = " "
  private var align: Unicode.Scalar?
  private var sign: Unicode.Scalar = "-"
  private var isAlternate = false
  private(set) var width = 0
  private var separator: Unicode.Scalar?
  private var precision: Int?
  private var type: Unicode.Scalar?

  init?(_ text: String) {
    var scalars = Array(text.unicodeScalars)[...]
    let aligns: Set<Unicode.Scalar> = ["<", ">", "^", "="]
    if scalars.count > 1, aligns.contains(scalars[scalars.startIndex + 1]) {
      fill = scalars.removeFirst()
      align = scalars.removeFirst()
    } else if let first = scalars.first, aligns.contains(first) {
      align = scalars.removeFirst()
    }
    if let first = scalars.first, ["+", "-", " "].contains(first) { sign = scalars.removeFirst() }
    if scalars.first == "#" {
      isAlternate = true
      scalars.removeFirst()
    }
    if scalars.first == "0" {
      scalars.removeFirst()
      if align == nil {
        fill = "0"
        align = "="
      }
    }
    width = Self.number(&scalars) ?? 0
    if let first = scalars.first, first == "," || first == "_" { separator = scalars.removeFirst() }
    if scalars.first == "." {
      scalars.removeFirst()
      guard let digits = Self.number(&scalars) else { return nil }
      precision = digits
    }
    if let last = scalars.first { type = last; scalars.removeFirst() }
    guard scalars.isEmpty else { return nil }
  }

  private static func number(_ scalars: inout ArraySlice<Unicode.Scalar>) -> Int? {
    var value: Int?
    while let digit = scalars.first, ("0"..."9").contains(digit), (value ?? 0) < 100_000 {
      value = (value ?? 0) * 10 + Int(digit.value - 48)
      scalars.removeFirst()
    }
    return value
  }

  /// Nil for what is not certain.
  func format(_ value: PythonValue) -> String? {
    if let text = value.text {
      guard type == nil || type == "s", sign == "-", !isAlternate, separator == nil, align != "="
      else { return nil }
      let cut = precision.map { String(String.UnicodeScalarView(text.unicodeScalars.prefix($0))) }
      return padded(cut ?? text, defaultAlign: "<")
    }
    guard let number = value.number else { return nil }
    switch (number, type) {
    case (.integer(let value), nil), (.integer(let value), "d"): return integer(value, radix: 10)
    case (.integer(let value), "x"): return integer(value, radix: 16)
    case (.integer(let value), "X"): return integer(value, radix: 16)?.uppercased()
    case (.integer(let value), "o"): return integer(value, radix: 8)
    case (.integer(let value), "b"): return integer(value, radix: 2)
    case (.integer(let value), "f") where abs(value) < 1 << 52: return fixed(Double(value))
    case (.float(let value), "f"): return fixed(value)
    default: return nil
    }
  }

  private func integer(_ value: Int, radix: Int) -> String? {
    guard precision == nil, !isAlternate, value != Int.min else { return nil }
    guard separator == nil || radix == 10 else { return nil }
    var digits = String(abs(value), radix: radix)
    if let separator { digits = Self.grouped(digits, by: separator) }
    return signed(digits, isNegative: value < 0)
  }

  /// A float with a fixed number of decimals: exact decimal digits, rounded half to even on the exact value.
  private func fixed(_ value: Double) -> String? {
    let decimals = precision ?? 6
    guard value.isFinite, abs(value) < 1e15, decimals <= 15, !isAlternate,
      let text = value.fixedText(decimals: decimals)
    else { return nil }
    var digits = text
    if let separator {
      let parts = digits.parts(between: ".")
      digits = ([Self.grouped(parts[0], by: separator)] + parts.dropFirst()).joined(separator: ".")
    }
    return signed(digits, isNegative: value.sign == .minus)
  }

  private static func grouped(_ digits: String, by separator: Unicode.Scalar) -> String {
    var result: [Unicode.Scalar] = []
    for (index, digit) in digits.unicodeScalars.reversed().enumerated() {
      if index > 0, index % 3 == 0 { result.append(separator) }
      result.append(digit)
    }
    return String(String.UnicodeScalarView(result.reversed()))
  }

  private func signed(_ digits: String, isNegative: Bool) -> String? {
    let mark = isNegative ? "-" : (sign == "-" ? "" : String(sign))
    guard align == "=" else { return padded(mark + digits, defaultAlign: ">") }
    // Zeros that fill up would be grouped too.
    guard separator == nil else { return nil }
    let missing = max(0, width - mark.unicodeScalars.count - digits.unicodeScalars.count)
    return mark + String(repeating: String(fill), count: missing) + digits
  }

  private func padded(_ text: String, defaultAlign: Unicode.Scalar) -> String {
    let missing = max(0, width - text.unicodeScalars.count)
    guard missing > 0 else { return text }
    let left: Int =
      switch align ?? defaultAlign {
      case "<": 0
      case "^": missing / 2
      default: missing
      }
    let filler = String(fill)
    return String(repeating: filler, count: left) + text
      + String(repeating: filler, count: missing - left)
  }
}

/// The pieces of a text for `%`.
struct PercentFormat {
  enum Piece {
    case text(String)
    case field(name: String?, specification: String, kind: Character)
  }

  private(set) var pieces: [Piece] = []

  init(_ format: String, at range: Range<Int>) throws(EvaluationFailure) {
    let scalars = Array(format.unicodeScalars)
    var text: [Unicode.Scalar] = []
    var index = 0
    func fail() -> EvaluationFailure {
      EvaluationFailure(.unsupported("this '%' format is not evaluated"), at: range)
    }
    while index < scalars.count {
      guard scalars[index] == "%" else {
        text.append(scalars[index])
        index += 1
        continue
      }
      index += 1
      guard index < scalars.count else { throw fail() }
      if scalars[index] == "%" {
        text.append("%")
        index += 1
        continue
      }
      var name: String?
      if scalars[index] == "(" {
        guard let end = scalars[index...].firstIndex(of: ")") else { throw fail() }
        name = String(String.UnicodeScalarView(scalars[index + 1..<end]))
        index = end + 1
      }
      let start = index
      while index < scalars.count, "0123456789.+-# ".unicodeScalars.contains(scalars[index]) {
        index += 1
      }
      guard index < scalars.count else { throw fail() }
      pieces.append(.text(String(String.UnicodeScalarView(text))))
      text = []
      pieces.append(
        .field(
          name: name, specification: String(String.UnicodeScalarView(scalars[start..<index])),
          kind: Character(scalars[index])))
      index += 1
    }
    pieces.append(.text(String(String.UnicodeScalarView(text))))
  }
}
