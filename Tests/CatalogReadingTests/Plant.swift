import Files
import Postgres
import Synchronization
import Testing

/// One change of a database that holds everything, and the words that a comparison must find for it.
struct Plant: Sendable, CustomTestStringConvertible {
  struct Expected: Sendable {
    /// A star at the end stands for anything.
    let words: String
    let isSafe: Bool
    let isSafeBack: Bool

    func matches(_ found: String) -> Bool {
      words.hasSuffix("*") ? found.hasPrefix(words.dropLast()) : found == words
    }
  }

  let name: String
  /// The first release that knows it.
  let release: Int
  let needsContrib: Bool
  let needsICU: Bool
  let preparation: String
  let change: String
  let expected: [Expected]

  var testDescription: String { name }

  /// All of `Fixtures/plants`.
  static let all: [Plant] = {
    let folder = Fixture.path("plants")
    let files = (try? FileSystem.list(folder))?.map(\.name).sorted() ?? []
    return files.flatMap { read((try? Fixture.text("plants/\($0)")) ?? "") }
  }()

  /// `--- name`, the preparation, `~~`, the change, and a line for each difference that it makes:
  /// `=>` where SQL is safe both ways, `=!` there and not back, `!>` back alone, `!!` in neither.
  private static func read(_ text: String) -> [Plant] {
    var plants: [Plant] = []
    var lines: [Substring] = []
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    for line in all + [Substring("--- ")] {
      if line.hasPrefix("--- "), let title = lines.first {
        plants.append(plant(title, lines.dropFirst()))
        lines = []
      }
      if line.hasPrefix("--- ") || !lines.isEmpty { lines.append(line) }
    }
    return plants
  }

  private static func plant(_ title: Substring, _ lines: ArraySlice<Substring>) -> Plant {
    let conditions =
      title.hasPrefix("--- [") ? title.prefix { $0 != "]" }.dropFirst(5).split(separator: " ") : []
    let marks = ["=> ", "=! ", "!> ", "!! "]
    let expected = lines.compactMap { line -> Expected? in
      guard let mark = marks.first(where: { line.hasPrefix($0) }) else { return nil }
      return Expected(
        words: String(line.dropFirst(3)), isSafe: mark.hasPrefix("="),
        isSafeBack: mark.hasSuffix("> "))
    }
    let sql = lines.filter { line in !marks.contains { line.hasPrefix($0) } }
    let parts = sql.split(separator: "~~", omittingEmptySubsequences: false)
    return Plant(
      name: String(title.dropFirst(4)), release: conditions.compactMap { Int($0) }.first ?? 15,
      needsContrib: conditions.contains("contrib"), needsICU: conditions.contains("icu"),
      preparation: parts.count > 1 ? parts[0].joined(separator: "\n") : "",
      change: (parts.last ?? []).joined(separator: "\n"), expected: expected)
  }
}

/// Files beside the tests.
enum Fixture {
  /// Tests make roles at the same time, on the same server.
  private static let roles = Mutex<Void>(())

  /// Makes one of each thing in a database.
  static func makeEverything(in session: inout Connection) throws {
    let roles = try text("roles.sql")
    let everything = try text("everything.sql")
    try Self.roles.withLock { _ in try session.execute(text: roles) }
    try session.execute(text: everything)
  }

  static func path(_ name: String) -> String {
    Path.join(Path.join(Path.parent(#filePath), "Fixtures"), name)
  }

  static func text(_ name: String) throws -> String {
    String(decoding: try FileSystem.read(path(name)), as: UTF8.self)
  }
}
