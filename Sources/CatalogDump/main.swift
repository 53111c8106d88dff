// `CatalogDump digest|text|compare <database>…`: for the bench; not released.
// A database is a socket folder, a blank, and a name: "/tmp/x postgres".

import CatalogReading
import Catalogs
import Postgres

@Sendable func read(_ word: String) throws -> Catalog {
  let parts = word.split(separator: " ").map(String.init)
  guard parts.count == 2 else { throw RowsError("no folder and name: \(word)") }
  var session = try Connection.open([
    ("host", parts[0]), ("dbname", parts[1]), ("user", "postgres"),
  ])
  return try Catalog.read(from: &session)
}

let words = Array(CommandLine.arguments.dropFirst())
switch (words.first, words.count) {
case ("digest", 2): print(try read(words[1]).digest)
case ("text", 2): print(try read(words[1]).text, terminator: "")
case ("compare", 3):
  // Two servers, or two processes of one, work at the same time.
  let (before, after) = (words[1], words[2])
  let reading = Task.detached { try read(before) }
  let second = try read(after)
  for difference in try await reading.value.differences(to: second) { print(difference.words) }
default: fatalError("digest|text <database>, or compare <database> <database>")
}
