import Conninfo
import Diagnostics
import TestSupport
import Testing

private func everythingShown(of diagnostic: Diagnostic) -> String {
  var text = ""
  dump(diagnostic, to: &text)
  return text + "\(diagnostic)" + String(reflecting: diagnostic)
}

@Suite struct SecretTests {
  @Test func `a secret prints as stars wherever it is printed`() {
    let secret = Secret("hunter2-hunter2")
    let info = ConnectionInfo(
      endpoints: [ConnectionInfo.Endpoint(host: "h")], user: "u", password: secret, database: "d",
      keyPassword: secret,
      parameters: [ConnectionInfo.Parameter("options", "hunter2-hunter2")])
    var shown = "\(secret) \(String(describing: secret)) \(String(reflecting: secret)) "
    shown += "\(Optional(secret) as Any) \([secret]) \(["k": secret]) \(Mirror(reflecting: secret))"
    dump(secret, to: &shown)
    shown += "\(info) \(String(reflecting: info)) \([info]) \(info.redactedURL)"
    #expect(!shown.contains("hunter2"))
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect(secret.reveal() == "hunter2-hunter2")
  }

  @Test func `the redacted address reads back to the same place`() throws {
    let info = try ConnectionInfo(
      parsing: "postgres://us%40er:pw%2F1@[::1]:1,%2Ftmp/d%20b?sslmode=require&options=-csecret")
    #expect(info.redactedURL == "postgresql://us%40er:***@[::1]:1,%2Ftmp/d%20b?sslmode=require")
    let again = try ConnectionInfo(parsing: info.redactedURL)
    #expect(again.endpoints == info.endpoints)
    #expect(again.user == info.user)
    #expect(again.database == info.database)
  }
}

@Suite struct LeakTests {
  static let password = "Zq7vXw9KjP"
  static let addresses = [
    "postgresql://app:\(password)@db.example.com:5432/shop?sslmode=require",
    "postgresql+asyncpg://app:\(password)@db.example.com/shop?ssl=require",
    "postgres://a:1,b:2/shop?user=app&password=\(password)&connect_timeout=3",
    "host=db.example.com user=app password='\(password)' dbname=shop sslmode=require",
    "host=db.example.com password=\(password) port=5432",
  ]

  private func mutated(_ text: String, using generator: inout SeededGenerator) -> String {
    let pieces = [
      "@", ":", "/", "?", "&", "=", "'", "\\", "%", "%zz", "%00", "[", "]", ",", " ", "#",
    ]
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...5, using: &generator) {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      // The password stays whole, else there is nothing left to look for.
      let secret = bytes.firstRange(of: Array(Self.password.utf8)) ?? 0..<0
      if secret.contains(index) { continue }
      switch Int.random(in: 0...2, using: &generator) {
      case 0: bytes.remove(at: index)
      case 1:
        bytes.insert(
          contentsOf: pieces.randomElement(using: &generator)?.utf8 ?? "".utf8, at: index)
      default: bytes[index] = UInt8.random(in: 0x20...0x7E, using: &generator)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: addresses)
  func `no message about a mangled address has the password in it`(address: String) {
    var generator = SeededGenerator(state: 20_260_101)
    var refused = 0
    for _ in 0..<1500 {
      let text = mutated(address, using: &generator)
      do {
        let info = try ConnectionInfo(parsing: text)
        // A password in another place is then the name of something, and cannot be told from one.
        let names =
          [info.user, info.database] + info.endpoints.map(\.host) + info.parameters.map(\.value)
        if names.contains(where: { $0?.contains(Self.password) == true }) { continue }
        #expect(!"\(info) \(String(reflecting: info))".contains(Self.password))
      } catch {
        refused += 1
        let shown = String(reflecting: error.diagnostic(key: "DATABASE_URL"))
        #expect(!shown.contains(Self.password), "\(text)")
        #expect(!"\(error)".contains(Self.password))
      }
    }
    #expect(refused > 200)
  }
}

@Suite struct RedactorTests {
  static let secret = "pä ss'w\"\\/@1"
  let redactor = Redactor([Secret(secret), Secret("tiny-one"), Secret("abc"), Secret("postgres")])

  @Test(arguments: ["p%4 é@x", "p%254 é@x", "p%254%20%C3%A9%40x", "p%254+%c3%a9@x"])
  func `a percent sign is found as itself and encoded`(text: String) {
    let redactor = Redactor([Secret("p%4 é@x")])
    #expect(redactor.redacted("a \(text) b") == "a *** b")
  }

  @Test(arguments: [
    "raw \(secret) end", "raw p%C3%A4%20ss%27w%22%5C%2F%401 end", "raw p%c3%a4+ss'w%22%5c/%401 end",
    #"raw pä ss\'w\"\\\/@1 end"#, #"raw pä ss''w"\/@1 end"#, "raw tiny-one end",
    #"raw pä ss'w"%5C/@1 end"#,
    "raw dGlueS1vbmU= end", "raw dGlueS1vbmUK end",
  ])
  func `a secret is found in all its spellings`(text: String) {
    #expect(redactor.redacted(text) == "raw *** end")
  }

  @Test func `several secrets in one text all go`() {
    #expect(redactor.redacted("tiny-onetiny-one, tiny-on, tiny-one") == "******, tiny-on, ***")
  }

  @Test func `short secrets and placeholders only go where they are passwords`() {
    #expect(redactor.redacted("role postgres, abc") == "role postgres, abc")
    #expect(
      redactor.redacted("at postgresql://postgres:postgres@h/d and x://u:abc@h")
        == "at postgresql://postgres:***@h/d and x://u:***@h")
    #expect(redactor.redacted("http://h:80/a b@c") == "http://h:80/a b@c")
  }

  @Test func `the longer of two secrets wins`() {
    let redactor = Redactor([Secret("secret-12"), Secret("secret-1234")])
    #expect(redactor.redacted("secret-1234 secret-12") == "*** ***")
  }

  @Test func `every text of a diagnostic is redacted`() {
    let location = Diagnostics.SourceLocation(path: "tiny-one.sql", line: 1, column: 2)
    let diagnostic = Diagnostic(
      .error, "x", "tiny-one", at: location, excerpt: SourceExcerpt(line: "a tiny-one", caret: 0),
      hint: "tiny-one", related: [Diagnostic.Related("tiny-one", at: location)])
    #expect(!everythingShown(of: redactor.redacted(diagnostic)).contains("tiny-one"))
  }

  @Test func `a text without secrets stays as it is`() {
    #expect(redactor.redacted("é nothing://here") == "é nothing://here")
  }
}
