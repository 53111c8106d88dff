package import Diagnostics

/// Why a value cannot be told without running Python.
package struct UnknownValue: Error, Sendable, Hashable {
  /// In words, such as `there is no file for module 'a.b'`; nil when the expression itself is why.
  package let reason: String?
  /// What to do about it, when that is known.
  package let hint: String?
  /// Where the way through the modules ends, when that is in another file.
  package let location: SourceLocation?

  package init(reason: String?, hint: String? = nil, at location: SourceLocation? = nil) {
    self.reason = reason
    self.hint = hint
    self.location = location
  }
}

extension UnknownValue {
  static let computed = UnknownValue(reason: nil)

  static func noModule(_ name: String) -> Self {
    UnknownValue(
      reason: "there is no file for module '\(name)'",
      hint: "name the folder it lies in with 'prepend_sys_path'")
  }

  static func noName(_ name: String, in module: String) -> Self {
    UnknownValue(reason: "'\(module)' has no name '\(name)'")
  }

  static func noConstant(_ name: String, in file: SourceFile, at range: Range<Int>) -> Self {
    UnknownValue(
      reason: "'\(name)' is no constant in '\(file.path)'", at: file.location(at: range.lowerBound))
  }

  static func moduleAsValue(_ name: String) -> Self {
    UnknownValue(reason: "'\(name)' is a module")
  }

  static func nameAndModule(_ name: String, in file: SourceFile, at range: Range<Int>) -> Self {
    UnknownValue(
      reason: "'\(name)' is both a name in '\(file.path)' and a module beside it",
      at: file.location(at: range.lowerBound))
  }

  static func unreadable(_ module: String, _ why: String, at location: SourceLocation?) -> Self {
    UnknownValue(reason: "'\(module)' cannot be read: \(why)", at: location)
  }

  static func endless(_ name: String) -> Self {
    UnknownValue(reason: "'\(name)' is imported in a circle or through too many modules")
  }
}
