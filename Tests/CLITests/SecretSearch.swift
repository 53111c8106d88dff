import Glibc

/// Looks for a password in every form in which it could get out.
struct SecretSearch: Sendable {
  /// How the password may be written, with a name for each way.
  private let spellings: [(name: String, bytes: [UInt8])]

  /// A search for passwords, and for the parts that a wrongly read address breaks one into.
  init(passwords: [String], fragments: [String]) {
    var spellings: [(String, [UInt8])] = []
    for password in passwords {
      let bytes = Array(password.utf8)
      spellings.append(("raw", bytes))
      for isUppercase in [true, false] {
        for kept in ["", "-._~", "-._~/:", "-._~!$&'()*+,;=:@/"] {
          let encoded = Self.percentEncoded(bytes, keeping: kept, isUppercase: isUppercase)
          spellings.append(("percent-encoded", Array(encoded.utf8)))
          spellings.append(
            ("percent-encoded", Array(encoded.replacing("%20", with: "+").utf8)))
        }
      }
      for alphabet in ["+/", "-_"] {
        for shift in 0..<3 {
          spellings.append(("Base64", Self.base64(bytes, shift: shift, last: alphabet)))
        }
      }
    }
    for fragment in fragments { spellings.append(("in part", Array(fragment.utf8))) }
    self.spellings = spellings
  }

  /// The ways in which the password stands in some bytes.
  func find(in bytes: some Collection<UInt8>) -> Set<String> {
    let bytes = Array(bytes)
    return Set(spellings.filter { Self.contains($0.bytes, in: bytes) }.map(\.name))
  }

  private static func contains(_ word: [UInt8], in bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      // The system's search for a byte: in debug builds a loop of ours would take minutes.
      while rest.count >= word.count,
        let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress,
        let found = memchr(start, Int32(word[0]), rest.count - word.count + 1)
      {
        if memcmp(found, word, word.count) == 0 { return true }
        rest = rest.dropFirst(UnsafeRawPointer(found) - start + 1)
      }
      return false
    }
  }

  private static func percentEncoded(
    _ bytes: [UInt8], keeping kept: String, isUppercase: Bool
  ) -> String {
    let plain = Set(
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\(kept)".utf8)
    return bytes.map { byte in
      if plain.contains(byte) { return String(Unicode.Scalar(byte)) }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: isUppercase)
    }.joined()
  }

  /// The digits that stand for the bytes alone when `shift` others come before them.
  private static func base64(_ bytes: [UInt8], shift: Int, last: String) -> [UInt8] {
    let digits = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\(last)".utf8)
    let bits = [UInt8](repeating: 0, count: shift) + bytes
    var result: [UInt8] = []
    for index in stride(from: 0, to: bits.count / 3 * 3, by: 3) {
      let group = Int(bits[index]) << 16 | Int(bits[index + 1]) << 8 | Int(bits[index + 2])
      for offset in [18, 12, 6, 0] { result.append(digits[group >> offset & 63]) }
    }
    return Array(result.dropFirst(shift == 0 ? 0 : shift + 1))
  }
}
