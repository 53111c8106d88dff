import PythonSyntax

extension SchemaListeners {
  /// Whether a chain of imports at the top level of files leads from the first files to this one.
  func isImported(_ file: String) -> Bool {
    var leads: [String: Set<String>] = [:]
    var reached: Set<String> = [file]
    var waiting = [file]
    while let next = waiting.popLast() {
      if first.contains(next) { return true }
      for (importer, statements) in imports
      where !reached.contains(importer)
        && statements.contains(where: { leadsTo(next, $0, in: importer, &leads) })
        && modules.imports(next, in: importer)
      {
        reached.insert(importer)
        waiting.append(importer)
      }
    }
    return false
  }

  /// Whether a statement seems to import a file; what an absolute one leads to is kept.
  private func leadsTo(
    _ file: String, _ statement: String, in importer: String, _ known: inout [String: Set<String>]
  ) -> Bool {
    if Self.isRelative(statement) {
      return files(ofImport: statement, in: importer).contains(file)
    }
    if let found = known[statement] { return found.contains(file) }
    let found = Set(files(ofImport: statement, in: importer))
    known[statement] = found
    return found.contains(file)
  }
}

extension PythonModules {
  /// Whether a file imports another one whenever it is run: not in a block or a function.
  fileprivate func imports(_ file: String, in importer: String) -> Bool {
    guard let tree = tree(at: importer) else { return false }
    return tree.body.contains { statement in
      switch statement.kind {
      case .import(let names):
        names.contains { finder.files($0.name.text.parts, importedBy: importer).contains(file) }
      case .importFrom(let from):
        imports(file, by: from, in: importer)
      default: false
      }
    }
  }

  private func imports(_ file: String, by statement: ImportFrom, in importer: String) -> Bool {
    let package = statement.module?.text.parts ?? []
    let files = finder.files(package, level: statement.level, importedBy: importer)
    if files.contains(file) { return true }
    return statement.names.contains { name in
      // A name that the package binds itself is not looked for in its folder.
      if let last = files.last, tree(at: last)?.binds(name.name.text) ?? true { return false }
      return finder.files(
        package + [name.name.text], level: statement.level, importedBy: importer
      ).last == file
    }
  }
}

extension String {
  /// What stands between the dots.
  fileprivate var parts: [String] {
    utf8.split(separator: UInt8(ascii: ".")).map { String(decoding: Array($0), as: UTF8.self) }
  }
}

extension PythonModule {
  /// Whether a statement at the top level may bind a name.
  fileprivate func binds(_ name: String) -> Bool {
    body.contains { statement in
      switch statement.kind {
      case .importFrom(let from):
        from.names.contains { ($0.alias ?? $0.name).text == name || $0.name.text == "*" }
      case .function(let definition): definition.name.text == name
      case .class(let definition): definition.name.text == name
      case .assign(let targets, _):
        targets.contains { if case .name(name) = $0.kind { true } else { false } }
      default: false
      }
    }
  }
}
