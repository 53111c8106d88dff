extension Catalog {
  /// One object and its properties.
  package struct Object: Sendable, Hashable {
    package let address: Address
    /// Sorted by name; what is as it is by default is not among them.
    package let properties: [Property]
    /// What it is gone with, and comes with.
    package let containers: [Address]
    /// The objects of parent tables that it follows when they change.
    package let inheritedFrom: [Address]
    /// What has to be there before it; only for the order of statements.
    package let dependencies: [Address]
    /// Facts that follow from properties and are needed to write statements.
    package let details: [String: [String]]
    /// Whether it is there because of a container, as the index of a constraint is.
    package let isImplicit: Bool

    package init(
      address: Address, properties: [Property], containers: [Address] = [],
      inheritedFrom: [Address] = [], dependencies: [Address] = [],
      details: [String: [String]] = [:], isImplicit: Bool = false
    ) {
      self.address = address
      self.properties = properties.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      self.containers = containers
      self.inheritedFrom = inheritedFrom
      self.dependencies = dependencies
      self.details = details
      self.isImplicit = isImplicit || address.kind.isImplicit
    }

    package subscript(_ name: String) -> Value? {
      properties.first { $0.name == name }?.value
    }

    /// The object as it is by default.
    var bare: Object {
      Object(
        address: address, properties: [], containers: containers, inheritedFrom: inheritedFrom,
        details: details, isImplicit: isImplicit)
    }

    /// Its part of the canonical text.
    package var text: String {
      var text = ""
      write(to: &text)
      return text
    }
  }

  /// One property that is not as it is by default.
  package struct Property: Sendable, Hashable {
    package let name: String
    package let value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  /// What a property says.
  package enum Value: Sendable, Hashable {
    case text(String)
    case list([String])
    /// The session may not read it; equal to everything.
    case unreadable

    /// The words in one text; those of a list with commas.
    package var words: String {
      switch self {
      case .text(let text): text
      case .list(let values): values.joined(separator: ", ")
      case .unreadable: "(not readable)"
      }
    }

    /// The words one by one.
    package var values: [String] {
      switch self {
      case .text(let text): [text]
      case .list(let values): values
      case .unreadable: []
      }
    }
  }
}

extension Catalog.Object {
  /// A line for the object, one for each property; no two objects have the same lines.
  func write(to text: inout String) {
    text += address.description
    text += "\n"
    for property in properties {
      text += "  "
      text += property.name
      switch property.value {
      case .text(let value) where !value.utf8.contains(10): text += ": \(value)\n"
      case .text(let value):
        text += ":\n"
        Self.write(value, mark: "|", to: &text)
      case .list(let values):
        text += ":\n"
        for value in values { Self.write(value, mark: "-", to: &text) }
      case .unreadable: text += " is not readable\n"
      }
    }
  }

  /// Each line of a value is marked, so that none can be taken for another property.
  private static func write(_ value: String, mark: String, to text: inout String) {
    var mark = mark
    for line in value.utf8.split(separator: 10, omittingEmptySubsequences: false) {
      text += "    \(mark) "
      text += Substring(line)
      text += "\n"
      mark = "|"
    }
  }
}
