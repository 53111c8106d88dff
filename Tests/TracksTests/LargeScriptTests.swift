import Diagnostics
import Digests
import Files
import SQLText
import Testing

@testable import Tracks

/// Large files, read a few bytes at a time: what they say must not depend on where they are cut.
struct LargeScriptTests {
  static let texts = [
    "", "select 1;", "select 'copy a from stdin;\n1\n\\.\n';\n",
    "copy a from stdin;\n1\n2\n\\.\nselect 1;\n",
    "copy a from stdin;\r\n1\r\n\\.\r\nselect 1;\r\n",
    "copy a from stdin;\n\\.\ncopy b from stdin; -- b\n\n\\\\.\n\\.\n-- end\n",
    "select $x$ ; copy a from stdin;\n$x$;\ncopy a from stdin;\n';\"$$ /*\n\\.",
    "copy a from stdin;\n1\n2", "copy a from stdin;", "copy a from stdin;\n",
    "\u{FEFF}-- é\ncopy a from stdin;\né\n\\.\nselect 'é';",
  ]

  @Test(arguments: texts, [1, 2, 3, 7, 1000])
  func `rows stay on the disk and all else is as before`(text: String, pieceSize: Int) throws {
    let folder = try TemporaryFolder([.file("a.sql", text)])
    let whole = SourceFile(path: "a.sql", text: text)
    let read = try LargeScript.read("\(folder.path)/a.sql", shownAs: "a.sql", pieceSize: pieceSize)
    #expect(read.checksum == SHA256.hex(whole.bytes))
    #expect(Self.restored(read.source, from: whole) == whole.bytes)
    let expected = Self.told(whole, whole)
    #expect(Self.told(read.source, whole) == expected)
    let hasRows = expected.contains { !$0.hasSuffix("nil") && !$0.hasSuffix("[]") }
    #expect(read.source.gaps.isEmpty == !hasRows)
  }

  @Test func `a file changes nothing by being large`() throws {
    let row = String(repeating: "x", count: 99) + "\n"
    let count = LargeScript.ordinarySize / 100 + 1
    let text = "copy a from stdin;\n" + String(repeating: row, count: count) + "\\.\nselect 1;\n"
    let folder = try TemporaryFolder([.file("s/migrations/1_a.sql", text)])
    let read = SupabaseTrack.read(folder: "\(folder.path)/s", displayBase: folder.path)
    #expect(read.diagnostics.isEmpty)
    let file = try #require(read.files.first)
    #expect(file.checksum == SHA256.hex(text))
    #expect(file.source.bytes.count < 100)
    let gap = try #require(file.source.gaps.first)
    #expect(gap.lineCount == count && gap.range.count == count * 100)
    #expect(gap.digest == SHA256.hex(String(repeating: row, count: count)))
    #expect(file.source.location(at: file.source.bytes.count - 2).line == count + 3)
  }

  /// The file's bytes with its gaps filled.
  private static func restored(_ file: SourceFile, from whole: SourceFile) -> [UInt8] {
    var bytes: [UInt8] = []
    var start = 0
    for gap in file.gaps {
      bytes += file.bytes[start..<gap.offset] + whole.bytes[gap.range]
      start = gap.offset
    }
    return bytes + file.bytes[start...]
  }

  /// Each statement with its place and its rows, and each diagnostic.
  private static func told(_ file: SourceFile, _ whole: SourceFile) -> [String] {
    let split = SQLSplitter.split(
      file, in: file.bytes.withoutByteOrderMark, for: .psql)
    let pieces = split.pieces.map { piece in
      let rows =
        switch piece.rows {
        case .inFile(let range): "\(Array(file.bytes[range]))"
        case .onDisk(let gap): "\(Array(whole.bytes[gap.range]))"
        case nil: "nil"
        }
      let place = file.location(at: piece.range.lowerBound)
      return "\(place) \(file.text(piece.range)) \(rows)"
    }
    return split.diagnostics.map { "\($0.code) \(String(describing: $0.location)) nil" } + pieces
  }
}
