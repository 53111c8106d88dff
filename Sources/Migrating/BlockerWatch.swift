import Postgres
import Revisions
import SQLText

/// Looks, from a session of its own, at who keeps the run waiting for a lock.
///
/// Only while a statement waits does the server know whom it waits for.
final class BlockerWatch {
  private let parameters: [(keyword: String, value: String)]
  /// Roles whose sessions are asked to give way.
  private let removedRoles: Set<String>
  /// Sessions that were told to have been left alone, with the reason.
  private var spared: [Int: String] = [:]
  private let sink: any EventSink
  /// The run's own session.
  private let own: Subject
  private var subject: Subject
  private var session: Connection?
  /// Whether the server has no second session for us.
  private var isBlind = false
  private var step: Step?
  /// Who stands in the way, as last seen; nil when nobody was seen.
  private(set) var obstacle: Obstacle?

  /// Who waits, and how that is known to the server.
  enum Subject {
    case process(Int)
    /// By the name that the run gives to its transactions, behind a pooler.
    case transaction(named: String)
    /// By a query for the numbers of processes.
    case processes(SQL)
  }

  init(
    _ subject: Subject, parameters: [(keyword: String, value: String)], removing roles: [String],
    sink: any EventSink
  ) {
    own = subject
    self.subject = subject
    self.parameters = parameters
    removedRoles = Set(roles)
    self.sink = sink
  }

  /// Begins to watch a part of the run that waits no longer than `limit` milliseconds for each lock, in
  /// the run's own session or elsewhere.
  func begin(_ step: Step, limit: Int, of subject: Subject? = nil) -> SilenceWatch {
    self.step = step
    self.subject = subject ?? own
    // Soon enough for a second session to be opened, and an answer to come, while the first still waits.
    let longest = limit == 0 ? 1000 : min(1000, max(20, limit / 4))
    return SilenceWatch(every: .milliseconds(longest)) { self.look() }
  }

  /// Takes note of the step that the run has come to.
  func follow(_ step: Step) { self.step = step }

  /// Ends the watch; nobody is in the way of what is done.
  func end() {
    step = nil
    obstacle = nil
    session = nil
  }

  private func look() {
    guard !isBlind, let step, let found = found() else { return }
    if found.blockers.map(\.pid) != obstacle?.blockers.map(\.pid) {
      sink.receive(.blocked(step, found))
    }
    obstacle = found
    for blocker in found.blockers where blocker.holds != nil {
      if let role = blocker.role, removedRoles.contains(role) { remove(blocker) }
    }
  }

  /// Whom the run waits for; nil when for nobody.
  private func found() -> Obstacle? {
    guard let rows = rows(blockers), let first = rows.first else { return nil }
    let object: String
    switch first.text(8) {
    case "relation", "extend": object = "'\(first[9] ?? "a relation")'"
    case "tuple": object = "a row of '\(first[9] ?? "a relation")'"
    case "transactionid", "virtualxid": object = "the end of a transaction"
    case "advisory": object = "an advisory lock"
    default: object = "a lock of the kind '\(first.text(8))'"
    }
    return Obstacle(
      object: object, wants: Self.lockName(first.text(10)), blockers: rows.map(Blocker.init(row:)))
  }

  /// Asks the session to give way, if it still is who it was and in the way.
  private func remove(_ blocker: Blocker) {
    guard let state = blocker.state else {
      // Asked for a statement, a session that idles in its transaction would not even notice.
      return spare(
        blocker, .cancelled, "this role may not see what it does; pg_read_all_stats lets it")
    }
    let isIdle = state.hasPrefix("idle in transaction")
    let request: SQL =
      isIdle
      ? """
      SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
      WHERE pid = \(blocker.pid) AND usename = \(blocker.role) AND state LIKE 'idle in transaction%'
      """
      : """
      SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity
      WHERE pid = \(blocker.pid) AND usename = \(blocker.role) AND state = 'active'
      """
    let removal: BlockerRemoval = isIdle ? .ended : .cancelled
    do {
      guard let rows = try session?.query(request, within: Self.patience) else { return forget() }
      if rows.isEmpty { return }
    } catch {
      if error.kind != .server { forget() }
      return spare(blocker, removal, error.message)
    }
    sink.receive(.removed(blocker, removal, refusal: nil))
  }

  /// Says once why somebody is not asked to give way.
  private func spare(_ blocker: Blocker, _ removal: BlockerRemoval, _ reason: String) {
    guard spared.updateValue(reason, forKey: blocker.pid) != reason else { return }
    sink.receive(.removed(blocker, removal, refusal: reason))
  }

  private static let patience = Duration.seconds(2)

  private func rows(_ request: SQL) -> [Row]? {
    if session == nil {
      let words: [(keyword: String, value: String)] = [
        ("application_name", "migrate, watching"), ("connect_timeout", "3"),
      ]
      session = try? Connection.open(parameters + words)
      isBlind = session == nil
    }
    guard let rows = try? session?.query(request, within: Self.patience) else {
      forget()
      return nil
    }
    return rows
  }

  private func forget() { session = nil }

  /// `AccessShareLock` as SQL says it.
  static func lockName(_ mode: String) -> String {
    var words = ""
    for letter in mode.hasSuffix("Lock") ? mode.dropLast(4) : mode[...] {
      if letter.isUppercase && !words.isEmpty { words += " " }
      words.append(letter)
    }
    return words.uppercased()
  }
}

extension BlockerWatch {
  private var blockers: SQL {
    let processes: SQL =
      switch subject {
      case .process(let pid):
        "SELECT pid FROM pg_catalog.pg_stat_activity WHERE pid = \(pid)"
      case .transaction(let name):
        "SELECT pid FROM pg_catalog.pg_stat_activity WHERE application_name = \(name)"
      case .processes(let query): query
      }
    return """
      WITH us AS (\(processes)),
        wanted AS (
          SELECT l.* FROM pg_catalog.pg_locks l JOIN us USING (pid) WHERE NOT l.granted LIMIT 1)
      SELECT b.pid, a.usename, a.application_name, host(a.client_addr), a.state,
        extract(epoch FROM clock_timestamp() - a.xact_start)::bigint,
        (SELECT string_agg(DISTINCT h.mode, ',') FROM pg_catalog.pg_locks h
          WHERE h.granted AND h.pid = b.pid AND h.locktype = w.locktype
            AND (h.database, h.relation, h.page, h.tuple, h.virtualxid, h.transactionid, h.classid,
                h.objid, h.objsubid)
              IS NOT DISTINCT FROM (w.database, w.relation, w.page, w.tuple, w.virtualxid,
                w.transactionid, w.classid, w.objid, w.objsubid)),
        a.query, w.locktype, w.relation::regclass, w.mode
      FROM us CROSS JOIN LATERAL
          (SELECT DISTINCT unnest(pg_catalog.pg_blocking_pids(us.pid))) AS b (pid)
        CROSS JOIN wanted w LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
      ORDER BY 7 NULLS LAST, 1
      """
  }
}

extension Blocker {
  fileprivate init(row: Row) {
    let query = row[7].flatMap { $0 == "<insufficient privilege>" ? nil : $0 }
    self.init(
      pid: row.int(0) ?? 0, role: row[1], application: row[2], client: row[3], state: row[4],
      transactionAge: row.int(5),
      holds: row[6].map { modes in
        modes.split(separator: ",").map { BlockerWatch.lockName(String($0)) }
          .joined(separator: " and ")
      }, statement: query.map { SQLOutline.text(of: $0) })
  }
}
