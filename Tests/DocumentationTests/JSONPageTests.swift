import JSONText
import Testing

/// `docs/json.md` beside what the code makes: no member unsaid, none made up, each of its type.
@Suite struct JSONPageTests {
  private let tables: [String: [Page.Row]]

  init() throws {
    tables = Dictionary(try Page("json.md").tables.map { ($0.heading, $0.rows) }) { first, _ in
      first
    }
  }

  @Test(arguments: JSONSamples.schemas)
  func `the page describes`(_ schema: String) throws {
    let rows = try #require(tables[schema], "there is no heading `\(schema)`")
    let documents = JSONSamples.documents(schema)
    #expect(documents.allSatisfy { $0["schema"]?.text == schema })
    compare(rows, documents)
  }

  @Test func `the page describes every line of a run`() throws {
    let common = try #require(tables["migrate.event/1"])
    let byEvent = Dictionary(grouping: JSONSamples.lines) { $0["event"]?.text ?? "" }
    for (event, lines) in byEvent {
      let rows = try #require(tables["event \(event)"], "there is no heading `event \(event)`")
      compare(common + rows, lines, in: event)
    }
    let described = Set(tables.keys.filter { $0.hasPrefix("event ") })
    #expect(described == Set(byEvent.keys.map { "event \($0)" }))
  }

  private func compare(_ rows: [Page.Row], _ documents: [JSON], in name: String = "") {
    var page = Shape()
    page.add(rows, objects: tables)
    var code = Shape()
    for document in documents { code.add(document) }
    let differences = page.differences(fromCode: code)
    #expect(differences.isEmpty, "\(name) \(differences.joined(separator: "\n"))")
  }
}
