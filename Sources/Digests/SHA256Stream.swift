internal import CCrypto

/// SHA-256 of bytes that come piece by piece.
package struct SHA256Stream {
  private var context: SHA256_CTX

  package init() {
    var context = SHA256_CTX()
    let succeeded = unsafe SHA256_Init(&context) == 1
    precondition(succeeded, "libcrypto refuses SHA-256")
    self.context = context
  }

  package mutating func update(_ bytes: ArraySlice<UInt8>) {
    let succeeded = unsafe bytes.withUnsafeBytes { input in
      unsafe SHA256_Update(&context, input.baseAddress, input.count) == 1
    }
    precondition(succeeded, "libcrypto refuses SHA-256")
  }

  /// The digest of what came so far in lower-case hexadecimal, 64 characters long.
  package func hex() -> String {
    var context = context
    var digest = [UInt8](repeating: 0, count: 32)
    let succeeded = unsafe digest.withUnsafeMutableBufferPointer { output in
      unsafe SHA256_Final(output.baseAddress, &context) == 1
    }
    precondition(succeeded, "libcrypto refuses SHA-256")
    return String(
      decoding: digest.flatMap { [SHA256.hexDigit($0 >> 4), SHA256.hexDigit($0 & 15)] },
      as: UTF8.self)
  }
}
