import PGParsing
import SQLText

/// Collects the facts of one statement while its tree is read.
struct FactsBuilder {
  var tag = ""
  var transaction = TransactionEffect.ordinary
  private(set) var dataLoss: DataLoss?
  var rules: [TraitRule] = []
  var standsAloneIf: [ObjectTrait] = []
  var addsValue: EnumValue?
  var access: TransactionAccess?
  var storesCode = false
  /// What names mean inside the query that is being read, innermost last.
  var scopes: [QueryScope] = []
  /// The schema that `CREATE SCHEMA` makes: what its elements name without schema is looked for there first.
  var elementSchema: String?
  /// Whether what is read now is only stored, and not run by this statement.
  var isDefinition = false
  /// Names of parameters, which are no columns.
  var parameters: Set<String> = []

  private var creates = UniqueObjects()
  private var needs = UniqueObjects()
  private var drops = UniqueObjects()
  private var levels: [SchemaObject: LockLevel] = [:]
  private var locked: [SchemaObject] = []
  /// What was there before, though the statement makes something of the same name.
  private var older: Set<SchemaObject> = []

  /// The facts of a statement that the parser understood.
  static func facts(of tree: Tree) -> StatementFacts {
    var builder = FactsBuilder()
    builder.read(statement: tree)
    var facts = builder.finish()
    facts.repetition = tree.repetition
    return facts
  }

  mutating func read(statement tree: Tree) {
    guard let reader = StatementReaders.all[tree.name] else {
      tag = tree.name
      return
    }
    tag = reader.tag(tree)
    reader.read(&self, tree)
  }

  mutating func create(_ object: SchemaObject?) {
    guard let object = object.map(inElementSchema) else { return }
    creates.insert(object)
    if let schema = object.schema, object.member == nil { needSchema(schema) }
  }

  private func inElementSchema(_ object: SchemaObject) -> SchemaObject {
    guard let elementSchema, object.schema == nil, object.kind != .schema else { return object }
    return SchemaObject(object.kind, schema: elementSchema, object.name, member: object.member)
  }

  mutating func need(_ object: SchemaObject?) {
    guard let object, !BuiltIns.contains(object) else { return }
    needs.insert(object)
  }

  mutating func drop(_ object: SchemaObject?) {
    guard let object else { return }
    drops.insert(object)
  }

  mutating func needSchema(_ name: String) {
    need(SchemaObject(.schema, name))
  }

  mutating func lock(_ object: SchemaObject?, _ level: LockLevel) {
    guard let object, !BuiltIns.contains(object) else { return }
    if let known = levels[object] {
      levels[object] = max(known, level)
    } else {
      levels[object] = level
      locked.append(object)
    }
  }

  mutating func lose(_ loss: DataLoss) {
    if !isDefinition { dataLoss = dataLoss ?? loss }
  }

  /// Reads what is stored, and not run, by this statement.
  mutating func define(_ body: (inout FactsBuilder) -> Void) {
    let outer = isDefinition
    isDefinition = true
    body(&self)
    isDefinition = outer
  }

  /// Takes note of a relation that `OR REPLACE` may find in place.
  mutating func replace(_ object: SchemaObject, _ level: LockLevel) {
    older.insert(object.inDefaultSchema)
    lock(object, level)
  }

  /// The object goes under its old name and comes under its new one.
  mutating func rename(_ old: SchemaObject, to new: SchemaObject, isOptional: Bool) {
    if !isOptional { need(old) }
    // A move from an unsaid schema may be one to where it is already.
    older.insert(old.inDefaultSchema)
    drop(old)
    create(new)
  }

  /// Leaves out what the statement makes itself: it is neither needed nor was it there to be locked.
  private func finish() -> StatementFacts {
    let own = Set(creates.objects.map(\.inDefaultSchema)).subtracting(older)
    func isOwn(_ object: SchemaObject) -> Bool {
      guard !own.isEmpty else { return false }
      let object = inElementSchema(object).inDefaultSchema
      return own.contains(object) || (object.member != nil && own.contains(object.relation))
    }
    var facts = StatementFacts(
      tag: tag, transaction: transaction,
      locks: locked.compactMap { object in
        levels[object].flatMap { isOwn(object) ? nil : RelationLock(object, $0) }
      },
      creates: creates.objects, needs: needs.objects.filter { !isOwn($0) },
      drops: drops.objects, dataLoss: dataLoss)
    facts.rules = rules
    facts.standsAloneIf = standsAloneIf
    facts.addsValue = addsValue
    facts.access = access
    facts.storesCode = storesCode
    return facts
  }
}

/// Objects in the order in which they came, each once.
private struct UniqueObjects {
  private(set) var objects: [SchemaObject] = []
  private var known: Set<SchemaObject> = []

  mutating func insert(_ object: SchemaObject) {
    // Few are the rule; the set is for the statement with thousands.
    if objects.count < 16 {
      if !objects.contains(object) { objects.append(object) }
    } else {
      if known.isEmpty { known = Set(objects) }
      if known.insert(object).inserted { objects.append(object) }
    }
  }
}
