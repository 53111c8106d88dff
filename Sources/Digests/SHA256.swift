internal import CCrypto

/// SHA-256, by OpenSSL's libcrypto.
package enum SHA256 {
  /// Looked up once: OpenSSL 3 searches its providers for every other mention of an algorithm.
  private static let algorithm = unsafe Algorithm(EVP_MD_fetch(nil, "SHA256", nil))

  @safe
  private struct Algorithm: @unchecked Sendable {
    let raw: OpaquePointer?

    init(_ raw: OpaquePointer?) {
      precondition(unsafe raw != nil, "libcrypto has no SHA-256")
      unsafe self.raw = unsafe raw
    }
  }

  /// The digest of some bytes, 32 bytes long.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    let algorithm = unsafe algorithm.raw
    var result = [UInt8](repeating: 0, count: 32)
    let succeeded = unsafe bytes.withUnsafeBytes { input in
      unsafe result.withUnsafeMutableBufferPointer { output in
        unsafe EVP_Digest(
          input.baseAddress, input.count, output.baseAddress, nil, algorithm, nil)
      }
    }
    precondition(succeeded == 1, "libcrypto refuses SHA-256")
    return result
  }

  /// The digest of some bytes in lower-case hexadecimal, 64 characters long.
  package static func hex(_ bytes: [UInt8]) -> String {
    let digest = digest(bytes)
    return unsafe String(unsafeUninitializedCapacity: 64) { text in
      for (index, byte) in digest.enumerated() {
        unsafe text[2 * index] = Self.digits[Int(byte >> 4)]
        unsafe text[2 * index + 1] = Self.digits[Int(byte & 15)]
      }
      return 64
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// The digest of a text's UTF-8 in lower-case hexadecimal.
  package static func hex(_ text: String) -> String { hex(Array(text.utf8)) }
}
