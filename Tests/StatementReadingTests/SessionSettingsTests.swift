import SQLText
import StatementReading
import Testing

/// What a session that goes on with a revision sets again.
@Suite struct SessionSettingsTests {
  @Test(
    "what holds for the session is set again:",
    arguments: [
      "set search_path = app", "set session role app", "set time zone 'UTC'", "reset all",
      "select set_config('search_path', 'app', false)",
    ])
  func isRepeated(_ sql: String) throws {
    let statement = try #require(statements(sql).first)
    #expect(statement.settingAgain == statement.text)
  }

  @Test(
    "what ends with its transaction, or is worked out, is not:",
    arguments: [
      "set local search_path = app", "set local role app", "set local time zone 'UTC'",
      "select set_config('search_path', f(), false)", "set constraints all deferred", "select 1",
    ])
  func isNotRepeated(_ sql: String) throws {
    let statement = try #require(statements(sql).first)
    #expect(statement.settingAgain == nil)
  }
}
