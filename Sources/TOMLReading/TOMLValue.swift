package import Diagnostics

/// A value of a TOML document, with the place where it stands.
package struct TOMLValue: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    /// A date, a time or both, as RFC 3339 writes it.
    case datetime(String)
    case array([TOMLValue])
    case table(TOMLTable)
  }

  package let content: Content
  package let location: SourceLocation

  package init(_ content: Content, at location: SourceLocation) {
    self.content = content
    self.location = location
  }

  package var string: String? {
    guard case .string(let value) = content else { return nil }
    return value
  }

  package var integer: Int64? {
    guard case .integer(let value) = content else { return nil }
    return value
  }

  package var boolean: Bool? {
    guard case .boolean(let value) = content else { return nil }
    return value
  }

  package var array: [TOMLValue]? {
    guard case .array(let value) = content else { return nil }
    return value
  }

  package var table: TOMLTable? {
    guard case .table(let value) = content else { return nil }
    return value
  }

  /// All members as strings; nil when this is no array or a member is no string.
  package var strings: [String]? {
    guard let array else { return nil }
    let texts = array.compactMap(\.string)
    return texts.count == array.count ? texts : nil
  }

  /// What it is, with its article, for messages such as `expected a string, found an array`.
  package var kindName: String {
    switch content {
    case .string: "a string"
    case .integer: "an integer"
    case .float: "a float"
    case .boolean: "a boolean"
    case .datetime: "a date or time"
    case .array: "an array"
    case .table: "a table"
    }
  }
}

/// The members of a table in the order of the file.
package struct TOMLTable: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package let key: String
    package let keyLocation: SourceLocation
    package let value: TOMLValue

    package init(key: String, keyLocation: SourceLocation, value: TOMLValue) {
      self.key = key
      self.keyLocation = keyLocation
      self.value = value
    }
  }

  package let entries: [Entry]
  private let indices: [String: Int]

  package init(_ entries: [Entry] = []) {
    self.entries = entries
    var indices: [String: Int] = [:]
    for (index, entry) in entries.enumerated() { indices[entry.key] = index }
    self.indices = indices
  }

  package var keys: [String] { entries.map(\.key) }

  package func entry(_ key: String) -> Entry? { indices[key].map { entries[$0] } }

  package subscript(_ key: String) -> TOMLValue? { entry(key)?.value }

  /// The value at the end of a path of keys through nested tables.
  package subscript(path path: [String]) -> TOMLValue? {
    guard let first = path.first, let value = self[first] else { return nil }
    return path.count == 1 ? value : value.table?[path: Array(path.dropFirst())]
  }
}
