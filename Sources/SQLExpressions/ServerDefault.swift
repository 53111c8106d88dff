/// What `server_default=` says.
package enum ServerDefault: Hashable, Sendable {
  /// A string: a literal, whatever the type of the column.
  case string(String)
  case expression(SQLElement)
}
