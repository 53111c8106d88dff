package import Diagnostics
package import PythonSyntax

/// Writes a syntax tree in the form that `dump_ast.py` writes what CPython's parser built.
package struct TreeDump {
  var text = ""
  let hidesFormattedPlaces: Bool
  /// In how many f-strings, one in the other, the dump is.
  var formattedDepth = 0

  /// One statement a line, or the syntax error of a function body.
  ///
  /// CPython before 3.12 did not know the places of what f-strings hold: they can be left out.
  package static func dump(
    _ module: PythonModule, hidesFormattedPlaces: Bool = false
  ) throws(Diagnostic) -> String {
    var dump = TreeDump(hidesFormattedPlaces: hidesFormattedPlaces)
    for statement in module.body {
      try dump.add(statement)
      dump.text += "\n"
    }
    return dump.text
  }

  mutating func open(_ name: String, _ range: Range<Int>, _ words: String...) {
    text += "(\(name)@"
    if formattedDepth == 0 || !hidesFormattedPlaces {
      text += "\(range.lowerBound)-\(range.upperBound)"
    }
    for word in words { text += " " + word }
  }

  mutating func word(_ word: String) { text += " " + word }

  mutating func close() { text += ")" }

  mutating func group(
    _ name: String, _ body: (inout Self) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    text += " (" + name
    try body(&self)
    close()
  }

  /// A blank and the expression, or a dash.
  mutating func child(_ expression: Expression?) {
    text += " "
    if let expression { add(expression) } else { text += "-" }
  }

  mutating func children(_ expressions: [Expression]) {
    for expression in expressions { child(expression) }
  }

  static func quoted(_ bytes: some Sequence<UInt8>) -> String {
    var text = "\""
    for byte in bytes {
      if byte >= 32, byte < 127, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "\\" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return text + "\""
  }

  static func hex(_ value: Double) -> String {
    let digits = String(value.bitPattern, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  mutating func add(_ parameters: Parameters) {
    text += " (params"
    add(parameters.positionalOnly)
    add(parameters.positional)
    add(parameters.variadic)
    add(parameters.keywordOnly)
    add(parameters.variadicKeywords)
    close()
  }

  private mutating func add(_ parameters: [Parameter]) {
    text += " ("
    for parameter in parameters { add(parameter) }
    close()
  }

  private mutating func add(_ parameter: Parameter?) {
    guard let parameter else { return word("-") }
    text += " "
    open("param", parameter.range, parameter.name.text)
    child(parameter.annotation)
    child(parameter.defaultValue)
    close()
  }

  mutating func add(_ arguments: [Argument]) {
    for argument in arguments {
      if case .positional = argument.kind { child(argument.value) }
    }
    for argument in arguments {
      let name: String
      switch argument.kind {
      case .positional: continue
      case .keyword(let keyword): name = keyword.text
      case .unpackedKeywords: name = "**"
      }
      text += " "
      open("kw", argument.range, name)
      child(argument.value)
      close()
    }
  }

  mutating func add(_ parameters: [TypeParameter]) {
    text += " (types"
    for parameter in parameters {
      let stars =
        switch parameter.kind {
        case .plain: "-"
        case .variadic: "*"
        case .parameters: "**"
        }
      text += " "
      open("type", parameter.range, stars, parameter.name.text)
      child(parameter.bound)
      child(parameter.defaultValue)
      close()
    }
    close()
  }
}
