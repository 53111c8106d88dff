import Diagnostics
import Files

/// The text of a new revision: the project's `script.py.mako`, as far as it only fills in values.
///
/// Mako's templates are Python. Those that Alembic makes, and nearly all that people make of them,
/// use the few expressions below; of any other, the usual text is written, and it is said.
struct ScriptTemplate {
  /// What is filled in.
  struct Values {
    let id: String
    let parents: [String]
    let message: String
    let createdAt: String
    /// The body of `upgrade()`; nil for nothing.
    let upgrade: String?
    /// The revision of another track to come after; nil for none.
    let requirement: String?
  }

  /// Text, and expressions to fill in, in turn.
  private enum Piece {
    case text(String)
    case expression(String)
  }

  private let pieces: [Piece]

  /// The project's own template, or the usual one where there is none that can be filled in.
  static func read(in folder: String, notes: inout [Diagnostic]) -> ScriptTemplate {
    let path = Path.join(folder, "script.py.mako")
    guard let bytes = try? FileSystem.read(path) else { return usual }
    if let template = ScriptTemplate(String(decoding: bytes, as: UTF8.self)) { return template }
    notes.append(
      Diagnostic(
        .warning, "template-not-used", "'\(path)' does more than filling in values",
        hint: "the usual template was written instead; 'alembic revision' uses the project's own"))
    return usual
  }

  /// Nil for a template that does more than filling in values.
  private init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let hasControl = lines.contains { line in
      let code = line.drop { $0 == " " || $0 == "\t" }
      return code.hasPrefix("%") && !code.hasPrefix("%%") || code.hasPrefix("<%")
    }
    guard !hasControl else { return nil }
    var pieces: [Piece] = []
    let kept = lines.filter { !$0.drop { $0 == " " }.hasPrefix("##") }.joined(separator: "\n")
    var rest = kept[...]
    while let start = rest.firstRange(of: "${") {
      pieces.append(.text(String(rest[..<start.lowerBound])))
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: "}") else { return nil }
      let expression = rest[..<end].filter { $0 != " " && $0 != "'" && $0 != "\"" }
      guard Self.expressions.contains(expression) else { return nil }
      pieces.append(.expression(expression))
      rest = rest[end...].dropFirst()
    }
    self.pieces = pieces + [.text(String(rest))]
  }

  /// What is known, without spaces and quotes.
  private static let expressions: Set = [
    "message", "up_revision", "create_date", "down_revision", "down_revision|comma,n",
    "repr(up_revision)", "repr(down_revision)", "repr(branch_labels)", "repr(depends_on)",
    "branch_labels", "depends_on", "imports", "importsifimportselse", "upgradesifupgradeselsepass",
    "downgradesifdowngradeselsepass",
  ]

  func expanded(_ values: Values) -> String {
    let text = pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .expression(let expression): Self.value(of: expression, values)
      }
    }.joined()
    guard let requirement = values.requirement else { return text }
    return Self.requiring(requirement, in: text)
  }

  private static func value(of expression: String, _ values: Values) -> String {
    switch expression {
    case "message": documented(values.message)
    case "up_revision": values.id
    case "repr(up_revision)": quoted(values.id)
    case "down_revision|comma,n": values.parents.joined(separator: ", ")
    case "down_revision", "repr(down_revision)": tuple(values.parents)
    case "create_date": values.createdAt
    case "upgradesifupgradeselsepass": values.upgrade ?? "pass"
    case "downgradesifdowngradeselsepass": "pass"
    case "branch_labels", "depends_on", "repr(branch_labels)", "repr(depends_on)": "None"
    default: ""
    }
  }

  private static func tuple(_ ids: [String]) -> String {
    switch ids.count {
    case 0: "None"
    case 1: quoted(ids[0])
    default: "(" + ids.map(quoted).joined(separator: ", ") + ")"
    }
  }

  private static func quoted(_ text: String) -> String { "'\(text)'" }

  /// A text inside of a docstring.
  private static func documented(_ message: String) -> String {
    message.unicodeScalars.map { scalar in
      scalar == "\\" || scalar == "\"" ? "\\\(scalar)" : String(scalar)
    }.joined()
  }

  /// The text with `migrate_after` below `depends_on`.
  private static func requiring(_ requirement: String, in text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let place = lines.lastIndex { $0.hasPrefix("depends_on") || $0.hasPrefix("down_revision") }
    lines.insert("migrate_after = \(quoted(requirement))", at: place.map { $0 + 1 } ?? lines.count)
    return lines.joined(separator: "\n")
  }

  private static let usual = ScriptTemplate(
    pieces: [
      .text("\"\"\""), .expression("message"), .text("\n\nRevision ID: "),
      .expression("up_revision"), .text("\nRevises: "), .expression("down_revision|comma,n"),
      .text("\nCreate Date: "), .expression("create_date"),
      .text("\n\n\"\"\"\n\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = "),
      .expression("repr(up_revision)"), .text("\ndown_revision = "),
      .expression("repr(down_revision)"),
      .text("\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade() -> None:\n    "),
      .expression("upgradesifupgradeselsepass"),
      .text("\n\n\ndef downgrade() -> None:\n    pass\n"),
    ])

  private init(pieces: [Piece]) { self.pieces = pieces }
}
