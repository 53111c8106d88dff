package import RevisionGraphs

/// What an applied revision changes in the ledger of the tool that its track comes from.
package enum NativeRowChange: Sendable, Hashable {
  /// A row of the Supabase CLI's.
  case supabase(version: String, name: String, statements: [String])
  case alembic(VersionChange)

  /// Whether it is about a row that has to be there.
  var needsRow: Bool {
    switch self {
    case .supabase, .alembic(.insert): false
    case .alembic(.update), .alembic(.delete): true
    }
  }
}
