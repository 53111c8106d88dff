import Files

/// Looks in the modules that files import for listeners and compile rules that change what SQLAlchemy makes.
///
/// `event.listens_for(PrimaryKeyConstraint, …)` renames every key in the program, also those of revisions that
/// import nothing, and so does `compiles(ForeignKeyConstraint)`: Alembic imports all revisions. The texts are searched as bytes: to parse a whole application would take too long.
package struct SchemaListeners {
  private let modules: PythonModules
  private var seen: Set<String> = []
  private var waiting: [String] = []
  /// The classes of SQLAlchemy that something listens to or has a compile rule for.
  package private(set) var classes: Set<String> = []
  /// An application has a few thousand files; more are not looked at.
  private static let mostFiles = 4_000

  /// Begins with the imports of some files, paths from the root.
  package init(importedBy files: [String], _ modules: PythonModules) {
    self.modules = modules
    for file in files where seen.insert(file).inserted { waiting.append(file) }
    while let file = waiting.popLast(), seen.count < Self.mostFiles { read(file) }
  }

  private static let schemaClasses: Set<String> = [
    "PrimaryKeyConstraint", "ForeignKeyConstraint", "UniqueConstraint", "CheckConstraint",
    "Constraint", "Index", "Column", "Table", "MetaData",
  ]

  private mutating func read(_ file: String) {
    guard let bytes = try? FileSystem.read(file, onlyRegular: true) else { return }
    var collected: [UInt8]?
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let trimmed = line.drop { $0 == 0x20 || $0 == 0x09 }
      if var text = collected {
        text += [0x20] + trimmed
        collected = text
        if trimmed.contains(UInt8(ascii: ")")) {
          follow(text, from: file)
          collected = nil
        }
        continue
      }
      if trimmed.starts(with: "from ".utf8) || trimmed.starts(with: "import ".utf8) {
        let isOpen =
          trimmed.contains(UInt8(ascii: "(")) && !trimmed.contains(UInt8(ascii: ")"))
        if isOpen { collected = Array(trimmed) } else { follow(Array(trimmed), from: file) }
      } else if trimmed.first == UInt8(ascii: "@") || trimmed.contains(UInt8(ascii: "(")) {
        listen(trimmed)
      }
    }
  }

  /// `@event.listens_for(Class, "after_parent_attach")`, `event.listen(…)`, or `@compiles(Class, …)`.
  private mutating func listen(_ line: ArraySlice<UInt8>) {
    guard Self.mayListen(line) else { return }
    let text = String(decoding: line, as: UTF8.self)
    let isListener =
      (text.contains("listens_for(") || text.contains("event.listen("))
      && text.contains("parent_attach")
    // A rule for another dialect prints nothing here.
    let isRule =
      text.contains("compiles(")
      && (!text.contains("'") && !text.contains("\"")
        || text.contains("postgresql"))
    guard isListener || isRule, let open = text.utf8.firstIndex(of: UInt8(ascii: "("))
    else { return }
    let rest = text.utf8[text.utf8.index(after: open)...]
    let name = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ")") }
    let last = name.split(separator: UInt8(ascii: ".")).last ?? name
    let found = String(decoding: Array(last), as: UTF8.self)
    if Self.schemaClasses.contains(found) { classes.insert(found) }
  }

  private static let callees = ["listens_for", "event.listen", "compiles"].map { Array($0.utf8) }

  /// Whether the line calls something of these names: nearly none does, and no text need be made of it.
  private static func mayListen(_ line: ArraySlice<UInt8>) -> Bool {
    for (place, byte) in zip(line.indices, line) where byte == UInt8(ascii: "(") {
      let before = line[..<place]
      if callees.contains(where: { before.suffix($0.count).elementsEqual($0) }) { return true }
    }
    return false
  }

  /// Puts the modules of an import on the list.
  private mutating func follow(_ bytes: [UInt8], from file: String) {
    let separators: Set<UInt8> = [0x20, 0x09, 0x0D, 0x2C, 0x28, 0x29, 0x3B]
    let words = bytes.split(whereSeparator: separators.contains).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard words.count > 1 else { return }
    guard words[0] == "from" else {
      for word in words.dropFirst() where word != "as" { add(word, from: file) }
      return
    }
    add(words[1], from: file)
    for word in words.dropFirst(3) where word != "as" {
      add(words[1].hasSuffix(".") ? words[1] + word : "\(words[1]).\(word)", from: file)
    }
  }

  private mutating func add(_ name: String, from file: String) {
    let level = name.utf8.prefix { $0 == UInt8(ascii: ".") }.count
    let parts = name.utf8.split(separator: UInt8(ascii: ".")).map {
      String(decoding: Array($0), as: UTF8.self)
    }
    guard !["sqlalchemy", "alembic"].contains(parts.first ?? ""),
      let place = modules.finder.find(parts, level: level, importedBy: file)
    else { return }
    if let path = place.file, seen.insert(path).inserted { waiting.append(path) }
  }
}
