import RevisionGraphs
import Diagnostics
import Files
import JSONText
import Projects
import Revisions
import Testing

/// Identifiers of real projects, and what Alembic's `ScriptDirectory` says about them.
///
/// `make conformance` compares many more, which it downloads.
@Suite struct `Graphs of real projects` {
  static let folder = Path.join(Path.parent(Path.parent(#filePath)), "Fixtures/graphs")
  static let names = ["aiida-psql", "galaxy", "glance", "keystone"]

  @Test func `are all compared`() throws {
    let folders = try FileSystem.list(Self.folder).filter { $0.kind == .directory }
    #expect(folders.map(\.name) == Self.names)
  }

  @Test(arguments: names) func `are read as Alembic reads them`(_ name: String) throws {
    let folder = Path.join(Self.folder, name)
    let expected = try JSON.read(FileSystem.read("\(folder)/expected.json"))
    let project = Project.read(
      ProjectFolders(
        root: folder, supabase: nil, alembic: "\(folder)/alembic.ini", alembicSection: "alembic"))
    #expect(project.diagnostics.filter { $0.code != "missing-env" } == [])
    let graph = try #require(project.files.graph)
    let found: [String: JSON] = [
      "heads": JSON(graph.heads.sorted()), "bases": JSON(graph.bases.sorted()),
      "branchPoints": JSON(graph.branchPoints.sorted()),
      "mergePoints": JSON(graph.mergePoints.sorted()),
      "order": JSON(project.files.alembic.map(\.id.id)),
    ]
    #expect(expected.names == Set(found.keys).union(["project", "revisions"]))
    for (field, value) in found { #expect(value == expected[field], "\(field)") }
    let revisions = try #require(expected["revisions"])
    #expect(revisions.names == Set(graph.nodes.map(\.id)))
    for node in graph.nodes {
      let facts: [String: JSON] = [
        "parents": JSON(node.parents), "dependsOn": JSON(node.dependsOn),
        "labels": JSON(node.labels.sorted()),
        "effectiveLabels": JSON(graph.labels(of: node.id).sorted()),
      ]
      #expect(revisions[node.id]?.names == Set(facts.keys))
      for (field, value) in facts {
        #expect(value == revisions[node.id]?[field], "\(field) of \(node.id)")
      }
    }
  }
}

extension JSON {
  /// The names of an object's members.
  fileprivate var names: Set<String> {
    guard case .object(let members) = self else { return [] }
    return Set(members.map(\.name))
  }
}
