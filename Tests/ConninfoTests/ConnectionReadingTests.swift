import Conninfo
import Testing

struct AddressCase: CustomTestStringConvertible {
  let text: String
  let keywords: String
  var testDescription: String { text }

  init(_ text: String, _ keywords: String) {
    self.text = text
    self.keywords = keywords
  }
}

struct BadAddress: CustomTestStringConvertible {
  let text: String
  let error: ConninfoError
  var testDescription: String { text }

  init(_ text: String, _ error: ConninfoError) {
    self.text = text
    self.error = error
  }
}

private func keywords(_ info: ConnectionInfo) -> String {
  info.keywords.map { "\($0.keyword)=\($0.value)" }.joined(separator: " ")
}

@Suite struct ConnectionReadingTests {
  static let urls = [
    AddressCase("postgresql://", ""),
    AddressCase("postgres://h", "host=h"),
    AddressCase(
      "postgresql://u:p@h:5433/d", "host=h port=5433 user=u password=p dbname=d"),
    AddressCase("POSTGRESQL://h/d", "host=h dbname=d"),
    AddressCase("  postgres://h/d\n", "host=h dbname=d"),
    AddressCase("postgres://u@h", "host=h user=u"),
    AddressCase("postgres://:p@h", "host=h password=p"),
    AddressCase("postgres://u:@h", "host=h user=u"),
    AddressCase("postgres://u:a%40b%2Fc%25%C3%A9@h", "host=h user=u password=a@b/c%é"),
    AddressCase("postgres://u:a:b#c@h", "host=h user=u password=a:b#c"),
    AddressCase("postgres://a:1,b:2/d", "host=a,b port=1,2 dbname=d"),
    AddressCase("postgres://a,b:2/d", "host=a,b port=,2 dbname=d"),
    AddressCase("postgres://[::1]:5433/d", "host=::1 port=5433 dbname=d"),
    AddressCase("postgres://[fe80::1%25eth0]", "host=fe80::1%eth0"),
    AddressCase("postgres://%2Fvar%2Frun/d", "host=/var/run dbname=d"),
    AddressCase("postgres:///d?host=/tmp/x&port=5433", "host=/tmp/x port=5433 dbname=d"),
    AddressCase("postgres://x/d?host=a,b&port=1,2", "host=a,b port=1,2 dbname=d"),
    AddressCase("postgres://a,b/d?port=7", "host=a,b port=7,7 dbname=d"),
    AddressCase(
      "postgres://h/d?sslmode=verify-full&options=-c%20x%3Dy&application_name=a+b",
      "host=h dbname=d sslmode=verify-full options=-c x=y application_name=a+b"),
    AddressCase(
      "postgres://h?user=u&password=p%26q&dbname=d", "host=h user=u password=p&q dbname=d"),
    AddressCase("postgres://h/d?ssl=true", "host=h dbname=d sslmode=require"),
    AddressCase("postgres://h/d?sslmode=", "host=h dbname=d"),
    AddressCase("postgres://h/d?sslpassword=k", "host=h dbname=d sslpassword=k"),
    AddressCase("postgresql+psycopg://u:p@h/d", "host=h user=u password=p dbname=d"),
    AddressCase("postgresql+psycopg_async://h", "host=h"),
    AddressCase("postgresql+psycopg2://h", "host=h"),
    AddressCase("postgresql+psycopg2cffi://h", "host=h"),
    AddressCase("postgresql+pg8000://h", "host=h"),
    AddressCase(
      "postgresql+asyncpg://u:p@h/d?ssl=require",
      "host=h user=u password=p dbname=d sslmode=require"),
    AddressCase("postgresql+psycopg://u:a/b%zz@h/d", "host=h user=u password=a/b%zz dbname=d"),
    AddressCase(
      "postgresql+psycopg://h/d?application_name=a+b", "host=h dbname=d application_name=a b"),
    AddressCase("postgresql+psycopg:///d?host=a:1&host=b:2", "host=a,b port=1,2 dbname=d"),
    AddressCase("postgresql+psycopg2:///d?host=/var/run", "host=/var/run dbname=d"),
  ]

  static let keywordLists = [
    AddressCase("host=h port=5433 dbname=d", "host=h port=5433 dbname=d"),
    AddressCase("host = h\tuser\n=\nu", "host=h user=u"),
    AddressCase(#"host=h password='a b\'c\\d'"#, #"host=h password=a b'c\d"#),
    AddressCase(#"password=a\ b host=h"#, "host=h password=a b"),
    AddressCase("host=h password=''", "host=h"),
    AddressCase("host=a,b port=1", "host=a,b port=1,1"),
    AddressCase("dbname=d", "dbname=d"),
    AddressCase("port=5433", "port=5433"),
    AddressCase("host=h password=x://y=z", "host=h password=x://y=z"),
    AddressCase("hostaddr=10.0.0.1 connect_timeout=3", "hostaddr=10.0.0.1 connect_timeout=3"),
  ]

  static let bad = [
    BadAddress("", .empty),
    BadAddress(" \n", .empty),
    BadAddress("s3cret", .notAnAddress),
    BadAddress("host=a\0b", .notAnAddress),
    BadAddress("mysql://u:p@h/d", .unsupportedScheme),
    BadAddress("postgresql+oracle://h", .unsupportedDriver),
    BadAddress("postgresql+psycopg+x://h", .unsupportedDriver),
    BadAddress("postgres://u:p@h:x/d", .malformed(.port)),
    BadAddress("postgres://h:0", .malformed(.port)),
    BadAddress("postgres://h:65536", .malformed(.port)),
    BadAddress("postgres://h:+1", .malformed(.port)),
    BadAddress("postgres://u:p@ss@h/d", .malformed(.password)),
    BadAddress("postgres://u:p@@h/d", .malformed(.password)),
    BadAddress("postgres://u:pa/ss@h/d", .malformed(.port)),
    BadAddress("postgres://u:12/ss@h/d", .malformed(.database)),
    BadAddress("postgres://h/a/b", .malformed(.database)),
    BadAddress("postgres://u:pa%zz@h", .badEncoding(.password)),
    BadAddress("postgres://u%ff:p@h", .badEncoding(.user)),
    BadAddress("postgres://h/a%00b", .badEncoding(.database)),
    BadAddress("postgres://[::1/d", .malformed(.host)),
    BadAddress("postgres://[]:1/d", .malformed(.host)),
    BadAddress("postgres://[::1]x/d", .malformed(.host)),
    BadAddress("postgres://a b/d", .malformed(.host)),
    BadAddress("postgres:///d?host=a,b&port=1,2,3", .portCount(hosts: 2, ports: 3)),
    BadAddress("postgres://h/d?sslmod=require", .unknownOption(position: 1, suggestion: "sslmode")),
    BadAddress(
      "postgres://h/d?sslmode=require&zzzzzz=1", .unknownOption(position: 2, suggestion: nil)),
    BadAddress("postgres://h/d?sslmode", .missingEquals(position: 1)),
    BadAddress("postgres://h/d?service=x", .unsupportedOption("service")),
    BadAddress(
      "postgres://h/d?connect_timeout=3s",
      .badOptionValue("connect_timeout", allowed: ["a whole number"])),
    BadAddress("host=h password='x", .openQuote("password")),
    BadAddress("host=h hunter2='x", .openQuote(nil)),
    BadAddress("host=h password=a b", .missingEquals(position: 3)),
    BadAddress("host=h =x", .missingEquals(position: 2)),
  ]

  @Test(arguments: urls) func `a URL becomes keywords`(_ address: AddressCase) throws {
    #expect(keywords(try ConnectionInfo(parsing: address.text)) == address.keywords)
  }

  @Test(arguments: keywordLists)
  func `a list of keywords is read as libpq reads it`(_ address: AddressCase) throws {
    #expect(keywords(try ConnectionInfo(parsing: address.text)) == address.keywords)
  }

  @Test(arguments: bad) func `what is no address is refused`(_ address: BadAddress) {
    #expect(throws: address.error) { try ConnectionInfo(parsing: address.text) }
  }

  @Test func `an unknown value of sslmode names what is allowed`() {
    let error = #expect(throws: ConninfoError.self) {
      try ConnectionInfo(parsing: "postgresql+asyncpg://h/d?ssl=yes")
    }
    #expect(error?.message == "the value of 'ssl' is not allowed")
    #expect(error?.hint?.contains("verify-full") == true)
  }

  @Test func `options of pools and drivers are set aside by name`() throws {
    let info = try ConnectionInfo(
      parsing: "postgres://h/d?pgbouncer=true&sslmode=require&connection_limit=1")
    #expect(info.ignoredOptions == ["pgbouncer", "connection_limit"])
    #expect(info.parameters.map(\.name) == ["sslmode"])
  }
}
