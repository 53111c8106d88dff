package import Diagnostics
package import PythonSyntax
import PythonTokens

extension PythonModule {
  /// Parses everything but the insides of functions, which are parsed when they are asked for.
  package static func parse(_ file: SourceFile) throws(Diagnostic) -> PythonModule {
    try parse(file, .postponed)
  }

  /// Parses everything, and throws the first syntax error.
  ///
  /// Of other functions than the one that is going to be called, what is certain to be right is parsed when
  /// it is asked for.
  package static func parseWhole(
    _ file: SourceFile, calling function: String? = nil
  ) throws(Diagnostic) -> PythonModule {
    try parse(file, function.map { .parsedIfCalled($0) } ?? .parsed)
  }

  private static func parse(
    _ file: SourceFile, _ bodies: Parser.Bodies
  ) throws(Diagnostic) -> PythonModule {
    do {
      return try PythonModule(TokenizedSource(file), bodies)
    } catch {
      throw error.diagnostic(in: file)
    }
  }

  private init(_ source: TokenizedSource, _ bodies: Parser.Bodies) throws(SyntaxFault) {
    var parser = Parser(source, bodies: bodies)
    let body = try parser.file()
    self.init(
      file: source.file, body: body, comments: source.comments, hasYield: source.hasYield,
      postponed: parser.postponed)
  }
}

extension FunctionBody {
  /// A body that begins with the indentation at a token and is not parsed yet.
  init(
    postponed source: TokenizedSource, at index: Int, in scope: Scope, range: Range<Int>
  ) {
    self.init(
      postponed: { () throws(Diagnostic) in
        var parser = Parser(source, at: index, in: scope, bodies: .parsed)
        var statements: [Statement] = []
        do throws(SyntaxFault) {
          try parser.indentedStatements(into: &statements)
        } catch {
          throw error.diagnostic(in: source.file)
        }
        return statements
      }, range: range)
  }
}
