internal import CCrypto

/// SHA-256, by OpenSSL's libcrypto.
package enum SHA256 {
  /// The digest of some bytes, 32 bytes long.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: length) { output, count in
      unsafe write(bytes, to: output)
      count = length
    }
  }

  /// The digest of some bytes in lower-case hexadecimal, 64 characters long.
  package static func hex(_ bytes: [UInt8]) -> String {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { digest in
      unsafe write(bytes, to: digest)
      return unsafe String(unsafeUninitializedCapacity: 2 * length) { text in
        for index in 0..<length {
          unsafe text[2 * index] = hexDigit(digest[index] >> 4)
          unsafe text[2 * index + 1] = hexDigit(digest[index] & 15)
        }
        return 2 * length
      }
    }
  }

  /// The digest of a text's UTF-8 in lower-case hexadecimal.
  package static func hex(_ text: String) -> String { hex(Array(text.utf8)) }

  private static let length = 32

  private static func write(_ bytes: [UInt8], to output: UnsafeMutableBufferPointer<UInt8>) {
    unsafe bytes.withUnsafeBytes { input in
      var context = SHA256_CTX()
      let succeeded =
        unsafe SHA256_Init(&context) == 1
        && SHA256_Update(&context, input.baseAddress, input.count) == 1
        && SHA256_Final(output.baseAddress, &context) == 1
      precondition(succeeded, "libcrypto refuses SHA-256")
    }
  }

  static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
  }
}
