import Dispatch
import Synchronization

/// The template of what is there before the first step, made where there is none while the steps are
/// planned: neither needs the other, and both take a while.
///
/// Whatever fails here is done again where it is needed, and told there.
final class BaseMaking: Sendable {
  private let server = Mutex<String?>(nil)
  private let isServerKnown = DispatchSemaphore(value: 0)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins at once, on another thread; to be waited for once.
  init(_ base: ScratchBase, host: ScratchHost, limit: Int) {
    DispatchQueue.global(qos: .userInitiated).async {
      try? self.make(base, host, limit)
      self.isServerKnown.signal()
      self.isDone.signal()
    }
  }

  private func make(
    _ base: ScratchBase, _ host: ScratchHost, _ limit: Int
  ) throws(ScratchFailure) {
    var databases = try ScratchDatabases.join(host, limit: limit)
    let key = try databases.serverKey()
    server.withLock { $0 = key }
    isServerKnown.signal()
    guard base.baseline != nil else { return }
    let start = TemplateChain.start(base, key)
    try databases.waitForKeepers()
    let first = Template.short(start)
    guard try databases.templates().allSatisfy({ $0.path.first != first }) else { return }
    let name = try databases.newName(Template.unfinishedPrefix)
    do throws(ScratchFailure) {
      guard try databases.copy(nil, to: name) else { return }
      try base.make(in: name, &databases)
      try base.keep(name, key: start, &databases)
    } catch {
      try? databases.drop(name)
      throw error
    }
  }

  /// What the server is; nil where it could not be asked.
  func serverKey() -> String? {
    isServerKnown.wait()
    return server.withLock { $0 }
  }

  func wait() { isDone.wait() }
}
