/// Finds what stands where a password does: behind the word, in SQL, in connection strings, in settings.
///
/// What is shown of a file is a line of it, so a literal may begin or end outside. In doubt more is found
/// than a parser would find: nobody misses what is hidden, and what is shown cannot be taken back.
struct PasswordPlaces {
  /// What a text is, which decides what may stand behind the word.
  enum Kind {
    /// SQL, or what holds SQL.
    case code
    /// Words for people, in which lists and remarks follow the word too.
    case words
  }

  /// The ranges to be hidden, in their order.
  private(set) var ranges: [Range<Int>] = []
  /// Those of them that are literals for certain, so that they may be looked for elsewhere.
  private(set) var literals: [Range<Int>] = []

  private let bytes: [UInt8]
  private let kind: Kind
  /// Whether a statement about a role has begun, in which a password without quotes is a mistake.
  private var isAboutRole = false
  /// How many quotes stand before a place, the last one that was asked for.
  private var quotes = (place: 0, count: 0)

  init(in bytes: [UInt8], _ kind: Kind) {
    self.bytes = bytes
    self.kind = kind
    var index = 0
    var last = ""
    while index < bytes.count {
      guard Self.isPartOfWord(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < bytes.count, Self.isPartOfWord(bytes[index]) { index += 1 }
      guard Self.mayMatter(bytes[index - 1]) else {
        last = ""
        continue
      }
      let word = String(decoding: Self.lowercased(bytes[start..<index]), as: UTF8.self)
      if Self.isPassword(word) {
        index = max(index, endOfValue(behind: start..<index))
      } else if ["role", "user"].contains(word), ["alter", "create"].contains(last) {
        isAboutRole = true
      }
      last = word
    }
  }
}

extension PasswordPlaces {
  /// Whether a word that ends with a letter may be one of those that are looked for.
  private static func mayMatter(_ last: UInt8) -> Bool { "derDERsS".utf8.contains(last) }

  private static let endings = ["password", "passwd", "passphrase", "pwd", "_pass"]

  private static func isPassword(_ word: String) -> Bool {
    word == "pass" || endings.contains { word.hasSuffix($0) }
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private static func lowercased(_ word: ArraySlice<UInt8>) -> [UInt8] {
    word.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private func has(_ text: StaticString, at index: Int) -> Bool {
    text.withUTF8Buffer { bytes[min(index, bytes.count)...].starts(with: $0) }
  }

  private func skippingBlanks(_ index: Int) -> Int {
    bytes[min(index, bytes.count)...].firstIndex { !ConnectionInfo.isBlank($0) } ?? bytes.count
  }

  private func endOfRun(of quote: UInt8, at start: Int) -> Int {
    bytes[start...].firstIndex { $0 != quote } ?? bytes.count
  }

  /// Whether a literal of the same line is open there, as far as the line tells.
  private mutating func isInLiteral(_ index: Int) -> Bool {
    if index < quotes.place { quotes = (0, 0) }
    quotes.count += bytes[quotes.place..<index].count { $0 == Self.quote }
    quotes.place = index
    return quotes.count % 2 == 1
  }

  private static let quote = UInt8(ascii: "'")
  private static let doubleQuote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let dollar = UInt8(ascii: "$")

  private mutating func hide(_ range: Range<Int>, isLiteral: Bool = true) {
    guard !range.isEmpty else { return }
    ranges.append(range)
    if isLiteral { literals.append(range) }
  }
}

extension PasswordPlaces {
  /// What may stand between the word and its value.
  private enum Separator {
    case blank
    /// `=`, `:=` or `=>`: a value without quotes may follow.
    case equals
    /// A colon, a comma or `to`.
    case other
  }

  /// Hides the value behind a word that means a password.
  /// - Returns: where to go on.
  private mutating func endOfValue(behind word: Range<Int>) -> Int {
    var index = word.upperBound
    let isQuoted = byte(index).map { isClosingQuote($0, of: word) } ?? false
    if isQuoted { index += 1 }
    guard let separator = skipSeparator(&index, isQuoted: isQuoted), let first = byte(index) else {
      return index
    }
    if let end = hideRest(from: index) { return end }
    let hasMark = separator != .blank || isAboutRole
    if first != Self.doubleQuote || hasMark, let end = hideLiteral(at: index) { return end }
    guard separator == .equals || separator == .blank && isAboutRole && !isQuoted else {
      return index
    }
    return hideBare(at: index, separator)
  }

  /// Whether the word is the last of a name in quotes, such as `'app.password'`.
  private func isClosingQuote(_ quote: UInt8, of word: Range<Int>) -> Bool {
    guard quote == Self.quote || quote == Self.doubleQuote else { return false }
    let before = bytes[..<word.lowerBound].lastIndex {
      !Self.isPartOfWord($0) && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-")
    }
    return before.map { bytes[$0] == quote } ?? false
  }

  private func skipSeparator(_ index: inout Int, isQuoted: Bool) -> Separator? {
    let start = index
    index = skippingBlanks(index)
    if has(":=", at: index) || has("=>", at: index) || has("==", at: index) {
      index = skippingBlanks(index + 2)
      return .equals
    }
    if has("=", at: index) {
      index = skippingBlanks(index + 1)
      return .equals
    }
    if has(":", at: index) {
      if has("::", at: index) { return nil }
      index = skippingBlanks(index + 1)
      return .other
    }
    if isQuoted, kind == .code, has(",", at: index) {
      index = skippingBlanks(index + 1)
      return .other
    }
    let isWord = byte(index + 2).map(ConnectionInfo.isBlank) ?? false
    if isWord, Self.lowercased(bytes[index...].prefix(2)) == Array("to".utf8) {
      index = skippingBlanks(index + 2)
      return .other
    }
    // `password'…'` is SQL; `'password' …` in words for people is a name.
    return isQuoted && index == start ? nil : .blank
  }

  /// Hides all literals behind a text that is put together from parts, such as `'password=' || 'x'`.
  private mutating func hideRest(from index: Int) -> Int? {
    guard isInLiteral(index) else { return nil }
    var end = index
    if byte(index) == UInt8(ascii: "%") {
      end = bytes[index...].firstIndex(of: Self.quote) ?? bytes.count
      end = min(bytes.count, end + 1)
    } else {
      guard byte(index) == Self.quote else { return nil }
      end = endOfRun(of: Self.quote, at: index)
      let next = skippingBlanks(end)
      guard (end - index) % 2 == 1, has("||", at: next) || has(",", at: next) else { return nil }
    }
    return hideLiterals(from: end, until: UInt8(ascii: ";"))
  }

  /// Hides every literal up to a byte that stands outside of all of them and of all parentheses.
  private mutating func hideLiterals(from start: Int, until last: UInt8) -> Int {
    var index = start
    var depth = 0
    while let byte = byte(index) {
      if byte == Self.quote || byte == Self.dollar, let end = hideLiteral(at: index) {
        index = max(end, index + 1)
        continue
      }
      if byte == last, depth <= 0 { return index }
      if byte == UInt8(ascii: "(") { depth += 1 }
      if byte == UInt8(ascii: ")") { depth -= 1 }
      index += 1
    }
    return index
  }

  /// Hides what stands in quotes of any kind.
  /// - Returns: where it ends; nil when no literal begins there.
  private mutating func hideLiteral(at start: Int) -> Int? {
    var index = start
    var isEscape = false
    if let letter = byte(index), Self.isPartOfWord(letter) {
      isEscape = letter | 0x20 == UInt8(ascii: "e")
      index += byte(index + 1) == UInt8(ascii: "&") ? 2 : 1
      guard byte(index) == Self.quote else { return nil }
    }
    if byte(index) == Self.backslash { return hideEscaped(at: index) }
    if byte(index) == Self.dollar { return hideDollars(at: index) }
    guard let quote = byte(index), quote == Self.quote || quote == Self.doubleQuote else {
      return nil
    }
    let run = endOfRun(of: quote, at: index)
    let count = run - index
    if count % 2 == 0 || quote == Self.doubleQuote && count > 1 {
      // Doubled in a literal around it, or nothing at all.
      let ends = byte(run).map { ConnectionInfo.isBlank($0) || ",;)]}".utf8.contains($0) }
      if ends ?? true { return run }
      return hide(from: run, upTo: Array(repeating: quote, count: count))
    }
    var end = index + 1
    while let byte = byte(end) {
      let next = self.byte(end + 1)
      if byte == Self.backslash, let next,
        isEscape || quote == Self.doubleQuote
          || next == quote && self.byte(end + 2).map(Self.isPartOfWord) == true
      {
        end += 2
      } else if byte == quote, next == quote {
        end += 2
      } else if byte == quote {
        break
      } else {
        end += 1
      }
    }
    end = min(end, bytes.count)
    hide(index + 1..<end)
    return min(bytes.count, end + 1)
  }

  /// Hides what stands in quotes with a backslash before each, as in code around the SQL.
  private mutating func hideEscaped(at start: Int) -> Int? {
    guard let quote = byte(start + 1), quote == Self.quote || quote == Self.doubleQuote else {
      return nil
    }
    return hide(from: start + 2, upTo: [Self.backslash, quote])
  }

  /// Hides what stands in dollar quotes.
  private mutating func hideDollars(at start: Int) -> Int? {
    let end = bytes[(start + 1)...].firstIndex { !Self.isPartOfWord($0) } ?? bytes.count
    let isNumber = byte(start + 1).map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard byte(end) == Self.dollar, isNumber != true else { return nil }
    return hide(from: end + 1, upTo: Array(bytes[start...end]))
  }

  /// Hides what stands before a mark, or else everything.
  private mutating func hide(from start: Int, upTo mark: [UInt8]) -> Int {
    let found = bytes[start...].indices.first { bytes[$0...].starts(with: mark) }
    hide(start..<(found ?? bytes.count))
    return min(bytes.count, (found ?? bytes.count) + mark.count)
  }

  /// Hides a value without quotes, as connection strings have it; of an expression, what is in quotes.
  private mutating func hideBare(at start: Int, _ separator: Separator) -> Int {
    let end = bytes[start...].firstIndex { !Self.isPartOfWord($0) } ?? bytes.count
    if start < end, byte(end) == UInt8(ascii: "(") {
      return hideLiterals(from: end + 1, until: UInt8(ascii: ")"))
    }
    let isParameter = byte(start) == Self.dollar && byte(start + 1).map(Self.isPartOfWord) == true
    if isParameter || Self.lowercased(bytes[start..<end]) == Array("null".utf8) { return end }
    var index = start
    while let byte = byte(index), !ConnectionInfo.isBlank(byte) {
      if byte == Self.backslash {
        index += 2
      } else if byte == Self.quote {
        guard self.byte(index + 1) == Self.quote else { break }
        index += 2
      } else {
        index += 1
      }
    }
    index = min(index, bytes.count)
    if separator == .blank, index > start, bytes[index - 1] == UInt8(ascii: ";") { index -= 1 }
    hide(start..<index, isLiteral: separator == .blank)
    return index
  }
}
