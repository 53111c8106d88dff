package import CommandLineKit
import RevisionGraphs
package import Revisions

/// Both tracks as pictures: for a terminal, for Mermaid, for programs.
package struct GraphReport: Sendable {
  let files: TrackFiles
  let order: [RevisionID]
  let dependencies: [Dependency]
  /// What comes directly before each revision in its own track.
  private let parents: [RevisionID: [RevisionID]]

  /// - Parameters:
  ///   - files: both tracks.
  ///   - order: every revision of both tracks, in the order in which an empty database gets them.
  ///   - dependencies: those across the tracks.
  package init(files: TrackFiles, order: [RevisionID], dependencies: [Dependency]) {
    self.files = files
    self.order = order
    self.dependencies = dependencies
    var parents: [RevisionID: [RevisionID]] = [:]
    for (before, after) in zip(files.supabase, files.supabase.dropFirst()) {
      parents[after.id] = [before.id]
    }
    for revision in files.alembic {
      parents[revision.id] = files.graph?.parents(of: revision.id.id).map {
        RevisionID(.alembic, $0)
      }
    }
    self.parents = parents
  }

  /// One line a revision, oldest first; a column for each line of development that is open.
  package func lines(painter: Painter = .plain) -> [String] {
    var lanes = Lanes(followers: followers)
    let revisions = Dictionary(
      (files.supabase + files.alembic).map { ($0.id, $0) }
    ) { first, _ in first }
    let rows = order.compactMap { id -> [TextTable.Cell]? in
      guard let revision = revisions[id] else { return nil }
      return [
        TextTable.Cell(lanes.place(id, after: predecessors(of: id))),
        TextTable.Cell(id.description, id.track == .supabase ? .green : .magenta),
        TextTable.Cell(revision.name), TextTable.Cell(remarks(id), .dim),
      ]
    }
    return TextTable(rows: rows).lines(painter: painter)
  }

  /// What a revision's line ends with: labels, and what is special about its place.
  private func remarks(_ id: RevisionID) -> String {
    var remarks: [String] = []
    if id.track == .alembic, let graph = files.graph, let node = graph[id.id] {
      if !node.labels.isEmpty { remarks.append("labels \(node.labels.joined(separator: ", "))") }
      if node.parents.count > 1 { remarks.append("merges \(node.parents.joined(separator: ", "))") }
      if !node.dependsOn.isEmpty {
        remarks.append("depends on \(node.dependsOn.joined(separator: ", "))")
      }
      if graph.children(of: id.id).isEmpty { remarks.append("head") }
      if graph.children(of: id.id).count > 1 { remarks.append("branch point") }
    }
    remarks += dependencies.filter { $0.after == id }.map(\.words)
    return remarks.joined(separator: "; ")
  }

  func predecessors(of id: RevisionID) -> [RevisionID] { parents[id] ?? [] }

  private var followers: [RevisionID: Int] {
    var counts: [RevisionID: Int] = [:]
    for id in order { for before in predecessors(of: id) { counts[before, default: 0] += 1 } }
    return counts
  }

  /// A Mermaid flowchart: tracks as groups, dependencies across them dotted.
  package var mermaid: String {
    var lines = ["flowchart TD"]
    for track in Track.allCases {
      let members = track == .supabase ? files.supabase : files.alembic
      guard !members.isEmpty else { continue }
      lines.append("  subgraph \(track.rawValue)")
      for revision in members {
        lines.append("    \(node(revision.id))[\"\(label(revision))\"]")
      }
      lines.append("  end")
    }
    for id in order {
      for before in predecessors(of: id) { lines.append("  \(node(before)) --> \(node(id))") }
      if id.track == .alembic {
        for before in files.graph?.dependencies(of: id.id) ?? [] {
          lines.append("  \(node(RevisionID(.alembic, before))) -.-> \(node(id))")
        }
      }
    }
    for dependency in dependencies {
      lines.append("  \(node(dependency.before)) -.-> \(node(dependency.after))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A name that Mermaid accepts: letters and digits, everything else as its code.
  private func node(_ id: RevisionID) -> String {
    let safe = id.id.unicodeScalars.map { scalar in
      scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        ? String(scalar) : "_\(scalar.value)_"
    }
    return "\(id.track.rawValue)_\(safe.joined())"
  }

  private func label(_ revision: Revision) -> String {
    let text = "\(revision.id.id) \(revision.name)".unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "#", "<", ">", "&", "[", "]", "|", "`", "\\": "#\(scalar.value);"
      case "\n", "\r", "\t": " "
      default: String(scalar)
      }
    }
    return text.joined()
  }
}

/// Which column each open line of development stands in.
private struct Lanes {
  /// For each column, the revision at its end; nil for a column that is free.
  private var ends: [RevisionID?] = []
  private var followers: [RevisionID: Int]

  init(followers: [RevisionID: Int]) { self.followers = followers }

  /// Puts a revision into the column of a predecessor, or into a new one, and draws the line.
  mutating func place(_ id: RevisionID, after predecessors: [RevisionID]) -> String {
    var column: Int?
    for before in predecessors {
      followers[before, default: 1] -= 1
      guard let end = ends.firstIndex(of: before), followers[before] == 0 else { continue }
      ends[end] = nil
      column = min(column ?? end, end)
    }
    let place = column ?? ends.firstIndex(of: nil) ?? ends.count
    if place == ends.count { ends.append(nil) }
    let picture = ends.indices.map { index in
      index == place ? "*" : ends[index] == nil ? " " : "|"
    }
    ends[place] = followers[id, default: 0] > 0 ? id : nil
    while ends.last == .some(nil) { ends.removeLast() }
    return picture.joined(separator: " ")
  }
}
