/// A part of a file that was left on the disk: rows of data, too many to be held in memory.
///
/// It is made of whole lines, and its last line end belongs to it.
package struct SourceGap: Sendable, Hashable {
  /// Where in the bytes that were read it is missing.
  package let offset: Int
  /// Where it lies in the file, in bytes.
  package let range: Range<Int>
  package let lineCount: Int
  /// The file as the system knows it.
  package let storage: String
  /// SHA-256 of its bytes when they were seen, in hexadecimal.
  package let digest: String

  package init(
    offset: Int, range: Range<Int>, lineCount: Int, storage: String, digest: String
  ) {
    self.offset = offset
    self.range = range
    self.lineCount = lineCount
    self.storage = storage
    self.digest = digest
  }
}
