import Catalogs
import Postgres

/// What the rows of the system catalogs say, put together to objects.
struct CatalogDrafts {
  /// A row of a system catalog; the column where one is meant, otherwise 0.
  struct Key: Hashable {
    let catalog: Int
    let oid: Int
    let column: Int

    init(_ catalog: Int, _ oid: Int, _ column: Int = 0) {
      self.catalog = catalog
      self.oid = oid
      self.column = column
    }

    /// `class:oid:column`.
    init?(_ text: Substring) {
      let parts = text.split(separator: ":").compactMap { Int($0) }
      guard parts.count == 3 else { return nil }
      self.init(parts[0], parts[1], parts[2])
    }
  }

  struct Draft {
    let address: Catalog.Address
    let relation: Key?
    var properties: [Catalog.Property] = []
    var details: [String: [String]] = [:]
    var containers: [Key] = []
    var inheritedFrom: [Key] = []
    var dependencies: [Key] = []
    var columns: [String] = []
    var isImplicit = false
  }

  private(set) var keys: [Key] = []
  private(set) var drafts: [Draft] = []
  private var places: [Key: Int] = [:]
  private var extensionMembers: Set<Key> = []
  private(set) var unreadable: [String] = []

  /// Takes the rows of one query.
  mutating func add(_ rows: [Row], of query: CatalogQuery) {
    drafts.reserveCapacity(drafts.count + rows.count)
    for row in rows { add(row, of: query) }
  }

  private mutating func add(_ row: Row, of query: CatalogQuery) {
    guard let kind = Catalog.Kind(rawValue: row.text(0)), let oid = row.int(1),
      let column = row.int(2)
    else { preconditionFailure("a row without a kind or an OID: \(row.text(0))") }
    let key = Key(query.catalog.rawValue, oid, column)
    let relation = row.int(3).map { Key(SystemCatalog.relation.rawValue, $0) }
    var draft = Draft(
      address: Catalog.Address(kind: kind, schema: row[4], within: row[5], name: row.text(6)),
      relation: relation)
    if let owner = row[7] { draft.properties.append(Catalog.Property("owner", .text(owner))) }
    draft.containers = Self.keys(row[10])
    if let relation, kind != .sequence { draft.containers.append(relation) }
    draft.inheritedFrom = Self.keys(row[11])
    for (index, column) in query.columns.enumerated() {
      guard let value = row[CatalogQuery.headCount + index] else { continue }
      add(value, of: column, to: &draft)
    }
    addPrivileges(row, to: &draft)
    draft.isImplicit = draft.details["implicit"] != nil
    if kind == .column || kind == .attribute { note(column: draft, of: Key(key.catalog, oid)) }
    places[key] = drafts.count
    keys.append(key)
    drafts.append(draft)
  }

  /// Columns come in their order, behind the relations that they belong to.
  private mutating func note(column: Draft, of relation: Key) {
    let owner =
      places[relation] ?? column.containers.first.flatMap { places[$0] }
    guard let owner else { return }
    if let signature = column.details["signature"] {
      drafts[owner].details["signature", default: []] += signature
    } else {
      drafts[owner].columns.append(column.address.name)
    }
  }

  private mutating func add(
    _ value: String, of column: CatalogQuery.Column, to draft: inout Draft
  ) {
    switch column.form {
    case .text:
      draft.properties.append(Catalog.Property(column.name, .text(value)))
    case .list:
      let values = ArrayLiteral.values(value)
      if !values.isEmpty { draft.properties.append(Catalog.Property(column.name, .list(values))) }
    case .settings(let hidden):
      for setting in ArrayLiteral.values(value) {
        draft.properties.append(Self.property(setting, named: column.name, hiding: hidden))
      }
    case .detail where column.name == "unreadable":
      unreadable.append("\(draft.address): options")
      draft.properties.append(Catalog.Property("option", .unreadable))
    case .detail:
      draft.details[column.name] = [value]
    }
  }

  /// A `key=value`; a value that could be a secret is not kept.
  private static func property(
    _ setting: String, named prefix: String, hiding hidden: CatalogQuery.HiddenValues
  ) -> Catalog.Property {
    let sign = setting.firstIndex(of: "=") ?? setting.endIndex
    let key = String(setting[..<sign])
    let value = String(setting[sign...].dropFirst())
    let isHidden =
      switch hidden {
      case .none: false
      case .secrets: SecretOption.isSecret(key)
      case .allButUser: !["user", "username", "user_name"].contains(key)
      }
    return Catalog.Property(prefix + key, .text(isHidden ? "(hidden)" : value))
  }

  private func addPrivileges(_ row: Row, to draft: inout Draft) {
    guard let given = row[8] ?? row[9] else { return }
    let defaults = row[9] ?? "{}"
    guard given != defaults else { return }
    let rights = AccessRights(given)
    let all = AccessRights(draft.details["all"]?.first ?? defaults)
    // The owner's own rights are all there are.
    let letters = all.rights.filter { !$0.key.isEmpty }.values.max { $0.count < $1.count }
    // Rights on columns: the letters that `aclitem` takes for them.
    let whole = draft.address.kind == .column ? ["a", "r", "w", "x"] : letters ?? []
    let names = Set(whole.map { String($0.prefix(1)) })
    draft.properties += rights.properties(besides: AccessRights(defaults), all: names)
    guard draft.address.kind == .changedPrivileges else { return }
    for property in AccessRights(defaults).properties(besides: .none, all: names) {
      draft.details["default \(property.name)"] = property.value.values
    }
  }

  private static func keys(_ text: String?) -> [Key] {
    (text ?? "").split(separator: " ").compactMap(Key.init)
  }

  // MARK: What is said of objects elsewhere

  mutating func addMembers(_ rows: [Row]) {
    for row in rows {
      if let catalog = row.int(0), let oid = row.int(1) {
        extensionMembers.insert(Key(catalog, oid))
      }
    }
  }

  mutating func addDependencies(_ rows: [Row]) {
    for row in rows {
      let numbers = (0..<4).compactMap { row.int($0) }
      guard numbers.count == 4, let place = places[Key(numbers[0], numbers[1])] else { continue }
      drafts[place].dependencies.append(Key(numbers[2], numbers[3]))
    }
  }

  /// Comments and security labels: catalog, OID, column, property, text.
  mutating func addRemarks(_ rows: [Row]) {
    for row in rows {
      guard let catalog = row.int(0), let oid = row.int(1), let column = row.int(2),
        let place = places[Key(catalog, oid, column)]
      else { continue }
      drafts[place].properties.append(Catalog.Property(row.text(3), .text(row.text(4))))
    }
  }

  /// Whether an extension brought it, or the relation it belongs to.
  ///
  /// Policies on an extension's tables are somebody's own, as `pg_dump` has it.
  private func isBroughtAlong(_ index: Int) -> Bool {
    let draft = drafts[index]
    if draft.address.kind == .extension || draft.address.kind == .changedPrivileges { return false }
    if extensionMembers.contains(Key(keys[index].catalog, keys[index].oid)) { return true }
    guard let relation = draft.relation, draft.address.kind != .policy,
      draft.address.kind != .publicationTable
    else { return draft.containers.contains { isBroughtAlong(container: $0) } }
    return extensionMembers.contains(relation)
  }

  /// Attributes of types; domain constraints; identity sequences.
  private func isBroughtAlong(container key: Key) -> Bool {
    [SystemCatalog.type, .relation].contains { $0.rawValue == key.catalog }
      && extensionMembers.contains(Key(key.catalog, key.oid))
  }

  /// The objects that are a user's own.
  var objects: [Catalog.Object] {
    drafts.indices.filter { !isBroughtAlong($0) }.compactMap { index in
      let draft = drafts[index]
      let isImplicit = draft.isImplicit || draft.address.kind.isImplicit
      guard !(isImplicit && draft.properties.isEmpty) else { return nil }
      return object(draft, key: keys[index])
    }
  }

  private func object(_ draft: Draft, key: Key) -> Catalog.Object {
    var properties = draft.properties
    if !draft.columns.isEmpty {
      properties.append(Catalog.Property("columns", .list(draft.columns)))
    }
    let parents = inherited(draft, key: key)
    return Catalog.Object(
      address: draft.address,
      properties: CatalogWording.normalized(properties, of: draft),
      containers: addresses(draft.containers) + (draft.address.kind == .column ? parents : []),
      inheritedFrom: parents, dependencies: addresses(draft.dependencies),
      details: draft.details, isImplicit: draft.isImplicit)
  }

  /// A column follows the columns of its name in the tables that its table inherits from.
  private func inherited(_ draft: Draft, key: Key) -> [Catalog.Address] {
    guard draft.address.kind == .column, let relation = draft.relation,
      let place = places[relation]
    else { return addresses(draft.inheritedFrom) }
    return addresses(drafts[place].containers).map {
      Catalog.Address(
        kind: .column, schema: $0.schema, within: $0.name, name: draft.address.name)
    }
  }

  private func addresses(_ keys: [Key]) -> [Catalog.Address] {
    keys.compactMap { places[$0].map { drafts[$0].address } }
  }
}
