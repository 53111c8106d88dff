/// How deep a parser's tree of a text can become, estimated from its tokens.
///
/// Parsers walk their trees by recursion, so a text that nests without bound ends the process
/// that parses it. A chain such as `1 + 1 + …` or `select … union select …` is as deep as it is long.
package enum NestingEstimate {
  /// An upper bound of the depth, for SQL as it is written.
  package static func depth(of bytes: [UInt8], in range: Range<Int>) -> Int {
    var scanner = SQLScanner(bytes, in: range)
    var levels = [Level()]
    var deepest = 0
    while let token = scanner.next() {
      switch token.kind {
      case .comment, .string, .dollarString, .number, .parameter, .quotedIdentifier: continue
      case .semicolon:
        deepest = max(deepest, levels[levels.count - 1].depth)
        levels[levels.count - 1] = Level()
      case .punctuation: read(bytes[token.range.lowerBound], into: &levels)
      default:
        if token.beginsNewOperand(in: bytes) {
          levels[levels.count - 1].beginOperand()
        } else {
          levels[levels.count - 1].chain += 1
        }
      }
    }
    while levels.count > 1 { close(&levels) }
    return max(deepest, levels[0].depth)
  }

  private static func read(_ byte: UInt8, into levels: inout [Level]) {
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["): levels.append(Level())
    case UInt8(ascii: ")"), UInt8(ascii: "]"): if levels.count > 1 { close(&levels) }
    case UInt8(ascii: ","): levels[levels.count - 1].beginOperand()
    default: levels[levels.count - 1].chain += 1
    }
  }

  private static func close(_ levels: inout [Level]) {
    let inner = levels.removeLast().depth
    levels[levels.count - 1].inner = max(levels[levels.count - 1].inner, inner + 1)
  }

  /// One pair of brackets.
  private struct Level {
    /// Operators and words since the last place where a new list element begins.
    var chain = 0
    /// The deepest brackets since then.
    var inner = 0
    var past = 0

    var depth: Int { max(past, chain + inner) }

    mutating func beginOperand() {
      self = Level(chain: 0, inner: 0, past: depth)
    }
  }
}

extension SQLToken {
  /// `AND`, `OR` and the branches of `CASE` make lists, not chains.
  fileprivate func beginsNewOperand(in bytes: [UInt8]) -> Bool {
    isWord("and", in: bytes) || isWord("or", in: bytes) || isWord("when", in: bytes)
      || isWord("then", in: bytes)
  }
}
