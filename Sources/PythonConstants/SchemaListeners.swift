import Files

/// Looks in the modules that files import for listeners and compile rules that change what SQLAlchemy makes.
///
/// `event.listens_for(PrimaryKeyConstraint, …)` renames every key in the program, also those of revisions that
/// import nothing, and so does `compiles(ForeignKeyConstraint)`: Alembic imports all revisions. The texts are searched as bytes: to parse a whole application would take too long.
package struct SchemaListeners {
  private let modules: PythonModules
  private var seen: Set<String> = []
  private var waiting: [String] = []
  /// The statements that lead to the same modules wherever they stand, of which each is followed once.
  private var followed: Set<String> = []
  /// The classes of SQLAlchemy that something listens to or has a compile rule for.
  package private(set) var classes: Set<String> = []
  /// An application has a few thousand files; more are not looked at.
  private static let mostFiles = 4_000

  /// Begins with some files that were searched already; paths as they are shown.
  package init(importedBy files: [(path: String, scan: Scan)], _ modules: PythonModules) {
    self.modules = modules
    for file in files { add(file.scan, of: file.path) }
    while let file = waiting.popLast(), seen.count < Self.mostFiles {
      guard let bytes = try? FileSystem.read(file, onlyRegular: true) else { continue }
      add(Scan(bytes), of: file)
    }
  }

  private mutating func add(_ scan: Scan, of file: String) {
    classes.formUnion(scan.classes)
    for statement in scan.imports {
      if Self.isRelative(statement) {
        follow(statement, from: modules.path(ofShown: file))
      } else if followed.insert(statement).inserted {
        follow(statement, from: file)
      }
    }
  }

  /// `from .module import name`.
  private static func isRelative(_ statement: String) -> Bool {
    let words = statement.utf8.drop { $0 != 0x20 && $0 != 0x09 }
    return words.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ".")
  }

  /// Puts the modules of an import on the list.
  private mutating func follow(_ statement: String, from file: String) {
    let separators: Set<UInt8> = [0x20, 0x09, 0x0D, 0x2C, 0x28, 0x29, 0x3B]
    let words = statement.utf8.split(whereSeparator: separators.contains).map {
      String(decoding: Array($0), as: UTF8.self)
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
