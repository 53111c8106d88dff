package import Diagnostics

/// The block of a function.
package struct FunctionBody: Sendable {
  private enum Storage: Sendable {
    case parsed([Statement])
    case postponed(@Sendable () throws(Diagnostic) -> [Statement])
  }

  private let storage: Storage
  /// From the first statement to the end of the last.
  package let range: Range<Int>

  package init(_ statements: [Statement], range: Range<Int>) {
    storage = .parsed(statements)
    self.range = range
  }

  /// A block whose statements are parsed when they are asked for.
  package init(
    postponed parse: @escaping @Sendable () throws(Diagnostic) -> [Statement], range: Range<Int>
  ) {
    storage = .postponed(parse)
    self.range = range
  }

  /// The statements, parsed now if that was put off; throws the first syntax error in them.
  ///
  /// Nothing is remembered: keep the result if it is needed twice.
  package func statements() throws(Diagnostic) -> [Statement] {
    switch storage {
    case .parsed(let statements): statements
    case .postponed(let parse): try parse()
    }
  }
}
