import Glibc
import ScratchServers
import TestSupport
import Testing

/// The ways to a server that libpq knows.
///
/// A release has libpq in it, and loads of the libraries that libpq may need those that a way does need.
@Suite(.requiresServer, .serialized, .timeLimit(.minutes(30)))
struct ReachingServersTests {
  @Test(arguments: WayToServer.all)
  func `the program reaches a server or says why it does not:`(_ way: WayToServer) throws {
    let server = try (way.hasTLS ? PasswordServer.overTLS : PasswordServer.shared).get()
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try folder.write("create table t (id int);", to: "supabase/migrations/20260101000000_t.sql")
    // Passwords are looked up as they are typed, with two characters escaped.
    let password = PasswordServer.password.replacing(":", with: "\\:")
    try folder.write("127.0.0.1:*:*:app:\(password)\n", to: ".pgpass")
    chmod("\(folder.path)/.pgpass", 0o600)
    if let library = way.broken { try folder.write("", to: "libraries/\(library)") }
    let result = try Subprocess(
      BuiltProgram.path, ["doctor", "--url", way.address(server)],
      environment: [
        "HOME": folder.path, "LC_ALL": "C", "PATH": "/usr/bin:/bin", "LD_DEBUG": "files",
        "LD_LIBRARY_PATH": "\(folder.path)/libraries",
      ], workingDirectory: folder.path
    ).run()
    // The loader tells what it does among them.
    let errors = result.errors.split(separator: "\n").filter { !$0.contains(":\t") }
    switch way.outcome {
    case .plain, .encrypted:
      let fact = result.output.split(separator: "\n").first { $0.hasPrefix("TLS ") } ?? ""
      #expect(fact.hasSuffix(way.outcome == .encrypted ? " yes" : " no"), "\(fact) \(errors)")
    case .refused(let reason):
      #expect(result.ending == .exited(3), "\(result.ending) \(errors)")
      #expect(errors.contains { $0.contains(reason) }, "\(errors)")
    }
    guard BuiltProgram.isRelease else { return }
    let loaded = WayToServer.libraries.filter { result.errors.contains("file=\($0).") }
    #expect(loaded == way.loads)
  }
}
