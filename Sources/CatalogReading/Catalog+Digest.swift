package import Catalogs
import Digests

extension Catalog {
  /// SHA-256 of the canonical text in lower-case hexadecimal.
  package var digest: String { SHA256.hex(text) }
}

extension Catalog.Object {
  /// SHA-256 of the object's part of the canonical text.
  package var digest: String { SHA256.hex(text) }
}
