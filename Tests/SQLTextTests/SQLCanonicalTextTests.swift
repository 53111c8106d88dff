import SQLText
import Testing

struct SQLCanonicalTextTests {
  static func canonical(_ text: String) -> [UInt8] { SQLCanonicalText.of(Array(text.utf8)) }

  @Test(arguments: [
    ("select 1", "SELECT  1 ;\n-- done"), ("select a", "/* x */ Select\tA;;"),
    ("select a=-1", "select a = - 1"), ("a;b", " a ;; /* c */ ; b"), ("select a.b", "select A . B"),
    ("\u{feff}select 1", "select 1"), ("", "-- nothing\n;"), ("a", ";a"),
  ])
  func `comments, white space and case do not matter`(a: String, b: String) {
    #expect(Self.canonical(a) == Self.canonical(b))
  }

  @Test(arguments: [
    ("select 1", "select 2"), ("select 'a'", "select 'A'"), ("select 'a b'", "select 'a  b'"),
    ("select \"a\"", "select \"A\""), ("select ab", "select a b"), ("a;b", "a b"),
    ("select $$a$$", "select $$ a$$"), ("select a::b", "select a: :b"),
    ("select 1.5", "select 1 .5"),
    ("select 'a' 'b'", "select 'a''b'"), ("select a<-b", "select a< -b;c"), ("É", "é"),
    ("select E'a'", "select 'a'"), ("select '--a'", "select '--b'"),
  ])
  func `everything else does`(a: String, b: String) {
    #expect(Self.canonical(a) != Self.canonical(b))
  }
}
