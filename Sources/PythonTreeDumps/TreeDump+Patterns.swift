import PythonSyntax

extension TreeDump {
  mutating func add(_ pattern: Pattern) {
    let range = pattern.range
    switch pattern.kind {
    case .value(let value):
      open("value", range)
      child(value)
    case .singleton(let value):
      open("singleton", range)
      child(value)
    case .capture(let name): open("capture", range, name?.text ?? "-")
    case .rest(let name): open("rest", range, name?.text ?? "-")
    case .binding(let inner, let name):
      open("binding", range, name.text)
      children([inner])
    case .alternatives(let items):
      open("alternatives", range)
      children(items)
    case .sequence(let items):
      open("sequence", range)
      children(items)
    case .mapping(let items, let rest):
      open("mapping", range, rest?.text ?? "-")
      for item in items {
        text += " ("
        child(item.key)
        children([item.pattern])
        close()
      }
    case .instance(let name, let items, let keywords):
      open("instance", range)
      child(name)
      children(items)
      for keyword in keywords {
        text += " (kw " + keyword.name.text
        children([keyword.pattern])
        close()
      }
    }
    close()
  }

  private mutating func children(_ patterns: [Pattern]) {
    for pattern in patterns {
      text += " "
      add(pattern)
    }
  }
}
