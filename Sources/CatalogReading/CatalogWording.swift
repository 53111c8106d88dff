import Catalogs

/// Makes one text of what servers write in different ways.
enum CatalogWording {
  static func normalized(
    _ properties: [Catalog.Property], of draft: CatalogDrafts.Draft
  ) -> [Catalog.Property] {
    switch draft.address.kind {
    case .constraint, .domainConstraint:
      properties.map { property in
        guard property.name == "definition", case .text(let text) = property.value else {
          return property
        }
        return Catalog.Property("definition", .text(withoutState(text)))
      }
    case .index: index(properties, draft: draft)
    case .view, .materializedView:
      properties.map { property in
        guard property.name == "definition", case .text(let text) = property.value else {
          return property
        }
        return Catalog.Property("definition", .text(ViewDefinition.normalized(text)))
      }
    case .column: column(properties, draft: draft)
    default: properties
    }
  }

  /// What `pg_get_constraintdef` puts behind the definition are properties of their own.
  private static func withoutState(_ text: String) -> String {
    var text = text[...]
    for ending in [" NOT ENFORCED", " NOT VALID", " INITIALLY DEFERRED", " DEFERRABLE"]
    where text.hasSuffix(ending) {
      text = text.dropLast(ending.count)
    }
    return String(text)
  }

  /// Without the names of index and table, and without the options: they stand elsewhere.
  private static func index(
    _ properties: [Catalog.Property], draft: CatalogDrafts.Draft
  ) -> [Catalog.Property] {
    let options = properties.compactMap { property -> String? in
      guard property.name.hasPrefix("option "), case .text(let value) = property.value else {
        return nil
      }
      return "\(property.name.dropFirst("option ".count))=\(optionValue(value))"
    }
    return properties.map { property in
      guard property.name == "definition", case .text(let text) = property.value else {
        return property
      }
      return Catalog.Property(
        "definition", .text(indexDefinition(text, draft: draft, options: options)))
    }
  }

  private static func indexDefinition(
    _ text: String, draft: CatalogDrafts.Draft, options: [String]
  ) -> String {
    var rest = text[...]
    for start in ["CREATE UNIQUE INDEX ", "CREATE INDEX "] where rest.hasPrefix(start) {
      rest = rest.dropFirst(start.count)
    }
    let names = [SQLName.quoted(draft.address.name), draft.address.name]
    if let name = names.first(where: { rest.hasPrefix($0 + " ON ") }) {
      rest = rest.dropFirst(name.count + " ON ".count)
    }
    if rest.hasPrefix("ONLY ") { rest = rest.dropFirst("ONLY ".count) }
    if let table = draft.details["relation"]?.first, rest.hasPrefix(table + " USING ") {
      rest = rest.dropFirst(table.count + 1)
    }
    guard !options.isEmpty else { return String(rest) }
    let clause = " WITH (\(options.joined(separator: ", ")))"
    guard let range = rest.firstRange(of: clause) else { return String(rest) }
    return String(rest[..<range.lowerBound] + rest[range.upperBound...])
  }

  /// As `flatten_reloptions` quotes: all but what is an identifier and no reserved word.
  private static func optionValue(_ value: String) -> String {
    let isName =
      value.utf8.allSatisfy { $0 >= 97 && $0 <= 122 || $0 == 95 || $0 >= 48 && $0 <= 57 }
      && value.utf8.first.map { $0 >= 97 || $0 == 95 } == true
    return isName && !["on", "true", "false"].contains(value) ? value : SQLName.literal(value)
  }

  /// From 18 on, NOT NULL is a constraint; the name that it gets by itself says nothing.
  private static func column(
    _ properties: [Catalog.Property], draft: CatalogDrafts.Draft
  ) -> [Catalog.Property] {
    let own = generatedName(draft.address.owner ?? "", draft.address.name, label: "not_null")
    return properties.filter { property in
      !(property.name == "not null name" && property.value == .text(own))
    }
  }

  /// The name that `makeObjectName` gives: both parts cut, the longer one first, to 63 bytes.
  static func generatedName(_ first: String, _ second: String, label: String) -> String {
    var first = Array(first.utf8)
    var second = Array(second.utf8)
    let room = 63 - label.utf8.count - 2
    while first.count + second.count > room {
      if first.count > second.count { first.removeLast() } else { second.removeLast() }
    }
    return [first, second].map { whole($0) }.joined(separator: "_") + "_\(label)"
  }

  /// Without a character that was cut in its middle.
  private static func whole(_ bytes: [UInt8]) -> String {
    var bytes = bytes[...]
    while String(validating: bytes, as: UTF8.self) == nil, !bytes.isEmpty { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
