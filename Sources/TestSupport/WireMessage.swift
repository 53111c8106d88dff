/// Who sends a message of PostgreSQL's protocol.
package enum Sender: String, Sendable, Hashable, CaseIterable {
  case client
  case server
}

/// A message of PostgreSQL's protocol, as bytes.
///
/// Source: "Message Formats" in PostgreSQL's documentation.
package struct WireMessage: Sendable {
  package let sender: Sender
  /// The letter; zero for the messages that have none, with which a session begins.
  package let type: UInt8
  package let bytes: [UInt8]

  /// The text of a statement that is parsed or run with the simple protocol.
  package var statement: String? {
    guard sender == .client else { return nil }
    let parts = bytes.dropFirst(5).split(separator: 0, omittingEmptySubsequences: false)
    return switch type {
    case UInt8(ascii: "Q"): parts.first.map { String(decoding: $0, as: UTF8.self) }
    // The name of the statement comes first.
    case UInt8(ascii: "P"):
      parts.dropFirst().first.map { String(decoding: $0, as: UTF8.self) }
    default: nil
    }
  }

  /// The process of the server that says so.
  package var backendPID: Int32? {
    guard sender == .server, type == UInt8(ascii: "K"), bytes.count >= 9 else { return nil }
    return bytes[5..<9].reduce(0) { $0 << 8 | Int32($1) }
  }

  /// Whether a session begins that only looks at who keeps the run waiting, and that comes when a machine
  /// is slow.
  var beginsWatch: Bool {
    sender == .client && type == 0
      && String(decoding: bytes, as: UTF8.self).contains("migrate, watching")
  }

  /// Asks the server to hand over all answers that it has.
  static let flush: [UInt8] = [UInt8(ascii: "H"), 0, 0, 0, 4]
}

/// Cuts the bytes of one side into messages.
struct MessageReader {
  let sender: Sender
  private var bytes: [UInt8] = []
  /// Whether what comes next has no letter: all that a client says until it has named itself.
  private var isOpening: Bool
  /// Whether the next byte is the answer to a request for encryption.
  var expectsRefusal = false

  init(sender: Sender) {
    self.sender = sender
    isOpening = sender == .client
  }

  mutating func append(_ more: ArraySlice<UInt8>) { bytes += more }

  /// The next message, if it is there whole.
  mutating func next() -> WireMessage? {
    if expectsRefusal, !bytes.isEmpty {
      expectsRefusal = false
      return take(1, type: 0)
    }
    let head = isOpening ? 0 : 1
    guard bytes.count >= head + 4 else { return nil }
    let length = bytes[head..<head + 4].reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count >= head + length else { return nil }
    guard isOpening else { return take(1 + length, type: bytes[0]) }
    let message = take(length, type: 0)
    isOpening = message.asksForEncryption
    return message
  }

  private mutating func take(_ count: Int, type: UInt8) -> WireMessage {
    defer { bytes.removeFirst(count) }
    return WireMessage(sender: sender, type: type, bytes: Array(bytes.prefix(count)))
  }
}

extension WireMessage {
  /// SSLRequest and GSSENCRequest, after which a client begins anew.
  var asksForEncryption: Bool {
    type == 0 && bytes.count == 8
      && [[4, 210, 22, 47], [4, 210, 22, 48]].contains(Array(bytes[4...]))
  }
}

/// What a client has asked and the server has not answered yet.
struct AnswerTracker {
  private var open: [(number: Int, type: UInt8)] = []
  private var count = 0

  /// Notes a message of the client.
  /// - Returns: its number, to be asked for.
  mutating func sent(_ type: UInt8) -> Int {
    count += 1
    if "PBDECSQ".utf8.contains(type) { open.append((count, type)) }
    return count
  }

  mutating func received(_ type: UInt8) {
    switch type {
    case UInt8(ascii: "1"), UInt8(ascii: "2"), UInt8(ascii: "3"), UInt8(ascii: "n"),
      UInt8(ascii: "s"), UInt8(ascii: "I"), UInt8(ascii: "C"):
      answer { $0 != UInt8(ascii: "Q") && $0 != UInt8(ascii: "S") }
    case UInt8(ascii: "T"): answer { $0 == UInt8(ascii: "D") }
    // Everything is skipped up to the next synchronisation.
    case UInt8(ascii: "E"):
      while answer({ $0 != UInt8(ascii: "Q") && $0 != UInt8(ascii: "S") }) {}
    // The rows are asked for: what wants them is under way.
    case UInt8(ascii: "G"): answer { _ in true }
    case UInt8(ascii: "Z"):
      while let first = open.first, answer({ _ in true }),
        first.type != UInt8(ascii: "Q"), first.type != UInt8(ascii: "S")
      {}
    default: break
    }
  }

  @discardableResult
  private mutating func answer(_ isMeant: (UInt8) -> Bool) -> Bool {
    guard let first = open.first, isMeant(first.type) else { return false }
    open.removeFirst()
    return true
  }

  func isAnswered(_ number: Int) -> Bool { !open.contains { $0.number <= number } }
}
