/// `MetaData(naming_convention={…})`: how constraints and indexes without a name are called.
package struct NamingConvention: Sendable, Hashable {
  /// A template such as `fk_%(table_name)s_%(column_0_name)s` for each of `ix`, `uq`, `ck`, `fk`, `pk`.
  package let templates: [String: String]

  package init(_ templates: [String: String]) { self.templates = templates }
}
