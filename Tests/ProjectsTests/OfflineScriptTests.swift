import Diagnostics
import Files
import Foundation
import JSONText
import Projects
import Revisions
import Testing

/// Ways through small graphs as real Alembic prints them with `--sql`.
@Suite struct OfflineScriptTests {
  /// A tree of revisions, and what Alembic printed for ways through it.
  struct Tree: Sendable, CustomTestStringConvertible {
    struct Script: Sendable {
      let direction: Direction
      let start: String
      let end: String
      /// None where Alembic fails; several where its hash seed decides.
      let texts: [String]
    }

    let name: String
    let files: [(path: String, text: String)]
    let scripts: [Script]

    var testDescription: String { name }

    static let all: [Tree] = {
      let path = Path.join(Path.parent(#filePath), "Fixtures/offline-scripts.json")
      guard let bytes = try? FileSystem.read(path), let json = try? JSON.read(bytes) else {
        return []
      }
      return json.elements.map(Tree.init)
    }()

    private init(_ json: JSON) {
      name = json["name"]?.text ?? ""
      files =
        if case .object(let members)? = json["files"] {
          members.map { ($0.name, $0.value.text ?? "") }
        } else {
          []
        }
      scripts = (json["scripts"]?.elements ?? []).map { script in
        Script(
          direction: script["direction"]?.text == "downgrade" ? .downgrade : .upgrade,
          start: script["start"]?.text ?? "", end: script["end"]?.text ?? "",
          texts: (script["texts"]?.elements ?? []).compactMap(\.text))
      }
    }
  }

  @Test func `the fixture is there`() {
    #expect(Tree.all.count == 20)
    #expect(Tree.all.reduce(0) { $0 + $1.scripts.count { !$0.texts.isEmpty } } > 200)
  }

  @Test(arguments: Tree.all)
  func `are printed byte for byte`(_ tree: Tree) throws {
    let folder = try ScratchProject(tree.files)
    for script in tree.scripts {
      let rendered = folder.project.renderScript(
        from: script.start, to: script.end, script.direction)
      let way = "\(script.direction) \(script.start):\(script.end)"
      if script.texts.isEmpty {
        #expect(rendered.text == nil, "\(way) is printed, and Alembic fails")
        #expect(rendered.diagnostics.contains { $0.severity == .error }, "\(way)")
      } else {
        let text = rendered.text ?? "\(rendered.diagnostics.map(\.message))"
        #expect(
          script.texts.contains { $0.utf8.elementsEqual(text.utf8) },
          "\(way): \(text)\n\(script.texts[0])")
      }
    }
  }
}

/// A project in a folder that is gone with the value.
final class ScratchProject {
  let path: String

  init(_ files: [(path: String, text: String)]) throws {
    path = "/tmp/migrate-project-\(UUID().uuidString)"
    for file in files {
      let place = Path.join(path, file.path)
      try FileSystem.makeDirectory(Path.parent(place))
      try FileSystem.write(Array(file.text.utf8), to: place)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var project: Project {
    Project.read(
      ProjectFolders(
        root: path, supabase: nil, alembic: "\(path)/alembic.ini", alembicSection: "alembic"))
  }
}
