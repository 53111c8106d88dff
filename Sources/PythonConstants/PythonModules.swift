import Diagnostics
import Files
package import PythonSyntax
import PythonText
import Synchronization

/// The modules that a project's files import, read and never run; each is read once.
package final class PythonModules: Sendable {
  let finder: ModuleFinder
  let displayBase: String
  private let cache = Mutex<[String: Result<ModuleNames, UnknownValue>]>([:])
  /// The syntax trees of modules that revisions import, by path.
  let trees = Mutex<[String: PythonModule]>([:])
  private let definitions = Mutex<[String: Result<ModuleDefinitions, UnknownValue>]>([:])

  /// `roots` stand for `sys.path`, best first; paths are shown from `displayBase`.
  package init(roots: [String], displayBase: String) {
    finder = ModuleFinder(roots: roots)
    self.displayBase = displayBase
  }

  /// What a name stands for at the end of a module; nil when nothing binds it.
  package func constant(
    named name: String, in module: ModuleNames
  ) throws(UnknownValue) -> PythonConstant? {
    guard let value = module.value(of: name) else { return nil }
    var resolver = Resolver(modules: self)
    return try resolver.constant(value, in: module)
  }

  /// What an expression at the end of a module stands for.
  package func constant(
    of expression: Expression, in module: ModuleNames
  ) throws(UnknownValue) -> PythonConstant {
    var resolver = Resolver(modules: self)
    guard let found = try resolver.constant(module.value(of: expression), in: module) else {
      throw .computed
    }
    return found
  }

  /// The names of a file.
  func names(at path: String) throws(UnknownValue) -> ModuleNames {
    if let known = cache.withLock({ $0[path] }) { return try known.get() }
    // Read outside of the lock: at worst, two threads read the same file.
    let read = Result { () throws(UnknownValue) in try self.read(path) }
    cache.withLock { $0[path] = read }
    return try read.get()
  }

  /// What the names of a file are bound to.
  func definitions(at path: String) throws(UnknownValue) -> ModuleDefinitions {
    if let known = definitions.withLock({ $0[path] }) { return try known.get() }
    let read = Result { () throws(UnknownValue) in
      ModuleDefinitions(try parse(path), path: path)
    }
    definitions.withLock { $0[path] = read }
    return try read.get()
  }

  /// A path as people see it.
  private func shown(_ path: String) -> String { Path.relative(path, to: displayBase) }

  func shown(_ place: ModuleFinder.Place) -> String {
    shown(place.file ?? place.folders.first ?? "")
  }

  private func read(_ path: String) throws(UnknownValue) -> ModuleNames {
    ModuleNames(try parse(path), path: path)
  }

  private func parse(_ path: String) throws(UnknownValue) -> PythonModule {
    let shown = shown(path)
    let source: SourceFile
    do throws(FileError) {
      source = SourceFile(path: shown, bytes: try FileSystem.read(path))
    } catch {
      throw .unreadable(shown, error.reason, at: SourceLocation(path: shown))
    }
    do throws(Diagnostic) {
      return try PythonModule.parse(source)
    } catch {
      throw .unreadable(shown, error.message, at: error.location)
    }
  }
}
