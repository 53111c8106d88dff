import Diagnostics
import PythonSyntax

extension Evaluator {
  /// Makes every name unknown that the statement may have bound, and everything that it may have changed.
  func forget(_ statement: Statement, because failure: EvaluationFailure) {
    let module = scope.module
    let failure = failure.located(in: module.file)
    let reason = UnknownValue(
      failure.obstacle,
      origin: failure.origin ?? (failure.file ?? module.file).location(at: failure.range.lowerBound)
    )
    if case .importFrom(let names) = statement.kind,
      names.names.contains(where: { $0.name.text == "*" })
    {
      // A star import may bind any name.
      module.names = module.names.mapValues { _ in .unknown(reason) }
      module.anything = reason
      return
    }
    for name in statement.boundNames { module.names[name] = .unknown(reason) }
    taint(statement.range, in: module, because: reason)
    for function in failedFunctions {
      taint(function.range, in: function.module, because: reason)
      for name in function.globalNames { function.module.names[name] = .unknown(reason) }
    }
  }

  /// Marks what can change in place and is named in some code that was left half way.
  private func taint(_ range: Range<Int>, in module: ModuleObject, because reason: UnknownValue) {
    for word in module.file.words(in: range) {
      if let value = module.names[word] { value.taint(because: reason) }
    }
  }
}

extension PythonValue {
  func taint(because reason: UnknownValue) {
    switch self {
    case .list(let list): list.taint = reason
    case .dictionary(let dictionary): dictionary.taint = reason
    case .set(let set): set.taint = reason
    case .instance(let instance): if instance.memberName == nil { instance.taint = reason }
    default: break
    }
  }
}

extension SourceFile {
  /// The words of a range that may be names.
  fileprivate func words(in range: Range<Int>) -> Set<String> {
    var found: Set<String> = []
    var index = range.lowerBound
    let end = min(range.upperBound, bytes.count)
    while index < end {
      let start = index
      while index < end, Self.isName(bytes[index]) { index += 1 }
      if index > start {
        found.insert(String(decoding: bytes[start..<index], as: UTF8.self))
      } else {
        index += 1
      }
    }
    return found
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension PythonFunction {
  /// The names that the body declares to be those of the module.
  fileprivate var globalNames: [String] {
    (statements ?? []).flatMap { statement -> [String] in
      if case .global(let names) = statement.kind { names.map(\.text) } else { [] }
    }
  }
}
