// `CatalogDump digest|text|compare <database>…`: for the bench; not released.
// A database is a socket folder, a blank, and a name: "/tmp/x postgres".

import CatalogReading
import Catalogs
import Postgres

func read(_ word: String) throws -> Catalog {
  let parts = word.split(separator: " ").map(String.init)
  guard parts.count == 2 else { throw RowsError("no folder and name: \(word)") }
  var session = try Connection.open([
    ("host", parts[0]), ("dbname", parts[1]), ("user", "postgres"),
  ])
  return try Catalog.read(from: &session)
}

let words = CommandLine.arguments.dropFirst()
switch (words.first, words.count) {
case ("digest", 2): print(try read(words[2]).digest)
case ("text", 2): print(try read(words[2]).text, terminator: "")
case ("compare", 3):
  for difference in try read(words[2]).differences(to: read(words[3])) { print(difference.words) }
default: fatalError("digest|text <database>, or compare <database> <database>")
}
