internal import CTOML
package import Diagnostics

extension TOMLTable {
  /// More than any settings file needs; what is larger is not read.
  private static let largestSize = 8 << 20

  /// Parses a whole document; the diagnostic says where and why it is not TOML.
  package init(parsing file: SourceFile) throws(Diagnostic) {
    guard file.bytes.count <= Self.largestSize else {
      throw Diagnostic(
        .error, "toml-too-large", "the file has more than \(Self.largestSize >> 20) MiB",
        at: SourceLocation(path: file.path))
    }
    if let offset = file.firstInvalidUTF8 {
      throw Diagnostic(
        .error, "invalid-utf8", "the file is not valid UTF-8", at: file.location(at: offset),
        hint: "save the file as UTF-8")
    }
    self = try ParsedDocument(file).table()
  }
}

/// What the parser made of a file; frees it at the end.
@safe
private struct ParsedDocument: ~Copyable {
  private let raw: OpaquePointer
  private let file: SourceFile

  init(_ file: SourceFile) throws(Diagnostic) {
    let raw: OpaquePointer? = unsafe file.bytes.withUnsafeBytes { buffer in
      unsafe ctoml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    guard let raw = unsafe raw else {
      throw Diagnostic(
        .error, "toml-out-of-memory", "there is not enough memory to read the file",
        at: SourceLocation(path: file.path))
    }
    unsafe self.raw = raw
    self.file = file
  }

  deinit { unsafe ctoml_free(raw) }

  func table() throws(Diagnostic) -> TOMLTable {
    if let words = unsafe ctoml_error(raw) { throw failure(unsafe String(cString: words)) }
    var count = 0
    let start = unsafe ctoml_nodes(raw, &count)
    let nodes = unsafe UnsafeBufferPointer(start: start, count: count)
    var reader = unsafe NodeReader(nodes: nodes, path: file.path)
    return reader.nextTable()
  }

  private func failure(_ words: String) -> Diagnostic {
    let line = Int(unsafe ctoml_error_line(raw))
    let column = Int(unsafe ctoml_error_column(raw))
    let text = file.excerpt(at: file.offset(ofLine: line)).line
    let caret = min(max(column - 1, 0), text.unicodeScalars.count)
    return Diagnostic(
      .error, "invalid-toml", Self.sentence(words),
      at: SourceLocation(path: file.path, line: max(line, 1), column: max(column, 1)),
      excerpt: SourceExcerpt(line: text, caret: caret))
  }

  /// The parser's words as a message of ours.
  private static func sentence(_ words: String) -> String {
    let detail = "Error while parsing "
    let limit = " (TOML_MAX_NESTED_VALUES)"
    var text = Substring(words)
    if text.hasPrefix(detail) { text = text.dropFirst(detail.count) }
    if text.hasSuffix(limit) { text = text.dropLast(limit.count) }
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}

extension SourceFile {
  fileprivate func offset(ofLine line: Int) -> Int {
    guard line > 1 else { return 0 }
    var passed = 1
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      passed += 1
      if passed == line { return index + 1 }
    }
    return bytes.count
  }
}

/// Walks over the flat list of nodes, each followed by its children.
@safe
private struct NodeReader {
  private let nodes: UnsafeBufferPointer<ctoml_node>
  private let path: String
  private var index = 0

  init(nodes: UnsafeBufferPointer<ctoml_node>, path: String) {
    unsafe self.nodes = nodes
    self.path = path
  }

  mutating func nextTable() -> TOMLTable {
    var entries: [TOMLTable.Entry] = []
    let count = unsafe nodes[index].child_count
    index += 1
    entries.reserveCapacity(count)
    for _ in 0..<count {
      let node = unsafe nodes[index]
      entries.append(
        TOMLTable.Entry(
          key: unsafe text(node.key, node.key_length),
          keyLocation: place(unsafe node.key_line, unsafe node.key_column), value: nextValue()))
    }
    return TOMLTable(entries)
  }

  private mutating func nextArray() -> [TOMLValue] {
    let count = unsafe nodes[index].child_count
    index += 1
    return (0..<count).map { _ in nextValue() }
  }

  private mutating func nextValue() -> TOMLValue {
    let node = unsafe nodes[index]
    let location = place(unsafe node.line, unsafe node.column)
    let content: TOMLValue.Content
    switch ctoml_kind(unsafe node.kind) {
    case CTOML_TABLE: return TOMLValue(.table(nextTable()), at: location)
    case CTOML_ARRAY: return TOMLValue(.array(nextArray()), at: location)
    case CTOML_INTEGER: content = .integer(unsafe node.integer)
    case CTOML_FLOAT: content = .float(unsafe node.real)
    case CTOML_BOOLEAN: content = .boolean(unsafe node.boolean)
    case CTOML_DATETIME: content = .datetime(unsafe text(node.text, node.text_length))
    default: content = .string(unsafe text(node.text, node.text_length))
    }
    index += 1
    return TOMLValue(content, at: location)
  }

  private func place(_ line: UInt32, _ column: UInt32) -> SourceLocation {
    SourceLocation(path: path, line: max(Int(line), 1), column: max(Int(column), 1))
  }

  private func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
    let buffer = unsafe UnsafeRawBufferPointer(start: start, count: count)
    return unsafe String(decoding: buffer, as: UTF8.self)
  }
}
