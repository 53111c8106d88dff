import SQLText
import Testing

struct MentionTests {
  @Test(arguments: [
    ("CREATE TEMP TABLE a", true), ("create local Temporary table a", true), ("attempt", true),
    ("temp", true), ("", false), ("tem", false), ("t e m p", false), ("te\u{2D}mp", false),
    ("créé en TEMP", true),
  ])
  func `a word is found in whatever case, in others too`(text: String, isFound: Bool) {
    #expect(text.mentions("temp") == isFound)
  }

  @Test(arguments: [
    ("ALTER COLUMN VERSION_NUM TYPE", true), ("version_num", true), ("version num", false),
    ("version\u{7F}num", false), ("version?num", false),
  ])
  func `an underscore is itself alone`(text: String, isFound: Bool) {
    #expect(text.mentions("version_num") == isFound)
  }
}
