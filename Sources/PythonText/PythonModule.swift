package import Diagnostics

/// A Python source file as a syntax tree.
package struct PythonModule: Sendable {
  package let file: SourceFile
  /// The text of the first statement, if that is a plain string.
  package let docstring: String?
  package let body: [Statement]
  /// The bytes of each comment, from `#` to the end of its line.
  package let comments: [Range<Int>]
}
