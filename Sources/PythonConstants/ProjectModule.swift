import Synchronization
import Files
import Diagnostics
package import PythonSyntax
import PythonText

/// A module of a project, parsed as it is.
package struct ProjectModule: Sendable {
  /// The full name, by the folder that it was found from.
  package let name: String
  package let isPackage: Bool
  package let tree: PythonModule
}

extension PythonModules {
  /// The module of a name, with leading dots for one beside the file at `importer`; nil without one that parses.
  package func module(named name: String, importedBy importer: String) -> ProjectModule? {
    let level = name.utf8.prefix { $0 == UInt8(ascii: ".") }.count
    let parts = name.utf8.split(separator: UInt8(ascii: ".")).map {
      String(decoding: Array($0), as: UTF8.self)
    }
    guard let place = finder.find(parts, level: level, importedBy: importer),
      let file = place.file, let tree = tree(at: file)
    else { return nil }
    return ProjectModule(
      name: level == 0 ? name : fullName(of: file), isPackage: !place.folders.isEmpty, tree: tree)
  }

  /// A path from the root, of one as it is shown.
  package func path(ofShown path: String) -> String {
    path.hasPrefix("/") ? path : Path.normalized(Path.join(displayBase, path))
  }

  func tree(at path: String) -> PythonModule? {
    if let known = trees.withLock({ $0[path] }) { return known }
    guard let bytes = try? FileSystem.read(path, onlyRegular: true),
      let tree = try? PythonModule.parse(
        SourceFile(path: Path.relative(path, to: displayBase), bytes: bytes))
    else { return nil }
    trees.withLock { $0[path] = tree }
    return tree
  }

  /// The full name of a module, by the first root that its file lies below.
  func fullName(of file: String) -> String {
    var path = file.hasSuffix("/__init__.py") ? Path.parent(file) : String(file.dropLast(3))
    for root in finder.roots where path.hasPrefix(root + "/") {
      path = String(path.dropFirst(root.count + 1))
      break
    }
    return path.utf8.split(separator: UInt8(ascii: "/")).map {
      String(decoding: Array($0), as: UTF8.self)
    }.joined(separator: ".")
  }
}
