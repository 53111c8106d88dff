package import Diagnostics

/// Why a text is not Python, before anyone knows in which file.
package struct SyntaxFault: Error {
  package enum Code: String {
    case syntax = "python-syntax"
    case nesting = "python-nesting"
    case encoding = "python-encoding"
    case nulByte = "nul-byte"
    case invalidUTF8 = "invalid-utf8"
    case nameForm = "python-name"
    case mergeConflict = "merge-conflict-marker"
  }

  package let code: Code
  package let message: String
  package let range: Range<Int>

  package init(_ message: String, _ range: Range<Int>, code: Code = .syntax) {
    self.code = code
    self.message = message
    self.range = range
  }

  package init(_ message: String, at offset: Int, code: Code = .syntax) {
    self.init(message, offset..<offset + 1, code: code)
  }

  package func diagnostic(in file: SourceFile) -> Diagnostic {
    Diagnostic(.error, code.rawValue, message, in: file, at: range, hint: hint)
  }

  private var hint: String? {
    switch code {
    case .syntax: nil
    case .nesting: "break the expression or block into smaller parts"
    case .encoding, .invalidUTF8: "save the file as UTF-8"
    case .nameForm: "write the name with the characters that Python would put there"
    case .nulByte: "the file is damaged or not a text: restore it"
    case .mergeConflict: "resolve the conflict and remove the markers"
    }
  }
}
