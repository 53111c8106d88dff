import BridgeProgram
package import Diagnostics
import Files
import JSONText
package import Migrating
import Revisions
import ScratchServers

extension Bridge {
  /// Runs one revision through the project's own Alembic and `env.py`, on a target by libpq's words.
  /// - Returns: what the project printed.
  package func live(
    _ request: LiveRequest, on target: [(keyword: String, value: String)]
  ) throws(LiveFailure) -> [String] {
    var secrets: [String: String] = [:]
    var connection: [JSON.Member] = []
    for (keyword, value) in target {
      switch keyword {
      case "password": secrets["MIGRATE_BRIDGE_PASSWORD"] = value
      case "sslpassword": secrets["MIGRATE_BRIDGE_SSLPASSWORD"] = value
      default: connection.append(JSON.Member(keyword, .string(value)))
      }
    }
    var limits = [JSON.Member("lock_timeout", .integer(request.lockTimeout))]
    if let time = request.statementTimeout {
      limits.append(JSON.Member("statement_timeout", .integer(time)))
    }
    let members = [
      JSON.Member("revision", .string(request.revision.id.id)),
      JSON.Member("path", .string(Path.join(root, request.revision.source.path))),
      JSON.Member("connection", .object(connection)), JSON.Member("limits", .object(limits)),
      JSON.Member("lock", .string(request.lock)), JSON.Member("claim", .string(request.claim)),
    ]
    let answers: Answers
    do {
      answers = try run(
        .live, members, secrets: secrets, timeLimit: .seconds(604_800),
        isUnwanted: request.isUnwanted)
    } catch {
      throw LiveFailure(.lost, error.message)
    }
    if answers.first("done") != nil { return answers.printed }
    if let reason = answers.first("refused")?["reason"]?.text {
      throw LiveFailure(.refused, reason, output: answers.printed)
    }
    guard let error = answers.first("failed")?["error"] else {
      throw LiveFailure(.lost, answers.silence, output: answers.printed)
    }
    throw failure(error, request.revision, answers)
  }

  /// Python's last words at the place in the revision, or in the project, that they are about.
  private func failure(
    _ error: JSON, _ revision: Revision, _ answers: Answers
  ) -> LiveFailure {
    let path = error["file"]?.text.map { Path.relative($0, to: FileSystem.resolve(root) ?? root) }
    var location: SourceLocation?
    var excerpt: SourceExcerpt?
    if let path, let line = error["line"]?.int {
      location = SourceLocation(path: path, line: line, column: 1)
      if path == revision.source.path, let range = revision.source.range(ofLine: line) {
        location = revision.source.location(at: range.lowerBound)
        excerpt = revision.source.excerpt(at: range.lowerBound, length: range.count)
      }
    }
    return LiveFailure(
      .raised, error.exception, sqlState: error["sqlState"]?.text, at: location, excerpt: excerpt,
      output: answers.printed, trace: answers.trace,
      hasCommitted: answers.first("committed") != nil)
  }
}

extension SourceFile {
  /// The bytes of a line, counted from 1, without the blanks before and behind.
  package func range(ofLine number: Int) -> Range<Int>? {
    var count = 0
    for line in SourceLines(bytes) {
      count += 1
      guard count == number else { continue }
      let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
      let start = bytes[line].firstIndex { !isBlank($0) } ?? line.lowerBound
      let end = bytes[line].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? line.upperBound
      return start..<max(start, end)
    }
    return nil
  }
}
