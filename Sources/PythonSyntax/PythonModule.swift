package import Diagnostics

/// A Python source file as a syntax tree.
package struct PythonModule: Sendable {
  package let file: SourceFile
  /// The text of the first statement, if that is a plain string.
  package let docstring: String?
  package let body: [Statement]
  /// The bytes of each comment, from `#` to the end of its line.
  package let comments: [Range<Int>]
  /// Whether the keyword stands anywhere: without it, no function is a generator.
  package let hasYield: Bool

  private let postponed: [FunctionBody]

  /// A module of which the bodies in `postponed`, found anywhere in `body`, are not parsed yet.
  package init(
    file: SourceFile, body: [Statement], comments: [Range<Int>], hasYield: Bool,
    postponed: [FunctionBody]
  ) {
    self.hasYield = hasYield
    self.file = file
    self.body = body
    self.comments = comments
    self.postponed = postponed
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
