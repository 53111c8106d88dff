import PythonEvaluation

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

extension StandardLibrary {
  /// `"… {} {name} {0.attribute} {key[item]:>8} …".format(…)`.
  func formatBraces(
    _ format: String, _ arguments: inout CallArguments, _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> PythonValue {
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
      guard let piece = try formatField(field, &fields, arguments, evaluator) else {
        return .unknown(.unknown("the field '{\(field)}' is not known"))
      }
      try evaluator.spend(piece.utf8.count, at: arguments.range)
      text += Array(piece.unicodeScalars)
      index = end + 1
    }
    guard !fields.isMixed else {
      throw arguments.refuse(.invalid("the format numbers some fields and not others"))
    }
    try evaluator.spend(text.count, at: arguments.range)
    return .string(String(String.UnicodeScalarView(text)))
  }

  /// The text of a field; nil when its value is not known.
  private func formatField(
    _ field: String, _ fields: inout FormatFields, _ arguments: CallArguments,
    _ evaluator: Evaluator
  ) throws(EvaluationFailure) -> String? {
    guard !field.holds("{") else {
      throw arguments.refuse(.unsupported("the field '{\(field)}' is not evaluated"))
    }
    let colon = field.parts(between: ":")
    let specification = colon.dropFirst().joined(separator: ":")
    let bang = colon[0].parts(between: "!")
    let path = bang[0].parts(between: ".")
    let head = path[0].parts(between: "[")
    guard let start = fields.value(of: head[0]) else {
      throw arguments.refuse(.unsupported("the field '{\(field)}' is not evaluated"))
    }
    var value = start.value
    for part in head.dropFirst() {
      guard part.hasSuffix("]") else {
        throw arguments.refuse(.unsupported("the field '{\(field)}' is not evaluated"))
      }
      let key = String(part.dropLast())
      value = try evaluator.element(
        of: value, at: Int(key).map { .integer($0) } ?? .string(key), start.range)
    }
    for part in path.dropFirst() {
      guard part.isPlainName else {
        throw arguments.refuse(.unsupported("the field '{\(field)}' is not evaluated"))
      }
      value = try evaluator.attribute(part, of: value, at: start.range)
    }
    if value.asUnknown != nil { return nil }
    if bang.count > 1 {
      switch bang[1] {
      case "r": value = .string(try evaluator.representation(of: value, at: start.range))
      case "s": value = .string(try evaluator.text(of: value, at: start.range))
      default: throw arguments.refuse(.unsupported("the field '{\(field)}' is not evaluated"))
      }
    }
    return try evaluator.format(value, specification, at: start.range)
  }
}
