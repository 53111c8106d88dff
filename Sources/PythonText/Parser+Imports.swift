import PythonSyntax
import PythonTokens

extension Parser {
  mutating func importStatement() throws(SyntaxFault) -> Statement.Kind {
    advance()
    var names: [ImportedName] = []
    repeat {
      let name = try dottedName()
      names.append(ImportedName(name, alias: try alias()))
    } while skip(.comma)
    return .import(names)
  }

  mutating func importFromStatement() throws(SyntaxFault) -> Statement.Kind {
    advance()
    var level = 0
    while true {
      if skip(.dot) {
        level += 1
      } else if skip(.ellipsis) {
        level += 3
      } else {
        break
      }
    }
    let module = level == 0 || kind == .name ? try dottedName() : nil
    try expect(.import)
    return .importFrom(ImportFrom(level: level, module: module, names: try importedNames()))
  }

  private mutating func importedNames() throws(SyntaxFault) -> [ImportedName] {
    let range = range
    if skip(.star) { return [ImportedName(Identifier("*", range: range), alias: nil)] }
    let isParenthesized = skip(.leftParenthesis)
    var names: [ImportedName] = []
    repeat {
      let name = try identifier()
      names.append(ImportedName(name, alias: try alias()))
    } while skip(.comma) && !(isParenthesized && kind == .rightParenthesis)
    if isParenthesized {
      guard skip(.rightParenthesis) else { throw fault(expecting: "',' or ')'") }
    }
    return names
  }

  private mutating func alias() throws(SyntaxFault) -> Identifier? {
    skip(.as) ? try identifier() : nil
  }

  private mutating func dottedName() throws(SyntaxFault) -> Identifier {
    let first = try identifier()
    guard kind == .dot else { return first }
    var text = first.text
    while skip(.dot) {
      text += "."
      text += try identifier().text
    }
    return Identifier(text, range: first.range.lowerBound..<previousEnd)
  }
}
