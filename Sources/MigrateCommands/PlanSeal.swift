import Conninfo
import Digests
import JSONText

/// The checksum that a plan's document holds of all else in it.
///
/// It tells that the file was edited, so that what somebody reads in it is what is applied. It is no
/// signature: who can write the file can write another checksum too.
extension JSON {
  private static let checksum = "checksum"

  /// The document as it is shown, without known secrets and with its checksum.
  func sealed(_ redactor: Redactor) -> JSON {
    let shown = (try? JSON.read(Array(redactor.redacted(written()).utf8))) ?? self
    return shown.with(checksum: .string(shown.contentChecksum))
  }

  /// Whether nothing was changed since the document was sealed; nil where it never was.
  var isAsSealed: Bool? { self[Self.checksum]?.text.map { $0 == contentChecksum } }

  /// However the document is laid out, and whatever the order of members.
  private var contentChecksum: String { SHA256.hex(with(checksum: .null).ordered.written()) }

  private func with(checksum: JSON) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(members.map { $0.name == Self.checksum ? Member($0.name, checksum) : $0 })
  }

  private var ordered: JSON {
    switch self {
    case .object(let members):
      .object(
        members.sorted { $0.name < $1.name }.map { Member($0.name, $0.value.ordered) })
    case .array(let elements): .array(elements.map(\.ordered))
    default: self
    }
  }

  /// Whether no text in it holds characters that a terminal obeys.
  var isPrintable: Bool {
    switch self {
    case .string(let text):
      text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    case .object(let members): members.allSatisfy { $0.value.isPrintable }
    case .array(let elements): elements.allSatisfy(\.isPrintable)
    default: true
    }
  }
}
