package import Diagnostics
import Digests
import Files

/// The SQL of a revision that needs Python, as the project's own Alembic rendered it once.
///
/// The file says which files the SQL depends on and what their digests were; where one of them is
/// another now, the SQL is never used.
package struct RenderedFile: Sendable {
  /// A file that the SQL depends on.
  package struct Source: Sendable, Hashable {
    /// Seen from the folder of the rendered file; the first one is the revision itself.
    package let path: String
    /// SHA-256 of its bytes.
    package let checksum: String

    package init(path: String, checksum: String) {
      self.path = path
      self.checksum = checksum
    }
  }

  /// What came of the rendering.
  package enum Outcome: Sendable, Hashable {
    /// The statements that follow.
    case statements
    /// Nothing: the revision looks at the database, and has to be run.
    case live(reason: String, line: Int?)
  }

  /// Programs by whose versions the SQL may differ.
  package struct Makers: Sendable, Hashable {
    package let tool: String
    package let alembic: String
    package let sqlalchemy: String

    package init(tool: String, alembic: String, sqlalchemy: String) {
      self.tool = tool
      self.alembic = alembic
      self.sqlalchemy = sqlalchemy
    }
  }

  package let revision: String
  package let makers: Makers
  package let sources: [Source]
  package let outcome: Outcome
  /// The whole file, header included, as it is shown.
  package let file: SourceFile
  /// The absolute path of the folder that it lies in.
  package let folder: String
  /// SHA-256 of everything behind the header, as the header says it.
  let bodyChecksum: String
  /// The bytes behind the header.
  let body: Range<Int>
  /// The lines of the header that name sources, for messages.
  let sourceRanges: [Range<Int>]
}

extension RenderedFile {
  /// The folder below Alembic's script folder; it is no version location, so Alembic never looks there.
  package static func folder(ofScripts scripts: String) -> String { "\(scripts)/rendered" }

  /// The file's name: the identifier, with what a file system may take amiss percent-encoded.
  package static func name(of revision: String) -> String {
    var name = ""
    for byte in revision.utf8 {
      let isPlain = byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || isDigit(byte))
      if isPlain || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") && !name.isEmpty {
        name.append(Character(UnicodeScalar(byte)))
      } else {
        name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return name + ".sql"
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Whether what the file says still holds for the revision whose file has this checksum.
  /// - Returns: nil when it does; else what has changed, with its place.
  package func staleness(checksum: String, shown: (String) -> String) -> Diagnostic? {
    guard SHA256.hex(Array(file.bytes[body])) == bodyChecksum else {
      return stale(
        "'\(file.path)' was edited or cut off after it was rendered",
        at: body.lowerBound..<body.lowerBound + 1)
    }
    guard let first = sources.first, first.checksum == checksum else {
      return stale(
        "'\(file.path)' was rendered from another text of revision '\(revision)'",
        at: sourceRanges.first ?? 0..<1)
    }
    for (source, range) in zip(sources, sourceRanges).dropFirst() {
      let path = Path.normalized(Path.join(folder, source.path))
      guard let bytes = try? FileSystem.read(path, onlyRegular: true) else {
        return stale("'\(shown(path))', which revision '\(revision)' uses, is gone", at: range)
      }
      guard SHA256.hex(bytes) == source.checksum else {
        return stale(
          "'\(shown(path))', which revision '\(revision)' uses, has changed since it was rendered",
          at: range)
      }
    }
    return nil
  }

  private func stale(_ message: String, at range: Range<Int>) -> Diagnostic {
    Diagnostic(
      .warning, "rendered-stale", message, in: file, at: range,
      hint: Self.hint(revision))
  }

  /// How to make the file anew.
  package static func hint(_ revision: String) -> String {
    "render it again: migrate render --write alembic:\(revision)"
  }
}
