extension CommandSpec {
  /// The help text of this command.
  package func help(program: String, width: Int = 90, painter: Painter = .plain) -> String {
    var page = HelpPage(width: width, painter: painter)
    let words = [program, name, "[options]"] + positionals.map(\.usage)
    page.usage(words.filter { !$0.isEmpty }.joined(separator: " "))
    page.paragraphs(summary)
    page.paragraphs(discussion)
    page.list("Arguments", positionals.map { ($0.placeholder, $0.line) })
    let help = ("-h, --help", "show this help")
    if sharedOptions.isEmpty {
      page.list("Options", options.map { ($0.label, $0.line) } + [help])
    } else {
      page.list("Options", options.map { ($0.label, $0.line) })
      page.list("Options of every command", sharedOptions.map { ($0.label, $0.line) } + [help])
    }
    page.examples(examples)
    return page.text
  }
}

extension PositionalSpec {
  fileprivate var line: String { help + choiceList(choices) }
}

extension OptionSpec {
  /// Both names with the value; options without a short name leave its place blank.
  fileprivate var label: String {
    let names = short.map { "\($0), \(name)" } ?? "    \(name)"
    return placeholder.map { "\(names) \($0)" } ?? names
  }

  fileprivate var line: String {
    help + choiceList(choices) + (takesValue && isRepeatable ? "; may be repeated" : "")
  }
}

private func choiceList(_ choices: [String]) -> String {
  choices.isEmpty ? "" : " (\(choices.joined(separator: ", ")))"
}

/// A help text as it grows, block by block with a blank line between.
struct HelpPage {
  let width: Int
  let painter: Painter
  private var blocks: [String] = []

  init(width: Int, painter: Painter) {
    self.width = width
    self.painter = painter
  }

  var text: String { blocks.joined(separator: "\n\n") + "\n" }

  mutating func usage(_ line: String) {
    let label = "usage:"
    let lines = wrapped(line, width: width - label.count - 1)
    let indent = "\n" + String(repeating: " ", count: label.count + 1)
    blocks.append("\(painter.paint(label, .bold)) \(lines.joined(separator: indent))")
  }

  /// Wraps each paragraph; indented lines are kept as they are.
  mutating func paragraphs(_ text: String) {
    guard !text.isEmpty else { return }
    var lines: [String] = []
    var paragraph: [Substring] = []
    func flush() {
      if !paragraph.isEmpty {
        lines += wrapped(paragraph.joined(separator: " "), width: width)
        paragraph = []
      }
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty || line.hasPrefix(" ") {
        flush()
        lines.append(String(line))
      } else {
        paragraph.append(line)
      }
    }
    flush()
    blocks.append(lines.joined(separator: "\n"))
  }

  /// A titled list of labels with their explanations in one column.
  mutating func list(_ title: String, _ rows: [(label: String, text: String)]) {
    guard !rows.isEmpty else { return }
    let limit = width / 3
    let widths = rows.map { displayWidth($0.label) }
    let column = min(widths.max() ?? 0, limit) + 4
    let indent = String(repeating: " ", count: column)
    var lines = [painter.paint("\(title):", .bold)]
    for (row, labelWidth) in zip(rows, widths) {
      let texts = wrapped(row.text, width: max(20, width - column))
      var head = "  " + row.label
      // A label that is too long for the column gets a line of its own.
      if labelWidth > limit {
        lines.append(head)
        head = indent
      } else {
        head += String(repeating: " ", count: column - 2 - labelWidth)
      }
      lines.append(head + (texts.first ?? ""))
      lines += texts.dropFirst().map { indent + $0 }
    }
    blocks.append(lines.joined(separator: "\n"))
  }

  mutating func examples(_ examples: [CommandExample]) {
    guard !examples.isEmpty else { return }
    var lines = [painter.paint("Examples:", .bold)]
    for example in examples {
      lines.append("  " + example.call)
      lines += wrapped(example.purpose, width: width - 6).map { "      " + $0 }
    }
    blocks.append(lines.joined(separator: "\n"))
  }
}
