import Conninfo
import Diagnostics
import Testing

@Suite struct PasswordPlaceTests {
  let redactor = Redactor([])

  /// A line of a file, and what is shown of it.
  static let lines = [
    (#"alter role nobody_here password 'Geheim123'"#, #"alter role nobody_here password '***'"#),
    (
      #"create role x PASSWORD E'Geh\'eim' valid until 'x'"#,
      #"create role x PASSWORD E'***' valid until 'x'"#
    ),
    (#"create role x password 'Geh''eim';"#, #"create role x password '***';"#),
    (#"create role x password'Geheim';"#, #"create role x password'***';"#),
    (
      #"alter user x with encrypted password 'md5Geheim"#,
      #"alter user x with encrypted password '***"#
    ),
    (#"alter role x password $$Geheim'$$ login"#, #"alter role x password $$***$$ login"#),
    (#"alter role x password $p$Geheim"#, #"alter role x password $p$***"#),
    (#"alter role x password U&'Geheim'"#, #"alter role x password U&'***'"#),
    (#"alter role x password Geheim;"#, #"alter role x password ***;"#),
    (#"alter role x password "Geheim""#, #"alter role x password "***""#),
    (
      #"create subscription s connection 'host=h password=Geheim123 port=1' publication p"#,
      #"create subscription s connection 'host=h password=*** port=1' publication p"#
    ),
    (#"call p('host=h password=Geheim123')"#, #"call p('host=h password=***')"#),
    (#"call p('password=''Ge heim'' host=h')"#, #"call p('password=''***'' host=h')"#),
    (#"call p('password = Ge\ heim host=h')"#, #"call p('password = *** host=h')"#),
    (#"call p(E'password=\'Ge heim\' host=h')"#, #"call p(E'password=\'***\' host=h')"#),
    (
      #"create user mapping options (user 'u', password 'Geheim')"#,
      #"create user mapping options (user 'u', password '***')"#
    ),
    (#"options (add "password" 'Geheim', b 'c')"#, #"options (add "password" '***', b 'c')"#),
    (
      #"execute 'alter role x password ''Geheim'''; end $$"#,
      #"execute 'alter role x password ''***'''; end $$"#
    ),
    (
      #"execute 'alter role x password ' || quote_literal('Geheim');"#,
      #"execute 'alter role x password ' || quote_literal('***');"#
    ),
    (
      #"execute format('alter role x password %L', 'Geheim');"#,
      #"execute format('alter role x password %L', '***');"#
    ),
    (
      #"select dblink('password=' || 'Geheim' || ' host=h');"#,
      #"select dblink('password=' || '***' || '***');"#
    ),
    (#"set app.password to 'Geheim'"#, #"set app.password to '***'"#),
    (
      #"select set_config('app.password', 'Geheim', false)"#,
      #"select set_config('app.password', '***', false)"#
    ),
    (
      #"update u set db_passwd = crypt('Geheim', gen_salt('bf')), a = 'b'"#,
      #"update u set db_passwd = crypt('***', gen_salt('***')), a = 'b'"#
    ),
    (#"v_pwd := 'Geheim'; pwd => 'Geheim'"#, #"v_pwd := '***'; pwd => '***'"#),
    (#"  "password": "Geheim", 'password': 'Geheim'"#, #"  "password": "***", 'password': '***'"#),
    (
      #"op.execute('alter role x password \'Geheim\'')"#,
      #"op.execute('alter role x password \'***\'')"#
    ),
  ]

  @Test(arguments: lines)
  func `a password in a line is hidden however it is written`(pair: (line: String, shown: String)) {
    #expect(redactor.redacted(code: pair.line) == pair.shown)
    #expect(redactor.redacted(code: pair.shown) == pair.shown)
  }

  @Test(arguments: [
    "create table u (password text not null, password_hash text default 'x')",
    "set password_encryption = 'scram-sha-256'", "alter role x password null",
    "create role x password ''", "update u set password = $1 where a = 'b'",
    "select password::text, 'a' from u", "grant update (password) on u to x",
  ])
  func `what is no password stays in a line`(line: String) {
    #expect(redactor.redacted(code: line) == line)
  }

  @Test(arguments: [
    "password authentication failed for user \"app\"", "no password supplied",
    "'url' has a password, 'user' none", "unknown keys 'password', 'user'",
    "set 'password' under [database] in 'migrate.toml'", "column \"password\" of 'u' is missing",
    "a password stands in the SQL and is masked", "what the password is nobody's business",
  ])
  func `words about passwords stay as they are`(text: String) {
    let diagnostic = Diagnostic(.error, "x", text, hint: text)
    #expect(redactor.redacted(diagnostic) == diagnostic)
  }

  /// A line with its mark in brackets, and what is marked of what is shown.
  static let marks = [
    ("create role a password 'Geheim123' [nonsense] x", "nonsense"),
    ("create role a password 'Geheim123' [é]", "é"),
    ("create role a password ['Geheim123'] x", "'***'"),
    ("create role a password ['Geheim]123' x", "'***"),
    ("create role a password 'Geh[eim]123' x", "***"),
    ("[create] role a password 'Geheim123'", "create"),
    ("a postgres://u:geheim@h [x] password 'Geheim123'", "x"),
  ]

  @Test(arguments: marks)
  func `the mark stays under what it stood under`(pair: (text: String, marked: String)) {
    let parts = pair.text.split(
      maxSplits: 2, omittingEmptySubsequences: false, whereSeparator: { "[]".contains($0) })
    let excerpt = SourceExcerpt(
      line: parts.joined(), caret: parts[0].unicodeScalars.count,
      width: parts[1].unicodeScalars.count)
    let shown = redactor.redacted(Diagnostic(.error, "x", "y", excerpt: excerpt)).excerpt
    let scalars = (shown?.line ?? "").unicodeScalars.dropFirst(shown?.caret ?? 0)
    #expect(String(scalars.prefix(shown?.width ?? 0)) == pair.marked)
    #expect(shown?.line.lowercased().contains("geheim") == false)
  }

  @Test(.timeLimit(.minutes(30)))
  func `a long line takes no long time`() {
    for piece in [
      "password ", "password='", "a_password('", "'password', ", "password=$x", "pwd \\'",
    ] {
      let line = String(repeating: piece, count: 10_000)
      #expect(redactor.redacted(code: line).utf8.count > 10)
    }
  }

  @Test func `a password of the line is not told by the server's words either`() {
    let line = "alter role x password Geheim123;"
    let diagnostic = Diagnostic(
      .error, "statement-failed", "syntax error at or near \"Geheim123\"",
      excerpt: SourceExcerpt(line: line, caret: 22, width: 9),
      related: [
        Diagnostic.Related("context: SQL statement \"alter role x password 'Geheim456'\""),
        Diagnostic.Related("detail: Geheim456"),
      ])
    var shown = ""
    dump(redactor.redacted(diagnostic), to: &shown)
    #expect(!shown.contains("Geheim"), "\(shown)")
  }
}
