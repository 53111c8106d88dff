import Diagnostics
import Files
import Glibc
import Testing

/// A folder that is there for one test.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/tracks-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit { Self.remove(path) }

  /// Creates the things that a test describes.
  convenience init(_ items: [Item]) throws {
    try self.init()
    for item in items { try add(item) }
  }

  func add(_ item: Item) throws {
    let target = "\(path)/\(item.path)"
    try FileSystem.makeDirectory(Path.parent(target))
    switch item.content {
    case .bytes(let bytes): try write(bytes, to: target)
    case .folder: try FileSystem.makeDirectory(target)
    case .link(let destination): #expect(symlink(destination, target) == 0)
    }
  }

  /// Writes without waiting for the disk, unlike the tool itself.
  private func write(_ bytes: [UInt8], to target: String) throws {
    let stream = try #require(fopen(target, "w"))
    defer { fclose(stream) }
    #expect(fwrite(bytes, 1, bytes.count, stream) == bytes.count)
  }

  private static func remove(_ path: String) {
    for entry in (try? FileSystem.list(path)) ?? [] {
      let child = "\(path)/\(entry.name)"
      if entry.kind == .directory && !entry.isSymbolicLink { remove(child) } else { unlink(child) }
    }
    rmdir(path)
  }
}

/// Something in a folder.
struct Item: Sendable {
  enum Content: Sendable {
    case bytes([UInt8])
    case folder
    case link(String)
  }

  let path: String
  let content: Content

  /// A file with a text; without one, something harmless that suits its kind.
  static func file(_ path: String, _ text: String? = nil) -> Item {
    let text = text ?? (path.hasSuffix(".py") ? "pass\n" : "select 1;\n")
    return Item(path: path, content: .bytes(Array(text.utf8)))
  }
  static func bytes(_ path: String, _ bytes: [UInt8]) -> Item {
    Item(path: path, content: .bytes(bytes))
  }
  static func folder(_ path: String) -> Item { Item(path: path, content: .folder) }
  static func link(_ path: String, to destination: String) -> Item {
    Item(path: path, content: .link(destination))
  }
}

/// Things in a folder, and what is said about them.
struct FolderCase: Sendable, CustomTestStringConvertible {
  let name: String
  let items: [Item]
  /// `severity code path:line:column message | hint`, one each.
  let expected: [String]

  init(_ name: String, _ items: [Item], _ expected: [String]) {
    self.name = name
    self.items = items
    self.expected = expected
  }

  var testDescription: String { name }
}

extension Diagnostic {
  /// All of it in one line.
  var told: String {
    "\(severity) \(code) \(location?.description ?? "nowhere") \(message) | \(hint ?? "no hint")"
  }
}
