import Postgres
import Revisions
import SQLText
import StatementReading

extension StepFailure {
  /// What can be done about a part that needs what an earlier one has made for its session alone, and
  /// that runs in another one now.
  var sessionHint: String? {
    guard case .statement(let index) = part, let state = cause.sqlState,
      let number = step.segments.firstIndex(where: { $0.statements.contains(index) }), number > 0,
      let missing = missing(state, index, part: number)
    else { return nil }
    return "\(missing) of an earlier part is not there in another session; this part has not been "
      + "applied and may be changed in the file: make there what it needs"
  }

  /// What the server does not find, where an earlier part has made it for its session.
  private func missing(_ state: String, _ index: Int, part number: Int) -> String? {
    let text = step.statements[index].sql.text
    switch state {
    // Of a table, function, type, statement or cursor that is not there, or the schema of them all.
    case "42P01", "42883", "42704", "26000", "34000", "3F000":
      let made = SessionObject.made(
        by: step.segments[..<number].flatMap(\.statements).map { step.statements[$0].sql })
      let place = state == "3F000" && cause.message.names("pg_temp") ? text : cause.message
      return made.first { place.names($0.name) }.map { "the \($0.words)" }
    case "55000":
      return text.mentions("currval") || text.mentions("lastval")
        ? "what a sequence has counted in the session" : nil
    default: return nil
    }
  }
}

extension String {
  /// Whether a name stands in a text, such as a message of the server's, in whatever quotes.
  fileprivate func names(_ name: String) -> Bool {
    func isPart(_ character: Character) -> Bool {
      character.isLetter || character.isNumber || character == "_"
    }
    guard name.allSatisfy(isPart) else { return contains(name) }
    return split { !isPart($0) }.contains { $0 == name }
  }
}
