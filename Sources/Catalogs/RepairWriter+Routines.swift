/// Functions, and what stands beside schemas, as statements.
extension RepairWriter {
  /// Bodies may name what comes later.
  private static let setting = Statement(.setting, "SET LOCAL check_function_bodies = off")

  func routineDefinition(of object: Catalog.Object) -> [Statement]? {
    guard object.address.kind != .aggregate else { return aggregate(object).map { [$0] } }
    return routine(object, phase: .create).map { [Self.setting, $0] }
  }

  private func routine(_ object: Catalog.Object, phase: Catalog.Phase) -> Statement? {
    guard let language = object["language"]?.words, let body = routineBody(object) else {
      return nil
    }
    let kind = object.address.kind == .procedure ? "PROCEDURE" : "FUNCTION"
    var sql = "CREATE OR REPLACE \(kind) \(routineName(object.address))"
    sql += "(\(object["arguments"]?.words ?? ""))"
    if kind == "FUNCTION", let result = object["returns"]?.words { sql += " RETURNS \(result)" }
    if let types = object["transforms"]?.values {
      sql += " TRANSFORM \(types.map { "FOR TYPE \($0)" }.joined(separator: ", "))"
    }
    sql += " LANGUAGE \(SQLName.quoted(language))"
    if object.address.kind == .windowFunction { sql += " WINDOW" }
    for property in ["volatility", "parallel", "cost", "rows", "support"] {
      guard let word = object[property]?.words else { continue }
      sql +=
        property == "volatility" ? " \(word.uppercased())" : " \(property.uppercased()) \(word)"
    }
    if object["security"] != nil { sql += " SECURITY DEFINER" }
    if object["strict"] != nil { sql += " STRICT" }
    if object["leakproof"] != nil { sql += " LEAKPROOF" }
    for property in object.properties where property.name.hasPrefix("setting ") {
      let key = String(property.name.dropFirst("setting ".count))
      sql += " SET \(Self.parameterName(key)) TO \(Self.setting(key, property.value.words))"
    }
    return Statement(phase, "\(sql)\n\(body)")
  }

  /// The name alone; the address holds the types of the arguments as well.
  private func routineName(_ address: Catalog.Address) -> String {
    let bytes = address.sqlName
    let open = Self.argumentsStart(bytes) ?? bytes.endIndex
    return String(bytes[..<open])
  }

  /// The parenthesis that no quotes hold.
  private static func argumentsStart(_ name: String) -> String.Index? {
    var isQuoted = false
    for index in name.utf8.indices {
      if name.utf8[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if name.utf8[index] == UInt8(ascii: "("), !isQuoted { return index }
    }
    return nil
  }

  private func routineBody(_ object: Catalog.Object) -> String? {
    if let body = object["sql body"]?.words { return body }
    if let library = object.details["library"]?.first {
      let symbol = object.details["symbol"]?.first ?? ""
      return "AS \(SQLName.literal(library)), \(SQLName.literal(symbol))"
    }
    return "AS \(SQLName.dollarQuoted(object["body"]?.words ?? ""))"
  }

  /// Settings that hold lists are written as lists: quoted as a whole they would be one name.
  private static func setting(_ key: String, _ value: String) -> String {
    let lists = [
      "search_path", "session_preload_libraries", "local_preload_libraries", "temp_tablespaces",
      "datestyle", "unix_socket_directories", "shared_preload_libraries",
    ]
    guard lists.contains(key.lowercased()) else { return SQLName.literal(value) }
    // The server keeps each name quoted where it has to be.
    let isEmpty = value.utf8.allSatisfy { $0 == 32 } || value == "\"\""
    return isEmpty ? "''" : value
  }

  private func aggregate(_ object: Catalog.Object) -> Statement? {
    guard var words = object["definition"]?.values else { return nil }
    if let parallel = object["parallel"]?.words { words.append("parallel = \(parallel)") }
    let arguments = object["arguments"]?.words ?? "*"
    return Statement(
      .create,
      "CREATE AGGREGATE \(routineName(object.address))(\(arguments)) "
        + "(\(words.joined(separator: ", ")))")
  }

  func changeRoutine(_ change: PropertyChange) -> [Statement]? {
    // OR REPLACE keeps names and types of arguments and result (`ProcedureCreate`).
    let old = before[change.address]
    guard old?["returns"] == change.object["returns"],
      old?["arguments"] == change.object["arguments"], change.address.kind != .aggregate,
      let statement = routine(change.object, phase: .alter)
    else { return nil }
    return [Self.setting, statement]
  }

  func definitionBeside(of object: Catalog.Object) -> [Statement]? {
    let name = object.address.sqlName
    switch object.address.kind {
    case .extension:
      guard let schema = object["schema"]?.words else { return nil }
      let version = object["version"].map { " VERSION \(SQLName.quoted($0.words))" } ?? ""
      return [
        Statement(.create, "CREATE EXTENSION \(name) SCHEMA \(SQLName.quoted(schema))\(version)")
      ]
    case .server:
      guard let wrapper = object["wrapper"]?.words,
        let options = foreignOptions(of: object, "option ")
      else { return nil }
      let type = object["type"].map { " TYPE \(SQLName.literal($0.words))" } ?? ""
      let version = object["version"].map { " VERSION \(SQLName.literal($0.words))" } ?? ""
      return [
        Statement(
          .create,
          "CREATE SERVER \(name)\(type)\(version) FOREIGN DATA WRAPPER "
            + "\(SQLName.quoted(wrapper))\(options)")
      ]
    case .foreignDataWrapper:
      guard let options = foreignOptions(of: object, "option ") else { return nil }
      let handler = object["handler"].map { " HANDLER \($0.words)" } ?? ""
      let validator = object["validator"].map { " VALIDATOR \($0.words)" } ?? ""
      return [
        Statement(.create, "CREATE FOREIGN DATA WRAPPER \(name)\(handler)\(validator)\(options)")
      ]
    case .publication: return publication(object)
    case .publicationTable: return publishedTable(object).map { [Statement(.alter, $0)] }
    case .publicationSchema:
      let owner = SQLName.quoted(object.address.owner ?? "")
      return [Statement(.alter, "ALTER PUBLICATION \(owner) ADD TABLES IN SCHEMA \(name)")]
    default: return nil
    }
  }

  private func publication(_ object: Catalog.Object) -> [Statement] {
    let all = object["all tables"] == nil ? "" : " FOR ALL TABLES"
    return [
      Statement(
        .createParts,
        "CREATE PUBLICATION \(object.address.sqlName)\(all) WITH (\(publicationOptions(object)))")
    ]
  }

  private func publicationOptions(_ object: Catalog.Object) -> String {
    let publish = (object["publish"]?.values ?? []).joined(separator: ", ")
    var words = [
      "publish = \(SQLName.literal(publish))",
      "publish_via_partition_root = \(object["via partition root"] != nil)",
    ]
    if after.serverVersion >= 18_00_00 {
      words.append("publish_generated_columns = \(object["generated columns"]?.words ?? "none")")
    }
    return words.joined(separator: ", ")
  }

  private func publishedTable(_ object: Catalog.Object) -> String? {
    let address = object.address
    var sql = "ALTER PUBLICATION \(SQLName.quoted(address.owner ?? "")) ADD TABLE ONLY "
    sql += publishedName(address)
    if let columns = object["columns of the table"]?.values {
      sql += " (\(columns.map(SQLName.quoted).joined(separator: ", ")))"
    }
    if let filter = object["row filter"]?.words { sql += " WHERE (\(filter))" }
    return sql
  }

  func changeBeside(_ change: PropertyChange) -> [Statement]? {
    let address = change.address
    if let key = change.key(behind: "option "), let designation = address.designation {
      return change.foreignOption(key).map { [Statement(.alter, "ALTER \(designation) \($0)")] }
    }
    switch (address.kind, change.property) {
    case (.extension, "schema"):
      return change.word.map {
        [Statement(.alter, "ALTER EXTENSION \(change.name) SET SCHEMA \(SQLName.quoted($0))")]
      }
    case (.server, "version"):
      let version = change.word.map(SQLName.literal) ?? "NULL"
      return [Statement(.alter, "ALTER SERVER \(change.name) VERSION \(version)")]
    case (.publication, "publish"), (.publication, "via partition root"),
      (.publication, "generated columns"):
      return [
        Statement(
          .alter, "ALTER PUBLICATION \(change.name) SET (\(publicationOptions(change.object)))")
      ]
    case (.publicationTable, _):
      guard let added = publishedTable(change.object) else { return nil }
      return [
        Statement(
          .dropParts,
          "ALTER PUBLICATION \(SQLName.quoted(address.owner ?? "")) DROP TABLE ONLY "
            + publishedName(address)), Statement(.alter, added),
      ]
    default: return nil
    }
  }
}
