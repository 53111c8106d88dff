internal import CCrypto

/// SHA-256, by OpenSSL's libcrypto.
package enum SHA256 {
  /// The digest of some bytes, 32 bytes long.
  package static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: 32)
    let succeeded = unsafe bytes.withUnsafeBytes { input in
      unsafe result.withUnsafeMutableBufferPointer { output in
        unsafe EVP_Digest(
          input.baseAddress, input.count, output.baseAddress, nil, EVP_sha256(), nil)
      }
    }
    precondition(succeeded == 1, "libcrypto has no SHA-256")
    return result
  }

  /// The digest of some bytes in lower-case hexadecimal, 64 characters long.
  package static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest(bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of a text's UTF-8 in lower-case hexadecimal.
  package static func hex(_ text: String) -> String { hex(Array(text.utf8)) }
}
