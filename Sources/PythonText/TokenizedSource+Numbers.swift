import PythonSyntax
import PythonTokens

extension TokenizedSource {
  /// The value of a number that the lexer found well formed.
  func number(_ range: Range<Int>) -> Expression.Kind {
    if bytes[range.lowerBound] == UInt8(ascii: "0"), range.count > 2 {
      switch bytes[range.lowerBound + 1] | 0x20 {
      case UInt8(ascii: "x"): return integer(range, from: range.lowerBound + 2, radix: 16)
      case UInt8(ascii: "o"): return integer(range, from: range.lowerBound + 2, radix: 8)
      case UInt8(ascii: "b"): return integer(range, from: range.lowerBound + 2, radix: 2)
      default: break
      }
    }
    let isWhole = bytes[range].allSatisfy { Lexer.isDigit($0) || $0 == UInt8(ascii: "_") }
    if isWhole { return integer(range, from: range.lowerBound, radix: 10) }
    let last = bytes[range.upperBound - 1]
    let isImaginary = last | 0x20 == UInt8(ascii: "j")
    let value = Double(withoutUnderscores(isImaginary ? range.dropLast() : range)) ?? .nan
    return isImaginary ? .imaginary(value) : .float(value)
  }

  private func integer(_ range: Range<Int>, from start: Int, radix: Int) -> Expression.Kind {
    var value = 0
    for byte in bytes[start..<range.upperBound] where byte != UInt8(ascii: "_") {
      let digit = byte <= UInt8(ascii: "9") ? byte & 0x0F : (byte & 0x0F) + 9
      let (product, overflows) = value.multipliedReportingOverflow(by: radix)
      let (sum, overflowsToo) = product.addingReportingOverflow(Int(digit))
      guard !overflows, !overflowsToo else { return .bigInteger(withoutUnderscores(range)) }
      value = sum
    }
    return .integer(value)
  }

  private func withoutUnderscores(_ range: Range<Int>) -> String {
    String(decoding: bytes[range].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
  }
}
