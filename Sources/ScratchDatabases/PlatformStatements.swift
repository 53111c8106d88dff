import Postgres
package import Revisions
import SQLText
import SupabaseBaseline

/// Statements that a local database has to be given in another form to do what the platform does.
package enum PlatformStatements {
  /// What is sent in place of a statement; nil for nearly all.
  ///
  /// `hasBaseline` says whether the database can lend what a superuser may; the rest holds anywhere.
  package static func substitute(
    for statement: StepStatement, hasBaseline: Bool
  ) -> StatementSubstitute? {
    switch statement.sql.facts.tag {
    case "CREATE EVENT TRIGGER", "ALTER EVENT TRIGGER", "DROP EVENT TRIGGER":
      // No event trigger can see these, so that none can lend what they need.
      return hasBaseline ? lending(StatementSubstitute(text: statement.sql.text)) : nil
    case "CREATE ROLE", "ALTER ROLE":
      return RoleStatement(statement.sql.text)?.substitute(hasBaseline: hasBaseline)
    case "CREATE EXTENSION": return withoutVersion(statement.sql.text)
    case "DROP EXTENSION": return hasBaseline ? ifExists(statement.sql.text) : nil
    case "CREATE INDEX": return withoutOptions(statement.sql.text)
    case "ALTER DATABASE", "GRANT", "REVOKE", "COMMENT":
      guard hasBaseline else { return nil }
      return ofThisDatabase(statement.sql.text)
        ?? NewerWords.substitute(for: statement.sql.text, tag: statement.sql.facts.tag)
        ?? ServiceObjects.substitute(forRights: statement.sql.text)
    case "DO": return hasBaseline ? PlatformBlocks.substitute(for: statement.sql.text) : nil
    case "CREATE TRIGGER":
      return hasBaseline ? ServiceObjects.substitute(forTrigger: statement.sql.text) : nil
    case "SECURITY LABEL":
      return hasBaseline ? SecurityLabels.substitute(for: statement.sql.text) : nil
    case let tag:
      return hasBaseline ? NewerWords.substitute(for: statement.sql.text, tag: tag) : nil
    }
  }

  /// What is sent in place of a statement of `roles.sql`, which nobody has analysed; nil for most.
  static func substitute(forRoles text: String, hasBaseline: Bool) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = tokens(of: bytes).prefix(2)
    if hasBaseline, tokens.first?.isWord("do", in: bytes) == true {
      return PlatformBlocks.substitute(for: text)
    }
    guard tokens.count == 2,
      ["create", "alter"].contains(where: { tokens[0].isWord($0, in: bytes) }),
      ["role", "user", "group"].contains(where: { tokens[1].isWord($0, in: bytes) })
    else { return nil }
    return RoleStatement(text)?.substitute(hasBaseline: hasBaseline, isOfRolesFile: true)
  }

  /// The same statement, run with a superuser's rights for its length alone.
  static func lending(
    _ substitute: StatementSubstitute, when condition: String = ""
  ) -> StatementSubstitute {
    StatementSubstitute(
      before: ["SELECT migrate_platform.lend()\(condition)"] + substitute.before,
      text: substitute.text,
      after: substitute.after + ["SELECT migrate_platform.settle()"])
  }

  /// On the platform every project's database is "postgres", which is what its statements say.
  private static func ofThisDatabase(_ text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = tokens(of: bytes)
    guard let word = tokens.firstIndex(where: { $0.isWord("database", in: bytes) }),
      word + 1 < tokens.count,
      !tokens.contains(where: { $0.isWord("tablespace", in: bytes) })
    else { return nil }
    let name = tokens[word + 1].range
    guard ["postgres", "\"postgres\""].contains(String(decoding: bytes[name], as: UTF8.self)) else {
      return nil
    }
    let before = String(decoding: bytes[..<name.lowerBound], as: UTF8.self)
    let after = String(decoding: bytes[name.upperBound...], as: UTF8.self)
    return StatementSubstitute(
      text: """
        DO \(quote("BEGIN EXECUTE \(quote(before)) || quote_ident(current_database()) || \(quote(after)); END"))
        """)
  }

  /// An extension of the platform's in whichever version the server has: it is seldom the platform's.
  private static func withoutVersion(_ text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = tokens(of: bytes)
    let names = tokens.filter { $0.kind == .word || $0.kind == .quotedIdentifier }.map {
      String(decoding: bytes[$0.range], as: UTF8.self).filter { $0 != "\"" }
    }
    guard names.contains(where: { ExtensionStandIn.offered.contains($0) }),
      let version = tokens.firstIndex(where: { $0.isWord("version", in: bytes) }),
      version + 1 < tokens.count
    else { return nil }
    let kept =
      bytes[..<tokens[version].range.lowerBound] + bytes[tokens[version + 1].range.upperBound...]
    return StatementSubstitute(text: String(decoding: kept, as: UTF8.self))
  }

  /// What some releases of the platform, or of the local stack of its CLI, come with and others do not.
  ///
  /// `supabase db pull` begins with the removal of what the local stack had and the project had not.
  ///
  /// Source: the changelogs of supabase/postgres and supabase/cli.
  private static let ofSomeReleases: Set = ["pg_graphql", "pg_net", "pgjwt", "pgsodium"]

  /// The removal of extensions that a database may have come with, content where it has not.
  private static func ifExists(_ text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = tokens(of: bytes)
    guard tokens.count >= 3, !tokens[2].isWord("if", in: bytes) else { return nil }
    let names = tokens.dropFirst(2).filter { $0.kind == .word || $0.kind == .quotedIdentifier }.map
    { String(decoding: bytes[$0.range], as: UTF8.self).filter { $0 != "\"" }.lowercased() }
    guard names.allSatisfy({ ofSomeReleases.union(["cascade", "restrict"]).contains($0) }) else {
      return nil
    }
    let start = tokens[2].range.lowerBound
    return StatementSubstitute(
      text: String(decoding: bytes[..<start], as: UTF8.self) + "IF EXISTS "
        + String(decoding: bytes[start...], as: UTF8.self))
  }

  /// An index of a method that a stand-in has, whose options no stand-in can declare.
  ///
  /// They are handed to the event trigger of the baseline, which keeps them for the catalog.
  private static func withoutOptions(_ text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = tokens(of: bytes)
    guard let using = tokens.firstIndex(where: { $0.isWord("using", in: bytes) }),
      using + 1 < tokens.count,
      ["hnsw", "ivfflat", "pgroonga"].contains(where: { tokens[using + 1].isWord($0, in: bytes) })
    else { return nil }
    var depth = 0
    for (index, token) in tokens.enumerated().dropFirst(using + 2) {
      switch bytes[token.range.lowerBound] {
      case UInt8(ascii: "(") where token.kind == .punctuation: depth += 1
      case UInt8(ascii: ")") where token.kind == .punctuation: depth -= 1
      default: break
      }
      guard depth == 0, token.isWord("with", in: bytes),
        let end = closing(tokens, from: index + 1, in: bytes)
      else { continue }
      let inside = tokens[(index + 2)..<end]
      let options = options(inside, in: bytes)
      let kept =
        bytes[..<token.range.lowerBound] + bytes[tokens[end].range.upperBound...]
      let list = quote(ArrayLiteral.text(options))
      return StatementSubstitute(
        before: ["SELECT set_config('migrate.index_options', \(list), false)"],
        text: String(decoding: kept, as: UTF8.self))
    }
    return nil
  }

  /// The parenthesis that closes the one at `start`.
  private static func closing(_ tokens: [SQLToken], from start: Int, in bytes: [UInt8]) -> Int? {
    guard start < tokens.count, bytes[tokens[start].range.lowerBound] == UInt8(ascii: "(") else {
      return nil
    }
    return tokens[start...].firstIndex { bytes[$0.range.lowerBound] == UInt8(ascii: ")") }
  }

  /// `m = 16, ef_construction = 64` as the catalog has it: `m=16`, `ef_construction=64`.
  private static func options(_ tokens: ArraySlice<SQLToken>, in bytes: [UInt8]) -> [String] {
    tokens.split { bytes[$0.range.lowerBound] == UInt8(ascii: ",") }.map { part in
      part.map { token in
        let text = String(decoding: bytes[token.range], as: UTF8.self)
        return token.kind == .string ? String(text.dropFirst().dropLast()) : text.lowercased()
      }.joined()
    }
  }

  /// A constant that no text inside can close.
  static func quote(_ text: String) -> String {
    let doubled = text.replacing("'", with: "''")
    guard text.contains("\\") else { return "'\(doubled)'" }
    return "E'\(doubled.replacing("\\", with: "\\\\"))'"
  }

  /// The words of a statement, comments left out.
  static func tokens(of bytes: [UInt8]) -> [SQLToken] {
    var scanner = SQLScanner(bytes)
    var tokens: [SQLToken] = []
    while let token = scanner.next() {
      if token.kind != .comment { tokens.append(token) }
    }
    return tokens
  }
}

/// A statement that makes or changes a role.
struct RoleStatement {
  let text: String
  let isCreation: Bool
  let makesUser: Bool
  let name: String
  /// What stands behind the name.
  let options: String
  let words: Set<String>

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    let tokens = PlatformStatements.tokens(of: bytes)
    guard tokens.count >= 3, tokens[2].kind == .word || tokens[2].kind == .quotedIdentifier else {
      return nil
    }
    self.text = text
    isCreation = tokens[0].isWord("create", in: bytes)
    makesUser = tokens[1].isWord("user", in: bytes)
    let written = String(decoding: bytes[tokens[2].range], as: UTF8.self)
    name =
      tokens[2].kind == .quotedIdentifier
      ? String(written.dropFirst().dropLast()).replacing("\"\"", with: "\"") : written.lowercased()
    options = String(decoding: bytes[tokens[2].range.upperBound...], as: UTF8.self)
    words = Set(
      tokens.dropFirst(3).filter { $0.kind == .word }.map {
        String(decoding: bytes[$0.range], as: UTF8.self).lowercased()
      })
  }

  func substitute(hasBaseline: Bool, isOfRolesFile: Bool = false) -> StatementSubstitute? {
    let own =
      !isCreation
      ? nil
      : hasBaseline && (isOfRolesFile ? Self.madeBehindRolesFile : Self.ofSomeReleases) == name
        ? lenient : takingOver
    guard hasBaseline, Self.handsOn(words) else { return own }
    return PlatformStatements.lending(
      own ?? StatementSubstitute(text: text), when: Self.needsLoan)
  }

  /// Since release 16 whoever has an attribute may hand it on, and administers the roles that he makes: more
  /// than a superuser's loan would leave him.
  static let needsLoan = " WHERE current_setting('server_version_num')::integer < 160000"

  /// Whether words name what the platform lets "postgres" hand on; the rest is for superusers there too.
  static func handsOn<Word: StringProtocol>(_ words: some Sequence<Word>) -> Bool {
    var handsOn = false
    for word in words {
      switch word {
      case "bypassrls", "nobypassrls", "replication", "noreplication": handsOn = true
      case "superuser", "nosuperuser": return false
      default: break
      }
    }
    return handsOn
  }

  /// The role that the platform's Realtime makes when it starts, unless it is there: behind `roles.sql`,
  /// which dumps of roles make it in.
  ///
  /// Source: the first migration of Realtime's tenants.
  private static let madeBehindRolesFile = "supabase_realtime_admin"

  /// The role that newer releases of the platform have, and that `supabase db pull` makes where the local
  /// stack of its CLI was older than the project.
  private static let ofSomeReleases = "supabase_privileged_role"

  /// The statement, content with a role that is there.
  private var lenient: StatementSubstitute {
    StatementSubstitute(
      text: """
        DO \(PlatformStatements.quote("""
          BEGIN
            EXECUTE \(PlatformStatements.quote(text));
          EXCEPTION WHEN duplicate_object THEN NULL;
          END
          """))
        """)
  }

  /// The statement, but a role that only other databases have made is taken over.
  private var takingOver: StatementSubstitute? {
    // Options that only a new role can be given.
    guard words.isDisjoint(with: ["in", "role", "admin", "user", "sysid"]) else { return nil }
    let quoted = Identifier(name).quoted
    let login =
      makesUser && words.isDisjoint(with: ["login", "nologin"]) ? " LOGIN" : ""
    return StatementSubstitute(
      text: """
        DO \(PlatformStatements.quote("""
          BEGIN
            EXECUTE \(PlatformStatements.quote(text));
          EXCEPTION WHEN duplicate_object THEN
            IF \(PlatformStatements.quote(name)) = ANY (string_to_array(
              current_setting('migrate.leftover_roles', true), E'\\n'))
            THEN
              EXECUTE \(PlatformStatements.quote("ALTER ROLE \(quoted) INHERIT NOCREATEROLE NOCREATEDB NOLOGIN"));
              EXECUTE \(PlatformStatements.quote("ALTER ROLE \(quoted)\(options)\(login)"));
            ELSE
              RAISE;
            END IF;
          END
          """))
        """)
  }
}
