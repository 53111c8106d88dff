import Files
import Testing

/// A page of the documentation.
struct Page {
  let path: String
  let text: String

  init(_ name: String) throws {
    path = Self.repository + "/docs/" + name
    text = String(decoding: try FileSystem.read(path), as: UTF8.self)
  }

  static let repository = Path.normalized(Path.parent(#filePath) + "/../..")

  /// One row of a table: what its cells say.
  struct Row: Hashable {
    let cells: [String]
  }

  /// The rows of the tables under each heading, headings of tables left out.
  ///
  /// A heading that is a name in backticks is known by that name; rows begin with such a name too.
  var tables: [(heading: String, rows: [Row])] {
    var tables: [(heading: String, rows: [Row])] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        let title = line.drop { $0 == "#" || $0 == " " }
        tables.append((Self.name(title) ?? String(title), []))
      } else if line.hasPrefix("| `"), !tables.isEmpty {
        let cells = line.dropFirst().split(separator: "|").map { $0.trimmed }
        guard let name = cells.first.flatMap({ Self.name($0) }) else { continue }
        tables[tables.count - 1].rows.append(
          Row(cells: [name] + cells.dropFirst().map(String.init)))
      }
    }
    return tables
  }

  /// What stands between backticks, when nothing stands outside of them.
  private static func name(_ text: some StringProtocol) -> String? {
    guard text.count > 2, text.hasPrefix("`"), text.hasSuffix("`") else { return nil }
    let inner = text.dropFirst().dropLast()
    return inner.contains("`") ? nil : String(inner)
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let start = drop { $0 == " " }
    guard let end = start.lastIndex(where: { $0 != " " }) else { return start }
    return start[...end]
  }
}
