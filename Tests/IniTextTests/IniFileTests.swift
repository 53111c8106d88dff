import Diagnostics
import IniText
import Testing

@Suite struct `An ini file` {
  private func read(_ text: String) throws -> IniFile {
    try IniFile(SourceFile(path: "a.ini", text: text), here: "/the/folder")
  }

  static let values: [(text: String, value: String?)] = [
    ("[s]\nkey = value", "value"), ("[s]\nkey=value\n", "value"), ("[s]\nkey: a = b", "a = b"),
    ("[s]\r\nKEY = value  \r\n", "value"), ("\u{FEFF}[s]\nkey = é", "é"), ("[s]\nkey =\n", ""),
    ("[s]\nkey = a # b ; c", "a # b ; c"), ("[s]\n# key = a\n; key = b\n", nil),
    ("[s]\nkey = a\n  b\n\tc\n", "a\nb\nc"), ("[s]\nkey =\n  a\n\n  b\n\n", "\na\n\nb"),
    ("[s]\nkey = a\n  # left out\n  b\n", "a\nb"), ("[t]\nkey = a\n", nil),
    ("[DEFAULT]\nkey = a\n[s]\n", "a"), ("[DEFAULT]\nkey = a\n[s]\nkey = b", "b"),
    ("[DEFAULT]\nkey = a\n", nil), ("[s]\nkey = 100%%", "100%"),
    ("[s]\nkey = %(here)s/db", "/the/folder/db"), ("[s]\nx = 1\nkey = %(X)s%(x)s", "11"),
    ("[DEFAULT]\nx = %(y)s\n[s]\ny = 2\nkey = %(x)s", "2"),
    ("[s]\nhere = mine\nkey = %(here)s", "mine"),
  ]

  @Test(arguments: values)
  func `gives the value that Python's ConfigParser gives`(
    _ one: (text: String, value: String?)
  ) throws {
    #expect(try read(one.text).value("key", in: "s")?.text == one.value)
  }

  @Test func `keeps a percent sign in the folder it lies in`() throws {
    let file = SourceFile(path: "a.ini", text: "[s]\nkey = %(here)s")
    #expect(try IniFile(file, here: "/100%/x").value("key", in: "s")?.text == "/100%/x")
  }

  @Test func `knows where a setting stands`() throws {
    let value = try read("[s]\n\n  key = a\n    b\n").value("key", in: "s")
    #expect(
      value
        == IniFile.Value(
          text: "a\nb", location: SourceLocation(path: "a.ini", line: 3, column: 3)))
  }

  @Test(arguments: [
    ("key = 1", "1:1 a setting stands before the first section"),
    ("[s]\nkey", "2:1 this is no section, setting or comment"),
    ("[s]\n= 1", "2:1 this is no section, setting or comment"),
    ("[s]\nkey = 1\n[s]", "3:1 section 's' is there twice"),
    ("[s]\nkey = 1\nKey: 2", "3:1 setting 'key' is there twice"),
    ("[s]\nkey = 5%", "2:1 'key' has a '%' that is neither '%%' nor '%(name)s'"),
    ("[s]\nkey = %(a", "2:1 'key' has a '%' that is neither '%%' nor '%(name)s'"),
    ("[s]\nkey = %(a)s", "2:1 'key' refers to 'a', which is not set"),
    ("[s]\na = %(key)s\nkey = %(a)s", "3:1 'key' refers to itself"),
  ])
  func `says what is wrong with it, and where`(_ text: String, _ expected: String) throws {
    let fault = try #require(throws: Diagnostic.self) {
      _ = try read(text).value("key", in: "s")
    }
    let place = fault.location.map { "\($0.line):\($0.column)" } ?? "nowhere"
    #expect("\(place) \(fault.message)" == expected)
    #expect(fault.hint != nil)
  }
}
