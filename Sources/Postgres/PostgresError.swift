internal import CLibPQ

/// What the server, or the way to it, said against a request.
package struct PostgresError: Error, Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    /// No session could be opened.
    case connecting
    /// The session ended under the request; whether the request took effect is unknown.
    case connectionLost
    /// The server refused the request and told why.
    case server
  }

  package let kind: Kind
  /// Five characters, such as `42P01`; nil where libpq itself speaks.
  package let sqlState: String?
  package let severity: String?
  package let message: String
  package let detail: String?
  package let hint: String?
  /// Where in the statement, in Unicode characters from 1.
  package let position: Int?
  /// The statement that a function ran inside, when the fault lies there.
  package let internalQuery: String?
  package let context: String?
  package let schema: String?
  package let table: String?
  package let constraint: String?

  package init(
    kind: Kind, sqlState: String? = nil, severity: String? = nil, message: String,
    detail: String? = nil, hint: String? = nil, position: Int? = nil,
    internalQuery: String? = nil, context: String? = nil, schema: String? = nil,
    table: String? = nil, constraint: String? = nil
  ) {
    self.kind = kind
    self.sqlState = sqlState
    self.severity = severity
    self.message = message
    self.detail = detail
    self.hint = hint
    self.position = position
    self.internalQuery = internalQuery
    self.context = context
    self.schema = schema
    self.table = table
    self.constraint = constraint
  }
}

extension PostgresError {
  /// The fields of an error or notice result.
  init(result: OpaquePointer, connectionIsLost: Bool) {
    func field(_ code: Int32) -> String? {
      unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
    let primary = field(PG_DIAG_MESSAGE_PRIMARY_CODE)
    let whole = unsafe String(cString: PQresultErrorMessage(result))
    let severity = field(PG_DIAG_SEVERITY_CODE)
    // The server ends the session after these, though libpq may not have seen the end yet.
    let isFatal = severity == "FATAL" || severity == "PANIC"
    self.init(
      kind: connectionIsLost || isFatal ? .connectionLost : .server,
      sqlState: field(PG_DIAG_SQLSTATE_CODE), severity: severity,
      message: primary ?? Self.firstLine(whole),
      detail: field(PG_DIAG_MESSAGE_DETAIL_CODE), hint: field(PG_DIAG_MESSAGE_HINT_CODE),
      position: field(PG_DIAG_STATEMENT_POSITION_CODE).flatMap { Int($0) },
      internalQuery: field(PG_DIAG_INTERNAL_QUERY_CODE), context: field(PG_DIAG_CONTEXT_CODE),
      schema: field(PG_DIAG_SCHEMA_NAME_CODE), table: field(PG_DIAG_TABLE_NAME_CODE),
      constraint: field(PG_DIAG_CONSTRAINT_NAME_CODE))
  }

  /// What libpq itself says of a connection.
  init(connection: OpaquePointer, kind: Kind, hint: String? = nil) {
    self.init(
      kind: kind, message: Self.firstLine(unsafe String(cString: PQerrorMessage(connection))),
      hint: hint)
  }

  /// libpq's messages end in a line feed and may repeat themselves for every address tried.
  private static func firstLine(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    return lines.first ?? "the connection failed without a message"
  }
}
