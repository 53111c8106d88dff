package import Diagnostics
import Files
import ScratchServers

/// A repository that git keeps, asked with git itself and never written to.
package struct GitRepository: Sendable {
  /// The folder with everything that is checked out.
  package let root: String
  private let program: String
  private let environment: [String: String]

  /// The repository that a folder lies in.
  /// - Throws: a diagnostic when there is none, or no git.
  package static func containing(
    _ folder: String, environment: [String: String]
  ) throws(Diagnostic) -> GitRepository {
    // What a hook of git may have set would lead it to another repository.
    let environment = environment.filter { !$0.key.hasPrefix("GIT_") }.merging(
      ["GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"]
    ) { $1 }
    let here = GitRepository(
      root: folder, program: FileSystem.program("git", from: folder, environment),
      environment: environment)
    let answer = try here.run(["rev-parse", "--show-toplevel"])
    guard let top = answer.firstLine else {
      throw Diagnostic(
        .error, "no-repository", "'\(folder)' is in no git repository: \(answer.complaint)",
        hint: "run it in a checkout, or leave the check of git out with --only")
    }
    return GitRepository(root: top, program: here.program, environment: environment)
  }

  /// The commit that a name such as `origin/main` stands for.
  package func commit(named name: String) throws(Diagnostic) -> String {
    let answer = try run([
      "rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}",
    ])
    guard let commit = answer.firstLine, !commit.isEmpty else {
      throw Diagnostic(
        .error, "unknown-base", "git knows no commit '\(name)'",
        hint: "fetch it first: git fetch origin, with all of its history")
    }
    return commit
  }

  /// The commit where the branch that is checked out has parted from another.
  package func mergeBase(with commit: String) throws(Diagnostic) -> String {
    let answer = try run(["merge-base", "HEAD", commit])
    guard let base = answer.firstLine, !base.isEmpty else {
      throw Diagnostic(
        .error, "no-merge-base", "git finds no commit that both branches have",
        hint: "the checkout may be shallow: fetch all history, as with 'fetch-depth: 0'")
    }
    return base
  }

  /// Writes those files of a commit into a folder, at the same paths below it.
  ///
  /// As git would check them out, with line ends and filters; through an index of its own.
  package func extract(
    _ commit: String, into folder: String, where isWanted: (_ path: String) -> Bool
  ) throws(Diagnostic) {
    let listing = try run(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit])
    guard let names = listing.output else { throw failure("list the files", listing) }
    let wanted = names.split(separator: "\0").filter { isWanted(String($0)) }
    let index = ["GIT_INDEX_FILE": "\(folder)/.index"]
    let read = try run(["read-tree", commit], with: index)
    guard read.output != nil else { throw failure("read the commit", read) }
    let written = try run(
      ["checkout-index", "-z", "--stdin", "--force", "--prefix=\(folder)/"], with: index,
      input: wanted.map { "\($0)\0" }.joined())
    guard written.output != nil else { throw failure("write the files", written) }
  }

  /// Paths of files that are not now as they were at a commit: changed, new or gone, committed or not.
  ///
  /// What git is told to ignore is not among them.
  package func changes(since commit: String) throws(Diagnostic) -> [String] {
    let tracked = try run([
      "diff", "-z", "--name-only", "--no-renames", "--no-relative", "--no-ext-diff",
      commit, "--",
    ])
    guard let changed = tracked.output else { throw failure("compare the files", tracked) }
    let listing = try run(["ls-files", "-z", "--others", "--exclude-standard"])
    guard let new = listing.output else { throw failure("list the files", listing) }
    return Set((changed + new).split(separator: "\0").map(String.init)).sorted()
  }

  private func failure(_ work: String, _ answer: Answer) -> Diagnostic {
    Diagnostic(
      .error, "git-failed", "git could not \(work): \(answer.complaint)",
      hint: "see whether 'git status' works here")
  }
}

extension GitRepository {
  /// What git said; no output when it failed.
  private struct Answer {
    let output: String?
    let complaint: String

    var firstLine: String? { output.map { String($0.prefix { $0 != "\n" }) } }
  }

  private func run(
    _ words: [String], with more: [String: String] = [:], input: String = ""
  ) throws(Diagnostic) -> Answer {
    do {
      let result = try Subprocess(
        program, words, environment: environment.merging(more) { $1 }, workingDirectory: root
      ).run(input: input, timeLimit: .seconds(300))
      let complaint = result.errors.split(separator: "\n").first.map(String.init)
      return Answer(
        output: result.succeeded ? result.output : nil, complaint: complaint ?? "no reason given")
    } catch {
      var diagnostic = error.diagnostic
      diagnostic.hint = "install git, or leave the check of git out with --only"
      throw diagnostic
    }
  }
}
