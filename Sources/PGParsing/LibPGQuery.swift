import CLibPGQuery

/// The C parser: text in, syntax trees out.
package enum LibPGQuery {
  /// Why a text did not parse, in the parser's words.
  package struct Failure: Error {
    package let message: String
    /// Offset of the byte that the message is about.
    package let offset: Int
  }

  /// One statement as the parser cut it: from the semicolon before to its own, which is not included.
  @safe
  package struct RawStatement {
    package let tree: Tree?
    package let range: Range<Int>
  }

  /// Parses a text and hands its statements, in order, to `body`; they are gone when it returns.
  package static func withStatements<Value>(
    of text: ArraySlice<UInt8>, _ body: ([RawStatement]) -> Value
  ) -> Result<Value, Failure> {
    var terminated = ContiguousArray<UInt8>()
    terminated.reserveCapacity(text.count + 1)
    terminated.append(contentsOf: text)
    terminated.append(0)
    let result = unsafe terminated.withUnsafeBytes { buffer in
      unsafe pg_query_parse_protobuf(buffer.baseAddress?.assumingMemoryBound(to: CChar.self))
    }
    defer { unsafe pg_query_free_protobuf_parse_result(result) }
    if let error = unsafe result.error {
      let message = unsafe error.pointee.message.map { unsafe String(cString: $0) }
      let offset = text.offset(ofCharacter: Int(unsafe error.pointee.cursorpos))
      return .failure(Failure(message: message ?? "the parser failed", offset: offset))
    }
    let arena = Arena()
    let unpacked = unsafe arena.withAllocator { allocator in
      unsafe result.parse_tree.data.withMemoryRebound(
        to: UInt8.self, capacity: result.parse_tree.len
      ) { data in
        unsafe pg_query__parse_result__unpack(allocator, result.parse_tree.len, data)
      }
    }
    guard let unpacked = unsafe unpacked else {
      return .failure(Failure(message: "the parser's tree cannot be read", offset: 0))
    }
    let value = body(unsafe statements(unpacked, textCount: text.count))
    withExtendedLifetime(arena) {}
    return .success(value)
  }

  private static func statements(
    _ result: UnsafeMutablePointer<PgQuery__ParseResult>, textCount: Int
  ) -> [RawStatement] {
    (0..<Int(unsafe result.pointee.n_stmts)).compactMap { index in
      guard let raw = unsafe result.pointee.stmts[index] else { return nil }
      let start = Int(unsafe raw.pointee.stmt_location)
      let length = Int(unsafe raw.pointee.stmt_len)
      // No length means: up to the end of the text.
      let end = length == 0 ? textCount : start + length
      return RawStatement(tree: unsafe Tree(UnsafeRawPointer(raw.pointee.stmt)), range: start..<end)
    }
  }
}

extension ArraySlice<UInt8> {
  /// The offset, from the slice's start, of a character that the parser counts from 1; 0 is no place.
  fileprivate func offset(ofCharacter number: Int) -> Int {
    var remaining = number
    for (offset, byte) in enumerated() where byte & 0xC0 != 0x80 {
      remaining -= 1
      if remaining <= 0 { return offset }
    }
    return number > 0 ? count : 0
  }
}
