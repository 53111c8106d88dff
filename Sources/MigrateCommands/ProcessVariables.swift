import Glibc

/// The environment variables of the process.
package enum ProcessVariables {
  package static var all: [String: String] {
    var result: [String: String] = [:]
    var pointer = environ
    while pointer.pointee != nil { pointer += 1 }
    result.reserveCapacity(pointer - environ)
    pointer = environ
    while let entry = pointer.pointee {
      let text = String(cString: entry)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        result[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
      }
      pointer += 1
    }
    return result
  }
}
