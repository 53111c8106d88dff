import Postgres
import Revisions
import SQLText

/// What can be done about what the server refused, where it does not say so itself.
extension StepFailure {
  /// About a statement that does not fit into its transaction, where nothing in the files told so.
  func transactionHint(for statement: SQLStatement) -> String? {
    switch cause.sqlState {
    case "55P04" where isSingleTransaction:
      "run without --single-transaction: a value can be used once the transaction that adds it has "
        + "ended"
    case "25001" where statement.facts.tag == "SET":
      isSingleTransaction
        ? "it has to stand before all other statements of the transaction: run without "
          + "--single-transaction, or put it first in the first file"
        : "it has to stand before all other statements of its file, or right behind their 'BEGIN'"
    case "25001", "2D000", "55P04":
      "put it into a revision of its own, with the line 'migrate: no-transaction'"
    default: nil
    }
  }

  /// About something that no rollback takes back, and that is there already.
  var leftOverHint: String? {
    guard cause.sqlState == "42710", cause.message.contains("replication slot") else { return nil }
    return "an earlier try may have made it, which no rollback takes back: drop it with "
      + "'pg_drop_replication_slot', then run 'migrate up' again"
  }

  /// About a lock that was not had in all the time that the run had.
  var lockHint: String? {
    cause.isRefusedLock ? Obstacle.hint(obstacle) : nil
  }

  /// About a transaction that only reads, where no statement of the file said so in plain words.
  var readOnlyHint: String? {
    guard cause.sqlState == "25006" else { return nil }
    return "see what makes the transaction read-only, such as 'set_config', a function, or "
      + "'default_transaction_read_only' in an earlier part: the ledger is written in it too"
  }

  /// About something that is not in the state that a statement needs (55000), by the words that the
  /// server has for it in English.
  var stateHint: String? {
    guard cause.sqlState == "55000" else { return nil }
    let message = cause.message
    if message.contains("not currently accepting connections") {
      return "let the database be connected to: 'ALTER DATABASE … ALLOW_CONNECTIONS true'"
    }
    if message.contains("shared_preload_libraries") {
      return "add the library to 'shared_preload_libraries' of the server, and restart it"
    }
    if message.contains("not yet defined in this session") {
      return
        "call nextval() in the same revision before; where that is done, in the same part of it"
    }
    return "bring what the message names into the state that the statement needs, then run "
      + "'migrate up' again"
  }
}
