/// What one file says about a value: imports are named, not followed.
indirect enum SymbolicValue: Sendable {
  case constant(PythonConstant)
  /// A list, tuple or set with something imported in it.
  case list([SymbolicValue])
  /// A dict whose keys are texts, by key.
  case dictionary([String: SymbolicValue])
  /// `first + second + …`
  case joined([SymbolicValue], Range<Int>)
  case imported(ImportPath, Range<Int>)
  /// A name that `from module import *` may bind; the last of the modules wins.
  case starred(String, from: [ImportPath], otherwise: SymbolicValue?, Range<Int>)
  /// Only Python knows.
  case unknown

  /// The texts that a text is joined of.
  var parts: [SymbolicValue] { if case .joined(let parts, _) = self { parts } else { [self] } }

  /// The same value, used at another place.
  func moved(to range: Range<Int>) -> SymbolicValue {
    switch self {
    case .constant(let constant): .constant(constant.moved(to: range))
    case .list(let items): .list(items.map { $0.moved(to: range) })
    case .dictionary: self
    case .joined(let parts, _): .joined(parts, range)
    case .imported(let name, _): .imported(name, range)
    case .starred(let name, let modules, let otherwise, _):
      .starred(name, from: modules, otherwise: otherwise, range)
    case .unknown: .unknown
    }
  }
}

/// A module, or something that is reached from it.
struct ImportPath: Sendable, Hashable {
  /// How many dots stand before the module.
  var level = 0
  /// The parts of the module's name; empty for `from . import name`.
  let module: [String]
  /// The names behind it, one below the other.
  var attributes: [String] = []

  /// The module as it is written.
  var moduleText: String {
    String(repeating: ".", count: level) + module.joined(separator: ".")
  }

  /// The module and the names behind it, up to one of them.
  func text(through index: Int) -> String {
    let names = attributes[...index].joined(separator: ".")
    return module.isEmpty ? moduleText + names : "\(moduleText).\(names)"
  }

  func attribute(_ name: String) -> ImportPath {
    var copy = self
    copy.attributes.append(name)
    return copy
  }
}
