import Conninfo
import Testing

@Suite struct ConnectionJudgementTests {
  @Test(arguments: [
    "postgresql://", "postgres:///d", "postgres://localhost", "postgres://LOCALHOST:1",
    "postgres://127.0.0.1", "postgres://127.9.9.9", "postgres://[::1]/d", "host=/tmp",
    "host=@name", "postgres://localhost,127.0.0.1", "host=db.example.com hostaddr=127.0.0.1",
  ])
  func `sockets and loopback are local`(address: String) throws {
    #expect(try ConnectionInfo(parsing: address).isLocal)
  }

  @Test(arguments: [
    "postgres://db.example.com", "postgres://localhost.example.com", "postgres://10.0.0.1",
    "postgres://127.evil.com", "postgres://127.0.0.1.evil.com", "postgres://127.0.0",
    "postgres://127.0.0.x", "postgres://localhost,db.example.com", "postgres://[::2]",
    "host=localhost hostaddr=10.0.0.1", "host=/tmp hostaddr=127.0.0.1,10.0.0.1",
    "host=0.0.0.0",
  ])
  func `anything else is not local`(address: String) throws {
    #expect(try !ConnectionInfo(parsing: address).isLocal)
  }

  @Test(arguments: [
    ("host=/tmp", true), ("postgres:///d?host=/tmp", true), ("host=@name", true),
    ("postgres://127.0.0.1:5433/d", true), ("postgres://localhost/d", true),
    ("postgres://[2001:db8::1]/d", true), ("postgres://db.example.com/d", false),
    ("postgres://10.0.0.1,10.0.0.2/d", false), ("host=/tmp,/var/run/postgresql", false),
    // The environment may name several.
    ("postgres:///d", false), ("host=10.0.0.1 hostaddr=10.0.0.1,10.0.0.2", false),
  ])
  func `one address is told from several`(address: String, hasOne: Bool) throws {
    #expect(try ConnectionInfo(parsing: address).hasOneAddress == hasOne)
  }

  @Test(arguments: [
    (
      "postgres://u.ref:p@aws-0-eu.pooler.supabase.com:6543/postgres",
      "aws-0-eu.pooler.supabase.com:5432"
    ),
    ("postgres://u:p@db.abc.supabase.co:6543/postgres", "db.abc.supabase.co:5432"),
    ("postgres://u:p@ep-cool-1-pooler.eu.aws.neon.tech/d", "ep-cool-1.eu.aws.neon.tech"),
  ])
  func `a transaction pooler is named with its session address`(
    address: String, session: String
  ) throws {
    let info = try ConnectionInfo(parsing: address)
    #expect(info.looksLikeTransactionPooler)
    #expect(info.sessionModeAddress?.redactedURL.contains("@\(session)/") == true)
    #expect(info.sessionModeAddress?.password == info.password)
    #expect(info.sessionModeAddress?.looksLikeTransactionPooler == false)
  }

  @Test(arguments: [
    "postgres://u:p@aws-0-eu.pooler.supabase.com:5432/postgres",
    "postgres://u:p@db.abc.supabase.co/postgres", "postgres://localhost/pooler", "host=/pooler",
  ])
  func `a session address is no transaction pooler`(address: String) throws {
    let info = try ConnectionInfo(parsing: address)
    #expect(!info.looksLikeTransactionPooler)
    #expect(info.sessionModeAddress == nil)
  }

  @Test func `a pooler that only an option betrays has no other address known`() throws {
    let info = try ConnectionInfo(parsing: "postgres://my-pooler-host/d?pgbouncer=true")
    #expect(info.looksLikeTransactionPooler)
    #expect(info.sessionModeAddress == nil)
  }

  @Test(arguments: [
    ("postgres://db.example.com", "require"),
    ("postgres://db.example.com?sslrootcert=/ca.pem", "verify-full"),
    ("postgres://db.example.com?sslmode=prefer", "prefer"),
    ("postgres://localhost", nil), ("host=/tmp", nil),
    ("host=localhost hostaddr=10.0.0.1", "require"),
  ])
  func `connections that leave the machine ask for TLS`(address: String, mode: String?) throws {
    #expect(try ConnectionInfo(parsing: address).withTLSDefaults()["sslmode"] == mode)
  }

  @Test(
    arguments: zip(
      ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"],
      [true, true, true, false, false, false]))
  func `weak is what may go unencrypted`(mode: String, isWeak: Bool) throws {
    let info = try ConnectionInfo(parsing: "postgres://h?sslmode=\(mode)")
    #expect(info.hasWeakTLS == isWeak)
    #expect(info.verifiesCertificate == mode.hasPrefix("verify"))
  }

  @Test(arguments: [
    "changethis", "ChangeThis!", "password", "postgres", "secret", "change-me", "[YOUR-PASSWORD]",
    "<your_password>", "your-super-secret-and-long-postgres-password", "xxx",
  ])
  func `placeholders are known`(password: String) {
    #expect(Secret(password).isPlaceholder)
  }

  @Test(arguments: ["", "passwordless-horse", "S3kr!t-postgres-9", "yours"])
  func `other passwords are no placeholders`(password: String) {
    #expect(!Secret(password).isPlaceholder)
  }

  @Test func `a linked project is reached directly or through its pooler`() throws {
    let secret = Secret("k9!x")
    let direct = ConnectionInfo.supabase(projectRef: "abcdefghijklmnopqrst", password: secret)
    #expect(
      direct.redactedURL
        == "postgresql://postgres:***@db.abcdefghijklmnopqrst.supabase.co:5432/postgres")
    let pooled = try ConnectionInfo.supabase(
      poolerURL:
        "postgresql://postgres.abc:[YOUR-PASSWORD]@aws-0-eu.pooler.supabase.com:6543/postgres\n",
      password: secret)
    #expect(
      pooled.redactedURL
        == "postgresql://postgres.abc:***@aws-0-eu.pooler.supabase.com:5432/postgres")
    #expect(pooled.password == secret)
  }
}
