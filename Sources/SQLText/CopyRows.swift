package import Diagnostics

/// The rows that a script has for a `COPY … FROM stdin` of its own, as psql sends them.
package enum CopyRows: Sendable, Hashable {
  /// Bytes of the file, whole lines, without the closing `\.`.
  case inFile(Range<Int>)
  /// Lines that were left on the disk when the file was read.
  case onDisk(SourceGap)
}

extension CopyRows {
  /// Where a row stands that the server counts from 1.
  ///
  /// The server counts lines, also those inside a quoted value of CSV.
  package func location(ofLine number: Int, in file: SourceFile) -> SourceLocation {
    let first =
      switch self {
      case .inFile(let range): file.location(at: range.lowerBound).line
      case .onDisk(let gap): file.location(at: gap.offset).line - gap.lineCount
      }
    return SourceLocation(path: file.path, line: first + number - 1)
  }
}
