extension SQLCompiler {
  mutating func binary(
    _ element: SQLElement, _ binary: BinaryExpression, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    var inner = surroundings
    inner.isEager = false
    switch binary.operation.kind {
    case .plain, .custom:
      return try plain(
        binary, binary.operation.text, inner, isEager: binary.operation.isEager)
    case .bare:
      let left = try write(binary.left, inner)
      let right = try write(binary.right, inner)
      return "\(left) \(binary.operation.text) \(right)\(escape(binary.modifier))"
    case .notIn: return "(\(try plain(binary, "NOT IN", inner, isEager: false)))"
    case .division:
      let isNumber = [.numeric, .float].contains(binary.right.type.affinity)
      let left = try write(binary.left, inner)
      let right = try cast(binary.right, to: isNumber ? binary.right.type : .numeric, inner)
      return "\(left) / \(right)"
    case .floorDivision:
      let text = "\(try write(binary.left, inner)) / \(try write(binary.right, inner))"
      let isWhole = binary.left.type.affinity == .integer && binary.right.type.affinity == .integer
      return isWhole ? text : "FLOOR(\(text))"
    case .match, .notMatch, .regularExpression, .regularReplacement:
      return try textSearch(binary, inner)
    case .item: return "\(try write(binary.left, inner))[\(try write(binary.right, inner))]"
    case .jsonItem, .jsonPath: return try json(element, binary, inner)
    case .containment(let before, let after):
      return try containment(binary, before: before, after: after, inner)
    }
  }

  private mutating func plain(
    _ binary: BinaryExpression, _ word: String, _ surroundings: Surroundings, isEager: Bool
  ) throws(Refusal) -> String {
    var inner = surroundings
    inner.isOperand = true
    inner.isEager = isEager
    let text = "\(try write(binary.left, inner)) \(word) \(try write(binary.right, inner))"
    return surroundings.isOperand && isEager ? "(\(text))" : text
  }

  private func escape(_ modifier: BinaryExpression.Modifier) -> String {
    guard case .escape(let text) = modifier else { return "" }
    return " ESCAPE \(SQLLiteral.quoted(text))"
  }

  private mutating func textSearch(
    _ binary: BinaryExpression, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    let operation = binary.operation
    if operation.kind == .notMatch {
      var inner = Surroundings()
      inner.losesValues = true
      return "NOT \(try match(binary, inner))"
    }
    if operation.kind == .match { return try match(binary, surroundings) }
    if operation.kind == .regularReplacement {
      let arguments =
        "\(try write(binary.left, surroundings)), \(try write(binary.right, surroundings))"
      guard case .flags(let flags) = binary.modifier else { return "REGEXP_REPLACE(\(arguments))" }
      return "REGEXP_REPLACE(\(arguments), \(SQLLiteral.quoted(flags)))"
    }
    switch binary.modifier {
    case .flags("i"):
      return try plain(binary, operation.text + "*", surroundings, isEager: false)
    case .flags(let flags):
      let left = try write(binary.left, surroundings)
      let right = try write(binary.right, surroundings)
      return "\(left) \(operation.text) CONCAT('(?', \(SQLLiteral.quoted(flags)), ')', \(right))"
    default: return try plain(binary, operation.text, surroundings, isEager: false)
    }
  }

  private mutating func match(
    _ binary: BinaryExpression, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    let left = try write(binary.left, surroundings)
    let right = try write(binary.right, surroundings)
    guard case .configuration(let name) = binary.modifier else {
      return "\(left) @@ plainto_tsquery(\(right))"
    }
    return "\(left) @@ plainto_tsquery(\(SQLLiteral.quoted(name)), \(right))"
  }

  private mutating func json(
    _ element: SQLElement, _ binary: BinaryExpression, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    let isPath = binary.operation.kind == .jsonPath
    var inner = surroundings
    inner.hasCast = false
    if !surroundings.hasCast, element.type.affinity != .json {
      inner.hasCast = true
      return try cast(element, to: element.type, inner)
    }
    if surroundings.hasCast {
      return try plain(binary, isPath ? "#>>" : "->>", inner, isEager: true)
    }
    guard !isPath, binary.left.type.isBinaryJSON else {
      return try plain(binary, isPath ? "#>" : "->", inner, isEager: true)
    }
    inner.isEager = true
    let left = try write(binary.left, inner)
    let text =
      switch binary.left.node {
      case .function, .cast: "(\(left))"
      default: left
      }
    return "\(text)[\(try write(binary.right, inner))]"
  }

  /// `LIKE '%' || … || '%'`.
  private mutating func containment(
    _ binary: BinaryExpression, before: Bool, after: Bool, _ surroundings: Surroundings
  ) throws(Refusal) -> String {
    let percent = SQLElement.verbatim("'%'", .string)
    var pattern = binary.right
    if before { pattern = percent.operated(.concatenate, pattern) }
    if after { pattern = pattern.operated(.concatenate, percent) }
    let left = try write(binary.left, surroundings)
    return
      "\(left) \(binary.operation.text) \(try write(pattern, surroundings))\(escape(binary.modifier))"
  }
}
