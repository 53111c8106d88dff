import Files
import ScratchServers
import Testing

@Suite struct SubprocessTests {
  private func shell(_ script: String, _ arguments: [String] = []) -> Subprocess {
    Subprocess("/bin/sh", ["-c", script, "sh"] + arguments, environment: ["PATH": "/usr/bin:/bin"])
  }

  @Test func `output, errors and the exit code are kept apart`() throws {
    let result = try shell("echo out; echo err >&2; exit 3").run()
    #expect(result == Subprocess.Result(ending: .exited(3), output: "out\n", errors: "err\n"))
    #expect(!result.succeeded)
  }

  @Test func `arguments arrive as they are`() throws {
    let result = try shell("printf '%s|' \"$@\"", ["a b", "", "'\"$HOME", "é"]).run()
    #expect(result.output == "a b||'\"$HOME|é|")
  }

  @Test func `nothing but the given variables is inherited`() throws {
    var env = Subprocess("/usr/bin/env", [])
    env.environment = ["A": "1", "B": "x=y"]
    #expect(try env.run().output == "A=1\nB=x=y\n")
  }

  @Test func `no open file is inherited`() throws {
    let script = "for f in /proc/self/fd/*; do echo ${f##*/}; done"
    let output = try shell(script).run().output
    // The shell opens the folder itself, under the first free number.
    #expect(output.split(separator: "\n").allSatisfy { (Int($0) ?? 99) <= 3 })
  }

  @Test func `input is read, and without any there is an end of file`() throws {
    #expect(try shell("cat; echo .").run(input: "é\nb").output == "é\nb.\n")
    #expect(try shell("cat; echo .").run().output == ".\n")
  }

  @Test func `a megabyte of output on both sides does not block`() throws {
    let script =
      "head -c 1000000 /dev/zero | tr '\\0' a; head -c 1000000 /dev/zero | tr '\\0' b >&2"
    let result = try shell(script).run()
    #expect(result.output.utf8.count == 1_000_000)
    #expect(result.errors.utf8.count == 1_000_000)
  }

  @Test func `a program that takes too long is killed, and what it said is kept`() throws {
    let start = ContinuousClock.now
    let result = try shell("echo early; exec sleep 60").run(timeLimit: .milliseconds(300))
    #expect(result.ending == .outOfTime)
    #expect(result.output == "early\n")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `a grandchild that keeps the output open does not hold us`() throws {
    let start = ContinuousClock.now
    let result = try shell("sleep 30 & echo done").run()
    #expect(result.output == "done\n")
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test func `a signal is told from an exit`() throws {
    #expect(try shell("kill -TERM $$").run().ending == .signaled(15))
  }

  @Test func `ignored signals are not inherited`() throws {
    #expect(try shell("kill -PIPE $$; echo alive").run().ending == .signaled(13))
  }

  @Test func `a program that is not there is told with its reason`() throws {
    let user = ServerUser.current
    #expect(
      throws: ServerError.cannotExecute(
        "/nowhere/x", user: user.name, reason: "No such file or directory")
    ) { try Subprocess("/nowhere/x", []).run() }
    #expect(throws: ServerError.cannotExecute("/etc", user: user.name, reason: "Permission denied"))
    {
      try Subprocess("/etc", []).run()
    }
  }

  @Test func `a folder that cannot be entered is told with its reason`() throws {
    var program = shell("pwd")
    program.workingDirectory = "/nowhere"
    #expect(
      throws: ServerError.unreachableFolder(
        "/nowhere", user: ServerUser.current.name, reason: "No such file or directory")
    ) { try program.run() }
    program.workingDirectory = "/usr"
    #expect(try program.run().output == "/usr\n")
  }

  @Test(.enabled(if: ServerUser.current.isRoot))
  func `root steps down for good`() throws {
    let nobody = try #require(ServerUser.named("nobody"))
    var program = shell("id -u; id -ru; id -g; id -G; umask")
    program.user = nobody
    let groups = nobody.groups.map(String.init).joined(separator: " ")
    #expect(
      try program.run().output == "\(nobody.uid)\n\(nobody.uid)\n\(nobody.gid)\n\(groups)\n0077\n")
    program = shell("grep CapEff /proc/self/status")
    program.user = nobody
    #expect(try program.run().output.contains("0000000000000000"))
  }

  @Test func `a detached program has a session of its own and writes to its log`() throws {
    try withTemporaryFolder { folder in
      let log = "\(folder)/log"
      let program = shell("echo $$; echo err >&2; exec sleep 20")
      let pid = try program.spawnDetached(log: log)
      defer { kill(pid) }
      let expected = "\(pid)\nerr\n"
      try eventually { (try? FileSystem.read(log)) == Array(expected.utf8) }
      let stat = String(decoding: try FileSystem.read("/proc/\(pid)/stat"), as: UTF8.self)
      let fields = stat.split(separator: " ")
      // Of a session that it leads itself, or that the process between led; not of ours.
      let ours = String(decoding: try FileSystem.read("/proc/self/stat"), as: UTF8.self)
      #expect(fields[5] != ours.split(separator: " ")[5])
      #expect(fields[6] == "0", "it has a terminal")
    }
  }

  @Test func `a detached program that cannot run is told`() throws {
    #expect(
      throws: ServerError.cannotExecute(
        "/nowhere/x", user: ServerUser.current.name, reason: "No such file or directory")
    ) { try Subprocess("/nowhere/x", []).spawnDetached(log: "/dev/null") }
  }
}
