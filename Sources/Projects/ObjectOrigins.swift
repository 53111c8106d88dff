package import Diagnostics
package import Revisions
import SQLText

/// Which revisions make the objects of a database, as far as their statements tell.
package struct ObjectOrigins: Sendable {
  private struct Origin: Sendable {
    let track: Track
    let member: String?
    let place: SourceLocation
  }

  private var origins: [String: [Origin]] = [:]

  /// Reads the statements of all revisions.
  package init(_ project: Project) {
    let found = project.analyse(project.revisions) { analysis in
      analysis.statements.indices.flatMap { index in
        analysis.statements[index].sql.facts.creates.map { object in
          let object = object.inDefaultSchema
          return (
            key: Self.key(object.schema, object.name),
            origin: Origin(
              track: analysis.revision.id.track, member: object.member,
              place: analysis.location(of: index))
          )
        }
      }
    }
    for (key, origin) in found.joined() { origins[key, default: []].append(origin) }
  }

  private static func key(_ schema: String?, _ name: String) -> String {
    "\(schema ?? "").\(name)"
  }

  /// The last statement that makes an object, or else what it is a part of.
  package func place(schema: String?, name: String, member: String?) -> SourceLocation? {
    guard let found = origins[Self.key(schema, name)] else { return nil }
    let own = member.flatMap { member in found.last { $0.member == member } }
    return (own ?? found.last { $0.member == nil } ?? found.last)?.place
  }

  /// The one track whose revisions make what has this name; nil for none or both.
  package func track(schema: String?, name: String) -> Track? {
    let tracks = Set(origins[Self.key(schema, name), default: []].map(\.track))
    return tracks.count == 1 ? tracks.first : nil
  }
}
