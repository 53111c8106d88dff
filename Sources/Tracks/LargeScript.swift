import Diagnostics
import Digests
import Files
import Glibc
import SQLText

/// Reads a SQL file whose rows for `COPY` may be far more than its statements.
///
/// The statements are held in memory, as those of any file; the rows are only looked at, and stay
/// on the disk as gaps of the source.
struct LargeScript: ~Copyable {
  /// Files up to this size are held as a whole.
  static let ordinarySize = 4 << 20
  private let file: FileReader
  private let path: String
  private let shown: String
  /// How much is read at once, at least.
  private let pieceSize: Int
  private var text: [UInt8] = []
  private var gaps: [SourceGap] = []
  /// How much of the file was read.
  private var position = 0
  private var checksum = SHA256Stream()

  /// The file with its checksum.
  static func read(
    _ path: String, shownAs shown: String, pieceSize: Int = 1 << 18
  ) throws(FileError) -> (source: SourceFile, checksum: String) {
    var script = LargeScript(
      try FileReader(path), path: path, shown: shown, pieceSize: pieceSize)
    try script.run()
    return script.finish()
  }

  private init(
    _ file: consuming FileReader, path: String, shown: String, pieceSize: Int
  ) {
    self.file = file
    self.path = path
    self.shown = shown
    self.pieceSize = pieceSize
  }

  private mutating func run() throws(FileError) {
    var statement = 0
    var wanted = pieceSize
    while true {
      let piece = try next(wanted)
      if piece.isEmpty { return }
      text += piece
      if statement == 0 { statement = text.withoutByteOrderMark.lowerBound }
      while true {
        let found = SQLSplitter.search(SourceFile(path: shown, bytes: text), from: statement)
        guard case .rows(let start) = found else {
          if case .none(let end) = found { statement = end }
          break
        }
        let rest = Array(text[start...])
        text.removeLast(rest.count)
        try skipRows(rest)
        statement = start
      }
      // A statement that does not end in what is there is looked at again as a whole.
      wanted = max(pieceSize, text.count - statement)
    }
  }

  private func finish() -> (source: SourceFile, checksum: String) {
    let source = SourceFile(path: shown, bytes: text, gaps: gaps)
    return (source, checksum.hex())
  }

  private mutating func next(_ count: Int) throws(FileError) -> [UInt8] {
    let piece = try file.read(count, at: position)
    position += piece.count
    checksum.update(piece[...])
    return piece
  }

  /// Goes over the rows of a `COPY`; the line that closes them, and what follows, is text again.
  ///
  /// `read` is what was read of them already.
  private mutating func skipRows(_ read: [UInt8]) throws(FileError) {
    let start = position - read.count
    var digest = SHA256Stream()
    var length = 0
    var lineCount = 0
    var piece = read
    while true {
      let lines = RowLines(of: piece)
      digest.update(piece[..<lines.end])
      length += lines.end
      lineCount += lines.count
      if lines.isClosed || lines.isUndecided && position >= file.size {
        piece.removeFirst(lines.end)
        break
      }
      piece.removeFirst(lines.end)
      let more = try next(max(pieceSize, piece.count))
      if more.isEmpty {
        // The last line has no end.
        digest.update(piece[...])
        length += piece.count
        lineCount += piece.isEmpty ? 0 : 1
        piece = []
        break
      }
      piece += more
    }
    if length > 0 {
      gaps.append(
        SourceGap(
          offset: text.count, range: start..<start + length, lineCount: lineCount,
          storage: path, digest: digest.hex()))
    }
    text += piece
  }
}

/// The whole lines of rows at the beginning of some bytes.
private struct RowLines {
  /// Where the lines end: at the one that closes the rows, or at one that has no end here.
  private(set) var end = 0
  private(set) var count = 0
  private(set) var isClosed = false
  /// Whether what is left may be the closing line without its end.
  private(set) var isUndecided = false

  init(of bytes: [UInt8]) {
    while end < bytes.count {
      guard let feed = bytes.lineFeed(from: end) else {
        isUndecided = bytes[end...].isClosing
        return
      }
      if bytes[end..<feed].isClosing {
        isClosed = true
        return
      }
      end = feed + 1
      count += 1
    }
  }
}

extension [UInt8] {
  /// The first line feed; by the system, since there are gigabytes to look at.
  fileprivate func lineFeed(from start: Int) -> Int? {
    withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress,
        let found = memchr(base + start, 0x0A, buffer.count - start)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether a line, without its line feed, is the one that ends the rows of a `COPY`.
  fileprivate var isClosing: Bool {
    count >= 2 && count <= 3 && self[startIndex] == UInt8(ascii: "\\")
      && self[startIndex + 1] == UInt8(ascii: ".") && (count == 2 || self[endIndex - 1] == 0x0D)
  }
}
