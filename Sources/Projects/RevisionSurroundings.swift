import AlembicOps
import Diagnostics
import Files
import IniText
import PythonConstants
import PythonEvaluation
import Synchronization
import Tracks

/// What lies around the revisions of a graph and may decide what they do: modules, files, settings.
final class RevisionSurroundings: Sendable {
  private let modules: PythonModules
  private let versionTableSchema: KnownText
  private let ini: IniFile?
  private let section: String
  /// The text of `env.py`, which may set options itself.
  private let environment: String

  /// The files whose imports are in force while revisions run.
  private let importers: [String]
  private let found = Mutex<[String]?>(nil)

  /// Nil without settings.
  init?(_ settings: AlembicSettings?, _ folders: ProjectFolders, revisions: [String]) {
    guard let settings else { return nil }
    let root =
      folders.root.hasPrefix("/")
      ? folders.root : Path.join(FileSystem.currentDirectory, folders.root)
    modules = PythonModules(roots: settings.importRoots, displayBase: Path.normalized(root))
    versionTableSchema =
      settings.environment.unreadKeywords.contains("version_table_schema")
      ? .unknown : .known(settings.environment.versionTableSchema)
    section = folders.alembicSection
    let paths = PythonModules(roots: [], displayBase: Path.normalized(root))
    importers =
      [Path.join(settings.scriptLocation, "env.py")] + revisions.map(paths.path(ofShown:))
    let script = try? FileSystem.read(
      Path.join(settings.scriptLocation, "env.py"), onlyRegular: true)
    environment = String(decoding: script ?? [], as: UTF8.self)
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
    options.listenedClasses = listenedClasses
  }

  /// What the modules around the revisions listen to, found once.
  private var listenedClasses: [String] {
    found.withLock { found in
      if let found { return found }
      let classes = SchemaListeners(importedBy: importers, modules).classes.sorted()
      found = classes
      return classes
    }
  }

  /// `config.get_main_option`: what the ini file says, unless `env.py` may say something else.
  private func mainOption(_ key: String) -> KnownText {
    guard !environment.contains("set_main_option") || !environment.contains(key) else {
      return .unknown
    }
    guard let ini else { return .known(nil) }
    guard let value = try? ini.value(key.lowercased(), in: section) else { return .known(nil) }
    return .known(value.text)
  }
}
