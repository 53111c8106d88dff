import Digests
import Files
import ScratchServers

/// What a command said when its files were last read.
///
/// It can only say it again: whatever is applied is read from the files. Nothing depends on it but time:
/// where it cannot be read or written, or may not be believed, the files are read.
package struct TextMemory: Sendable {
  private let folder: String
  private let path: String

  /// The memory of a text under some conditions: everything beside files and ledgers that decides what
  /// it says.
  ///
  /// Nil where there is no folder for it.
  package init?(of conditions: [String?], environment: [String: String]) {
    guard let cache = try? CacheFolder.path(environment: environment),
      let program = FileSystem.resolve("/proc/self/exe")
    else { return nil }
    folder = "\(cache)/said"
    // Another build may read the same files otherwise.
    let build = FileIdentity(program)
    let words = ["\(build.device)", "\(build.inode)", "\(build.changed)"] + conditions
    // With its length, no word can pass for two.
    let text = words.map { word in word.map { "\($0.utf8.count) \($0)" } ?? "-" }
    path = "\(folder)/\(SHA256.hex(text.joined(separator: "\n")))"
  }

  /// Whether there is something to recall.
  package var holdsText: Bool { FileSystem.isFile(path) }

  /// What is remembered; whether the files are still the same is for the caller to see.
  package func recall() -> RememberedText? {
    guard FileSystem.isOwnedAlone(folder),
      let bytes = try? FileSystem.read(path, onlyRegular: true)
    else { return nil }
    return RememberedText(bytes)
  }

  /// Whether anything can be kept; makes the folder for it.
  package func isReady() -> Bool {
    do throws(FileError) { try FileSystem.makeDirectory(folder, mode: 0o700) } catch {
      return false
    }
    return FileSystem.isOwnedAlone(folder)
  }

  /// Keeps what was said; the files in it must be conclusive.
  package func remember(_ said: RememberedText) {
    // Whoever has more to say takes longer to say it than to find it out.
    guard said.text.utf8.count < 4 << 20, isReady() else { return }
    removeOldest()
    // A text that cannot be kept would only have saved time.
    try? FileSystem.write(said.bytes, to: path, mode: 0o600, isDurable: false)
  }

  /// Makes room, where many projects or builds have left something.
  private func removeOldest() {
    let most = 64
    guard let names = try? FileSystem.list(folder), names.count >= most else { return }
    let byAge = names.map { "\(folder)/\($0.name)" }
      .map { (path: $0, written: FileIdentity($0).modified) }
      .sorted { $0.written < $1.written }
    for file in byAge.prefix(names.count - most / 2) { FileSystem.remove(file.path) }
  }
}
