import PGParsing
import SQLText

/// The lock that each form of `ALTER TABLE` takes on its table.
///
/// As `AlterTableGetLockLevel` in PostgreSQL 15 has it, and the manual's page of `ALTER TABLE` says.
enum AlterTableLocks {
  static func level(of command: Tree) -> LockLevel {
    switch command.symbol("subtype") {
    case "AT_SetStatistics", "AT_SetOptions", "AT_ResetOptions", "AT_ClusterOn", "AT_DropCluster",
      "AT_ValidateConstraint", "AT_AttachPartition", "AT_DetachPartitionFinalize":
      .shareUpdateExclusive
    case "AT_EnableTrig", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig", "AT_DisableTrig",
      "AT_EnableTrigAll", "AT_DisableTrigAll", "AT_EnableTrigUser", "AT_DisableTrigUser":
      .shareRowExclusive
    case "AT_AddConstraint":
      command.child("def")?.symbol("contype") == "CONSTR_FOREIGN"
        ? .shareRowExclusive : .accessExclusive
    case "AT_DetachPartition":
      command.child("def")?.flag("concurrent") == true ? .shareUpdateExclusive : .accessExclusive
    case "AT_SetRelOptions", "AT_ResetRelOptions": optionLevel(command.child("def"))
    default: .accessExclusive
    }
  }

  /// Storage parameters that only concern vacuum, statistics and costs wait for nobody but each other.
  private static func optionLevel(_ options: Tree?) -> LockLevel {
    let names = options?.list("items").compactMap { $0.text("defname") } ?? []
    let areMild = !names.isEmpty && names.allSatisfy(isMild)
    return areMild ? .shareUpdateExclusive : .accessExclusive
  }

  private static func isMild(_ name: String) -> Bool {
    name.hasPrefix("autovacuum_") || mildOptions.contains(name)
  }

  private static let mildOptions: Set<String> = [
    "deduplicate_items", "effective_io_concurrency", "fillfactor", "log_autovacuum_min_duration",
    "n_distinct", "n_distinct_inherited", "parallel_workers", "random_page_cost", "seq_page_cost",
    "toast_tuple_target", "vacuum_index_cleanup", "vacuum_truncate",
  ]
}
