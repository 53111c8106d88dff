import PGParsing
import SQLText

extension Tree {
  /// What happens when the statement is run a second time.
  var repetition: Repetition {
    switch name {
    case "AlterTableStmt": ofAlterTable
    case "DoStmt": isCarefulBlock ? .guarded : .once
    case "InsertStmt": child("on_conflict_clause") == nil ? .once : .guarded
    case "AlterEnumStmt": flag("skip_if_new_val_exists") ? .guarded : .once
    case "CreateForeignTableStmt":
      child("base_stmt")?.flag("if_not_exists") == true ? .guarded : .once
    default:
      if Self.harmless.contains(name) {
        .harmless
      } else {
        hasGuard ? .guarded : .once
      }
    }
  }

  private var hasGuard: Bool {
    Self.madeIfMissing.contains(name) && flag("if_not_exists")
      || Self.replaced.contains(name) && flag("replace")
      || Self.droppedIfThere.contains(name) && flag("missing_ok")
  }

  private static let madeIfMissing: Set = [
    "CreateStmt", "IndexStmt", "CreateSeqStmt", "CreateSchemaStmt", "CreateExtensionStmt",
    "CreateTableAsStmt", "CreateStatsStmt", "CreateUserMappingStmt", "CreateForeignServerStmt",
    "DefineStmt",
  ]
  private static let replaced: Set = [
    "ViewStmt", "CreateFunctionStmt", "RuleStmt", "CreateTrigStmt", "CreatePLangStmt",
    "CreateTransformStmt", "DefineStmt",
  ]
  private static let droppedIfThere: Set = [
    "DropStmt", "DropRoleStmt", "DropUserMappingStmt",
  ]

  /// What gives the same however often it is done, and takes no guard.
  private static let harmless: Set = [
    "CommentStmt", "SecLabelStmt", "GrantStmt", "GrantRoleStmt", "AlterDefaultPrivilegesStmt",
    "AlterOwnerStmt", "AlterRoleStmt", "AlterRoleSetStmt", "AlterDatabaseSetStmt",
    "AlterFunctionStmt", "AlterPolicyStmt", "AlterSeqStmt", "AlterStatsStmt",
    "AlterEventTrigStmt", "VariableSetStmt", "VariableShowStmt", "ConstraintsSetStmt",
    "TransactionStmt", "LockStmt", "UpdateStmt", "DeleteStmt", "TruncateStmt", "VacuumStmt",
    "ClusterStmt", "ReindexStmt", "RefreshMatViewStmt", "NotifyStmt",
  ]

  /// A block that looks before it acts, or catches what the second time brings.
  private var isCarefulBlock: Bool {
    guard let code = option("as", in: "args")?.child("arg")?.text("sval") else { return false }
    let words = Set(
      code.lowercased().split { !($0.isLetter || $0 == "_") }.map(String.init))
    return words.isSuperset(of: ["exception", "when"]) || words.isSuperset(of: ["if", "exists"])
  }

  /// As careful as its least careful part.
  private var ofAlterTable: Repetition {
    let parts = list("cmds").map { command -> Repetition in
      let part = command.symbol("subtype")
      if Self.guardable.contains(part) { return command.flag("missing_ok") ? .guarded : .once }
      return Self.harmlessParts.contains(part) ? .harmless : .once
    }
    if parts.contains(.once) { return .once }
    return parts.contains(.guarded) ? .guarded : .harmless
  }

  private static let guardable: Set = [
    "AT_AddColumn", "AT_DropColumn", "AT_DropConstraint", "AT_DropExpression", "AT_DropIdentity",
  ]

  private static let harmlessParts: Set = [
    "AT_ColumnDefault", "AT_AlterColumnType", "AT_DropNotNull", "AT_SetNotNull",
    "AT_SetStatistics", "AT_SetOptions", "AT_ResetOptions", "AT_SetStorage", "AT_SetCompression",
    "AT_ChangeOwner", "AT_ClusterOn", "AT_DropCluster", "AT_ReplicaIdentity", "AT_EnableTrig",
    "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig", "AT_DisableTrig", "AT_EnableTrigAll",
    "AT_DisableTrigAll", "AT_EnableTrigUser", "AT_DisableTrigUser", "AT_EnableRowSecurity",
    "AT_DisableRowSecurity", "AT_ForceRowSecurity", "AT_NoForceRowSecurity",
    "AT_SetRelOptions", "AT_ResetRelOptions", "AT_ReplaceRelOptions", "AT_SetLogged",
    "AT_SetUnLogged", "AT_ValidateConstraint", "AT_SetTableSpace", "AT_SetAccessMethod",
  ]
}
