import Diagnostics
import Foundation
import RevisionGraphs
import Testing

/// One graph with everything that Alembic 1.20.1 computed for it.
struct RecordedGraph: Decodable, CustomTestStringConvertible {
  struct Plan: Decodable {
    let target: String
    let rows: [String]
    let error: String?
    let order: [String]?
    let rows_after: [String]?
    let version_sql: [[[String]]]?
    /// What depends on Alembic's hash seed.
    let varies: [String]?
  }

  enum Resolution: Decodable {
    case ids([String])
    case failure(String)

    private enum Key: CodingKey { case error }

    init(from decoder: any Decoder) throws {
      if let kind = try? decoder.singleValueContainer().decode(String.self) {
        self = .failure(kind)
      } else if let keyed = try? decoder.container(keyedBy: Key.self) {
        self = .failure(try keyed.decode(String.self, forKey: .error))
      } else {
        self = .ids(try decoder.singleValueContainer().decode([String].self))
      }
    }
  }

  let files: [RecordedFile]
  let heads: [String]
  let bases: [String]
  let real_heads: [String]
  let history: [String]
  let branchpoints: [String]
  let mergepoints: [String]
  let labels: [String: [String]]
  let plans: [Plan]
  let resolve: [String: Resolution]
  let nondeterministic: [String]?

  var testDescription: String { "graph of \(files.count) from \(files.first?.id ?? "nothing")" }

  static let all: [RecordedGraph] = lines(of: "graphs.jsonl")

  /// One value from each line of a fixture.
  static func lines<Value: Decodable>(of fixture: String) -> [Value] {
    let path = #filePath.replacing("GraphFixtures.swift", with: "Fixtures/\(fixture)")
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Value.self, from: Data($0.utf8))
    }
  }

  func build() -> (graph: RevisionGraph?, diagnostics: [Diagnostic]) {
    RevisionGraph.build(files.map(\.node))
  }
}

/// The four identifiers of one file, stored as a list.
struct RecordedFile: Decodable {
  let id: String
  let parents: [String]
  let labels: [String]
  let dependencies: [String]

  init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    id = try values.decode(String.self)
    parents = try values.decode([String].self)
    labels = try values.decode([String].self)
    dependencies = try values.decode([String].self)
  }

  var node: GraphNode {
    GraphNode(
      id: id, parents: parents, dependsOn: dependencies, labels: labels,
      location: SourceLocation(path: "\(id).py"))
  }
}

extension RevisionGraph {
  /// Reads `a, a -> b, b+x -> c [label]`: parents and, after `+`, dependencies before the arrow.
  static func parse(_ text: String) -> (graph: RevisionGraph?, diagnostics: [Diagnostic]) {
    build(nodes(text))
  }

  static func nodes(_ text: String) -> [GraphNode] {
    text.split(separator: ",").enumerated().map { index, entry in
      let halves = entry.split(separator: ">", omittingEmptySubsequences: false)
      let words = (halves.last ?? "").split { " []".contains($0) }.map(String.init)
      let before = halves.count == 1 ? "" : halves[0].filter { !"- ".contains($0) }
      let sides = before.split(separator: "+", omittingEmptySubsequences: false)
      return GraphNode(
        id: words.first ?? "", parents: (sides.first ?? "").split(separator: "&").map(String.init),
        dependsOn: sides.dropFirst().map(String.init), labels: Array(words.dropFirst()),
        location: SourceLocation(path: "\(index).py", line: index + 1))
    }
  }
}
