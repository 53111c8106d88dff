import JSONText

extension Expectation {
  /// What the command did otherwise than expected.
  func problems(with outcome: ScenarioRun.Outcome) -> [String] {
    var problems: [String] = []
    if outcome.exit != exit { problems.append("exit \(outcome.exit) instead of \(exit)") }
    let checksOutput = json.isEmpty || !output.isEmpty
    if checksOutput, !LinePatterns.match(output, outcome.output) {
      problems.append("standard output is:")
      problems += outcome.output.map { "stdout \($0)" }
    }
    if !LinePatterns.match(errors, outcome.errors) || outcome.exit != exit {
      problems.append("standard error is:")
      problems += outcome.errors.map { "stderr \($0)" }
    }
    for (stream, text) in absent {
      let lines = stream == .stdout ? outcome.output : outcome.errors
      if lines.contains(where: { $0.contains(text) }) {
        problems.append("'\(text)' stands in \(stream.rawValue)")
      }
    }
    problems += jsonProblems(outcome.output)
    if isUnchanged || !outcome.mayChange, !outcome.changes.isEmpty {
      problems.append("the database was changed:")
      problems += outcome.changes.prefix(20)
    }
    return problems
  }

  private func jsonProblems(_ lines: [String]) -> [String] {
    guard !json.isEmpty else { return [] }
    guard let value = JSON.output(lines) else { return ["standard output is no JSON"] }
    return json.flatMap { path, wanted -> [String] in
      let found = value.texts(at: path.split(separator: ".").map(String.init)[...])
      if found.isEmpty { return ["there is no '\(path)' in the JSON"] }
      return found.filter { !LinePatterns.match(wanted, $0) }
        .map { "json \(path) \($0) instead of \(wanted)" }
    }
  }

  /// Takes what the command did for what is expected, where the expectation says otherwise.
  mutating func record(_ outcome: ScenarioRun.Outcome) {
    exit = outcome.exit
    if (json.isEmpty || !output.isEmpty) && !LinePatterns.match(output, outcome.output) {
      output = LinePatterns.record(outcome.output, keeping: output)
    }
    if !LinePatterns.match(errors, outcome.errors) {
      errors = LinePatterns.record(outcome.errors, keeping: errors)
    }
    guard let value = JSON.output(outcome.output) else { return }
    json = json.map { path, wanted in
      let found = value.texts(at: path.split(separator: ".").map(String.init)[...])
      let fits = found.allSatisfy { LinePatterns.match(wanted, $0) }
      return (path, fits ? wanted : found.first ?? wanted)
    }
  }
}

extension JSON {
  /// The output as one value, or as an array when each line is one.
  fileprivate static func output(_ lines: [String]) -> JSON? {
    // A value that is laid out over several lines begins with a line that is none.
    guard let first = lines.first, (try? JSON.read(Array(first.utf8))) != nil else {
      return try? JSON.read(Array(lines.joined(separator: "\n").utf8))
    }
    let values = lines.compactMap { try? JSON.read(Array($0.utf8)) }
    return values.count == lines.count ? .array(values) : nil
  }

  /// The values at a path of names and numbers; `*` means every element, `#` their number.
  fileprivate func texts(at path: ArraySlice<String>) -> [String] {
    guard let name = path.first else {
      if case .string(let text) = self { return [text] }
      return [written(.compact)]
    }
    if name == "*" { return elements.flatMap { $0.texts(at: path.dropFirst()) } }
    if name == "#" { return [String(elements.count)] }
    let next = Int(name).map { $0 < 0 ? self[elements.count + $0] : self[$0] } ?? self[name]
    return next?.texts(at: path.dropFirst()) ?? []
  }
}
