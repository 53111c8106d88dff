/// In which form an operation is wanted.
package enum SQLForm: Sendable, Hashable {
  /// What `alembic upgrade --sql` prints, byte for byte, without the closing semicolon.
  case offline
  /// What is to be sent to a server.
  case online
}
