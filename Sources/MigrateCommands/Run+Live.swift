import Diagnostics
import Files
import Migrating
import Projects
import PythonBridge
import Settings
import Tracks

extension Run {
  /// Runs a revision through the project's own Alembic, with the interpreter of the settings.
  func live(_ request: LiveRequest) throws(LiveFailure) -> [String] {
    try live(request, on: target.keywords)
  }

  /// The same on another database.
  func live(
    _ request: LiveRequest, on words: [(keyword: String, value: String)]
  ) throws(LiveFailure) -> [String] {
    guard let bridge = Bridge(settings, project, variables: context.variables) else {
      throw LiveFailure(.refused, "there is no Alembic track")
    }
    return try bridge.live(request, on: words)
  }
}

extension Bridge {
  /// The way into the Python of a project; nil without an Alembic track.
  init?(_ settings: Settings, _ project: Project, variables: [String: String]) {
    guard let alembic = settings.alembic, let scripts = project.alembicSettings?.scriptLocation
    else { return nil }
    let folder = Path.parent(alembic.config)
    // Paths of the configuration begin where Alembic is started: beside it, where the scripts are too.
    let start = scripts == folder || scripts.hasPrefix("\(folder)/") ? folder : settings.root
    self.init(
      interpreter: .choose(
        setting: alembic.python?.value, folders: [folder, settings.root], root: settings.root,
        variables: variables),
      configuration: alembic.config, section: alembic.section.value, scripts: scripts,
      root: settings.root, workingDirectory: start, variables: variables)
  }
}
