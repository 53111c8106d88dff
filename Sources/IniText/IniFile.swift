package import Diagnostics

/// An ini file as Python's `ConfigParser` reads it, with values that may refer to each other.
package struct IniFile: Sendable {
  package struct Value: Sendable, Hashable {
    package let text: String
    package let location: SourceLocation

    package init(text: String, location: SourceLocation) {
      self.text = text
      self.location = location
    }
  }

  /// Settings by lower-case key, by section; those of `DEFAULT` count for all.
  private var sections: [String: [String: Value]] = [:]
  private var defaults: [String: Value] = [:]

  /// Reads a file; `here` is the directory that `%(here)s` stands for.
  package init(_ file: SourceFile, here: String) throws(Diagnostic) {
    var reader = IniReader(file: file)
    for line in SourceLines(file.bytes) { try reader.read(line) }
    reader.finishValue()
    sections = reader.sections
    defaults = sections.removeValue(forKey: "DEFAULT") ?? [:]
    let escaped = here.split(separator: "%", omittingEmptySubsequences: false)
      .joined(separator: "%%")
    let start = SourceLocation(path: file.path)
    if defaults["here"] == nil { defaults["here"] = Value(text: escaped, location: start) }
  }

  /// A setting with its `%(name)s` filled in; nil when neither the section nor `DEFAULT` has it.
  package func value(_ key: String, in section: String) throws(Diagnostic) -> Value? {
    guard let settings = sections[section], let raw = settings[key] ?? defaults[key] else {
      return nil
    }
    return Value(
      text: try expand(raw, key: key, section: settings, depth: 1), location: raw.location)
  }

  private func expand(
    _ raw: Value, key: String, section: [String: Value], depth: Int
  ) throws(Diagnostic) -> String {
    guard depth <= 10 else { throw .endlessReference(key, at: raw.location) }
    return try Interpolation.expand(raw.text, of: key, at: raw.location) {
      name throws(Diagnostic) in
      guard let other = section[name] ?? defaults[name] else { return nil }
      return try expand(other, key: name, section: section, depth: depth + 1)
    }
  }
}

/// Python's `%(name)s` and `%%` in a setting.
package enum Interpolation {
  /// Asks `value` for each name, in lower case; nil from it is an error.
  package static func expand(
    _ text: String, of key: String, at location: SourceLocation,
    value: (String) throws(Diagnostic) -> String?
  ) throws(Diagnostic) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "%") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      if next == UInt8(ascii: "%") {
        result.append(next)
        index += 2
        continue
      }
      guard next == UInt8(ascii: "("),
        let close = bytes[(index + 2)...].firstIndex(of: UInt8(ascii: ")")), close > index + 2,
        close + 1 < bytes.count, bytes[close + 1] == UInt8(ascii: "s")
      else { throw .strayPercent(key, at: location) }
      let name = String(decoding: bytes[(index + 2)..<close], as: UTF8.self).lowercased()
      guard let other = try value(name) else {
        throw .unknownReference(name, in: key, at: location)
      }
      result += Array(other.utf8)
      index = close + 2
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// Takes an ini file line by line.
private struct IniReader {
  let file: SourceFile
  var sections: [String: [String: IniFile.Value]] = [:]
  private var section: String?
  private var key: String?
  private var lines: [String] = []
  private var place: SourceLocation?
  private var indentation = 0

  init(file: SourceFile) { self.file = file }

  mutating func read(_ line: Range<Int>) throws(Diagnostic) {
    let bytes = file.bytes
    guard let start = bytes[line].firstIndex(where: { !$0.isSpace }) else {
      // An empty line belongs to the value above, unless nothing follows there.
      if key != nil { lines.append("") }
      return
    }
    guard bytes[start] != UInt8(ascii: "#"), bytes[start] != UInt8(ascii: ";") else { return }
    let end = (bytes[line].lastIndex { !$0.isSpace } ?? start) + 1
    let depth = start - line.lowerBound
    if key != nil, depth > indentation {
      lines.append(file.text(start..<end))
      return
    }
    indentation = depth
    finishValue()
    try begin(start..<end)
  }

  mutating func finishValue() {
    guard let section, let key, let place else { return }
    while lines.last?.isEmpty == true { lines.removeLast() }
    sections[section]?[key] = IniFile.Value(text: lines.joined(separator: "\n"), location: place)
    self.key = nil
  }

  /// A line that is not indented under a value: a section or a setting.
  private mutating func begin(_ range: Range<Int>) throws(Diagnostic) {
    let bytes = file.bytes
    if bytes[range.lowerBound] == UInt8(ascii: "["),
      let close = bytes[range].lastIndex(of: UInt8(ascii: "]")), close > range.lowerBound + 1
    {
      let name = file.text(range.lowerBound + 1..<close)
      guard name == "DEFAULT" || sections[name] == nil else {
        throw fault("section '\(name)' is there twice", at: range, hint: "join the two sections")
      }
      if sections[name] == nil { sections[name] = [:] }
      section = name
      return
    }
    guard let section else {
      throw fault(
        "a setting stands before the first section", at: range,
        hint: "put it below '[alembic]'")
    }
    let delimiter = bytes[range].firstIndex {
      $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":")
    }
    guard let delimiter, delimiter > range.lowerBound else {
      throw fault(
        "this is no section, setting or comment", at: range,
        hint: "write 'key = value', or put a '#' before it")
    }
    let name = text(range.lowerBound..<delimiter).lowercased()
    guard sections[section]?[name] == nil else {
      throw fault("setting '\(name)' is there twice", at: range, hint: "remove one of the two")
    }
    key = name
    lines = [text(delimiter + 1..<range.upperBound)]
    place = file.location(at: range.lowerBound)
  }

  /// The text without white space at both ends.
  private func text(_ range: Range<Int>) -> String {
    let bytes = file.bytes[range]
    guard let first = bytes.firstIndex(where: { !$0.isSpace }),
      let last = bytes.lastIndex(where: { !$0.isSpace })
    else { return "" }
    return file.text(first..<last + 1)
  }

  private func fault(_ message: String, at range: Range<Int>, hint: String) -> Diagnostic {
    Diagnostic(.error, "ini-syntax", message, in: file, at: range, hint: hint)
  }
}

extension UInt8 {
  fileprivate var isSpace: Bool { self == UInt8(ascii: " ") || (0x09...0x0D).contains(self) }
}

extension Diagnostic {
  fileprivate static func strayPercent(_ key: String, at place: SourceLocation) -> Self {
    Diagnostic(
      .error, "ini-syntax", "'\(key)' has a '%' that is neither '%%' nor '%(name)s'", at: place,
      hint: "write '%%' for a percent sign")
  }

  fileprivate static func unknownReference(
    _ name: String, in key: String, at place: SourceLocation
  ) -> Self {
    Diagnostic(
      .error, "ini-syntax", "'\(key)' refers to '\(name)', which is not set", at: place,
      hint: "set '\(name)' in the same section or in '[DEFAULT]'")
  }

  fileprivate static func endlessReference(_ key: String, at place: SourceLocation) -> Self {
    Diagnostic(
      .error, "ini-syntax", "'\(key)' refers to itself", at: place,
      hint: "write out one of the values")
  }
}
