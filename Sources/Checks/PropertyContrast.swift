package import Catalogs
package import Diagnostics

/// One property of an object as it is in two places, in plain words.
package struct PropertyContrast {
  private let property: String
  private let first: Catalog.Value?
  private let second: Catalog.Value?

  package init(property: String, first: Catalog.Value?, second: Catalog.Value?) {
    self.property = property
    self.first = first
    self.second = second
  }

  /// Longer values are shown beside the message, by the first line that differs.
  private static let longest = 80

  /// What the message says of the property: `type is 'bigint' here, and 'integer' there`.
  package func words(_ here: String, _ there: String) -> String {
    let word = property.split(separator: " ").first.map(String.init) ?? property
    let verb = Self.plurals.contains(word) ? "are" : "is"
    guard let one = Self.short(first), let other = Self.short(second) else {
      return "\(property) \(verb) not the same \(here) and \(there)"
    }
    return "\(property) \(verb) \(one) \(here), and \(other) \(there)"
  }

  /// Where long values part.
  package func details(_ here: String, _ there: String) -> [Diagnostic.Related] {
    guard Self.short(first) == nil || Self.short(second) == nil else { return [] }
    let (one, other) = (Self.lines(first), Self.lines(second))
    let index = (0..<max(one.count, other.count)).first { index in
      index >= one.count || index >= other.count || one[index] != other[index]
    }
    guard let index else { return [] }
    return [(one, here), (other, there)].map { lines, place in
      Diagnostic.Related(
        index < lines.count
          ? "line \(index + 1) \(place): \(lines[index])" : "no line \(index + 1) \(place)")
    }
  }

  private static let plurals: Set = [
    "privileges", "columns", "attributes", "roles", "values", "arguments", "options", "tags",
  ]

  /// In quotes, or that nothing is set; nil for what is long or has several lines.
  private static func short(_ value: Catalog.Value?) -> String? {
    guard let words = value?.words else { return "not set" }
    guard words.count <= longest, !words.contains(where: \.isNewline) else { return nil }
    return "'\(words)'"
  }

  private static func lines(_ value: Catalog.Value?) -> [String] {
    guard let value else { return [] }
    return value.words.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.split(separator: " ").joined(separator: " ") }
  }
}
