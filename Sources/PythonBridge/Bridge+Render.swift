import BridgeProgram
import Files
import JSONText
package import RenderedFiles
import ScratchServers

/// What came of rendering one revision.
package enum Rendering: Sendable, Hashable {
  case statements([RenderedFile.Statement], sources: [RenderedFile.Source])
  /// It looks at the database, or at something else that another day or machine has otherwise.
  case live(reason: String, line: Int?, sources: [RenderedFile.Source])
  /// The revision, or the project around it, raised an exception.
  case failed(message: String, path: String?, line: Int?)
}

/// Why nothing could be rendered at all.
package struct BridgeFailure: Error, Sendable {
  package let message: String
  /// The file of the project that raised an exception, and its line.
  package let path: String?
  package let line: Int?
  package let printed: [String]
}

extension Bridge {
  /// A revision to render, by its file.
  package struct Asked: Sendable {
    package let revision: String
    package let path: String

    package init(revision: String, path: String) {
      self.revision = revision
      self.path = path
    }
  }

  /// Facts of `env.py`, which is not run for this.
  package struct Facts: Sendable {
    package var versionTable = "alembic_version"
    package var versionTableSchema: String?
    /// Patterns for the names of constraints, by the kinds that `MetaData` knows.
    package var namingConvention: [String: String] = [:]

    package init() {}
  }

  /// Renders revisions twice, with other hash seeds, so that what is left to chance shows.
  package func render(
    _ asked: [Asked], facts: Facts, folder: String
  ) throws(BridgeFailure) -> (renderings: [String: Rendering], makers: RenderedFile.Makers) {
    let first = try renderOnce(asked, facts, seed: "1", folder: folder)
    let second = try renderOnce(asked, facts, seed: "2", folder: folder)
    let renderings = first.renderings.merging(second.renderings) { one, other in
      if one == other { return one }
      switch (one, other) {
      case (.statements(let one, let sources), .statements(let other, _)):
        let place = zip(one, other).first { $0 != $1 }?.0.line
        return .live(
          reason: "it sends something else each time", line: place ?? one.last?.line,
          sources: sources)
      case (.failed, _): return one
      default: return other
      }
    }
    return (renderings, first.makers)
  }

  private func renderOnce(
    _ asked: [Asked], _ facts: Facts, seed: String, folder: String
  ) throws(BridgeFailure) -> (renderings: [String: Rendering], makers: RenderedFile.Makers) {
    let names = facts.namingConvention.sorted { $0.key < $1.key }
    let request = [
      JSON.Member("revisions", JSON(asked.map(\.revision))),
      JSON.Member("paths", JSON(asked.map(\.path))),
      JSON.Member("versionTable", .string(facts.versionTable)),
      JSON.Member("versionTableSchema", JSON(facts.versionTableSchema)),
      JSON.Member(
        "namingConvention",
        names.isEmpty ? .null : .object(names.map { JSON.Member($0.key, .string($0.value)) })),
    ]
    let answers: Answers
    do {
      answers = try run(
        .render, request, secrets: ["PYTHONHASHSEED": seed], timeLimit: .seconds(3600))
    } catch {
      throw BridgeFailure(message: error.message, path: nil, line: nil, printed: [])
    }
    if let error = answers.first("failed")?["error"] {
      throw BridgeFailure(
        message: error.exception, path: error["file"]?.text, line: error["line"]?.int,
        printed: answers.printed + answers.trace)
    }
    guard answers.first("done") != nil, let versions = answers.first("versions") else {
      throw BridgeFailure(
        message: answers.silence, path: nil, line: nil, printed: answers.printed)
    }
    let makers = RenderedFile.Makers(
      tool: "", alembic: versions["alembic"]?.text ?? "?",
      sqlalchemy: versions["sqlalchemy"]?.text ?? "?")
    var renderings: [String: Rendering] = [:]
    for event in answers.events {
      guard let revision = event["revision"]?.text else { continue }
      renderings[revision] = Rendering(event, folder: folder)
    }
    return (renderings, makers)
  }
}

extension Rendering {
  /// Reads an answer; `folder` is where the rendered files will lie.
  fileprivate init?(_ event: JSON, folder: String) {
    let sources = (event["sources"]?.elements ?? []).compactMap { source -> RenderedFile.Source? in
      guard let path = source["path"]?.text, let checksum = source["sha256"]?.text else {
        return nil
      }
      return RenderedFile.Source(path: Path.from(folder, to: path), checksum: checksum)
    }
    switch event["event"]?.text {
    case "rendered":
      self = .statements((event["statements"]?.elements ?? []).map(\.statement), sources: sources)
    case "live":
      self = .live(
        reason: event["reason"]?.text ?? "", line: event["line"]?.int, sources: sources)
    case "error":
      let error = event["error"]
      self = .failed(
        message: error?.exception ?? "", path: error?["file"]?.text, line: error?["line"]?.int)
    default: return nil
    }
  }
}

extension JSON {
  /// An exception as Python prints it last.
  var exception: String {
    let type = self["type"]?.text ?? "Exception"
    let message = self["message"]?.text ?? ""
    return message.isEmpty ? type : "\(type): \(message)"
  }

  fileprivate var statement: RenderedFile.Statement {
    guard let sql = self["sql"]?.text else { return RenderedFile.Statement(.commit) }
    return RenderedFile.Statement(
      self["autocommit"]?.bool == true ? .autocommit : .ordinary, sql: sql,
      line: self["line"]?.int)
  }
}

extension Path {
  /// The way from a folder to a path, both absolute: `../versions/a.py`.
  fileprivate static func from(_ folder: String, to path: String) -> String {
    let start = normalized(folder).split(separator: "/")
    let end = normalized(path).split(separator: "/")
    let shared = zip(start, end).prefix { $0 == $1 }.count
    return (start.dropFirst(shared).map { _ in ".."[...] } + end.dropFirst(shared))
      .joined(separator: "/")
  }
}
