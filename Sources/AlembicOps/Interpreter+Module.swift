import Diagnostics
import PostgresDDL
import PythonSyntax

extension Interpreter {
  /// Evaluates the top level; what is not understood there makes names unknown, not the revision.
  mutating func evaluate(_ tree: PythonModule) throws(EvaluationFailure) {
    for statement in tree.body {
      let before = module
      do {
        _ = try execute(statement)
      } catch {
        module = before
        guard error.refusal.code != .limit else { throw error }
        forget(statement, because: error.refusal)
      }
    }
  }

  /// Makes every name unknown that the statement may have bound or changed.
  private mutating func forget(_ statement: Statement, because refusal: Refusal) {
    let reason = Refusal(
      refusal.code == .unsupported ? .unsupported : .unknownValue, refusal.message,
      hint: refusal.hint)
    if case .importFrom(let names) = statement.kind,
      names.names.contains(where: { $0.name.text == "*" })
    {
      // A star import may bind any name.
      for name in module.keys { module[name] = .unknown(reason) }
      return
    }
    if case .class(let definition) = statement.kind {
      module[definition.name.text] = .unknown(reason)
      return
    }
    for occurrence in names(in: statement.range) {
      switch module[occurrence.name] {
      case .list?, .dictionary?, .schemaItem?, .table?: break
      default: guard !occurrence.isOnlyRead else { continue }
      }
      module[occurrence.name] = .unknown(reason)
    }
  }

  /// The words of a range that may be names; what `.` or `(` follows is read and not bound.
  private func names(in range: Range<Int>) -> [(name: String, isOnlyRead: Bool)] {
    let bytes = file.bytes
    var found: [(name: String, isOnlyRead: Bool)] = []
    var index = range.lowerBound
    var previous = ""
    while index < range.upperBound {
      let start = index
      while index < range.upperBound, Self.isName(bytes[index]) { index += 1 }
      guard index > start else {
        index += 1
        continue
      }
      var next = index
      while next < range.upperBound, bytes[next] == UInt8(ascii: " ") { next += 1 }
      let follower = next < range.upperBound ? bytes[next] : 0
      let isDefined = previous == "def" || previous == "class"
      previous = String(decoding: bytes[start..<index], as: UTF8.self)
      let isRead = follower == UInt8(ascii: ".") || follower == UInt8(ascii: "(")
      found.append((previous, isRead && !isDefined))
    }
    return found
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

extension Interpreter {
  mutating func importNames(_ names: [ImportedName]) {
    for name in names {
      if let alias = name.alias {
        bind(alias.text, to: .path(name.name.text))
      } else {
        let root = name.name.text.utf8.prefix { $0 != UInt8(ascii: ".") }
        let text = String(decoding: Array(root), as: UTF8.self)
        bind(text, to: .path(text))
      }
    }
  }

  mutating func importNames(_ statement: ImportFrom) throws(EvaluationFailure) {
    let dots = String(repeating: ".", count: statement.level)
    let module = dots + (statement.module?.text ?? "")
    for name in statement.names {
      guard name.name.text != "*" else {
        throw EvaluationFailure(
          .unsupported("'from \(module) import *' may bind any name"), at: name.range)
      }
      let path = module.hasSuffix(".") ? module + name.name.text : "\(module).\(name.name.text)"
      bind((name.alias ?? name.name).text, to: .path(path))
    }
  }
}
