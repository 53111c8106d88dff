/// A text that prints as `***` wherever it is printed; only `reveal()` gives it away.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let text: String

  package init(_ text: String) { self.text = text }

  /// The text itself, for the one call that needs it.
  package func reveal() -> String { text }

  package var isEmpty: Bool { text.isEmpty }
  package var description: String { "***" }
  package var debugDescription: String { "***" }
  package var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }

  /// Whether this is what templates and tutorials put where a password should go.
  package var isPlaceholder: Bool {
    let letters = text.lowercased().utf8.filter { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
    let word = String(decoding: letters, as: UTF8.self)
    return Self.placeholders.contains(word)
      || word.hasPrefix("your") && word.hasSuffix("password")
  }

  private static let placeholders: Set<String> = [
    "123456", "12345678", "admin", "change", "changeit", "changeme", "changethis", "dbpassword",
    "default", "example", "mypassword", "mysecretpassword", "pass", "passw0rd", "password",
    "password1", "password123", "postgres", "postgrespassword", "replaceme", "root", "secret",
    "test", "todo", "topsecret", "x", "xxx", "xxxx", "xxxxx", "xxxxxx", "xxxxxxxx",
  ]
}
