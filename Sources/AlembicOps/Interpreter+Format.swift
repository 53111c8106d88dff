import PostgresDDL

/// The fields of a `str.format`: by order, by number, by name.
private struct FormatFields {
  let positional: [PythonArgument]
  let named: [(name: String, argument: PythonArgument)]
  private var next = 0
  private var isNumbered = false

  init(positional: [PythonArgument], named: [(name: String, argument: PythonArgument)]) {
    self.positional = positional
    self.named = named
  }

  /// Whether some fields have numbers and others have none, which Python refuses.
  var isMixed: Bool { isNumbered && next > 0 }

  mutating func value(of field: String) -> PythonArgument? {
    if field.isEmpty {
      next += 1
      return positional.indices.contains(next - 1) ? positional[next - 1] : nil
    }
    guard let place = Int(field) else { return named.first { $0.name == field }?.argument }
    isNumbered = true
    return positional.indices.contains(place) ? positional[place] : nil
  }
}

extension Interpreter {
  /// `"… {} {name} …".format(…)` without formats.
  mutating func formatBraces(
    _ format: String, _ arguments: CallArguments
  ) throws(EvaluationFailure) -> String {
    var arguments = arguments
    var fields = FormatFields(positional: arguments.rest(), named: arguments.restOfKeywords())
    var text: [Unicode.Scalar] = []
    let scalars = Array(format.unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      guard scalar == "{" || scalar == "}" else {
        text.append(scalar)
        index += 1
        continue
      }
      if index + 1 < scalars.count, scalars[index + 1] == scalar {
        text.append(scalar)
        index += 2
        continue
      }
      guard scalar == "{", let end = scalars[index...].firstIndex(of: "}") else {
        throw arguments.refuse(.invalid("a single brace in the format"))
      }
      let field = String(String.UnicodeScalarView(scalars[index + 1..<end]))
      guard let value = fields.value(of: field) else {
        throw arguments.refuse(.unsupported("the field '{\(field)}' is not evaluated"))
      }
      let piece = try Self.text(of: value)
      try spend(piece.utf8.count, at: arguments.range)
      text += Array(piece.unicodeScalars)
      index = end + 1
    }
    guard !fields.isMixed else {
      throw arguments.refuse(.invalid("the format numbers some fields and not others"))
    }
    try spend(text.count, at: arguments.range)
    return String(String.UnicodeScalarView(text))
  }
}
