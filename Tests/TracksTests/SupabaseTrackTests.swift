import Diagnostics
import Digests
import Testing
import Tracks

@Suite struct `The Supabase folder` {
  private func read(_ items: [Item]) throws -> (files: [SupabaseFile], diagnostics: [Diagnostic]) {
    let folder = try TemporaryFolder(items)
    return SupabaseTrack.read(folder: "\(folder.path)/supabase", displayBase: folder.path)
  }

  @Test func `gives each file its version, name, checksum and date`() throws {
    let (files, diagnostics) = try read([
      .file("supabase/migrations/20240131235958_two_words.sql", "select 1;\n")
    ])
    let file = try #require(files.first)
    #expect(diagnostics.isEmpty)
    #expect(file.version == "20240131235958")
    #expect(file.name == "two_words")
    #expect(file.fileName == "20240131235958_two_words.sql")
    #expect(file.source.path == "supabase/migrations/20240131235958_two_words.sql")
    #expect(file.checksum == SHA256.hex("select 1;\n"))
    #expect(file.createdAt == 1_706_745_598_000_000)
  }

  @Test func `is ordered by version as text, then by the bytes of the name`() throws {
    let (files, _) = try read([
      .file("supabase/migrations/20260420010000_b.sql"),
      .file("supabase/migrations/20260420_a.sql"),
      .file("supabase/migrations/9_z.sql"), .file("supabase/migrations/10_é.sql"),
      .file("supabase/migrations/10_z.sql"), .file("supabase/migrations/10_.sql"),
    ])
    #expect(
      files.map(\.fileName) == [
        "10_.sql", "10_z.sql", "10_é.sql", "20260420_a.sql", "20260420010000_b.sql", "9_z.sql",
      ])
    #expect(files.map(\.name).first == "")
    #expect(files.compactMap(\.createdAt).count == 1)
  }

  @Test(arguments: [
    ("20211208235959_init.sql", true), ("20211209000000_init.sql", false),
    ("x20200101000000_init.sql.bak", true), ("2020_init.sql", false),
  ])
  func `skips an early initial schema that comes first`(_ name: String, _ isSkipped: Bool) throws {
    let (_, diagnostics) = try read([
      .file("supabase/migrations/\(name)"), .file("supabase/migrations/z20200101000000_init.sql"),
    ])
    #expect(diagnostics.contains { $0.code == "legacy-init" } == isSkipped)
  }

  @Test func `skips an early initial schema only when it comes first`() throws {
    let (files, diagnostics) = try read([
      .file("supabase/migrations/20200101000000_init.sql"),
      .file("supabase/migrations/20200102000000_init.sql"),
    ])
    #expect(files.map(\.version) == ["20200102000000"])
    #expect(diagnostics.map(\.code) == ["legacy-init"])
  }

  static let faults = [
    FolderCase(
      "no folder", [.folder("supabase")],
      [
        "note no-migrations supabase/migrations:1:1 there are no migrations in"
          + " 'supabase/migrations' | 'supabase migration new <name>' makes the first one"
      ]),
    FolderCase(
      "an empty folder", [.folder("supabase/migrations")],
      [
        "note no-migrations supabase/migrations:1:1 there are no migrations in"
          + " 'supabase/migrations' | 'supabase migration new <name>' makes the first one"
      ]),
    FolderCase(
      "a link to nothing", [.link("supabase/migrations/1_a.sql", to: "gone.sql")],
      [
        "error unreadable-file supabase/migrations/1_a.sql:1:1 cannot read"
          + " 'supabase/migrations/1_a.sql': No such file or directory"
          + " | it is a link to nothing; restore what it leads to"
      ]),
    FolderCase(
      "a link to a folder",
      [.folder("supabase/old"), .link("supabase/migrations/1_a.sql", to: "../old")],
      [
        "error unreadable-file supabase/migrations/1_a.sql:1:1 cannot read"
          + " 'supabase/migrations/1_a.sql': Is a directory | replace it by a regular file"
      ]),
    FolderCase(
      "a device", [.link("supabase/migrations/1_a.sql", to: "/dev/zero")],
      [
        "error unreadable-file supabase/migrations/1_a.sql:1:1 cannot read"
          + " 'supabase/migrations/1_a.sql': Invalid argument | replace it by a regular file"
      ]),
    FolderCase(
      "folders inside",
      [
        .folder("supabase/migrations/1_a.sql"), .folder("supabase/migrations/old"),
        .file("supabase/migrations/2_b.sql"),
      ],
      [
        "warning skipped-folder supabase/migrations/1_a.sql:1:1 '1_a.sql' is a folder and is"
          + " skipped | migrations lie directly in the migrations folder",
        "note skipped-folder supabase/migrations/old:1:1 'old' is a folder and is skipped"
          + " | migrations lie directly in the migrations folder",
      ]),
    FolderCase(
      "misnamed files",
      [
        .file("supabase/migrations/.gitkeep", ""), .file("supabase/migrations/1-a.sql"),
        .file("supabase/migrations/1_a.SQL"), .file("supabase/migrations/1_a.sql"),
        .file("supabase/migrations/README.md"), .file("supabase/migrations/x_a.sql"),
      ],
      [
        "note misnamed-file supabase/migrations/.gitkeep:1:1 '.gitkeep' is skipped: its name is"
          + " not of the form '<timestamp>_name.sql' | rename it, or move it out of the folder; the"
          + " Supabase CLI skips it too",
        "warning misnamed-file supabase/migrations/1-a.sql:1:1 '1-a.sql' is skipped: its name is"
          + " not of the form '<timestamp>_name.sql' | rename it, or move it out of the folder; the"
          + " Supabase CLI skips it too",
        "warning misnamed-file supabase/migrations/1_a.SQL:1:1 '1_a.SQL' is skipped: its name is"
          + " not of the form '<timestamp>_name.sql' | rename it, or move it out of the folder; the"
          + " Supabase CLI skips it too",
        "note misnamed-file supabase/migrations/README.md:1:1 'README.md' is skipped: its name is"
          + " not of the form '<timestamp>_name.sql' | rename it, or move it out of the folder; the"
          + " Supabase CLI skips it too",
        "warning misnamed-file supabase/migrations/x_a.sql:1:1 'x_a.sql' is skipped: its name is"
          + " not of the form '<timestamp>_name.sql' | rename it, or move it out of the folder; the"
          + " Supabase CLI skips it too",
      ]),
    FolderCase(
      "one version twice",
      [.file("supabase/migrations/1_a.sql"), .file("supabase/migrations/1_b.sql")],
      [
        "error duplicate-version supabase/migrations/1_b.sql:1:1 version '1' is used by '1_a.sql'"
          + " and by '1_b.sql' | give one of them a later timestamp"
      ]),
    FolderCase(
      "bytes that are not UTF-8",
      [.bytes("supabase/migrations/1_a.sql", Array("-- é\n-- é ".utf8) + [0xE9, 0x0A])],
      [
        "error invalid-utf8 supabase/migrations/1_a.sql:2:6 'supabase/migrations/1_a.sql' is not"
          + " valid UTF-8 | save the file as UTF-8"
      ]),
    FolderCase(
      "UTF-16", [.bytes("supabase/migrations/1_a.sql", [0xFF, 0xFE, 0x73, 0x00])],
      [
        "error invalid-utf8 supabase/migrations/1_a.sql:1:1 'supabase/migrations/1_a.sql' is not"
          + " valid UTF-8 | the file looks like UTF-16; save it as UTF-8"
      ]),
    FolderCase(
      "a NUL byte", [.file("supabase/migrations/1_a.sql", "select 1;\r\nab\u{0}c")],
      [
        "error nul-byte supabase/migrations/1_a.sql:2:3 'supabase/migrations/1_a.sql' contains a"
          + " NUL byte | remove the byte; a file full of them is probably UTF-16 and must be saved"
          + " as UTF-8"
      ]),
    FolderCase(
      "a merge conflict",
      [
        .file(
          "supabase/migrations/1_a.sql",
          "select 1;\n<<<<<<< HEAD\nselect 2;\n=======\nselect 3;\n>>>>>>> other\n")
      ],
      [
        "error merge-conflict-marker supabase/migrations/1_a.sql:2:1 'supabase/migrations/1_a.sql'"
          + " has an unresolved merge conflict | resolve the conflict and remove the marker lines"
      ]),
    FolderCase(
      "the end of a merge conflict",
      [.file("supabase/migrations/1_a.sql", "select 1;\r>>>>>>>\r\n")],
      [
        "error merge-conflict-marker supabase/migrations/1_a.sql:2:1 'supabase/migrations/1_a.sql'"
          + " has an unresolved merge conflict | resolve the conflict and remove the marker lines"
      ]),
    FolderCase(
      "lines that only look like a conflict",
      [.file("supabase/migrations/1_a.sql", "/*\n=======\n<<<<<<<<\n>>>>>>>>\n<<<<<<<x\n*/")], []),
    FolderCase(
      "an empty file", [.bytes("supabase/migrations/1_a.sql", [0xEF, 0xBB, 0xBF, 0x0A])],
      [
        "note empty-file supabase/migrations/1_a.sql:1:1 'supabase/migrations/1_a.sql' is empty"
          + " | it is recorded as applied without doing anything"
      ]),
    FolderCase(
      "directives that are wrong",
      [
        .file(
          "supabase/migrations/1_a.sql",
          """
          -- migrate: no-transation
            --migrate: timeout
          -- migrate:
          -- migrate: no-transaction please
          -- migrate: after 3f2a
          -- migrate: allow destructive
          -- migrate is a word
          /* migrate: timeout 5s */
          select '
          -- migrate: nothing
          ', $$
          -- migrate: nothing
          $$;
          copy a from stdin;
          -- migrate: nothing '
          \\.
          -- migrate: lock-timeout
          -- pg-delta: transaction=false
          """)
      ],
      [
        "error unknown-directive supabase/migrations/1_a.sql:1:13 unknown directive"
          + " 'no-transation' | did you mean 'no-transaction'?",
        "error bad-directive supabase/migrations/1_a.sql:2:14 directive 'timeout' needs an argument"
          + " of the form '5min' | write 'migrate: timeout 5min'",
        "error unknown-directive supabase/migrations/1_a.sql:3:4 a directive has no name | the"
          + " directives are 'after', 'no-transaction', 'timeout', 'lock-timeout', 'allow',"
          + " 'idempotent'",
        "error bad-directive supabase/migrations/1_a.sql:4:13 directive 'no-transaction' takes no"
          + " argument | remove 'please'",
        "error bad-directive supabase/migrations/1_a.sql:5:13 directive 'after' needs an argument"
          + " of the form '<track>:<revision>' | write 'migrate: after <track>:<revision>'",
        "error bad-directive supabase/migrations/1_a.sql:6:13 directive 'allow' needs an argument"
          + " of the form 'destructive: <reason>' | write 'migrate: allow destructive: <reason>'",
        "error misplaced-directive supabase/migrations/1_a.sql:8:4 a directive in a block comment is"
          + " not read | write it on a line that begins with '--'",
        "error bad-directive supabase/migrations/1_a.sql:17:13 directive 'lock-timeout' needs an"
          + " argument of the form '2s' | write 'migrate: lock-timeout 2s'",
        "warning misplaced-directive supabase/migrations/1_a.sql:18:1 the Supabase CLI does not read"
          + " this directive | it reads the first line alone, exactly"
          + " '-- pg-delta: transaction=false'; '-- migrate: no-transaction' may stand anywhere",
      ]),
  ]

  @Test(arguments: faults)
  func `tells what is wrong, where, and what to do`(_ fault: FolderCase) throws {
    #expect(try read(fault.items).diagnostics.map(\.told) == fault.expected)
  }

  @Test func `a duplicate leads to the other file`() throws {
    let (_, diagnostics) = try read([
      .file("supabase/migrations/1_a.sql"), .file("supabase/migrations/1_b.sql"),
    ])
    #expect(
      diagnostics.first?.related.first?.location?.path == "supabase/migrations/1_a.sql")
  }

  @Test func `directives are read from any comment line`() throws {
    let (files, diagnostics) = try read([
      .file(
        "supabase/migrations/1_a.sql",
        "-- migrate: after alembic:3f2a, supabase:1\r\nselect 1;\r\n  -- migrate: timeout 5min \r\n"
          + "--\tmigrate:no-transaction\r\n-- migrate: allow destructive: the table is empty")
    ])
    let directives = try #require(files.first).directives
    #expect(diagnostics.isEmpty)
    #expect(directives.map(\.name) == [.after, .timeout, .noTransaction, .allow])
    #expect(
      directives.map(\.argument) == [
        "alembic:3f2a, supabase:1", "5min", "", "destructive: the table is empty",
      ])
    #expect(
      directives.map { "\($0.location.line):\($0.location.column)" } == [
        "1:13", "3:15", "4:12", "5:13",
      ])
  }

  @Test(arguments: [
    ("-- pg-delta: transaction=false\nselect 1;", true),
    ("\u{FEFF}-- pg-delta: transaction=false\r\nselect 1;", true),
    ("\n-- pg-delta: transaction=false", false), (" -- pg-delta: transaction=false", false),
    ("-- pg-delta: transaction=false ", false), ("", false),
  ])
  func `the first line may refuse a transaction`(_ text: String, _ expected: Bool) throws {
    let (files, _) = try read([.file("supabase/migrations/1_a.sql", text)])
    let file = try #require(files.first)
    #expect(file.isDeclaredNonTransactional == expected)
    #expect(file.sqlStart == (text.hasPrefix("\u{FEFF}") ? 3 : 0))
    #expect(file.checksum == SHA256.hex(text))
  }

  @Test func `a thousand files are read`() throws {
    let (files, diagnostics) = try read(
      (0..<1_000).map {
        .file("supabase/migrations/\(20_240_101_000_000 + $0)_a.sql", "select \($0)")
      })
    #expect(files.count == 1_000)
    #expect(diagnostics.isEmpty)
    #expect(files.map(\.version) == files.map(\.version).sorted())
    #expect(files[999].source.text == "select 999")
  }
}
