import Diagnostics
import TOMLReading
import TestSupport
import Testing

private func parse(_ text: String) throws(Diagnostic) -> TOMLTable {
  try TOMLTable(parsing: SourceFile(path: "x.toml", text: text))
}

private func place(_ line: Int, _ column: Int) -> Diagnostics.SourceLocation {
  Diagnostics.SourceLocation(path: "x.toml", line: line, column: column)
}

@Suite struct TOMLTableReadingTests {
  @Test func `every kind of value is read with its type`() throws {
    let table = try parse(
      """
      text = "é\\u0000"
      whole = -9223372036854775808
      part = 1.5
      yes = true
      day = 1979-05-27
      time = 07:32:00
      both = 1979-05-27T07:32:00Z
      list = [1, "a"]
      inner = { a = 1 }
      """)
    #expect(table["text"]?.string == "é\0")
    #expect(table["whole"]?.integer == .min)
    #expect(table["part"]?.content == .float(1.5))
    #expect(table["yes"]?.boolean == true)
    #expect(table["day"]?.content == .datetime("1979-05-27"))
    #expect(table["time"]?.content == .datetime("07:32:00"))
    #expect(table["both"]?.content == .datetime("1979-05-27T07:32:00Z"))
    #expect(table["list"]?.array?.map(\.kindName) == ["an integer", "a string"])
    #expect(table[path: ["inner", "a"]]?.integer == 1)
  }

  @Test func `keys keep the order of the file`() throws {
    let table = try parse("z = 1\nm = 2\n[x]\nb = 1\na = 2\n[k]\n")
    #expect(table.keys == ["z", "m", "x", "k"])
    #expect(table["x"]?.table?.keys == ["b", "a"])
  }

  @Test func `keys and values know their places`() throws {
    let table = try parse("a = 1\r\n[b.\"é\".c]\r\n  key = [\"ö\", 2]\r\n[[d]]\r\ne = 1\r\n")
    let c = try #require(table[path: ["b", "é", "c"]])
    let key = try #require(c.table?.entry("key"))
    #expect(table["b"]?.table?.entry("é")?.keyLocation == place(2, 4))
    #expect(key.keyLocation == place(3, 3))
    #expect(key.value.location == place(3, 9))
    #expect(key.value.array?.map(\.location) == [place(3, 10), place(3, 15)])
    #expect(table["d"]?.array?.first?.table?.entry("e")?.keyLocation == place(5, 1))
  }

  @Test func `strings are only strings when all are`() throws {
    let table = try parse("a = ['x', 'y']\nb = ['x', 1]\nc = 'x'\nd = []")
    #expect(table["a"]?.strings == ["x", "y"])
    #expect(table["b"]?.strings == nil)
    #expect(table["c"]?.strings == nil)
    #expect(table["d"]?.strings == [])
  }

  @Test func `a path ends where a value is no table`() throws {
    let table = try parse("a = 1")
    #expect(table[path: ["a", "b"]] == nil)
    #expect(table[path: []] == nil)
  }

  @Test(arguments: ["", "\u{FEFF}", "# only a comment", "\n\n"])
  func `a file without keys is an empty table`(text: String) throws {
    #expect(try parse(text).entries.isEmpty)
  }
}

struct BadDocument: CustomTestStringConvertible {
  let name: String
  let text: String
  let line: Int
  let column: Int
  let words: String
  var testDescription: String { name }
}

@Suite struct TOMLErrorTests {
  static let documents = [
    BadDocument(name: "twice", text: "a = 1\na = 2", line: 2, column: 5, words: "redefine"),
    BadDocument(name: "NUL", text: "a = 'x\0y'", line: 1, column: 7, words: "control character"),
    BadDocument(name: "open string", text: "a = \"x\nb = 1", line: 1, column: 7, words: "string"),
    BadDocument(name: "no key", text: "a = 1\n[{x]\n", line: 2, column: 1, words: "not a key"),
    BadDocument(name: "dot first", text: "\n\n[.x]", line: 3, column: 1, words: "not a key"),
    BadDocument(name: "letter as key", text: "é = 1", line: 1, column: 1, words: "saw 'é'"),
    BadDocument(name: "letter after value", text: "a = 1 é", line: 1, column: 7, words: "'é'"),
    BadDocument(name: "too big", text: "a = 9223372036854775808", line: 1, column: 24, words: "64"),
    BadDocument(
      name: "deep array", text: "a = " + String(repeating: "[", count: 100_000), line: 1,
      column: 69, words: "depth of 64"),
    BadDocument(
      name: "deep key", text: "'.'" + String(repeating: ".a", count: 100_000) + " = 1", line: 1,
      column: 66, words: "too many parts"),
    BadDocument(
      name: "deep header", text: "[" + String(repeating: "a.", count: 100_000) + "a]", line: 1,
      column: 65, words: "too many parts"),
  ]

  @Test(arguments: documents)
  func `what is not TOML is named with its place`(_ document: BadDocument) {
    let error = #expect(throws: Diagnostic.self) { try parse(document.text) }
    #expect(error?.code == "invalid-toml")
    #expect(error?.message.contains(document.words) == true, "\(error?.message ?? "")")
    #expect(error?.location == place(document.line, document.column))
    #expect(error?.message.first?.isUppercase == false)
  }

  @Test func `the excerpt is the line of the error`() {
    let error = #expect(throws: Diagnostic.self) { try parse("a = 1\nbö = = 2\nc = 3") }
    #expect(error?.excerpt?.line == "bö = = 2")
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3]])
  func `bytes that are not UTF-8 are named with their place`(bytes: [UInt8]) {
    let file = SourceFile(path: "x.toml", bytes: Array("a = 1\n# é".utf8) + bytes)
    let error = #expect(throws: Diagnostic.self) { try TOMLTable(parsing: file) }
    #expect(error?.code == "invalid-utf8")
    #expect(error?.location == place(2, 4))
  }

  @Test func `a huge file is refused and a large one read`() throws {
    let line = "k = '" + String(repeating: ".", count: 1 << 20) + "'\n"
    #expect(try parse(line)["k"]?.string?.utf8.count == 1 << 20)
    let error = #expect(throws: Diagnostic.self) {
      try parse(String(repeating: "#" + line, count: 8))
    }
    #expect(error?.code == "toml-too-large")
  }

  @Test func `the deepest allowed nesting is read and freed`() throws {
    let key = Array(repeating: "a", count: 32).joined(separator: ".")
    let text = String(repeating: "\(key) = {", count: 62) + String(repeating: "}", count: 62)
    let table = try parse("[\(key)]\n\(text)")
    #expect(table[path: Array(repeating: "a", count: 32 * 63)] != nil)
  }

  @Test func `a letter after a line that goes on is part of the string`() throws {
    #expect(try parse("a = \"\"\"x\\\n  é\"\"\"")["a"]?.string == "xé")
  }

  @Test func `mangled documents are read or refused, never fatal`() {
    let base = Array(
      "z = 1\n\"a b\".c = \"é\"\n[x.y]\nk = 1979-05-27T07:32:00Z\n[[x.r]]\nq = [1, {s = 1}]\n".utf8)
    var generator = SeededGenerator(state: 42)
    var refused = 0
    for _ in 0..<5000 {
      var bytes = base
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[index] = UInt8.random(in: 0...255, using: &generator)
      }
      do {
        _ = try TOMLTable(parsing: SourceFile(path: "x.toml", bytes: bytes))
      } catch {
        refused += 1
      }
    }
    #expect(refused > 3000)
  }
}
