/// How names become SQL, by the rules of SQLAlchemy's PostgreSQL dialect.
package enum SQLName {
  /// The longest name that PostgreSQL keeps (`NAMEDATALEN` less one).
  package static let maximumLength = 63

  /// The name, in double quotes where it would not stand for itself.
  package static func quoted(_ name: String) -> String {
    needsQuotes(name) ? inQuotes(name) : name
  }

  /// The name in double quotes, whether it needs them or not.
  package static func inQuotes(_ name: String) -> String {
    var text = "\""
    for scalar in name.unicodeScalars {
      if scalar == "\"" { text.unicodeScalars.append("\"") }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }

  /// The schema of `ALTER TABLE`: Alembic quotes each part of a dotted schema on its own.
  package static func quotedDotted(_ name: String) -> String {
    name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      .map { quoted(String(decoding: $0, as: UTF8.self)) }
      .joined(separator: ".")
  }

  private static func needsQuotes(_ name: String) -> Bool {
    guard let first = name.utf8.first else { return true }
    if first == UInt8(ascii: "$") || isDigit(first) { return true }
    // The storage itself: to go over the view takes many times as long.
    let fits = name.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isPlain) }
    guard fits ?? name.utf8.allSatisfy(isPlain) else { return true }
    let count = name.utf8.count
    guard count <= longestReserved, reservedLengths[Int(first)] & 1 << UInt32(count) != 0 else {
      return false
    }
    return reserved.contains(name)
  }

  /// Of each first letter, the lengths of reserved words: nearly no name has to be looked up.
  private static let reservedLengths: [UInt32] = {
    var lengths = [UInt32](repeating: 0, count: 256)
    for word in reserved {
      guard let first = word.utf8.first else { continue }
      lengths[Int(first)] |= 1 << UInt32(word.utf8.count)
    }
    return lengths
  }()

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      || isDigit(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  /// `current_timestamp`.
  private static let longestReserved = 17

  private static let reserved = Set(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column \
    constraint create current_catalog current_date current_role current_time current_timestamp \
    current_user default deferrable desc distinct do else end except false fetch for foreign \
    from grant group having in initially intersect into leading limit localtime localtimestamp \
    new not null of off offset old on only or order placing primary references returning select \
    session_user some symmetric table then to trailing true union unique user using variadic \
    when where window with authorization between binary cross current_schema freeze full ilike \
    inner is isnull join left like natural notnull outer over overlaps right similar verbose
    """.split(separator: " ").map(String.init))
}

/// A table as an operation names it.
package struct TableName: Hashable, Sendable {
  package var schema: String?
  package var name: String

  package init(_ name: String, schema: String? = nil) {
    self.name = name
    self.schema = schema
  }

  /// The schema as one name, as in `CREATE TABLE`.
  package var quoted: String {
    guard let schema else { return SQLName.quoted(name) }
    return "\(SQLName.quoted(schema)).\(SQLName.quoted(name))"
  }

  /// The schema taken apart at its dots, as in `ALTER TABLE … ADD COLUMN`.
  package var dotted: String {
    guard let schema else { return SQLName.quoted(name) }
    return "\(SQLName.quotedDotted(schema)).\(SQLName.quoted(name))"
  }
}

/// The name of a constraint or an index.
package struct ObjectName: Hashable, Sendable {
  package let text: String
  /// Whether a name that is too long is cut (a convention's, `op.f`'s) or refused (anyone else's).
  package let isShortened: Bool

  package init(_ text: String, isShortened: Bool = false) {
    self.text = text
    self.isShortened = isShortened
  }

  /// The name that the database will know.
  package func resolved() throws(Refusal) -> String {
    guard text.utf8.count > SQLName.maximumLength else { return text }
    let scalars = text.unicodeScalars
    guard scalars.count > SQLName.maximumLength else { return text }
    guard isShortened else {
      throw .invalid(
        "the name '\(shown)' is longer than \(SQLName.maximumLength) characters",
        hint: "shorten the name")
    }
    let head = String(String.UnicodeScalarView(scalars.prefix(SQLName.maximumLength - 8)))
    return head + "_" + MD5.hexadecimal(of: Array(text.utf8)).suffix(4)
  }

  package func quoted() throws(Refusal) -> String { SQLName.quoted(try resolved()) }

  /// As much of the name as a message needs.
  private var shown: String {
    let length = 2 * SQLName.maximumLength
    let scalars = text.unicodeScalars
    guard scalars.count > length else { return text }
    return String(String.UnicodeScalarView(scalars.prefix(length))) + "…"
  }
}

extension [String] {
  /// `(a, "B")`.
  package var quotedList: String {
    var list = "("
    for place in indices {
      if place > 0 { list += ", " }
      list += SQLName.quoted(self[place])
    }
    list += ")"
    return list
  }
}
