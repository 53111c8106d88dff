import Files
import JSONText
import Revisions

/// How a text is kept: one line of JSON, the text, then the files as fixed numbers and paths.
extension RememberedText {
  /// The form of what is kept; another one is read as nothing.
  private static let form = "migrate.remembered/1"

  package var bytes: [UInt8] {
    let head: JSON = [
      "form": .string(Self.form), "ledgers": ledgers?.json ?? .null,
      "text": .integer(text.utf8.count), "files": .integer(files.entries.count),
    ]
    var bytes = Array(head.written().utf8) + [UInt8(ascii: "\n")] + Array(text.utf8)
    bytes.reserveCapacity(bytes.count + files.entries.count * 160)
    for entry in files.entries {
      let identity = entry.identity
      for number in [
        identity.device, identity.inode, identity.mode, identity.size, identity.modified,
        identity.changed, UInt64(entry.path.utf8.count) << 1 | (entry.isAboutContent ? 1 : 0),
      ] {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
      }
      bytes.append(contentsOf: entry.path.utf8)
    }
    return bytes
  }

  /// Nil where the bytes are not all there, or of another form.
  package init?(_ bytes: [UInt8]) {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
      let head = try? JSON.read(Array(bytes[..<end])), head["form"]?.text == Self.form,
      let length = head["text"]?.int, length >= 0, length < bytes.count - end,
      let count = head["files"]?.int, let asked = head["ledgers"]
    else { return nil }
    let ledgers = Ledgers(asked)
    let text = bytes[(end + 1)..<(end + 1 + length)]
    guard asked == .null || ledgers != nil,
      let entries = Self.entries(bytes, from: text.endIndex), entries.count == count
    else { return nil }
    self.init(
      files: FileTrace(entries: entries, begin: 0), ledgers: ledgers,
      text: String(decoding: text, as: UTF8.self))
  }

  private static func entries(_ bytes: [UInt8], from start: Int) -> [FileTrace.Entry]? {
    bytes.withUnsafeBytes { buffer -> [FileTrace.Entry]? in
      var entries: [FileTrace.Entry] = []
      entries.reserveCapacity((buffer.count - start) / 100)
      var place = start
      func number(_ index: Int) -> UInt64 {
        UInt64(
          littleEndian: buffer.loadUnaligned(fromByteOffset: place + index * 8, as: UInt64.self))
      }
      while place < buffer.count {
        guard place + 56 <= buffer.count else { return nil }
        let length = number(6) >> 1
        let path = place + 56
        guard length <= UInt64(buffer.count - path) else { return nil }
        let rest = path + Int(length)
        entries.append(
          FileTrace.Entry(
            path: String(decoding: buffer[path..<rest], as: UTF8.self),
            isAboutContent: number(6) & 1 == 1,
            identity: FileIdentity(
              device: number(0), inode: number(1), mode: number(2), size: number(3),
              modified: number(4), changed: number(5))))
        place = rest
      }
      return entries
    }
  }
}

extension RememberedText.Ledgers {
  fileprivate var json: JSON {
    [
      "table": .string(versionTable), "schema": JSON(versionTableSchema),
      "version": .integer(tables.version), "supabase": .bool(tables.supabaseVersions != nil),
      "alembic": .bool(tables.alembicRows != nil), "column": JSON(tables.alembicColumnWidth),
      "seal": .string(seal),
    ]
  }

  fileprivate init?(_ json: JSON) {
    guard let table = json["table"]?.text, let version = json["version"]?.int,
      let supabase = json["supabase"]?.bool, let alembic = json["alembic"]?.bool,
      let seal = json["seal"]?.text
    else { return nil }
    self.init(
      versionTable: table, versionTableSchema: json["schema"]?.text,
      tables: LedgerState(
        version: version, supabaseVersions: supabase ? [] : nil, alembicRows: alembic ? [] : nil,
        alembicColumnWidth: json["column"]?.int),
      seal: seal)
  }
}
