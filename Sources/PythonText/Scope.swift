import PythonSyntax
import PythonTokens

/// What a statement stands in, which decides where `return`, `yield`, `await` and `break` may stand.
struct Scope: Sendable {
  var isFunction = false
  var isAsync = false
  var isLoop = false

  static func function(isAsync: Bool) -> Scope { Scope(isFunction: true, isAsync: isAsync) }
}

extension Parser {
  /// Reads what stands in a scope of its own.
  mutating func within<Value>(
    _ inner: Scope, _ body: (inout Self) throws(SyntaxFault) -> Value
  ) throws(SyntaxFault) -> Value {
    let outer = scope
    scope = inner
    defer { scope = outer }
    return try body(&self)
  }

  /// The block of a loop.
  mutating func loopBlock() throws(SyntaxFault) -> [Statement] {
    var inner = scope
    inner.isLoop = true
    return try within(inner) { parser throws(SyntaxFault) in try parser.block() }
  }

  func checkFunction(_ word: String) throws(SyntaxFault) {
    guard scope.isFunction else {
      throw SyntaxFault("'\(word)' stands outside of a function", range)
    }
  }

  func checkLoop(_ word: String) throws(SyntaxFault) {
    guard scope.isLoop else { throw SyntaxFault("'\(word)' stands outside of a loop", range) }
  }

  func checkAsync(_ word: String, at range: Range<Int>) throws(SyntaxFault) {
    guard scope.isAsync else {
      throw SyntaxFault("\(word) stands outside of an 'async' function", range)
    }
  }
}
