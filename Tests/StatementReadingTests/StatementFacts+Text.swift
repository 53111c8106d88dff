import SQLText

extension StatementFacts {
  /// The facts as lines, for tables of expectations.
  var lines: [String] {
    var lines = [tag + (isAnalysed ? "" : ", not analysed")]
    switch transaction {
    case .ordinary: break
    case .standalone: lines.append("standalone")
    case .control(let control): lines.append("control \(control)")
    }
    lines += locks.map { "\($0.level.name) on \($0.relation)" }
    lines += list("creates", creates) + list("needs", needs) + list("drops", drops)
    if let dataLoss { lines.append("loses: \(dataLoss.rawValue)") }
    return lines
  }

  private func list(_ title: String, _ objects: [SchemaObject]) -> [String] {
    guard !objects.isEmpty else { return [] }
    return ["\(title): " + objects.map { "\($0.kind.rawValue) \($0)" }.joined(separator: ", ")]
  }
}
