import Conninfo
import Diagnostics
import Digests
import JSONText
import Migrating
import Projects
import Revisions
import Settings

/// What a plan was made for: all that has to be the same where it is applied.
struct PlanConditions: Hashable {
  /// Digest of all files of both tracks; tells only why the rest differs.
  let files: String
  let ledgers: String
  /// What of the ledgers cannot be told from them once the plan has been begun; `ledgers` covers it.
  var start: PlanStart?
  let steps: String
  /// Under the names that they have in `migrate.toml`.
  let settings: [String: String]
  /// Where the address leads, by what it says.
  let address: [String: String]
  /// The database itself; nil where it was not asked.
  var identity: TargetIdentity?

  init(
    files: String, ledgers: String, steps: String, settings: [String: String],
    address: [String: String], identity: TargetIdentity? = nil, start: PlanStart? = nil
  ) {
    self.start = start
    self.files = files
    self.ledgers = ledgers
    self.steps = steps
    self.settings = settings
    self.address = address
    self.identity = identity
  }

  init(
    of plan: Plan, _ project: Project, _ settings: Settings, _ target: Target,
    isSingleTransaction: Bool
  ) {
    let revisions = project.revisions.map { "\($0.id) \($0.checksum) \($0.name)" }
    files = SHA256.hex(revisions.sorted().joined(separator: "\n"))
    ledgers = SHA256.hex(plan.ledgerText)
    start = PlanStart(of: plan.ledger)
    steps = SHA256.hex(plan.stepText)
    self.settings = [
      "environment": settings.environment.name,
      "lock_timeout": "\(settings.lockTimeout.value.milliseconds)ms",
      "statement_timeout": settings.statementTimeout.origin == .builtIn
        ? "" : "\(settings.statementTimeout.value.milliseconds)ms",
      "transactions": isSingleTransaction ? "one for all revisions" : "one for each revision",
    ]
    address = [
      "host": target.info.endpoints.map { "\($0.host):\($0.port.map(String.init) ?? "")" }
        .joined(separator: ","),
      "database": target.database,
    ]
  }

  /// SHA-256 over everything but the database's own numbers, which not every run asks for.
  var digest: String {
    let texts = [settings, address].flatMap { $0.sorted { $0.key < $1.key } }
      .map { "\($0.key) \($0.value)" }
    return SHA256.hex((texts + [ledgers, steps]).joined(separator: "\n"))
  }
}

extension PlanConditions {
  /// As a saved plan has it, described in `docs/json.md`.
  var json: JSON {
    [
      "files": .string(files), "ledgers": .string(ledgers), "steps": .string(steps),
      "head": JSON(start?.head),
      "alembicRows": start.map { JSON($0.alembicRows) } ?? nil,
      "settings": .object(
        settings.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }),
      "target": .object(
        address.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
          + [
            JSON.Member("databaseOID", JSON(identity?.databaseOID)),
            JSON.Member("systemIdentifier", JSON(identity?.systemIdentifier)),
          ]),
    ]
  }

  /// Reads them from a saved plan; nil when they are not there.
  init?(_ plan: JSON) {
    guard let json = plan["conditions"], let files = json["files"]?.text,
      let ledgers = json["ledgers"]?.text, let steps = json["steps"]?.text
    else { return nil }
    func texts(_ json: JSON?, _ names: [String]) -> [String: String] {
      Dictionary(uniqueKeysWithValues: names.map { ($0, json?[$0]?.text ?? "") })
    }
    self.files = files
    self.ledgers = ledgers
    self.steps = steps
    // Files of earlier releases have none.
    if let head = json["head"]?.text, let rows = json["alembicRows"]?.elements {
      start = PlanStart(head: head, alembicRows: rows.compactMap(\.text))
    }
    settings = texts(
      json["settings"], ["environment", "lock_timeout", "statement_timeout", "transactions"])
    address = texts(json["target"], ["host", "database"])
    identity = json["target"]?["databaseOID"]?.text.map {
      TargetIdentity(
        systemIdentifier: json["target"]?["systemIdentifier"]?.text, databaseOID: $0)
    }
  }

  /// What is not as it was in the saved plan, in words; empty when nothing that matters.
  func changes(since saved: PlanConditions) -> [String] {
    guard digest != saved.digest else { return [] }
    var changes: [String] = []
    if ledgers != saved.ledgers { changes.append("the ledgers moved") }
    if steps != saved.steps {
      if files != saved.files {
        changes.append("files changed")
      } else if ledgers == saved.ledgers {
        changes.append("what would be applied changed")
      }
    }
    for (now, before) in [(settings, saved.settings), (address, saved.address)] {
      for (name, value) in now.sorted(by: { $0.key < $1.key }) where before[name] != value {
        changes.append("\(name) was \(Self.words(before[name])) and is \(Self.words(value))")
      }
    }
    return changes.isEmpty ? ["the plan changed"] : changes
  }

  private static func words(_ value: String?) -> String {
    value.map { $0.isEmpty ? "not set" : "'\($0)'" } ?? "not set"
  }
}
