package import Diagnostics
import Files
import IniText
import PythonConstants
import PythonSyntax
import PythonText
import TOMLReading
import Threads

/// The revisions of an Alembic project, read without running Python.
package struct AlembicTrack: Sendable {
  /// Nil when the script folder was not found.
  package let settings: AlembicSettings?
  /// The revisions in load order, which breaks the ties of the graph.
  package let files: [AlembicFile]
  package let diagnostics: [Diagnostic]

  /// Reads the revisions that an `alembic.ini` or a `pyproject.toml` leads to.
  ///
  /// The other of the two files is read as well when it lies beside. `section` is that of the ini
  /// file; relative paths begin at the file's directory or else at `workingDirectory`.
  package static func read(
    configuration path: String, section: String = "alembic", workingDirectory: String,
    displayBase: String
  ) -> AlembicTrack {
    AlembicScripts(
      configuration: path, section: section, workingDirectory: workingDirectory,
      displayBase: displayBase
    ).track()
  }

  /// The configuration files in a directory and in those right below it, as paths to `read`.
  package static func configurations(below root: String) -> [String] {
    let skipped: Set = ["node_modules", "venv", "supabase"]
    let entries = (try? FileSystem.list(root)) ?? []
    let below = entries.filter {
      $0.kind == .directory && !$0.name.hasPrefix(".") && !skipped.contains($0.name)
    }
    return ([root] + below.map { Path.join(root, $0.name) }).compactMap(configuration)
  }

  private static func configuration(in directory: String) -> String? {
    let ini = Path.join(directory, "alembic.ini")
    if FileSystem.isFile(ini) { return ini }
    let project = Path.join(directory, "pyproject.toml")
    guard let bytes = try? FileSystem.readRegular(project),
      let table = try? TOMLTable(parsing: SourceFile(path: project, bytes: bytes)),
      table[path: ["tool", "alembic"]] != nil
    else { return nil }
    return project
  }

  fileprivate static func revisions(
    of settings: AlembicSettings, modules: PythonModules, displayBase: String,
    lookingForListeners: Bool
  ) -> (files: [AlembicFile], diagnostics: [Diagnostic]) {
    let displayBase = Path.absolute(displayBase)
    let list = RevisionFileList(
      folders: settings.versionLocations, isRecursive: settings.isRecursive,
      displayBase: displayBase)
    let readers = list.files.parallelMap { file -> (AlembicFile?, [Diagnostic]) in
      let shown = file.shown
      do throws(FileError) {
        let source = SourceFile(path: shown, bytes: try file.read())
        var reader = RevisionReader(
          source, path: file.path, fileName: file.name, modules: modules,
          looksForListeners: lookingForListeners)
        let revision = reader.read()
        return (revision, reader.diagnostics)
      } catch {
        return (nil, [.unreadable(error, shownAs: shown)])
      }
    }
    var diagnostics = list.diagnostics + readers.flatMap(\.1)
    if list.files.isEmpty {
      let folder = settings.versionLocations.first ?? settings.scriptLocation
      diagnostics.append(.noRevisions(in: Path.shown(folder, from: displayBase)))
    }
    return (readers.compactMap(\.0), diagnostics)
  }
}

/// An Alembic project of which the settings are read and the revisions are not.
package struct AlembicScripts: Sendable {
  /// Nil when the script folder was not found.
  package let settings: AlembicSettings?
  private let modules: PythonModules
  private let displayBase: String
  private let diagnostics: [Diagnostic]

  /// Reads what `AlembicTrack.read` begins with, `env.py` included.
  package init(
    configuration path: String, section: String = "alembic", workingDirectory: String,
    displayBase: String, overrides: EnvironmentOverrides = EnvironmentOverrides()
  ) {
    var configuration = AlembicConfiguration(
      path: path, section: section, displayBase: displayBase)
    var settings = configuration.settings(workingDirectory: Path.absolute(workingDirectory))
    modules = PythonModules(
      roots: settings?.importRoots ?? [], displayBase: Path.absolute(displayBase))
    if var read = settings {
      configuration.readEnvironment(
        into: &read, modules: modules, displayBase: displayBase, overrides: overrides)
      read.sqlAlchemy =
        overrides.sqlAlchemy
        ?? .find(from: configuration.directory, displayBase: Path.absolute(displayBase))
      if let note = read.sqlAlchemy.note { configuration.report(note) }
      settings = read
    }
    self.settings = settings
    self.displayBase = displayBase
    diagnostics = configuration.diagnostics
  }

  /// Reads the revisions; looks for listeners in them as well where they are going to be evaluated.
  package func track(lookingForListeners: Bool = false) -> AlembicTrack {
    guard let settings else {
      return AlembicTrack(settings: nil, files: [], diagnostics: diagnostics)
    }
    let (files, found) = AlembicTrack.revisions(
      of: settings, modules: modules, displayBase: displayBase,
      lookingForListeners: lookingForListeners)
    return AlembicTrack(settings: settings, files: files, diagnostics: diagnostics + found)
  }
}

extension AlembicConfiguration {
  /// What the files say; nil when they lead to no script folder.
  fileprivate mutating func settings(workingDirectory: String) -> AlembicSettings? {
    guard !diagnostics.hasErrors else { return nil }
    guard let location = text("script_location") else {
      if !diagnostics.hasErrors { report(.missingScriptLocation(in: shownPaths, section: section)) }
      return nil
    }
    let roots = paths("prepend_sys_path", separators: ["path_separator"], legacy: ", :") ?? []
    var folders = AlembicFolders(
      bases: [directory, workingDirectory], packageRoots: roots.map(\.text))
    guard let scripts = folders.find(location.text) else {
      report(.missingScriptFolder(location.text, at: location.location))
      return nil
    }
    if scripts != directory && !scripts.hasPrefix("\(directory)/") {
      folders = AlembicFolders(
        bases: [workingDirectory, directory], packageRoots: folders.packageRoots)
    }
    return AlembicSettings(
      configurationFiles: shownPaths, scriptLocation: scripts,
      versionLocations: versionLocations(scripts: scripts, folders: folders),
      isRecursive: flag("recursive_version_locations"), prependSysPath: folders.packageRoots,
      importRoots: folders.importRoots(scripts: scripts),
      fileTemplate: text("file_template")?.text ?? "%(rev)s_%(slug)s",
      truncateSlugLength: truncateSlugLength(), timezone: text("timezone")?.text)
  }

  private mutating func versionLocations(scripts: String, folders: AlembicFolders) -> [String] {
    if flag("sourceless") { report(.sourceless(in: shownPaths.first ?? directory)) }
    let named = paths(
      "version_locations", separators: ["path_separator", "version_path_separator"], legacy: ", ")
    guard let named, !named.isEmpty else {
      let usual = Path.join(scripts, "versions")
      return FileSystem.isDirectory(usual) ? [usual] : []
    }
    return named.compactMap { setting in
      let found = folders.find(setting.text)
      if found == nil { report(.missingVersionFolder(setting.text, at: setting.location)) }
      return found
    }
  }

  private mutating func truncateSlugLength() -> Int {
    guard let value = text("truncate_slug_length") else { return 40 }
    guard let length = Int(value.text), length > 0 else {
      report(
        Diagnostic(
          .error, "bad-setting", "'truncate_slug_length' must be a number, found '\(value.text)'",
          at: value.location, hint: "write a number such as 40"))
      return 40
    }
    return length
  }

  /// Reads `env.py` into the settings; what is said elsewhere wins.
  fileprivate mutating func readEnvironment(
    into settings: inout AlembicSettings, modules: PythonModules, displayBase: String,
    overrides: EnvironmentOverrides
  ) {
    let path = Path.join(settings.scriptLocation, "env.py")
    let shown = Path.shown(path, from: displayBase)
    do throws(FileError) {
      let source = SourceFile(path: shown, bytes: try FileSystem.readRegular(path))
      do throws(Diagnostic) {
        let reader = EnvironmentReader(
          try PythonModule.parse(source), path: path, modules: modules, said: overrides.keywords)
        reader.diagnostics.forEach { report($0) }
        settings.environment = reader.environment
        settings.offlineEnvironment = reader.offlineEnvironment
        settings.offlineNotes = reader.offlineNotes
      } catch {
        report(.syntax(error))
      }
    } catch {
      report(error.isNotFound ? .missingEnvironment(shown) : .unreadable(error, shownAs: shown))
    }
    if urlUsesNumbers, settings.offlineEnvironment.paramstyle == "pyformat" {
      settings.offlineEnvironment.paramstyle = "numeric_dollar"
    }
    settings.environment = overrides.applied(to: settings.environment)
    settings.offlineEnvironment = overrides.applied(to: settings.offlineEnvironment)
  }
}
