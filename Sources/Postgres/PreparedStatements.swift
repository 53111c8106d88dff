/// The statements that a session has the server keep, by their texts.
///
/// A name is never used twice, so that it does not matter which statements are left over after a
/// failure: those behind it were not prepared, those before it were.
struct PreparedStatements: Sendable {
  private var names: [String: String] = [:]
  private var count = 0

  func name(of text: String) -> String? { names[text] }

  mutating func add(_ text: String) -> String {
    count += 1
    let name = "migrate:\(count)"
    names[text] = name
    return name
  }

  mutating func forget() { names = [:] }
}
