/// The SQLAlchemy whose SQL is wanted, where versions differ.
package enum SQLAlchemyVersion: String, Sendable, Hashable, CaseIterable {
  case v2_0 = "2.0"
  case v2_1 = "2.1"
}
