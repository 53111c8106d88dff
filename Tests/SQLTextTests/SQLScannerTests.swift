import SQLText
import Testing

/// A text and its tokens, each as `kind:text`.
struct ScanCase: Sendable, CustomTestStringConvertible {
  let text: String
  let tokens: [String]

  init(_ text: String, _ tokens: String...) {
    self.text = text
    self.tokens = tokens
  }

  var testDescription: String { text.debugDescription }
}

struct SQLScannerTests {
  static func tokens(_ bytes: [UInt8]) -> [String] {
    var scanner = SQLScanner(bytes)
    var result: [String] = []
    while let token = scanner.next() {
      let text = String(decoding: bytes[token.range], as: UTF8.self)
      result.append("\(token.kind)\(token.isTerminated ? "" : " open"):\(text)")
    }
    return result
  }

  @Test(arguments: [
    ScanCase("", ), ScanCase(" \t\r\n\u{b}\u{c}"),
    ScanCase("a _b é$1 日本", "word:a", "word:_b", "word:é$1", "word:日本"),
    ScanCase(
      "\"a b\" \"a\"\"b\" U&\"c\"", "quotedIdentifier:\"a b\"", "quotedIdentifier:\"a\"\"b\"",
      "quotedIdentifier:U&\"c\""),
    ScanCase(
      "'a''b' n'c' B'0' x'F' u&'d'", "string:'a''b'", "string:n'c'", "string:B'0'", "string:x'F'",
      "string:u&'d'"),
    ScanCase("'\\' 'a'", "string:'\\'", "string:'a'"),
    ScanCase(
      "E'\\'' e'\\\\' E'''' E'\\''''", "string:E'\\''", "string:e'\\\\'", "string:E''''",
      "string:E'\\''''"),
    ScanCase("E'a'\n  '\\'b' c", "string:E'a'\n  '\\'b'", "word:c"),
    ScanCase("'a' -- c\n'b'", "string:'a' -- c\n'b'"),
    ScanCase("'a' 'b'", "string:'a'", "string:'b'"),
    ScanCase("'a' /*\n*/ 'b'", "string:'a'", "comment:/*\n*/", "string:'b'"),
    ScanCase("fe'\\'", "word:fe", "string:'\\'"),
    ScanCase("u & 'a'", "word:u", "operator:&", "string:'a'"),
    ScanCase("$$a$$ $t$ $$ $t$", "dollarString:$$a$$", "dollarString:$t$ $$ $t$"),
    ScanCase("a$$b $1 $1a$ $", "word:a$$b", "parameter:$1", "parameter:$1", "word:a$", "unknown:$"),
    ScanCase("$a$ $ab$ $a$", "dollarString:$a$ $ab$ $a$"),
    ScanCase("$a$$aa$a$", "dollarString:$a$$aa$a$"),
    ScanCase(
      "1 1.5 .5 1e10 1.5E-3 1..2 0xFF 1_000", "number:1", "number:1.5", "number:.5", "number:1e10",
      "number:1.5E-3", "number:1", "punctuation:..", "number:2", "number:0xFF", "number:1_000"),
    ScanCase("1-2", "number:1", "operator:-", "number:2"),
    ScanCase(
      "a=-1 a@-1 a<=b", "word:a", "operator:=", "operator:-", "number:1", "word:a", "operator:@-",
      "number:1", "word:a", "operator:<=", "word:b"),
    ScanCase(
      "a*-- c\nb +/* d */- c", "word:a", "operator:*", "comment:-- c", "word:b", "operator:+",
      "comment:/* d */", "operator:-", "word:c"),
    ScanCase(
      "a::b c:=d e:f g.h [1,2]", "word:a", "punctuation:::", "word:b", "word:c", "punctuation::=",
      "word:d", "word:e", "punctuation::", "word:f", "word:g", "punctuation:.", "word:h",
      "punctuation:[", "number:1", "punctuation:,", "number:2", "punctuation:]"),
    ScanCase(
      "-- a\rb -- c\nd -- e", "comment:-- a", "word:b", "comment:-- c", "word:d", "comment:-- e"),
    ScanCase(
      "/* a /* b */ c */ d /**/ e", "comment:/* a /* b */ c */", "word:d", "comment:/**/", "word:e"),
    ScanCase("a;\\b {", "word:a", "semicolon:;", "backslash:\\", "word:b", "unknown:{"),
    ScanCase("'a", "string open:'a"), ScanCase("E'a\\'", "string open:E'a\\'"),
    ScanCase("E'\\", "string open:E'\\"),
    ScanCase("\"a", "quotedIdentifier open:\"a"), ScanCase("$a$ $b$", "dollarString open:$a$ $b$"),
    ScanCase("/* /* */", "comment open:/* /* */"),
  ])
  func `tokens are PostgreSQL's`(_ expected: ScanCase) {
    #expect(Self.tokens(Array(expected.text.utf8)) == expected.tokens)
  }

  @Test func `any bytes are scanned to the end`() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("ab$'\"-/*\\;()E1 \n.:é\u{0}".utf8)
    for _ in 0..<2_000 {
      let bytes = (0..<40).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      var scanner = SQLScanner(bytes)
      var last = 0
      while let token = scanner.next() {
        #expect(token.range.lowerBound >= last && !token.range.isEmpty, "\(bytes)")
        last = token.range.upperBound
      }
      #expect(last <= bytes.count)
    }
  }

  @Test(.timeLimit(.minutes(30)), arguments: ["$a", "'", "/*", "$a$$", "((", "E'\\", "- "])
  func `a text of many beginnings takes linear time`(_ piece: String) {
    let bytes = Array(String(repeating: piece, count: 100_000).utf8)
    var scanner = SQLScanner(bytes)
    var count = 0
    while scanner.next() != nil { count += 1 }
    #expect(count > 0)
  }
}
