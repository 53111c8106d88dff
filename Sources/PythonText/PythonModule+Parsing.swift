package import Diagnostics
package import PythonSyntax
import PythonTokens

extension PythonModule {
  /// Parses everything but the insides of functions, which are parsed when they are asked for.
  package static func parse(_ file: SourceFile) throws(Diagnostic) -> PythonModule {
    try parse(file, postponesBodies: true)
  }

  /// Parses everything, and throws the first syntax error.
  package static func parseWhole(_ file: SourceFile) throws(Diagnostic) -> PythonModule {
    try parse(file, postponesBodies: false)
  }

  private static func parse(
    _ file: SourceFile, postponesBodies: Bool
  ) throws(Diagnostic) -> PythonModule {
    do {
      return try PythonModule(TokenizedSource(file), postponesBodies: postponesBodies)
    } catch {
      throw error.diagnostic(in: file)
    }
  }

  private init(_ source: TokenizedSource, postponesBodies: Bool) throws(SyntaxFault) {
    var parser = Parser(source, postponesBodies: postponesBodies)
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
        var parser = Parser(source, at: index, in: scope, postponesBodies: false)
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
