import Diagnostics
import Testing

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("sslmod", "sslmode"), ("shcema", "schema"), ("schema", "schema"), ("tracs", "tracks"),
    ("zzz", nil), ("", nil),
  ])
  func `the nearest name is suggested and a far one is not`(name: String, suggestion: String?) {
    let names = ["schema", "sslmode", "tracks", "url"]
    #expect(Suggestion.nearest(to: name, among: names) == suggestion)
  }
}
