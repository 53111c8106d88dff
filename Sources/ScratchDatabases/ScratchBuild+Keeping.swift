// What is kept.
extension ScratchBuild {
  /// Keeps a state and goes on in a copy of it.
  func keep(
    _ unfinished: String, upTo count: Int, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) -> String {
    guard count < chain.keys.count else { return unfinished }
    let template = try complete(unfinished, key: chain.keys[count], &databases)
    let name = try databases.newName(Template.unfinishedPrefix)
    guard try begin(name, from: template, &databases) else { throw .unexpectedLedger }
    return name
  }

  /// Makes a template of what was built.
  func complete(
    _ unfinished: String, key: String, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) -> Template {
    let template = try template(of: unfinished, key: key, &databases)
    _ = try databases.finish(unfinished, as: template)
    guard let finished = try databases.templates().first(where: { $0.key == key }) else {
      throw .unexpectedLedger
    }
    return finished
  }

  /// What a template of a database says of itself, as the database is now; nobody is connected to it any more.
  func template(
    of unfinished: String, key: String, _ databases: inout ScratchDatabases
  ) throws(ScratchFailure) -> Template {
    let keys = chain.keys + [chain.seeded].compactMap(\.self)
    let path = keys.prefix { $0 != key }.map { Template.short($0) } + [Template.short(key)]
    let roles =
      key == chain.keys.first
      ? try base.rolesState(&databases)
      : databases.host.ownsRoles ? try databases.roles() : "{}"
    return try databases.describe(unfinished, key: key, path: path, roles: roles)
  }
}
