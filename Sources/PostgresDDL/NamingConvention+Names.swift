import SQLExpressions

extension NamingConvention {
  /// What `MetaData()` has when nobody gives it a convention.
  package static let standard = NamingConvention(["ix": "ix_%(column_0_label)s"])

  /// What a convention has a template for.
  enum Kind: String {
    case index = "ix"
    case unique = "uq"
    case check = "ck"
    case foreignKey = "fk"
    case primaryKey = "pk"
  }

  /// The name of a constraint or an index in its table; nil for one that has none.
  ///
  /// Follows `_constraint_name_for_table` in SQLAlchemy's `sql/naming.py`: a template names what has
  /// no name, and what has a plain one if it uses `%(constraint_name)s`; `op.f(…)` is never touched.
  func name(
    of name: ObjectName?, _ kind: Kind, _ subject: @autoclosure () -> NamingSubject
  ) throws(Refusal) -> ObjectName? {
    guard let template = templates[kind.rawValue], name?.isShortened != true,
      name == nil || template.utf8.contains(subsequence: "constraint_name")
    else { return name }
    var subject = subject()
    subject.writtenName = name?.text
    return ObjectName(try Self.filled(template, subject), isShortened: true)
  }

  /// Python's `template % tokens`, as far as conventions use it: `%(name)s` and `%%`.
  private static func filled(
    _ template: String, _ subject: NamingSubject
  ) throws(Refusal) -> String {
    var result: [UInt8] = []
    var rest = Array(template.utf8)[...]
    while let mark = rest.firstIndex(of: UInt8(ascii: "%")) {
      result += rest[..<mark]
      rest = rest[(mark + 1)...]
      if rest.first == UInt8(ascii: "%") {
        result.append(rest.removeFirst())
        continue
      }
      guard rest.first == UInt8(ascii: "("), let end = rest.firstIndex(of: UInt8(ascii: ")")),
        rest[end...].dropFirst().first == UInt8(ascii: "s")
      else { throw .unsupported("the naming convention '\(template)'") }
      let token = String(decoding: rest[..<end].dropFirst(), as: UTF8.self)
      result += try subject.value(of: token).utf8
      rest = rest[(end + 2)...]
    }
    return String(decoding: result + rest, as: UTF8.self)
  }
}

/// What the tokens of a naming convention stand for.
struct NamingSubject {
  let table: TableName
  /// The columns of the constraint; nil when they are not known.
  var columns: [String]? = []
  /// All columns of the table that are known.
  var others: Set<String> = []
  var target: TableName?
  /// The columns that a foreign key refers to; nil when SQLAlchemy could not find them.
  var targetColumns: [String]?
  var writtenName: String?

  func value(of token: String) throws(Refusal) -> String {
    switch token {
    case "table_name": return table.name
    case "constraint_name":
      guard let writtenName else {
        throw .invalid("the naming convention wants a name of its own for this constraint")
      }
      return writtenName
    case "referred_table_name":
      guard let target else { throw .unsupported("'%(referred_table_name)s' of no foreign key") }
      return target.name
    default: return try columnValue(of: token)
    }
  }

  /// `column_0_name`, `column_0_N_label`, `referred_column_0N_name` and their kin.
  private func columnValue(of token: String) throws(Refusal) -> String {
    let isReferred = token.hasPrefix("referred_column_")
    var rest = token.utf8.dropFirst(isReferred ? 16 : 7)
    guard isReferred || token.hasPrefix("column_") else { throw Self.unknown(token) }
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest.dropFirst(digits.count)
    var separator: String?
    if rest.starts(with: "_N_".utf8) {
      separator = "_"
      rest = rest.dropFirst(2)
    } else if rest.starts(with: "N_".utf8) {
      separator = ""
      rest = rest.dropFirst(1)
    }
    guard let index = Int(String(digits) ?? ""), let word = String(rest.dropFirst()),
      rest.first == UInt8(ascii: "_"), word == "name" || !isReferred,
      ["name", "key", "label"].contains(word), separator == nil || index == 0
    else { throw Self.unknown(token) }
    guard let names = isReferred ? targetColumns : columns else {
      throw .unsupported("'%(\(token))s' of this constraint")
    }
    let texts = word == "label" ? names.map(label) : names
    if let separator { return texts.joined(separator: separator) }
    return texts.indices.contains(index) ? texts[index] : ""
  }

  /// SQLAlchemy's `_ddl_label`, which keeps clear of other columns of the table.
  private func label(of column: String) -> String {
    let schema = table.schema.map { schema in
      schema.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_") + "_"
    }
    let label = "\(schema ?? "")\(table.name)_\(column)"
    guard others.contains(label) else { return label }
    var count = 1
    while others.contains("\(label)_\(count)") { count += 1 }
    return "\(label)_\(count)"
  }

  private static func unknown(_ token: String) -> Refusal {
    .unsupported("'%(\(token))s' in a naming convention")
  }
}

extension String.UTF8View {
  /// Whether a text stands anywhere in this one.
  fileprivate func contains(subsequence text: String) -> Bool {
    let (own, other) = (Array(self), Array(text.utf8))
    guard own.count >= other.count else { return false }
    return (0...own.count - other.count).contains { start in
      other.indices.allSatisfy { own[start + $0] == other[$0] }
    }
  }
}
