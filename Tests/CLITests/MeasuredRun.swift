import Files
import ScratchServers
import TestSupport

/// One run of the built program, with what it took of the machine.
struct MeasuredRun {
  /// The exit code; negative, the signal that ended it.
  let exit: Int
  let output: String
  /// What this process alone took, whatever else the machine does.
  let processorSeconds: Double
  let peakBytes: Int

  /// Runs `migrate` in a folder; more than a minute or 4 GB is an error.
  ///
  /// A process inherits the high-water mark of the one that starts it: a small one has to stand between.
  init(_ arguments: [String], in folder: String) throws {
    let measure = Subprocess(
      Self.python, ["-I", "-c", Self.program, BuiltProgram.path] + arguments,
      environment: ["HOME": folder, "LC_ALL": "C.UTF-8", "PATH": "/nonexistent"],
      workingDirectory: folder)
    let result = try measure.run(timeLimit: .seconds(90))
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    let figures = (lines.first ?? "").split(separator: " ").compactMap { Double($0) }
    guard result.succeeded, figures.count == 3 else {
      throw ScenarioError(path: folder, line: 0, message: "\(result.ending): \(result.errors)")
    }
    exit = Int(figures[0])
    processorSeconds = figures[1]
    peakBytes = Int(figures[2]) * 1024
    output = lines.dropFirst().joined(separator: "\n")
  }

  private static let python =
    Path.parent(Path.parent(Path.parent(#filePath))) + "/.build/venv/bin/python"

  /// Prints exit code, seconds and kilobytes, then the beginning and the end of what the program said.
  private static let program = """
    import resource, subprocess, sys
    resource.setrlimit(resource.RLIMIT_AS, (1 << 32, 1 << 32))
    run = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(run.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss)
    sys.stdout.write((run.stdout[:10000] + run.stdout[-10000:]).decode(errors="replace"))
    """
}
