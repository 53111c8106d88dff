import Conninfo
import Diagnostics
import Settings
import Testing

private func parse(_ text: String, _ outer: [String: String] = [:]) -> DotEnv {
  DotEnv(parsing: SourceFile(path: ".env", text: text)) { outer[$0] }
}

struct DotEnvLine: CustomTestStringConvertible {
  let line: String
  let value: String
  var testDescription: String { line }

  init(_ line: String, _ value: String) {
    self.line = line
    self.value = value
  }
}

@Suite struct DotEnvTests {
  static let lines = [
    DotEnvLine("A=b", "b"), DotEnvLine("export A=b", "b"), DotEnvLine("  A = b  ", "b"),
    DotEnvLine("A=", ""), DotEnvLine("A=b c # comment", "b c"), DotEnvLine("A=b#c", "b#c"),
    DotEnvLine("A='b # $C ${C} \\n'", "b # $C ${C} \\n"),
    DotEnvLine("A=\"b\\nc\\\"\\$\"", "b\nc\"$"),
    DotEnvLine("A=\"b\\dc\"", "b\\dc"), DotEnvLine("A=\"x\ny\"", "x\ny"),
    DotEnvLine("A='x\ny' # c", "x\ny"), DotEnvLine("A=${C}/${C}", "see/see"),
    DotEnvLine("A=\"<${C}>\"", "<see>"), DotEnvLine("A=pa$$w0rd$C", "pa$$w0rd$C"),
    DotEnvLine("A=${NONE:-def}", "def"), DotEnvLine("A=${C:-def}", "see"),
    DotEnvLine("A=${C", "${C"), DotEnvLine("A=\"\\${C}\"", "${C}"), DotEnvLine("A=é=ö", "é=ö"),
    DotEnvLine("A=b\r", "b"), DotEnvLine("\u{FEFF}A=b", "b"), DotEnvLine("# x\n\n#y\nA=b", "b"),
    DotEnvLine("export=1\nA=b", "b"),
  ]

  @Test(arguments: lines) func `a line gives its value`(_ line: DotEnvLine) {
    let read = parse(line.line + "\n", ["C": "see"])
    #expect(read.variables["A"]?.value == line.value)
    #expect(read.diagnostics.isEmpty)
  }

  @Test func `the process goes before the file, and earlier lines can be used`() {
    let read = parse("A=1\nB=${A}\nC=${D}\n", ["D": "outer"])
    #expect(read.variables["B"]?.value == "1")
    #expect(read.variables["C"]?.value == "outer")
    #expect(parse("A=1\nB=${A}\n", ["A": "2"]).variables["B"]?.value == "2")
  }

  @Test(arguments: [
    "kQ73hhx", "A B=kQ73hhx", "A=\"kQ73hhx", "A='kQ73hhx", "A=\"x\" kQ73hhx", "=kQ73hhx",
  ])
  func `a line that cannot be read is named by place alone`(line: String) {
    let read = parse("B=1\n\(line)\n")
    #expect(read.diagnostics.summary == [".env:2:1 invalid-dotenv"])
    #expect(read.variables["B"]?.value == "1")
    #expect(read.variables["A"] == nil)
    #expect(!"\(read.diagnostics)".contains("kQ73hhx"))
  }

  @Test func `a reference to nothing is empty and named`() {
    let read = parse("A=x${NONE}y\n")
    #expect(read.variables["A"]?.value == "xy")
    #expect(read.diagnostics.summary == [".env:1:1 missing-variable"])
  }

  @Test func `the nearer file wins, and both can be used`() throws {
    let project = try Project([
      "supabase/migrations/": "", ".env.local": "NAME=near\n",
      ".env": "NAME=far\nDATABASE_URL=postgres:///${NAME}\n",
    ])
    #expect(project.load().settings?.connection?.value.database == "near")
  }
}
