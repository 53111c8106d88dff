import AlembicOps
import Diagnostics
import Files
import IniText
import PythonConstants
import PythonEvaluation
import Synchronization
import Threads
import Tracks

/// What lies around the revisions of a graph and may decide what they do: modules, files, settings.
final class RevisionSurroundings: Sendable {
  private let modules: PythonModules
  private let versionTableSchema: KnownText
  private let ini: IniFile?
  private let section: String
  /// `env.py`, which may set options itself.
  private let environment: SourceFile

  /// The files whose imports are in force while revisions run, beside `env.py`.
  private let revisions: [AlembicFile]
  private let listened = Mutex<[SchemaListener]?>(nil)

  /// Nil without settings.
  init?(_ settings: AlembicSettings?, _ folders: ProjectFolders, revisions: [AlembicFile]) {
    guard let settings else { return nil }
    let root =
      folders.root.hasPrefix("/")
      ? folders.root : Path.join(FileSystem.currentDirectory, folders.root)
    modules = PythonModules(roots: settings.importRoots, displayBase: Path.normalized(root))
    versionTableSchema =
      settings.environment.unreadKeywords.contains("version_table_schema")
      ? .unknown : .known(settings.environment.versionTableSchema)
    section = folders.alembicSection
    self.revisions = revisions
    let script = Path.join(settings.scriptLocation, "env.py")
    environment = SourceFile(
      path: script, bytes: (try? FileSystem.read(script, onlyRegular: true)) ?? [])
    let path = folders.alembic ?? ""
    let bytes = path.hasSuffix(".ini") ? try? FileSystem.read(path, onlyRegular: true) : nil
    ini = bytes.flatMap {
      try? IniFile(SourceFile(path: path, bytes: $0), here: Path.parent(path))
    }
  }

  /// Says what a revision may ask for.
  func complete(_ options: inout EvaluationOptions) {
    let modules = modules
    options.modules = { name, importer in
      modules.module(named: name, importedBy: modules.path(ofShown: importer.path)).map {
        EvaluatedModuleSource(name: $0.name, isPackage: $0.isPackage, module: $0.tree)
      }
    }
    options.sidecars = { path in
      try? FileSystem.read(modules.path(ofShown: path), onlyRegular: true)
    }
    options.versionTableSchema = versionTableSchema
    options.mainOption = { [self] in mainOption($0) }
    options.listeners = listeners
  }

  /// What the modules around the revisions listen to, found once.
  ///
  /// All cores look for it: ask before the revisions are shared out among them.
  var listeners: [SchemaListener] {
    listened.withLock { known in
      if let known { return known }
      let script = (path: environment.path, scan: SchemaListeners.Scan(environment.bytes))
      let scans =
        revisions.contains { $0.listening == nil }
        ? revisions.parallelMap { SchemaListeners.Scan($0.source.bytes) }
        : revisions.compactMap(\.listening)
      let files = [script] + zip(revisions, scans).map { (path: $0.source.path, scan: $1) }
      let found = SchemaListeners(importedBy: files, modules).found.map {
        SchemaListener(
          target: $0.target, event: $0.event, module: $0.module, isCertain: $0.isCertain)
      }
      known = found
      return found
    }
  }

  /// `config.get_main_option`: what the ini file says, unless `env.py` may say something else.
  private func mainOption(_ key: String) -> KnownText {
    let script = environment.text
    guard !script.contains("set_main_option") || !script.contains(key) else {
      return .unknown
    }
    guard let ini else { return .known(nil) }
    guard let value = try? ini.value(key.lowercased(), in: section) else { return .known(nil) }
    return .known(value.text)
  }
}
