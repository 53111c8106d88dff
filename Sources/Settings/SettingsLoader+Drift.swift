internal import Catalogs
internal import TOMLReading

// What comparisons of catalogs leave out.
extension SettingsLoader {
  mutating func drift() -> Settings.Drift {
    var drift = Settings.Drift()
    if let all = boolean(["drift", "ignore_platform"]) { drift.ignoresPlatform = all.value }
    guard let value = document.entry(["drift", "ignore"])?.value, let texts = value.strings else {
      return drift
    }
    for text in texts {
      guard let pattern = CatalogPattern(text) else {
        report(
          "invalid-setting", "'drift.ignore' has '\(text)', which is no pattern of objects",
          at: value.location,
          hint: "write a schema, schema.name or kind:name, as in \"auth\", \"*.tmp_*\", "
            + "\"extension:pg_*\"")
        continue
      }
      drift.ignored.append(pattern)
    }
    return drift
  }
}
