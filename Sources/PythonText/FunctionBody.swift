package import Diagnostics

/// The block of a function.
package struct FunctionBody: Sendable {
  enum Storage: Sendable {
    case parsed([Statement])
    /// Not parsed yet: the block begins with the indentation at this token.
    indirect case postponed(TokenizedSource, at: Int)
  }

  let storage: Storage
  /// From the first statement to the end of the last.
  package let range: Range<Int>

  /// The statements, parsed now if that was put off; throws the first syntax error in them.
  ///
  /// Nothing is remembered: keep the result if it is needed twice.
  package func statements() throws(Diagnostic) -> [Statement] {
    switch storage {
    case .parsed(let statements):
      return statements
    case .postponed(let source, let index):
      var parser = Parser(source, at: index, postponesBodies: false)
      var statements: [Statement] = []
      do {
        try parser.indentedStatements(into: &statements)
      } catch {
        throw error.diagnostic(in: source.file)
      }
      return statements
    }
  }
}
