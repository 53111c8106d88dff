import JSONText

/// Which members a JSON value has, each by its path, and of which kinds their values are.
struct Shape: Equatable {
  /// `steps[].why[]` to `["string"]`.
  private(set) var kinds: [String: Set<String>] = [:]

  mutating func add(_ kind: String, at path: String) { kinds[path, default: []].insert(kind) }

  /// Adds what a value has that the code made.
  mutating func add(_ value: JSON, at path: String = "") {
    switch value {
    case .null: add("null", at: path)
    case .bool: add("boolean", at: path)
    case .integer: add("integer", at: path)
    case .number: add("number", at: path)
    case .string: add("string", at: path)
    case .array(let elements):
      add("array", at: path)
      for element in elements { add(element, at: path + "[]") }
    case .object(let members):
      if !path.isEmpty { add("object", at: path) }
      for member in members {
        add(member.value, at: path.isEmpty ? member.name : "\(path).\(member.name)")
      }
    }
  }

  /// Adds the rows of a page's table; the type of a member may be an object that the page describes.
  mutating func add(_ rows: [Page.Row], below path: String = "", objects: [String: [Page.Row]]) {
    for row in rows where row.cells.count > 1 {
      add(type: row.cells[1], at: path + row.cells[0], objects: objects)
    }
  }

  private mutating func add(type: String, at path: String, objects: [String: [Page.Row]]) {
    for word in type.split(separator: " or ", maxSplits: 8).map(String.init) {
      if word.hasPrefix("array of ") {
        add("array", at: path)
        add(type: String(word.dropFirst("array of ".count)), at: path + "[]", objects: objects)
      } else if word.hasPrefix("["), let end = word.firstIndex(of: "]") {
        add("object", at: path)
        let name = String(word[word.index(after: word.startIndex)..<end])
        add(objects[name] ?? [], below: path + ".", objects: objects)
      } else {
        add(word.hasSuffix("s") ? String(word.dropLast()) : word, at: path)
      }
    }
  }

  /// How the page differs from the code, in words.
  func differences(fromCode code: Shape) -> [String] {
    let paths = Set(kinds.keys).union(code.kinds.keys).sorted()
    return paths.compactMap { path in
      switch (kinds[path], code.kinds[path]) {
      case (nil, let made?): "'\(path)', \(made.sorted()), is not on the page"
      case (_?, nil): "'\(path)' is on the page, and no sample of the code has it"
      case (let written?, let made?) where written != made:
        "'\(path)' is \(made.sorted()) and called \(written.sorted())"
      default: nil
      }
    }
  }
}
