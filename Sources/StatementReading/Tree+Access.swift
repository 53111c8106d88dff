import PGParsing
import SQLText

/// Whether transactions may write, as statements say it.
extension Tree {
  /// What `READ ONLY` and `READ WRITE` among some options come to: the last one counts.
  func isReadOnly(in field: StaticString) -> Bool? {
    list(field).last { $0.text("defname") == "transaction_read_only" }?.child("arg")?.isTrue
  }

  /// What a `SET` or `RESET` changes of it.
  var access: TransactionAccess? {
    switch (symbol("kind"), text("name") ?? "") {
    case ("VAR_SET_MULTI", "TRANSACTION"):
      isReadOnly(in: "args").map { .transaction(isReadOnly: $0) }
    case ("VAR_SET_MULTI", "SESSION CHARACTERISTICS"):
      isReadOnly(in: "args").map { .session(isReadOnly: $0) }
    case ("VAR_SET_VALUE", "transaction_read_only"):
      .transaction(isReadOnly: list("args").first?.isTrue == true)
    // Until the transaction ends, no other one begins.
    case ("VAR_SET_VALUE", "default_transaction_read_only") where !flag("is_local"):
      .session(isReadOnly: list("args").first?.isTrue == true)
    case ("VAR_SET_DEFAULT", "default_transaction_read_only"),
      ("VAR_RESET", "default_transaction_read_only"), ("VAR_RESET_ALL", _):
      .session(isReadOnly: false)
    default: nil
    }
  }

  /// Whether a constant is one of the words for true, or the beginning of one.
  ///
  /// Source: PostgreSQL, `bool.c`, `parse_bool_with_len`.
  private var isTrue: Bool {
    if let number = child("ival") { return number.number("ival") != 0 }
    if let value = child("boolval") { return value.flag("boolval") }
    let word = stringConstant?.lowercased() ?? ""
    guard !word.isEmpty else { return false }
    return "true".hasPrefix(word) || "yes".hasPrefix(word) || word == "on" || word == "1"
  }
}
