package import PostgresDDL
package import PythonEvaluation
package import SQLAlchemyCore
package import SQLExpressions
import StandardLibrary

extension SQLAlchemyReader {
  /// What a function of SQLAlchemy's Core makes; nil for a name that is none.
  func makeCore(
    _ name: String, _ arguments: inout CallArguments
  ) throws(EvaluationFailure) -> PythonValue? {
    switch name {
    case "sa.text":
      let string = try arguments.require("text", 0).pythonString()
      let template = SQLTemplate(string.text, literal: string.literal)
      return .native(CoreObject.element(SQLElement(.text(template))))
    case "sa.Table": return .native(try table(&arguments))
    default:
      let value = try coreCall(arguments) { library, call throws(Refusal) in
        try library.call(name, call)
      }
      if value != nil { arguments = CallArguments(callee: name, range: arguments.range) }
      return value
    }
  }

  package func source(
    _ table: TableDefinition, at range: Range<Int>
  ) throws(EvaluationFailure) -> SQLSource {
    do { return try table.source() } catch { throw EvaluationFailure(error, at: range) }
  }

  /// Asks SQLAlchemy's Core something and gives its answer a place.
  func core(
    at range: Range<Int>, _ ask: (inout CoreLibrary) throws(Refusal) -> CoreValue?
  ) throws(EvaluationFailure) -> PythonValue? {
    let answer: CoreValue?
    do { answer = try ask(&library.core) } catch { throw EvaluationFailure(error, at: range) }
    guard let answer else { return nil }
    return try pythonValue(answer, at: range)
  }

  /// The same for a call; one with an unknown argument is unknown itself.
  func coreCall(
    _ arguments: CallArguments,
    _ ask: (inout CoreLibrary, CoreCall) throws(Refusal) -> CoreValue?
  ) throws(EvaluationFailure) -> PythonValue? {
    var own = arguments
    var positional: [CoreValue] = []
    var keywords: [(name: String, value: CoreValue)] = []
    for argument in own.rest() {
      if let unknown = argument.unknownPart { return .unknown(unknown) }
      positional.append(try coreValue(argument))
    }
    for (name, argument) in own.restOfKeywords() {
      if let unknown = argument.unknownPart { return .unknown(unknown) }
      keywords.append((name, try coreValue(argument)))
    }
    try evaluator.spend(positional.count + keywords.count, at: arguments.range)
    let call = CoreCall(arguments.callee, positional, keywords)
    return try core(at: arguments.range) { library throws(Refusal) in try ask(&library, call) }
  }

  private func pythonValue(
    _ value: CoreValue, at range: Range<Int>
  ) throws(EvaluationFailure) -> PythonValue {
    switch value {
    case .none: return .none
    case .boolean(let flag): return .boolean(flag)
    case .string(let text): return .string(text)
    case .object(let object): return .native(object)
    case .list(let values):
      var items: [PythonValue] = []
      for value in values { items.append(try pythonValue(value, at: range)) }
      return try evaluator.list(items, at: range)
    default: throw EvaluationFailure(Obstacle.unsupported("this value is not evaluated"), at: range)
    }
  }

  /// A value of Python as SQLAlchemy's Core takes it.
  package func coreValue(_ argument: PythonArgument) throws(EvaluationFailure) -> CoreValue {
    switch argument.value {
    case .none: return .none
    case .boolean(let flag): return .boolean(flag)
    case .integer(let integer): return .integer("\(integer)")
    case .bigInteger(let digits): return .integer(digits)
    case .float(let number) where number.isFinite: return .float(number.pythonText)
    case .string(let string): return .string(string.text)
    case .bytes(let bytes): return .bytes(bytes)
    case .list(let list): return .list(try coreValues(list.items, argument))
    case .tuple(let tuple): return .tuple(try coreValues(tuple.items, argument))
    case .iterator(let iterator): return .list(try coreValues(iterator.rest(), argument))
    case .dictionary(let dictionary):
      var entries: [CoreEntry] = []
      for entry in dictionary.entries {
        entries.append(
          CoreEntry(
            key: try coreValue(PythonArgument(entry.key, at: argument.range)),
            value: try coreValue(PythonArgument(entry.value, at: argument.range))))
      }
      return .dictionary(entries)
    case .instance(let instance):
      guard let name = instance.memberName else {
        let type = try? type(from: argument)
        return type.map { .type($0) } ?? .other(argument.value.kindName)
      }
      return .member(name, text: instance.mixedValue?.text)
    case .native(let object): return try coreValue(object, at: argument.range)
    case .name, .classObject:
      if let type = try? type(from: argument) { return .type(type) }
      throw argument.wrong("a value")
    default: throw argument.wrong("a value")
    }
  }

  private func coreValues(
    _ values: [PythonValue], _ argument: PythonArgument
  ) throws(EvaluationFailure) -> [CoreValue] {
    try evaluator.spend(values.count, at: argument.range)
    var items: [CoreValue] = []
    for value in values {
      items.append(try coreValue(PythonArgument(value, at: argument.range)))
    }
    return items
  }

  private func coreValue(
    _ object: any NativeObject, at range: Range<Int>
  ) throws(EvaluationFailure) -> CoreValue {
    switch object {
    case let object as CoreObject: return .object(object)
    case let table as TableObject: return .object(table.core)
    case let column as AttachedColumn: return .object(column.element)
    case let date as TemporalValue: return .literal(.temporal(date.literal))
    case let decimal as DecimalValue: return .literal(.number(decimal.digits, isDecimal: true))
    case let duration as DurationValue:
      return .literal(.interval(duration.seconds.pythonText))
    case let uuid as UUIDValue: return .literal(.uuid(uuid.canonical))
    case let object as SQLAlchemyObject:
      switch object {
      case .type(let type): return .type(type)
      case .schemaItem(.column(let column)):
        return .object(.element(try column.element(at: range)))
      default: return .other(object.kindName)
      }
    default: return .other(object.kindName)
    }
  }
}

extension PythonArgument {
  /// What is unknown in the value, also deep in a list or a dict.
  fileprivate var unknownPart: UnknownValue? { value.unknownPart }
}

extension PythonValue {
  fileprivate var unknownPart: UnknownValue? {
    switch self {
    case .unknown(let unknown): return unknown
    case .list(let list): return list.taint ?? list.items.lazy.compactMap(\.unknownPart).first
    case .tuple(let tuple): return tuple.items.lazy.compactMap(\.unknownPart).first
    case .dictionary(let dictionary):
      return dictionary.taint
        ?? dictionary.entries.lazy.compactMap { $0.value.unknownPart ?? $0.key.unknownPart }.first
    case .set(let set): return set.taint
    case .instance(let instance): return instance.taint
    default: return nil
    }
  }
}
