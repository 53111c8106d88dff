/// A box that the evaluation made: emptied at its end, so that circles and long chains leave no trace.
package protocol Clearable: AnyObject {
  func clear()
}

package final class PythonList: Clearable {
  package var items: [PythonValue]
  /// Why nobody knows what is in it any more.
  package var taint: UnknownValue?

  init(_ items: [PythonValue]) { self.items = items }

  package func clear() { items = [] }
}

/// A tuple, which may be a named one.
package final class PythonTuple {
  package let items: [PythonValue]
  /// The class of a named tuple.
  package let type: PythonClass?
  /// How many tuples lie in each other.
  let depth: Int

  init(_ items: [PythonValue], type: PythonClass? = nil) {
    self.items = items
    self.type = type
    var depth = 0
    for case .tuple(let inner) in items { depth = max(depth, inner.depth) }
    self.depth = depth + 1
  }
}

/// A dict: keys in the order in which they came.
package final class PythonDictionary: Clearable {
  package private(set) var entries: [(key: PythonValue, value: PythonValue)] = []
  private var places: [HashKey: Int] = [:]
  package var taint: UnknownValue?
  /// What a `defaultdict` calls for a key that is missing.
  package var factory: PythonValue?

  package subscript(key: HashKey) -> PythonValue? {
    places[key].map { entries[$0].value }
  }

  package func set(_ value: PythonValue, for key: PythonValue, _ hash: HashKey) {
    if let place = places[hash] {
      entries[place].value = value
    } else {
      places[hash] = entries.count
      entries.append((key, value))
    }
  }

  package func remove(_ hash: HashKey) -> PythonValue? {
    guard let place = places.removeValue(forKey: hash) else { return nil }
    let value = entries.remove(at: place).value
    for (key, index) in places where index > place { places[key] = index - 1 }
    return value
  }

  package func clear() {
    entries = []
    places = [:]
    factory = nil
  }

  package func contains(_ hash: HashKey) -> Bool { places[hash] != nil }

  /// The value of a key that is a string.
  package func value(of name: String) -> PythonValue? { self[.string(ExactText(name))] }
}

package final class PythonSet: Clearable {
  package private(set) var items: [HashKey: PythonValue] = [:]
  package let isFrozen: Bool
  package var taint: UnknownValue?

  init(isFrozen: Bool) { self.isFrozen = isFrozen }

  package func insert(_ value: PythonValue, _ hash: HashKey) {
    if items[hash] == nil { items[hash] = value }
  }

  @discardableResult package func remove(_ hash: HashKey) -> Bool {
    items.removeValue(forKey: hash) != nil
  }

  package func clear() { items = [:] }
}

/// `range(…)`.
package struct PythonRange: Equatable {
  package let first: Int
  package let step: Int
  package let count: Int

  package init(first: Int, step: Int, count: Int) {
    self.first = first
    self.step = step
    self.count = count
  }

  package subscript(index: Int) -> Int { first + index * step }
}

/// What `iter()`, `zip()` and generators return: everything is known, but read once.
package final class PythonIterator: Clearable {
  private var items: [PythonValue]
  private var position = 0

  init(_ items: [PythonValue]) { self.items = items }

  package func next() -> PythonValue? {
    guard position < items.count else { return nil }
    defer { position += 1 }
    return items[position]
  }

  /// All that is left, which is then gone.
  package func rest() -> [PythonValue] {
    defer { position = items.count }
    return Array(items[position...])
  }

  package func clear() {
    items = []
    position = 0
  }
}

/// A text that equals another only scalar by scalar.
package struct ExactText: Hashable {
  let text: String

  package init(_ text: String) { self.text = text }

  package static func == (a: Self, b: Self) -> Bool { a.text.hasSameScalars(as: b.text) }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

/// What two keys of a dict have in common when they are the same key.
package indirect enum HashKey: Hashable {
  case nothing
  case integer(Int)
  case bigInteger(String)
  case float(Double)
  case string(ExactText)
  case bytes([UInt8])
  case tuple([HashKey])
  case set(Set<HashKey>)
  case object(ObjectIdentifier)
  case name(String)
  /// An object of a library, by what it says of itself.
  case native(String)
}

extension PythonValue {
  /// Nil for what Python cannot hash, and for what nobody knows.
  package var hashKey: HashKey? {
    switch self {
    case .none: .nothing
    case .boolean(let value): .integer(value ? 1 : 0)
    case .integer(let value): .integer(value)
    case .bigInteger(let digits): .bigInteger(digits)
    case .float(let value): Int(exactly: value).map { .integer($0) } ?? .float(value)
    case .string(let string): .string(ExactText(string.text))
    case .bytes(let bytes): .bytes(bytes)
    case .tuple(let tuple): Self.key(of: tuple)
    case .set(let set): set.isFrozen ? .set(Set(set.items.keys)) : nil
    case .instance(let instance): instance.mixedValue.map(\.hashKey) ?? instance.ownKey
    case .classObject(let type): .object(ObjectIdentifier(type))
    case .function(let function): .object(ObjectIdentifier(function))
    case .module(let module): .object(ObjectIdentifier(module))
    case .name(let path): .name(path)
    case .native(let object): object.hashKey
    default: nil
    }
  }

  private static func key(of tuple: PythonTuple) -> HashKey? {
    var keys: [HashKey] = []
    for item in tuple.items {
      guard let key = item.hashKey else { return nil }
      keys.append(key)
    }
    return .tuple(keys)
  }
}
