package import Diagnostics

/// A Python source file as a syntax tree.
package struct PythonModule: Sendable {
  package let file: SourceFile
  /// The text of the first statement, if that is a plain string.
  package let docstring: String?
  package let body: [Statement]
  /// The bytes of each comment, from `#` to the end of its line.
  package let comments: [Range<Int>]

  private let postponed: [FunctionBody]

  /// Parses everything but the insides of functions, which are parsed when they are asked for.
  package static func parse(_ file: SourceFile) throws(Diagnostic) -> PythonModule {
    do {
      return try PythonModule(TokenizedSource(file))
    } catch {
      throw error.diagnostic(in: file)
    }
  }

  private init(_ source: TokenizedSource) throws(SyntaxFault) {
    var parser = Parser(source, postponesBodies: true)
    file = source.file
    body = try parser.file()
    comments = source.comments
    postponed = parser.postponed
    docstring =
      if case .expression(let first) = body.first?.kind, case .string(let text) = first.kind {
        text
      } else {
        nil
      }
  }

  /// The first syntax error of each function body.
  package func checkBodies() -> [Diagnostic] {
    postponed.compactMap { body in
      do throws(Diagnostic) {
        _ = try body.statements()
        return nil
      } catch {
        return error
      }
    }
  }
}
