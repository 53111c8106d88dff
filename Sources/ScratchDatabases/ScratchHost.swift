import Postgres
package import ScratchServers

/// A server on which databases are made and thrown away, and as whom.
package struct ScratchHost: Sendable {
  /// libpq's words for whoever makes databases; the last word names the database.
  private let administration: [Word]
  /// libpq's words for whoever the revisions run as.
  private let work: [Word]
  /// Connected to while databases come and go.
  private let maintenance: String
  /// Whether the server's roles are ours: then they are put back to what a template was made with.
  package let ownsRoles: Bool

  /// One of libpq's words and its value.
  package typealias Word = (keyword: String, value: String)

  /// A server of ours, where a superuser makes the databases of a role that may be none.
  package init(_ cluster: Cluster) {
    administration = cluster.parameters(database: "postgres", user: Cluster.superuser)
    work = cluster.parameters(database: "postgres")
    maintenance = "postgres"
    ownsRoles = true
  }

  /// Any server, with one role for everything; it has to have `CREATEDB`.
  package init(_ parameters: [Word], maintenance: String = "postgres") {
    administration = parameters
    work = parameters
    self.maintenance = maintenance
    ownsRoles = false
  }

  /// The words for a session as the role that revisions run as.
  package func parameters(database: String) -> [Word] {
    work + [("dbname", database), ("client_encoding", "UTF8")]
  }

  func connect(to database: String) throws(PostgresError) -> Connection {
    try Connection.open(parameters(database: database))
  }

  /// A session that may make and drop databases, and see all of them.
  func administer(_ database: String? = nil) throws(PostgresError) -> Connection {
    try Connection.open(
      administration + [("dbname", database ?? maintenance), ("client_encoding", "UTF8")])
  }
}
