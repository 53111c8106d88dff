/// What an expression comes to.
///
/// What can change in place is a box with an identity, everything else a value.
package enum PythonValue {
  case none
  case ellipsis
  /// What `__eq__` and its like return for operands that they do not know.
  case notImplemented
  case boolean(Bool)
  case integer(Int)
  /// An integer beyond 64 bits, as decimal digits with an optional sign.
  indirect case bigInteger(String)
  case float(Double)
  case string(PythonString)
  case bytes([UInt8])
  case tuple(PythonTuple)
  case list(PythonList)
  case dictionary(PythonDictionary)
  case set(PythonSet)
  indirect case range(PythonRange)
  case iterator(PythonIterator)
  case function(PythonFunction)
  /// A function with its first argument.
  indirect case method(PythonValue, PythonFunction)
  /// A method that is not written in Python, with its receiver.
  indirect case builtinMethod(PythonValue, String)
  case descriptor(PythonDescriptor)
  case classObject(PythonClass)
  case instance(PythonInstance)
  /// `super()`: the attributes of the classes behind one of them.
  case parent(PythonParent)
  case module(ModuleObject)
  /// A module, class or function outside of the project, by its full name: `datetime.date`.
  case name(String)
  /// An object of a library.
  indirect case native(any NativeObject)
  case unknown(UnknownValue)

  package static func string(_ text: String) -> PythonValue { .string(PythonString(text)) }

  package static func unknown(_ obstacle: Obstacle) -> PythonValue {
    .unknown(UnknownValue(obstacle))
  }
}

/// A text, with the bytes it was written in if it came from one literal of the file that is evaluated.
package struct PythonString {
  package let text: String
  private var literalStart: Int32 = -1
  private var literalEnd: Int32 = -1
  /// Which subclass of `str` a library made it; 0 is `str` itself.
  package var mark: UInt8 = 0

  package init(_ text: String, literal: Range<Int>? = nil, mark: UInt8 = 0) {
    self.text = text
    self.mark = mark
    if let literal, literal.upperBound <= Int(Int32.max) {
      literalStart = Int32(literal.lowerBound)
      literalEnd = Int32(literal.upperBound)
    }
  }

  /// The range of the literal in the file.
  package var literal: Range<Int>? {
    literalStart < 0 ? nil : Int(literalStart)..<Int(literalEnd)
  }
}

extension String {
  /// Python's equality: Swift's takes differently composed letters for the same.
  package func hasSameScalars(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether the text begins with another, byte by byte.
  package func begins(with prefix: String) -> Bool {
    guard utf8.count >= prefix.utf8.count else { return false }
    let begins = utf8.withContiguousStorageIfAvailable { own in
      prefix.utf8.withContiguousStorageIfAvailable { $0.isStart(of: UnsafeRawBufferPointer(own)) }
    }
    return begins.flatMap(\.self) ?? utf8.starts(with: prefix.utf8)
  }

  /// What follows a prefix.
  package func after(_ prefix: String) -> String? {
    guard begins(with: prefix) else { return nil }
    return String(self[utf8.index(utf8.startIndex, offsetBy: prefix.utf8.count)...])
  }

  /// The full name of a member of what this is the full name of.
  func dotted(_ member: String) -> String {
    let own = utf8.count
    return String(unsafeUninitializedCapacity: own + 1 + member.utf8.count) { buffer in
      _ = UnsafeMutableBufferPointer(rebasing: buffer[..<own]).update(fromContentsOf: utf8)
      buffer[own] = UInt8(ascii: ".")
      _ = UnsafeMutableBufferPointer(rebasing: buffer[(own + 1)...])
        .update(fromContentsOf: member.utf8)
      return own + 1 + member.utf8.count
    }
  }

  /// What stands before the first dot.
  package var firstPart: String {
    utf8.firstIndex(of: UInt8(ascii: ".")).map { String(self[..<$0]) } ?? self
  }

  /// What follows the last dot.
  package var lastPart: String {
    guard let dot = utf8.lastIndex(of: UInt8(ascii: ".")) else { return self }
    return String(self[utf8.index(after: dot)...])
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a text that is not shorter begins with this one; eight bytes are compared at once.
  fileprivate func isStart(of text: UnsafeRawBufferPointer) -> Bool {
    let own = UnsafeRawBufferPointer(self)
    var place = 0
    while place + 8 <= count {
      let (ours, theirs) = (
        own.loadUnaligned(fromByteOffset: place, as: UInt64.self),
        text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      )
      guard ours == theirs else { return false }
      place += 8
    }
    while place < count, own[place] == text[place] { place += 1 }
    return place == count
  }
}

extension PythonValue {
  package var isNone: Bool { if case .none = self { true } else { false } }

  /// What Python calls a value of this kind, for messages.
  package var kindName: String {
    switch self {
    case .none: "None"
    case .ellipsis: "'...'"
    case .boolean: "a bool"
    case .integer, .bigInteger: "an int"
    case .float: "a float"
    case .string: "a string"
    case .bytes: "bytes"
    case .tuple: "a tuple"
    case .list: "a list"
    case .dictionary: "a dict"
    case .set: "a set"
    case .range: "a range"
    case .iterator: "an iterator"
    case .function(let function): "'\(function.name)'"
    case .method(_, let function): "the method '\(function.name)'"
    case .builtinMethod(_, let name): "the method '\(name)'"
    case .classObject(let type): "'\(type.name)'"
    case .instance(let instance):
      if let member = instance.memberName {
        "'\(instance.type.name).\(member)'"
      } else {
        "an object of '\(instance.type.name)'"
      }
    case .module(let module): "the module '\(module.name)'"
    case .name(let path): "'\(path)'"
    case .native(let object): object.kindName
    case .notImplemented, .descriptor, .parent: "an object"
    case .unknown: "an unknown value"
    }
  }

  /// The text of a string, also of one that an enum member is.
  package var text: String? { pythonString?.text }

  package var pythonString: PythonString? {
    switch self {
    case .string(let string): string
    case .instance(let instance): instance.mixedValue?.pythonString
    default: nil
    }
  }

  /// The members of a list or tuple, or nil.
  package var sequence: [PythonValue]? {
    switch self {
    case .list(let list): list.items
    case .tuple(let tuple): tuple.items
    default: nil
    }
  }
}
