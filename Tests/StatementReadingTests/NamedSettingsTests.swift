import StatementReading
import Testing

/// Which settings a text names, whatever stands around the names.
@Suite struct NamedSettingsTests {
  @Test(
    "names what is set for the session in",
    arguments: [
      ("set search_path = app", ["search_path"]),
      ("SET SESSION Search_Path TO app", ["search_path"]),
      ("set \"TimeZone\" = 'UTC'", ["timezone"]), ("set time zone 'UTC'", ["timezone"]),
      ("set role app", ["role"]), ("set session role app", ["role"]),
      ("set session authorization app", ["session_authorization"]),
      ("set names 'UTF8'", ["client_encoding"]),
      ("set schema 'app'", ["search_path"]), ("set xml option document", ["xmloption"]),
      ("set /* a */ app . mode -- b\n = 1", ["app.mode"]), ("reset app.mode", ["app.mode"]),
      ("select set_config('App.Mode', 'x', false)", ["app.mode"]),
      (
        "select pg_catalog.set_config('a.b', (select f('x', (1))), false), set_config('c', 'd', $1)",
        ["a.b", "c"]
      ),
      ("do $$ begin perform set_config('a.b', 'c', false); end $$", ["a.b"]),
      ("do $$ begin execute 'set a.b = ''c'''; end $$", ["a.b"]),
      ("do 'begin execute ''select set_config(''''a.b'''', ''''c'''', false)''; end'", ["a.b"]),
      ("do $a$ begin execute $b$ set a.b to 'c' $b$; end $a$", ["a.b"]),
      ("alter role app set search_path = x", ["search_path"]),
      (
        "create function f() returns void set work_mem from current as 'select 1' language sql",
        ["work_mem"]
      ),
      ("select 'nothing to be set'", []), ("select 1", []), ("set local", []),
      ("select set_config(n, v, false)", []),
      ("select set_config('a", []), ("set a.", []),
    ])
  func names(_ sql: String, _ names: [String]) {
    let settings = NamedSettings(in: [sql])
    #expect(settings.names.sorted() == names)
    #expect(settings.local.isEmpty)
  }

  @Test(
    "knows what ends with its transaction in",
    arguments: [
      ("set local search_path = app", ["search_path"]), ("set local role app", ["role"]),
      ("set local time zone 'UTC'", ["timezone"]),
      ("set local session authorization default", ["session_authorization"]),
      ("select set_config('a.b', f('true', (2)), true)", ["a.b"]),
      ("do $$ begin perform set_config('a.b', 'c', TRUE); set local d = 1; end $$", ["a.b", "d"]),
    ])
  func local(_ sql: String, _ names: [String]) {
    let settings = NamedSettings(in: [sql])
    #expect(settings.local.sorted() == names)
    #expect(settings.names.sorted() == names)
  }

  @Test(
    "sees that later sessions begin otherwise:",
    arguments: [
      ("alter role app set search_path = x", true), ("ALTER DATABASE app RESET ALL", true),
      ("alter user app in database d set role = x", true), ("alter role all reset work_mem", true),
      (
        "do $$ begin execute format('alter database %I set a = 1', current_database()); end $$",
        true
      ),
      ("alter role app with password 'set'", false), ("alter database app rename to set_up", false),
      ("alter table users set (fillfactor = 70)", false), ("alter role a login; set role b", false),
      ("alter database app set tablespace x", true), ("select 'alter', 'role', 'set'", false),
    ])
  func defaults(_ sql: String, _ changes: Bool) {
    let settings = NamedSettings(in: [sql])
    #expect(settings.changesDefaults == changes)
  }

  @Test func `takes no longer for code in code in code`() {
    var text = "set a.b = 1"
    for level in 0..<12 { text = "do $q\(level)$ \(text) $q\(level)$" }
    let settings = NamedSettings(in: [text])
    #expect(settings.names.isEmpty)
  }

  @Test(
    .timeLimit(.minutes(30)),
    arguments: [
      "alter role a ", "select set_config('a.b', ", "(", "alter database set ", "set role ",
    ])
  func `takes time in proportion to a text that goes on and on`(_ part: String) {
    let settings = NamedSettings(in: [String(repeating: part, count: 200_000) + "; set c.d = 1"])
    #expect(settings.names.contains("c.d"))
  }

  @Test(
    arguments: [
      ("select f()", "set_config('a.b', c, true)", ["a.b"]),
      ("select f()", "set_config('a.b', c, true); set a.b = 1", []),
      ("set local a.b = 1", "set a.b = 2", ["a.b"]),
      ("set a.b = 1; create function f() as 'set local a.b = 2'", "", []),
      ("set local role a; set b = 1", "set local b = 2", ["role"]),
    ])
  func `takes for local what nothing sets for the session:`(
    _ part: String, _ code: String, _ names: [String]
  ) {
    let settings = NamedSettings(in: [part, code])
    #expect(settings.local(in: NamedSettings(in: [part])) == Set(names))
  }
}
