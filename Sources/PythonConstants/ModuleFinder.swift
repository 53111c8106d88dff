import Files

/// Finds the files of modules as Python's path-based finder does.
struct ModuleFinder: Sendable {
  /// What the name of a module leads to.
  struct Place: Sendable, Hashable {
    /// The file that is run; nil for a folder without `__init__.py`.
    let file: String?
    /// Where its submodules lie; empty for a plain module.
    let folders: [String]
  }

  /// Where modules are looked for, best first.
  let roots: [String]

  /// A module by its full name; nil when there is no file for it.
  func find(_ name: [String], level: Int = 0, importedBy file: String) -> Place? {
    var place =
      level == 0
      ? Place(file: nil, folders: roots)
      : (1..<level).reduce(package(at: Path.parent(file))) { place, _ in
        place.folders.first.map { package(at: Path.parent($0)) } ?? place
      }
    for part in name {
      guard let next = submodule(part, of: place) else { return nil }
      place = next
    }
    return place
  }

  /// The files that importing a module runs: those of the packages around it, then its own.
  func files(_ name: [String], level: Int = 0, importedBy file: String) -> [String] {
    guard var place = find([], level: level, importedBy: file) else { return [] }
    var files = level == 0 ? [] : [place.file].compactMap { $0 }
    for part in name {
      guard let next = submodule(part, of: place) else { break }
      if let path = next.file { files.append(path) }
      place = next
    }
    return files
  }

  /// A package comes before a module of the same name, and either before bare folders.
  func submodule(_ name: String, of place: Place) -> Place? {
    var bare: [String] = []
    for folder in place.folders {
      let path = Path.join(folder, name)
      let initializer = "\(path)/__init__.py"
      if FileSystem.isFile(initializer) { return Place(file: initializer, folders: [path]) }
      if FileSystem.isFile("\(path).py") { return Place(file: "\(path).py", folders: []) }
      if FileSystem.isDirectory(path) { bare.append(path) }
    }
    return bare.isEmpty ? nil : Place(file: nil, folders: bare)
  }

  private func package(at folder: String) -> Place {
    let initializer = "\(folder)/__init__.py"
    return Place(file: FileSystem.isFile(initializer) ? initializer : nil, folders: [folder])
  }
}
