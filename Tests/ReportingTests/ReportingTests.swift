import CommandLineKit
import Diagnostics
import JSONText
import RevisionGraphs
import Revisions
import Testing

@testable import Reporting

@Suite struct DiagnosticReportTests {
  @Test func `shows what, where, the line and what to do`() {
    let file = SourceFile(path: "a/b.sql", text: "select 1;\n  création taable t;\n")
    let diagnostic = Diagnostic(
      .error, "statement-failed", "syntax error", in: file, at: 22..<28, hint: "write 'table'",
      related: [Diagnostic.Related("the other", at: SourceLocation(path: "c.sql", line: 3))])
    #expect(
      DiagnosticReport.lines(diagnostic) == [
        "error: syntax error [statement-failed]",
        "  --> a/b.sql:2:12",
        "  |",
        "2 |   création taable t;",
        "  |            ^^^^^^",
        "  note: the other",
        "    --> c.sql:3:1",
        "  hint: write 'table'",
      ])
  }

  @Test func `a long line is shown around the caret`() {
    let text = String(repeating: "x", count: 5000) + "HERE" + String(repeating: "y", count: 5000)
    let file = SourceFile(path: "f", text: text)
    let lines = DiagnosticReport.lines(
      Diagnostic(.error, "code", "message", in: file, at: 5000..<5004))
    let caret = lines[4].firstIndex(of: "^").map {
      lines[4].distance(from: lines[4].startIndex, to: $0)
    }
    let here = lines[3].firstRange(of: "HERE").map {
      lines[3].distance(from: lines[3].startIndex, to: $0.lowerBound)
    }
    #expect(caret != nil && caret == here)
    #expect(lines[3].count < 200)
  }

  @Test func `colour is only for terminals`() {
    let diagnostic = Diagnostic(.warning, "code", "message")
    #expect(DiagnosticReport.lines(diagnostic) == ["warning: message [code]"])
    let colored = DiagnosticReport.lines(diagnostic, painter: Painter(isColored: true))[0]
    #expect(colored.contains("\u{1B}[33m") && displayWidth(colored) == 23)
  }

  @Test func `as JSON it keeps every part`() {
    let diagnostic = Diagnostic(
      .note, "code", "message", at: SourceLocation(path: "f", line: 2, column: 3), hint: "do")
    #expect(
      DiagnosticReport.json(diagnostic).written()
        == #"{"severity":"note","code":"code","message":"message","location":{"path":"f","line":2,"column":3},"hint":"do","related":[]}"#
    )
  }
}

@Suite struct GraphReportTests {
  private func report() throws -> GraphReport {
    let nodes = [("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["b", "c"])].map { id, parents in
      GraphNode(id: id, parents: parents, location: SourceLocation(path: id))
    }
    let graph = try #require(RevisionGraph.build(nodes).graph)
    let alembic = ["a", "b", "c", "d"].map { revision(.alembic, $0, "say \"\($0)\"") }
    let supabase = ["1", "2"].map { revision(.supabase, $0, "n\($0)") }
    return GraphReport(
      files: TrackFiles(supabase: supabase, alembic: alembic, graph: graph),
      order: [alembic[0], supabase[0], alembic[1], alembic[2], alembic[3], supabase[1]].map(\.id),
      dependencies: [
        Dependency(
          before: alembic[3].id, after: supabase[1].id,
          reason: .declared(SourceLocation(path: "2.sql")))
      ])
  }

  private func revision(_ track: Track, _ id: String, _ name: String) -> Revision {
    Revision(
      id: RevisionID(track, id), name: name, source: SourceFile(path: id, bytes: []),
      location: SourceLocation(path: id), checksum: "", createdAt: nil)
  }

  @Test func `draws a column for each open line`() throws {
    #expect(
      try report().lines() == [
        "*      alembic:a   say \"a\"  branch point",
        "| *    supabase:1  n1",
        "| | *  alembic:b   say \"b\"",
        "* | |  alembic:c   say \"c\"",
        "* |    alembic:d   say \"d\"  merges b, c; head",
        "  *    supabase:2  n2       after alembic:d, as 2.sql:1 says",
      ])
  }

  @Test func `Mermaid gets safe names and labels`() throws {
    let text = try report().mermaid
    #expect(text.contains("    alembic_a[\"a say #34;a#34;\"]\n"))
    #expect(text.contains("  alembic_b --> alembic_d\n"))
    #expect(
      text.contains("  supabase__49_") == false && text.contains("  supabase_1 --> supabase_2\n"))
    #expect(text.contains("  alembic_d -.-> supabase_2\n"))
  }

  @Test func `JSON has the graph as Alembic knows it`() throws {
    let json = try report().json([])
    #expect(json["schema"]?.text == "migrate.graph/1")
    #expect(json["alembic"]?["heads"]?[0]?.text == "d")
    #expect(json["alembic"]?["branchPoints"]?[0]?.text == "a")
    #expect(json["alembic"]?["revisions"]?[3]?["parents"]?.elements.count == 2)
    #expect(json["order"]?.elements.count == 6)
  }
}
