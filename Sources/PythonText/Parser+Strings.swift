import PythonSyntax
import PythonTokens

extension Parser {
  /// One string or several in a row, which are one value.
  mutating func strings() throws(SyntaxFault) -> Expression {
    let start = start
    var parts = StringParts()
    var family: StringFamily?
    while kind == .string || kind == .formattedStart {
      let range = range
      let (prefix, quotes) = stringPrefix(range)
      let found = StringFamily(prefix)
      guard family?.joins(found) ?? true else {
        throw SyntaxFault("strings of different kinds cannot be joined", range)
      }
      family = family == .formatted ? .formatted : found
      if kind == .formattedStart {
        advance()
        try fields(into: &parts, isRaw: prefix.isRaw, until: .formattedEnd)
        advance()
      } else {
        let inner = (range.lowerBound + prefix.length + quotes)..<(range.upperBound - quotes)
        let form = LiteralText.Form(isRaw: prefix.isRaw, isBytes: prefix.isBytes)
        try parts.literal.append(inner, of: source, as: form)
        advance()
      }
    }
    return Expression(parts.value(family), range: start..<previousEnd)
  }

  /// The text of the current string, where it has no prefix, stands for itself and is joined to no other.
  ///
  /// Nearly all strings are such, and need not be put together.
  var plainString: String? {
    let token = source.tokens[index]
    guard token.isVerbatim, nextKind != .string, nextKind != .formattedStart else { return nil }
    let range = token.range
    let quote = source.bytes[range.lowerBound]
    let isTriple =
      range.count >= 6 && source.bytes[range.lowerBound + 1] == quote
      && source.bytes[range.lowerBound + 2] == quote
    let width = isTriple ? 3 : 1
    return source.text(range.lowerBound + width..<range.upperBound - width)
  }

  /// The prefix of the string at a range, and how many quotes open it.
  private func stringPrefix(_ range: Range<Int>) -> (StringPrefix, quotes: Int) {
    let bytes = source.bytes[range]
    let letters = bytes.prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
    let quoted = bytes[letters.endIndex...]
    let quote = quoted.first
    let isTriple =
      quoted.count >= 3 && quoted.prefix(3).allSatisfy { $0 == quote }
    return (StringPrefix(letters) ?? StringPrefix(), isTriple ? 3 : 1)
  }

  /// Text and fields up to, and without, the token that ends them.
  private mutating func fields(
    into parts: inout StringParts, isRaw: Bool, until end: TokenKind
  ) throws(SyntaxFault) {
    while kind != end {
      switch kind {
      case .formattedText:
        let form = LiteralText.Form(isRaw: isRaw, hasFields: true)
        try parts.literal.append(range, of: source, as: form)
        advance()
      case .leftBrace:
        try field(into: &parts, isRaw: isRaw)
      default:
        throw fault(expecting: end.quoted)
      }
    }
  }

  private mutating func field(
    into parts: inout StringParts, isRaw: Bool
  ) throws(SyntaxFault) {
    let start = start
    advance()
    let textStart = previousEnd
    let value = try yieldOrExpressionList()
    let showsText = skip(.assign)
    if showsText {
      for piece in source.pieces(of: textStart..<self.start) {
        try parts.literal.append(piece, of: source, as: LiteralText.Form(isRaw: true))
      }
    }
    var conversion = try conversion()
    var specification: [FormattedPart]?
    if skip(.colon) {
      var inner = StringParts()
      try fields(into: &inner, isRaw: isRaw, until: .rightBrace)
      specification = inner.finished
    } else if showsText, conversion == nil {
      conversion = .representation
    }
    guard skip(.rightBrace) else { throw fault(expecting: "'}'") }
    let field = FormatField(value: value, conversion: conversion, specification: specification)
    parts.append(FormattedPart(.field(field), range: start..<previousEnd))
  }

  private mutating func conversion() throws(SyntaxFault) -> FormatField.Conversion? {
    guard skip(.exclamation) else { return nil }
    let found: FormatField.Conversion? =
      switch kind == .name && start == previousEnd ? source.text(range) : "" {
      case "s": .string
      case "r": .representation
      case "a": .ascii
      default: nil
      }
    guard let found else { throw fault(expecting: "'s', 'r' or 'a' after '!'") }
    advance()
    return found
  }
}

/// Strings of one family can be joined; an f-string joins with plain ones.
private enum StringFamily {
  case text
  case formatted
  case bytes
  case template

  init(_ prefix: StringPrefix) {
    self =
      prefix.isBytes
      ? .bytes : prefix.isFormatted ? .formatted : prefix.isTemplate ? .template : .text
  }

  func joins(_ other: Self) -> Bool {
    switch (self, other) {
    case (.text, .formatted), (.formatted, .text): true
    default: self == other
    }
  }
}

/// The parts of an f-string as they are found; text that meets is one part.
private struct StringParts {
  var literal = LiteralText()
  private var parts: [FormattedPart] = []

  mutating func append(_ part: FormattedPart) {
    flush()
    parts.append(part)
  }

  private mutating func flush() {
    if let range = literal.range, !literal.isEmpty {
      parts.append(
        FormattedPart(literal.isUnknown ? .unknownText : .text(literal.text), range: range))
    }
    literal = LiteralText()
  }

  var finished: [FormattedPart] {
    var copy = self
    copy.flush()
    return copy.parts
  }

  func value(_ family: StringFamily?) -> Expression.Kind {
    switch family {
    case .bytes: .bytes(literal.bytes)
    case .formatted: .formatted(finished)
    case .template: .template(finished)
    default: literal.isUnknown ? .unknownString : .string(literal.text)
    }
  }
}
