import Files

/// Looks in the modules that files import for listeners and compile rules that change what SQLAlchemy makes.
///
/// `event.listens_for(PrimaryKeyConstraint, …)` renames every key in the program, also those of revisions that
/// import nothing, and so does `compiles(ForeignKeyConstraint)`: Alembic imports all revisions. The texts are
/// searched as bytes: to parse a whole application would take too long.
package struct SchemaListeners {
  /// One place where a class of SQLAlchemy is listened to or given a compile rule.
  package struct Place: Sendable {
    /// The class, without a package.
    package let target: String
    /// The event; nil for a compile rule, empty when it is not written there.
    package let event: String?
    /// The full name of the module.
    package let module: String
    /// Whether some of the first files imports the module for certain.
    package let isCertain: Bool
  }

  let modules: PythonModules
  /// The files at which the search begins.
  let first: Set<String>
  /// The statements of each file that import, which is how the way back to the first files is found.
  private(set) var imports: [String: [String]] = [:]
  private var calls: [(call: Scan.Call, file: String)] = []
  private var seen: Set<String> = []
  private var waiting: [String] = []
  /// The statements that lead to the same modules wherever they stand, of which each is followed once.
  private var followed: Set<String> = []
  /// An application has a few thousand files; more are not looked at.
  private static let mostFiles = 4_000

  /// Begins with some files that were searched already; paths as they are shown.
  package init(importedBy files: [(path: String, scan: Scan)], _ modules: PythonModules) {
    self.modules = modules
    let paths = files.map { modules.path(ofShown: $0.path) }
    first = Set(paths)
    seen = first
    for (file, path) in zip(files, paths) { add(file.scan, of: path) }
    while let file = waiting.popLast(), seen.count < Self.mostFiles {
      guard let bytes = try? FileSystem.read(file, onlyRegular: true) else { continue }
      add(Scan(bytes), of: file)
    }
  }

  package var found: [Place] {
    var certain: [String: Bool] = [:]
    return calls.map { call, file in
      let isCertain = certain[file] ?? isImported(file)
      certain[file] = isCertain
      return Place(
        target: call.target, event: call.event, module: modules.fullName(of: file),
        isCertain: isCertain)
    }
  }

  private mutating func add(_ scan: Scan, of file: String) {
    calls += scan.calls.map { ($0, file) }
    imports[file] = scan.imports
    for statement in scan.imports {
      guard Self.isRelative(statement) || followed.insert(statement).inserted else { continue }
      for path in files(ofImport: statement, in: file) where seen.insert(path).inserted {
        waiting.append(path)
      }
    }
  }

  /// `from .module import name`.
  static func isRelative(_ statement: String) -> Bool {
    let words = statement.utf8.drop { $0 != 0x20 && $0 != 0x09 }
    return words.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: ".")
  }

  private static let separators: [UInt8] = [0x20, 0x09, 0x0D, 0x2C, 0x28, 0x29, 0x3B]

  /// The files of the modules that an import may run.
  func files(ofImport statement: String, in file: String) -> [String] {
    let words = statement.utf8.split(whereSeparator: Self.separators.contains).map {
      String(decoding: Array($0), as: UTF8.self)
    }
    guard words.count > 1 else { return [] }
    guard words[0] == "from" else {
      return words.dropFirst().filter { $0 != "as" }.flatMap { files(of: $0, importedBy: file) }
    }
    let below = words.dropFirst(3).filter { $0 != "as" }.map { word in
      words[1].hasSuffix(".") ? words[1] + word : "\(words[1]).\(word)"
    }
    return ([words[1]] + below).flatMap { files(of: $0, importedBy: file) }
  }

  private func files(of name: String, importedBy file: String) -> [String] {
    let level = name.utf8.prefix { $0 == UInt8(ascii: ".") }.count
    let parts = name.utf8.split(separator: UInt8(ascii: ".")).map {
      String(decoding: Array($0), as: UTF8.self)
    }
    guard !["sqlalchemy", "alembic"].contains(parts.first ?? "") else { return [] }
    return modules.finder.files(parts, level: level, importedBy: file)
  }
}
