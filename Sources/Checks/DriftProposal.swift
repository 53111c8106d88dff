package import Catalogs
package import Diagnostics
package import Revisions

/// What of a drift can be written down as revisions, and what somebody has to think of.
package struct DriftProposal: Sendable {
  /// The statements for each track, in an order in which they can run.
  package let scripts: [Track: [String]]
  /// What no safe statement says: a warning each.
  package let left: [Diagnostic]
  /// The differences that the statements make.
  package let taken: [Catalog.Difference]

  /// Divides the differences between what applied revisions build and what is there.
  ///
  /// What a revision makes belongs to the role that runs it, which need not be said.
  package init(
    _ differences: [Catalog.Difference], by role: String, track: (Catalog.Address) -> Track
  ) {
    var taken: [Catalog.Difference] = []
    var left: [Diagnostic] = []
    for difference in differences {
      let difference = difference.unowned(by: role)
      if let reason = Self.reason(against: difference) {
        left.append(
          Diagnostic(
            .warning, "drift-left", "\(difference.driftMessage): \(reason)",
            hint: "write a revision for it by hand, or undo it in the database"))
      } else {
        taken.append(difference)
      }
    }
    self.taken = taken
    self.left = left
    scripts = Dictionary(grouping: taken) { track($0.object) }.mapValues { Catalog.script(for: $0) }
  }

  /// Whether the statements should have made a difference go away.
  package func speaks(of difference: Catalog.Difference) -> Bool {
    taken.contains { other in
      let isSame = other.object == difference.object
      return other.property == nil
        ? isSame || other.along.contains(difference.object)
        : isSame && other.property == difference.property
    }
  }

  /// Why a difference is not taken over; nil when it is.
  private static func reason(against difference: Catalog.Difference) -> String? {
    if difference.object.kind == .extension, difference.property == "version" {
      return "the version is the server's affair"
    }
    switch difference.repair {
    case .unsafe(let reason): return reason
    case .statements(let statements):
      return statements.isEmpty ? "no statement says it" : nil
    }
  }
}

extension Catalog.Difference {
  /// The same without the statements that give a new object to a role.
  fileprivate func unowned(by role: String) -> Self {
    guard change == .added, case .statements(let statements) = repair else { return self }
    let doubled = role.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    let ending = " OWNER TO \"\(doubled)\""
    return Self(
      object: object, change: change, along: along,
      repair: .statements(
        statements.filter { $0.phase != .owner || !$0.sql.hasSuffix(ending) }))
  }
}
