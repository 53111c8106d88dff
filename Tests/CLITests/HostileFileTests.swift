import Files
import TestSupport
import Testing

/// The built program reads revision files that were written to hurt it: it ends soon, in little memory, and
/// runs nothing of them.
@Suite(.serialized, .timeLimit(.minutes(30)))
struct HostileFileTests {
  /// What the figures may be: in a release about a second, and twice that for a machine with other work.
  static let processorSeconds = BuiltProgram.isRelease ? 3.0 : 30.0
  static let peakBytes = 768 << 20

  @Test(arguments: HostileFile.all)
  func `a hostile revision ends soon and does nothing:`(_ file: HostileFile) throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try folder.write("[alembic]\nscript_location = migrations\n", to: "alembic.ini")
    try folder.write("", to: "migrations/env.py")
    try folder.write(file.text, to: "migrations/versions/a1_hostile.py")
    let payload = "def run():\n    \(HostileFile.mark)\n\(HostileFile.mark)\n"
    try folder.write(payload, to: "payload.py")
    let before = folder.files().count
    let run = try MeasuredRun(["render", "alembic:a1"], in: folder.path)
    #expect(folder.files().count == before, "something was written")
    #expect(run.processorSeconds < Self.processorSeconds)
    #expect(run.peakBytes < Self.peakBytes)
    switch file.outcome {
    case .refused:
      #expect(run.exit == 1, "\(run.output.prefix(300))")
      #expect(run.output.contains("a1_hostile.py:"), "\(run.output.prefix(300))")
    case .bounded: #expect(run.exit == 0 || run.exit == 1, "\(run.output.prefix(300))")
    }
  }

  @Test func `a harmless revision is told`() throws {
    let file = HostileFile("harmless", "op.execute('select 1')")
    let folder = try ScratchFolder()
    defer { folder.remove() }
    try folder.write("[alembic]\nscript_location = migrations\n", to: "alembic.ini")
    try folder.write(file.text, to: "migrations/versions/a1_hostile.py")
    let run = try MeasuredRun(["render", "alembic:a1"], in: folder.path)
    #expect(run.exit == 0)
    #expect(run.output.contains("select 1"))
    #expect(run.peakBytes > 1 << 20)
  }
}
