import PostgresDDL
import PythonSyntax

/// What an expression of a revision comes to.
indirect enum PythonValue: Sendable {
  case none
  case boolean(Bool)
  case integer(Int)
  /// An integer beyond 64 bits, or a float or decimal, as digits.
  case number(String, isInteger: Bool)
  case string(PythonString)
  case bytes([UInt8])
  case list([PythonValue])
  case tuple([PythonValue])
  case dictionary([DictionaryEntry])
  /// A module, class or function by its full name: `sqlalchemy.Column`, `app.models.User`.
  case path(String)
  case function(FunctionValue)
  case method(PythonValue, String)
  case enumeration(EnumerationValue)
  case member(EnumerationValue, Int)
  /// A lambda: only its shape is looked at.
  case lambda(Parameters, Expression)
  /// A date, a UUID, a decimal.
  case literal(SQLLiteral)
  case type(SQLType)
  case schemaItem(SchemaItem)
  case expression(SQLExpression)
  /// `sa.bindparam(…)`.
  case parameter(String, SQLTemplate.BoundValue)
  case table(TableValue)
  case metadata
  case change(RowChange, TableValue)
  /// An element that `op.execute` takes, such as `CreateSequence(…)`.
  case element(Operation)
  case bind
  case context
  case dialect
  /// `op.get_context().autocommit_block()`.
  case autocommitBlock
  case batch(BatchValue)
  /// What a statement sent with `get_bind().execute()` returned: nobody may look at it.
  case result
  /// What cannot be known; a refusal as soon as an operation needs it.
  case unknown(Refusal)

  static func string(_ text: String) -> PythonValue { .string(PythonString(text)) }
}

struct DictionaryEntry: Sendable {
  let key: PythonValue
  let value: PythonValue
}

extension [DictionaryEntry] {
  /// The value of a key that is a string.
  func value(of name: String) -> PythonValue? {
    for entry in self {
      guard case .string(let key) = entry.key, key.text.hasSameScalars(as: name) else { continue }
      return entry.value
    }
    return nil
  }
}

extension String {
  /// Python's equality: Swift's takes differently composed letters for the same.
  func hasSameScalars(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// A text, with the bytes it was written in if it came from one literal.
struct PythonString: Sendable {
  let text: String
  /// The range of the literal in the file.
  var literal: Range<Int>?
  /// `op.f(…)`: a name that conventions leave alone and that is cut when it is too long.
  var isFinalName = false

  init(_ text: String, literal: Range<Int>? = nil, isFinalName: Bool = false) {
    self.text = text
    self.literal = literal
    self.isFinalName = isFinalName
  }
}

/// A function of the revision's file.
struct FunctionValue: Sendable {
  let definition: FunctionDefinition
  /// The names of the function that it was defined in.
  let surroundings: [String: PythonValue]
  /// The defaults, evaluated where the function was defined.
  let defaults: [String: PythonValue]
}

/// A class that derives from `enum.Enum`.
struct EnumerationValue: Sendable {
  let name: String
  let members: [(name: String, value: PythonValue)]
}

/// What stands in a table besides types and expressions.
enum SchemaItem: Sendable {
  case column(ColumnDefinition)
  case constraint(TableConstraint)
  /// `ForeignKey(…)` without the column it will stand on.
  case foreignKey(ForeignKeyConstraint)
  case index(IndexDefinition)
  case identity(IdentityOptions)
  case computed(ComputedValue)
  case sequence(SequenceValue)
  case serverDefault(ServerDefault)
  case fetchedDefault
}

/// `sa.Sequence(…)`.
struct SequenceValue: Sendable {
  let name: TableName
  let options: IdentityOptions
  var type: SQLType?
  var isOptional = false
}

/// `sa.table(…)`, or what `op.create_table` returns.
struct TableValue: Sendable {
  let name: TableName
  let columns: [(name: String, type: SQLType)]
  /// Columns without which an insert does more than it says: keys are returned, defaults computed.
  var requiredInInsert: [String] = []
  /// Columns that Python fills in when a row does not.
  var pythonDefaults: [String] = []
  /// Whether an update changes more columns than it says (`onupdate=`).
  var hasPythonUpdates = false

  init(name: TableName, columns: [(name: String, type: SQLType)]) {
    self.name = name
    self.columns = columns
  }

  init(_ table: TableDefinition) {
    self.init(name: table.name, columns: table.columns.map { ($0.name, $0.type) })
    var keys: Set<String> = []
    for case .primaryKey(let key) in table.constraints { keys.formUnion(key.columns) }
    requiredInInsert = table.columns
      .filter { $0.isPrimaryKey || keys.contains($0.name) || $0.hasPythonDefault }.map(\.name)
    pythonDefaults = table.columns.filter(\.hasPythonDefault).map(\.name)
    hasPythonUpdates = table.columns.contains(where: \.hasPythonUpdate)
  }

  func type(of column: String) -> SQLType? { columns.first { $0.name == column }?.type }
}

/// What `with op.batch_alter_table(…) as batch` binds.
struct BatchValue: Sendable {
  let table: TableName
}

extension PythonValue {
  /// What Python calls a value of this kind, for messages.
  var kindName: String {
    switch self {
    case .none: "None"
    case .boolean: "a bool"
    case .integer, .number(_, isInteger: true): "an int"
    case .number: "a float"
    case .string: "a string"
    case .bytes: "bytes"
    case .list: "a list"
    case .tuple: "a tuple"
    case .dictionary: "a dict"
    case .path(let path): "'\(path)'"
    case .function(let function): "'\(function.definition.name.text)'"
    case .method(_, let name): "the method '\(name)'"
    case .lambda: "a lambda"
    case .enumeration(let value): "'\(value.name)'"
    case .member(let value, let index): "'\(value.name).\(value.members[index].name)'"
    case .type: "a type"
    case .schemaItem(.column): "a column"
    case .schemaItem: "a schema item"
    case .expression, .literal: "an expression"
    case .table: "a table"
    case .result: "the result of a query"
    default: "an object"
    }
  }
}
