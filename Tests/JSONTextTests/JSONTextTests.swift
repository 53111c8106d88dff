import Testing

@testable import JSONText

@Suite struct JSONTextTests {
  static let value: JSON = [
    "text": "a \"quoted\" é \u{1F600}\n\t\\\u{1}", "number": 12, "real": .number(1.5),
    "none": nil, "list": [1, true, []], "object": [:],
  ]

  @Test func `writes on one line`() {
    #expect(
      Self.value.written()
        == #"{"text":"a \"quoted\" é 😀\n\t\\\u0001","number":12,"real":1.5,"none":null,"list":[1,true,[]],"object":{}}"#
    )
  }

  @Test func `writes indented`() {
    let value: JSON = ["a": [1, 2], "b": ["c": nil]]
    #expect(
      value.written(.indented)
        == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {\n    \"c\": null\n  }\n}")
  }

  @Test(arguments: [JSON.Layout.compact, .indented])
  func `reads back what it wrote`(layout: JSON.Layout) throws {
    #expect(try JSON.read(Array(Self.value.written(layout).utf8)) == Self.value)
  }

  static let readings: [(text: String, value: JSON)] = [
    (" [ ] ", []), (#""\u00e9\ud83d\ude00\/""#, "é😀/"), ("-0", 0), ("1e3", .number(1000)),
    ("100000000000000000000", .number(1e20)),
  ]

  @Test(arguments: readings) func `reads`(_ reading: (text: String, value: JSON)) throws {
    #expect(try JSON.read(Array(reading.text.utf8)) == reading.value)
  }

  static let faults: [(text: String, offset: Int)] = [
    ("", 0), ("[1,", 3), ("{\"a\" 1}", 5), ("[1] x", 4), ("\"a", 2), ("\"\u{1}\"", 2),
    (#""\ud83d""#, 7), (#""\x""#, 3), ("tru", 0), ("{1:2}", 1), ("- ", 1), ("[1 2]", 3),
  ]

  @Test(arguments: faults) func `says where a text stops being JSON`(
    _ fault: (text: String, offset: Int)
  ) {
    let error = #expect(throws: JSONError.self) { try JSON.read(Array(fault.text.utf8)) }
    #expect(error?.offset == fault.offset)
  }

  @Test func `deep nesting is refused and does not crash`() {
    let text = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError.self) { try JSON.read(Array(text.utf8)) }
  }

  @Test func `finds members and elements`() {
    #expect(Self.value["number"]?.int == 12)
    #expect(Self.value["list"]?[1]?.bool == true)
    #expect(Self.value["list"]?[9] == nil)
    #expect(Self.value["nowhere"] == nil)
  }
}
