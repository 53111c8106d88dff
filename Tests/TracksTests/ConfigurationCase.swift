import Testing

/// A configuration, and the revisions that it leads to.
struct ConfigurationCase: Sendable, CustomTestStringConvertible {
  let name: String
  var configuration = "alembic.ini"
  var section = "alembic"
  let items: [Item]
  /// The folders of the revisions, as seen from the project.
  var folders: [String] = []
  var expected: [String] = []

  var testDescription: String { name }

  static let all = [
    ConfigurationCase(
      name: "the usual template",
      items: [
        .file(
          "alembic.ini",
          """
          # a comment
          [alembic]
          # path to scripts
          script_location = %(here)s/alembic
          ; file_template = x
          prepend_sys_path = .
          version_path_separator = os  # Use os.pathsep. Default configuration used for new projects.

          [loggers]
          keys = root,sqlalchemy,alembic
          """), .folder("alembic/versions"), .file("alembic/env.py"),
      ], folders: ["alembic/versions"]),
    ConfigurationCase(
      name: "defaults, references and capitals", section: "other",
      items: [
        .file(
          "alembic.ini",
          "[DEFAULT]\nROOT = %(here)s/db\n[other]\nScript_Location : %(root)s/100%%\n"
            + "version_locations=%(script_location)s/versions\n"),
        .folder("db/100%/versions"), .file("db/100%/env.py"),
      ], folders: ["db/100%/versions"],
      expected: []),
    ConfigurationCase(
      name: "a value over several lines",
      items: [
        .file(
          "alembic.ini",
          "[alembic]\nscript_location=db\npath_separator=newline\nversion_locations =\n  db/one\n"
            + "  # not this\n\n  db/two\n"),
        .folder("db/one"), .folder("db/two"), .file("db/env.py"),
      ], folders: ["db/one", "db/two"]),
    ConfigurationCase(
      name: "the old separators",
      items: [
        .file(
          "alembic.ini",
          "[alembic]\nscript_location=db\nversion_locations = db/one, db/two  db/three,db/gone\n"),
        .folder("db/one"), .folder("db/two"), .folder("db/three"), .file("db/env.py"),
      ], folders: ["db/one", "db/two", "db/three"],
      expected: [
        "warning missing-version-folder alembic.ini:3:1 the version folder 'db/gone' does not exist"
          + " and is skipped | correct 'version_locations', or create the folder"
      ]),
    ConfigurationCase(
      name: "a comment behind the separator",
      items: [
        .file(
          "alembic.ini",
          "[alembic]\nscript_location=db\nversion_path_separator = os  # hm\n"
            + "version_locations = db/one:db/two\n"),
        .folder("db/one"), .folder("db/versions"), .file("db/env.py"),
      ], folders: ["db/versions"],
      expected: [
        "error bad-setting alembic.ini:3:1 'os  # hm' is not a valid value for"
          + " 'version_path_separator' | write 'os', 'space', 'newline', ':' or ';', with no comment"
          + " behind it"
      ]),
    ConfigurationCase(
      name: "a folder inside a package",
      items: [
        .file(
          "alembic.ini",
          "[alembic]\nscript_location = my.app:db/migrations\nprepend_sys_path = lib\n"),
        .folder("lib/my/app/db/migrations/versions"), .file("lib/my/app/db/migrations/env.py"),
      ], folders: ["lib/my/app/db/migrations/versions"]),
    ConfigurationCase(
      name: "a file in a folder of its own", configuration: "backend/alembic.ini",
      items: [
        .file("backend/alembic.ini", "[alembic]\nscript_location = alembic\n"),
        .folder("backend/alembic/versions"), .file("backend/alembic/env.py"),
        .folder("alembic/versions"),
      ], folders: ["backend/alembic/versions"]),
    ConfigurationCase(
      name: "a path from the working directory", configuration: "conf/alembic.ini",
      items: [
        .file("conf/alembic.ini", "[alembic]\nscript_location = db/alembic\n"),
        .folder("db/alembic/versions"), .file("db/alembic/env.py"),
      ], folders: ["db/alembic/versions"]),
    ConfigurationCase(
      name: "pyproject.toml", configuration: "pyproject.toml",
      items: [
        .file(
          "pyproject.toml",
          "[tool.alembic]\nscript_location = \"%(here)s/db\"\n"
            + "version_locations = [\"db/one\", \"%(here)s/db/two\"]\ntruncate_slug_length = 20\n"),
        .folder("db/one"), .folder("db/two"), .file("db/env.py"),
      ], folders: ["db/one", "db/two"]),
    ConfigurationCase(
      name: "an ini file beside pyproject.toml wins",
      items: [
        .file("alembic.ini", "[alembic]\nversion_locations = db/two\n"),
        .file(
          "pyproject.toml",
          "[tool.alembic]\nscript_location = \"db\"\nversion_locations = [\"db/one\"]\n"),
        .folder("db/one"), .folder("db/two"), .file("db/env.py"),
      ], folders: ["db/two"]),
    ConfigurationCase(
      name: "no file", items: [],
      expected: [
        "error missing-alembic-config alembic.ini:1:1 there is no 'alembic.ini' | name the file with"
          + " 'config' in section '[tracks.alembic]' of 'migrate.toml'"
      ]),
    ConfigurationCase(
      name: "no script_location", items: [.file("alembic.ini", "[alembic]\nsqlalchemy.url = x\n")],
      expected: [
        "error missing-script-location alembic.ini:1:1 no 'script_location' in section '[alembic]'"
          + " of 'alembic.ini' | add 'script_location = %(here)s/<folder>', or name another section"
      ]),
    ConfigurationCase(
      name: "no script folder",
      items: [.file("alembic.ini", "[alembic]\nscript_location = alembic\n")],
      expected: [
        "error missing-script-folder alembic.ini:2:1 the script folder 'alembic' does not exist"
          + " | correct 'script_location', or create the folder with 'alembic init'"
      ]),
    ConfigurationCase(
      name: "no env.py and compiled revisions",
      items: [
        .file("alembic.ini", "[alembic]\nscript_location = db\nsourceless = true\n"),
        .folder("db/versions"),
      ], folders: ["db/versions"],
      expected: [
        "warning sourceless-ignored alembic.ini:1:1 'sourceless' is set, but compiled revisions are"
          + " not read | keep the '.py' files of all revisions",
        "warning missing-env db/env.py:1:1 there is no 'db/env.py' | alembic itself cannot run"
          + " without it; restore it from 'alembic init'",
      ]),
    ConfigurationCase(
      name: "a percent sign alone",
      items: [.file("alembic.ini", "[alembic]\n\nscript_location = 100%/db\n")],
      expected: [
        "error ini-syntax alembic.ini:3:1 'script_location' has a '%' that is neither '%%' nor"
          + " '%(name)s' | write '%%' for a percent sign"
      ]),
    ConfigurationCase(
      name: "an unknown reference",
      items: [.file("alembic.ini", "[alembic]\nscript_location = %(There)s/db\n")],
      expected: [
        "error ini-syntax alembic.ini:2:1 'script_location' refers to 'there', which is not set"
          + " | set 'there' in the same section or in '[DEFAULT]'"
      ]),
    ConfigurationCase(
      name: "a reference to itself",
      items: [.file("alembic.ini", "[alembic]\nscript_location = %(script_location)s\n")],
      expected: [
        "error ini-syntax alembic.ini:2:1 'script_location' refers to itself"
          + " | write out one of the values"
      ]),
    ConfigurationCase(
      name: "a line that is nothing",
      items: [.file("alembic.ini", "[alembic]\nscript_location\n")],
      expected: [
        "error ini-syntax alembic.ini:2:1 this is no section, setting or comment"
          + " | write 'key = value', or put a '#' before it"
      ]),
    ConfigurationCase(
      name: "a setting twice",
      items: [.file("alembic.ini", "[alembic]\nscript_location = a\nSCRIPT_LOCATION = b\n")],
      expected: [
        "error ini-syntax alembic.ini:3:1 setting 'script_location' is there twice"
          + " | remove one of the two"
      ]),
    ConfigurationCase(
      name: "a setting without section", items: [.file("alembic.ini", "script_location = a\n")],
      expected: [
        "error ini-syntax alembic.ini:1:1 a setting stands before the first section"
          + " | put it below '[alembic]'"
      ]),
    ConfigurationCase(
      name: "a number in TOML", configuration: "pyproject.toml",
      items: [
        .file(
          "pyproject.toml",
          "[tool.alembic]\nscript_location = \"db\"\nrecursive_version_locations = \"true\"\n"),
        .folder("db/versions"), .file("db/env.py"),
      ], folders: ["db/versions"],
      expected: [
        "error bad-setting pyproject.toml:3:31 'recursive_version_locations' must be a boolean,"
          + " found a string | write a boolean"
      ]),
  ]
}
