import Postgres
package import Revisions
import SQLText

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
    case "CREATE INDEX": return withoutOptions(statement.sql.text)
    default: return nil
    }
  }

  /// The same statement, run with a superuser's rights for its length alone.
  static func lending(_ substitute: StatementSubstitute) -> StatementSubstitute {
    StatementSubstitute(
      before: ["SELECT migrate_platform.lend()"] + substitute.before, text: substitute.text,
      after: substitute.after + ["SELECT migrate_platform.settle()"])
  }

  /// An index of a method that a stand-in has, whose options no stand-in can declare.
  ///
  /// They are handed to the event trigger of the baseline, which keeps them for the catalog.
  private static func withoutOptions(_ text: String) -> StatementSubstitute? {
    let bytes = Array(text.utf8)
    let tokens = tokens(of: bytes)
    guard let using = tokens.firstIndex(where: { $0.isWord("using", in: bytes) }),
      using + 1 < tokens.count,
      tokens[using + 1].isWord("hnsw", in: bytes) || tokens[using + 1].isWord("ivfflat", in: bytes)
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
      let list = ArrayLiteral.text(options).split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: "''")
      return StatementSubstitute(
        before: ["SELECT set_config('migrate.index_options', '\(list)', false)"],
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
private struct RoleStatement {
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

  func substitute(hasBaseline: Bool) -> StatementSubstitute? {
    // The platform lets "postgres" hand these on; the rest is for superusers there too.
    let needsLoan =
      hasBaseline
      && !words.isDisjoint(with: ["bypassrls", "nobypassrls", "replication", "noreplication"])
      && words.isDisjoint(with: ["superuser", "nosuperuser"])
    let own = isCreation ? takingOver : nil
    guard needsLoan else { return own }
    return PlatformStatements.lending(own ?? StatementSubstitute(text: text))
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
        DO \(Self.quote("""
          BEGIN
            EXECUTE \(Self.quote(text));
          EXCEPTION WHEN duplicate_object THEN
            IF \(Self.quote(name)) = ANY (string_to_array(
              current_setting('migrate.leftover_roles', true), E'\\n'))
            THEN
              EXECUTE \(Self.quote("ALTER ROLE \(quoted) INHERIT NOCREATEROLE NOCREATEDB NOLOGIN"));
              EXECUTE \(Self.quote("ALTER ROLE \(quoted)\(options)\(login)"));
            ELSE
              RAISE;
            END IF;
          END
          """))
        """)
  }

  /// A constant that no text inside can close.
  private static func quote(_ text: String) -> String {
    let doubled = text.replacing("'", with: "''")
    guard text.contains("\\") else { return "'\(doubled)'" }
    return "E'\(doubled.replacing("\\", with: "\\\\"))'"
  }
}
