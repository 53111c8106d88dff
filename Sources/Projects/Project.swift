package import Diagnostics
import Dispatch
import Files
import PythonSyntax
import RevisionGraphs
package import Revisions
package import Tracks

/// Where a project keeps its two tracks.
package struct ProjectFolders: Sendable, Hashable {
  /// The folder that paths are shown relative to, and that relative settings begin at.
  package var root: String
  /// The folder with `config.toml` and `migrations/`; nil when there is no such track.
  package var supabase: String?
  /// An `alembic.ini` or a `pyproject.toml`; nil when there is no such track.
  package var alembic: String?
  /// The section of the ini file.
  package var alembicSection: String
  /// What the settings say in place of `env.py`.
  package var alembicOverrides = EnvironmentOverrides()

  package init(root: String, supabase: String?, alembic: String?, alembicSection: String) {
    self.root = root
    self.supabase = supabase
    self.alembic = alembic
    self.alembicSection = alembicSection
  }
}

/// Both tracks of a repository, read and put into order; statements are read only when asked for.
package struct Project: Sendable {
  package let files: TrackFiles
  /// The folder that paths are shown relative to.
  package let root: String
  /// What is wrong with the files, or worth knowing.
  package let diagnostics: [Diagnostic]
  package let alembicSettings: AlembicSettings?
  let supabaseFiles: [RevisionID: SupabaseFile]
  /// By their own identifiers.
  private let alembicFiles: [String: AlembicFile]
  /// What lies around the revisions of Alembic.
  let surroundings: RevisionSurroundings?
  /// What was read of revisions before it was known which are pending.
  let ahead = AnalysesAhead()

  /// Reads both tracks without touching anything else.
  package static func read(_ folders: ProjectFolders) -> Project { ProjectScripts(folders).read() }

  fileprivate init(
    supabase: (files: [SupabaseFile], diagnostics: [Diagnostic])?, alembic: AlembicTrack?,
    folders: ProjectFolders, isForEvaluation: Bool = false
  ) {
    root = folders.root
    let surroundings = RevisionSurroundings(
      alembic?.settings, folders, revisions: alembic?.files ?? [])
    self.surroundings = surroundings
    // As long as it takes to put the graph together, in the meantime.
    let listening = DispatchGroup()
    if isForEvaluation, alembic?.files.isEmpty == false {
      DispatchQueue.global(qos: .userInitiated).async(group: listening) {
        _ = surroundings?.listeners
      }
    }
    defer { listening.wait() }
    var diagnostics = (supabase?.diagnostics ?? []) + (alembic?.diagnostics ?? [])
    var graph: RevisionGraph?
    // A file that could not be read would be missed as a parent.
    if let alembic, !alembic.files.isEmpty, !alembic.diagnostics.hasErrors {
      let column = alembic.settings?.environment.versionColumn ?? .standard
      let built = RevisionGraph.build(
        alembic.files.map(\.node), identifierLength: column.width)
      graph = built.graph
      diagnostics += built.diagnostics
    }
    let supabaseFiles = supabase?.files ?? []
    let alembicFiles = alembic?.files ?? []
    var byID: [String: AlembicFile] = [:]
    byID.reserveCapacity(alembicFiles.count)
    // The first one counts: of several with one identifier, the graph says so.
    for file in alembicFiles.reversed() { byID[file.node.id] = file }
    let order = graph.flatMap { try? $0.upgradeOrder(to: $0.realHeads, from: []) } ?? []
    files = TrackFiles(
      supabase: supabaseFiles.map(Revision.init(supabase:)),
      alembic: order.compactMap { byID[$0] }.map(Revision.init(alembic:)), graph: graph)
    self.diagnostics = diagnostics
    alembicSettings = alembic?.settings
    self.supabaseFiles = Dictionary(
      supabaseFiles.map { (RevisionID(.supabase, $0.version), $0) }
    ) { first, _ in first }
    self.alembicFiles = byID
  }

  /// The column of Alembic's version table, where the table is made now.
  var versionColumn: VersionColumn { alembicSettings?.environment.versionColumn ?? .standard }

  /// The file of a revision of Alembic's; nil for one of the other track, too.
  func alembicFile(_ id: RevisionID) -> AlembicFile? {
    id.track == .alembic ? alembicFiles[id.id] : nil
  }

  /// All directives of a revision's file.
  func directives(of id: RevisionID) -> [Directive] {
    supabaseFiles[id]?.directives ?? alembicFile(id)?.directives ?? []
  }

  /// Every revision of both tracks.
  package var revisions: [Revision] { files.supabase + files.alembic }

  /// The revision of that name.
  package subscript(id: RevisionID) -> Revision? {
    (id.track == .alembic ? files.alembic : files.supabase).first { $0.id == id }
  }
}

/// A project of which Alembic's settings are read and the revisions are not.
package struct ProjectScripts: Sendable {
  private let folders: ProjectFolders
  private let alembic: AlembicScripts?

  package init(_ folders: ProjectFolders) {
    self.folders = folders
    alembic = folders.alembic.map {
      AlembicScripts(
        configuration: $0, section: folders.alembicSection, workingDirectory: folders.root,
        displayBase: folders.root, overrides: folders.alembicOverrides)
    }
  }

  package var alembicSettings: AlembicSettings? { alembic?.settings }

  /// Reads the revisions of both tracks.
  ///
  /// Where they are all going to be evaluated, what that depends on is looked for at the same time.
  package func read(forEvaluation isForEvaluation: Bool = false) -> Project {
    let supabase = folders.supabase.map {
      SupabaseTrack.read(folder: $0, displayBase: folders.root)
    }
    return Project(
      supabase: supabase,
      alembic: alembic?.track(lookingForListeners: isForEvaluation), folders: folders,
      isForEvaluation: isForEvaluation)
  }
}

extension Revision {
  fileprivate convenience init(supabase file: SupabaseFile) {
    self.init(
      id: RevisionID(.supabase, file.version), name: file.name, source: file.source,
      location: SourceLocation(path: file.source.path), checksum: file.checksum,
      createdAt: file.createdAt, after: file.directives.flatMap(\.dependencies))
  }

  fileprivate convenience init(alembic file: AlembicFile) {
    // Nearly all messages are one line of ASCII, for which characters need not be told apart.
    let isOneLine = file.message.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x80 }
    let line =
      isOneLine
      ? file.message
      : file.message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    self.init(
      id: RevisionID(.alembic, file.node.id), name: line, source: file.source,
      location: file.node.location, checksum: file.checksum, createdAt: file.createdAt,
      parents: file.node.parents.map { RevisionID(.alembic, $0) },
      after: file.migrateAfter.map { DeclaredDependency(text: $0.name, location: $0.location) }
        + file.directives.flatMap(\.dependencies))
  }
}

extension Directive {
  /// The revisions that an `after` names.
  fileprivate var dependencies: [DeclaredDependency] {
    guard name == .after else { return [] }
    return argument.split(whereSeparator: { $0 == "," || $0 == " " }).map {
      DeclaredDependency(text: String($0), location: location)
    }
  }
}
