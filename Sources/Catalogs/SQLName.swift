/// Names and values as SQL.
package enum SQLName {
  /// In double quotes, those inside doubled.
  package static func quoted(_ name: String) -> String {
    enclosed(name, in: UInt8(ascii: "\""), doubling: [UInt8(ascii: "\"")])
  }

  /// A string constant; with `E` where a backslash would have two readings.
  package static func literal(_ value: String) -> String {
    let mark = UInt8(ascii: "'")
    let backslash = UInt8(ascii: "\\")
    guard value.utf8.contains(backslash) else { return enclosed(value, in: mark, doubling: [mark]) }
    return "E" + enclosed(value, in: mark, doubling: [mark, backslash])
  }

  /// A body between dollar signs with a tag that it does not hold.
  package static func dollarQuoted(_ body: String) -> String {
    var tag = "$body$"
    var number = 0
    // A tag also begins inside of a body that ends in a part of it.
    while firstPlace(of: tag, in: body + tag) < body.utf8.count {
      number += 1
      tag = "$body\(number)$"
    }
    return tag + body + tag
  }

  private static func firstPlace(of part: String, in text: String) -> Int {
    let part = Array(part.utf8)
    let bytes = Array(text.utf8)
    return bytes.indices.first { bytes[$0...].starts(with: part) } ?? bytes.count
  }

  /// By bytes: a mark with an accent behind it is one character, and a mark to the server.
  private static func enclosed(_ text: String, in mark: UInt8, doubling marks: [UInt8]) -> String {
    var bytes = [mark]
    for byte in text.utf8 {
      if marks.contains(byte) { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(mark)
    return String(decoding: bytes, as: UTF8.self)
  }
}
