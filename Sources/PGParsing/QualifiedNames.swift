package import SQLText

extension Tree {
  /// The texts of a list of names.
  package func names(_ field: StaticString) -> [String] {
    list(field).compactMap { $0.kind == .string ? $0.text("sval") : nil }
  }

  /// A name with its schema, from a list such as `funcname`.
  package func object(_ kind: SchemaObject.Kind, _ field: StaticString) -> SchemaObject? {
    SchemaObject(kind, names: names(field))
  }

  /// The relation that a `RangeVar` names.
  package var relation: SchemaObject? {
    guard let name = text("relname") else { return nil }
    return SchemaObject(.relation, schema: relationSchema, name)
  }

  private var relationSchema: String? {
    text("schemaname") ?? (text("relpersistence") == "t" ? "pg_temp" : nil)
  }

  package func relation(_ field: StaticString) -> SchemaObject? { child(field)?.relation }

  /// The names in an object of `DROP`, `COMMENT` and the like, whatever form it has.
  package var objectNames: [String] {
    switch kind {
    case .string: [text("sval")].compactMap { $0 }
    case .list: names("items")
    case .typeName: names("names")
    case .objectWithArguments: names("objname")
    case .rangeVar: [text("schemaname"), text("relname")].compactMap { $0 }
    default: []
    }
  }

  /// A role that must exist; nil for `PUBLIC`, `CURRENT_USER` and the like.
  package var role: SchemaObject? {
    guard symbol("roletype") == "ROLESPEC_CSTRING", let name = text("rolename") else { return nil }
    return SchemaObject(.role, name)
  }

  /// The value of an option, such as `concurrently` in `(concurrently off)`.
  package func option(_ name: String, in field: StaticString) -> Tree? {
    list(field).first { $0.kind == .definition && $0.text("defname") == name }
  }

  /// What an option says, without a value taken as true, as PostgreSQL does.
  package var isOn: Bool {
    guard let value = child("arg") else { return true }
    switch value.name {
    case "Integer": return value.number("ival") != 0
    case "Boolean": return value.flag("boolval")
    case "String":
      return !["false", "off", "0"].contains((value.text("sval") ?? "").lowercased())
    default: return true
    }
  }

  /// The text of a string constant.
  package var stringConstant: String? {
    kind == .constant ? child("sval")?.text("sval") : nil
  }
}

extension SchemaObject {
  /// A qualified name; a database before the schema is left out.
  package init?(_ kind: Kind, names: [String]) {
    guard let name = names.last else { return nil }
    self.init(kind, schema: names.count > 1 ? names[names.count - 2] : nil, name)
  }

  /// A name inside a relation, as `DROP POLICY` has it: schema, relation, member.
  package init?(_ kind: Kind, memberNames names: [String]) {
    guard names.count > 1, let relation = SchemaObject(.relation, names: names.dropLast())
    else { return nil }
    self = relation.member(kind, names[names.count - 1])
  }

  private init?(_ kind: Kind, names: ArraySlice<String>) { self.init(kind, names: Array(names)) }

  /// A name in a text, as `regclass` reads it: `app.t`, `"App"."T"`.
  package init?(_ kind: Kind, text: String) {
    let bytes = Array(text.utf8)
    var scanner = SQLScanner(bytes)
    var names: [String] = []
    while let token = scanner.next() {
      switch token.kind {
      case .word:
        names.append(String(decoding: bytes[token.range], as: UTF8.self).lowercased())
      case .quotedIdentifier:
        let inner = bytes[token.range].dropFirst().dropLast()
        names.append(String(decoding: inner, as: UTF8.self))
      case .punctuation: continue
      default: return nil
      }
    }
    self.init(kind, names: names)
  }
}

extension SchemaObject {
  /// The relation that a column, policy, trigger or constraint lives in.
  package var relation: SchemaObject { SchemaObject(.relation, schema: schema, name) }

  package func member(_ kind: Kind, _ name: String) -> SchemaObject {
    SchemaObject(kind, schema: schema, self.name, member: name)
  }

  /// The type that PostgreSQL makes for the rows of a relation.
  package var rowType: SchemaObject { SchemaObject(.type, schema: schema, name) }
}
