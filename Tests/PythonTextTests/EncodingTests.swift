import Diagnostics
import PythonSyntax
import PythonText
import Testing

@Suite struct EncodingTests {
  private func file(_ parts: [UInt8]...) -> SourceFile {
    SourceFile(path: "r.py", bytes: parts.flatMap { $0 })
  }

  @Test func `a byte order mark is no part of the text`() throws {
    let module = try PythonModule.parse(file([0xEF, 0xBB, 0xBF], Array("'doc'".utf8)))
    #expect(module.docstring == "doc")
    #expect(module.body.first?.range == 3..<8)
  }

  @Test(arguments: [
    "# coding: latin-1", "# -*- coding: iso-8859-1 -*-", "#!/bin/sh\n# vim: fileencoding=Latin_1",
    "\n  #coding=iso-8859-1-unix",
  ])
  func `a cookie makes bytes Latin-1`(_ cookie: String) throws {
    let module = try PythonModule.parse(
      file(Array((cookie + "\n'").utf8), [0xE9], Array("\\n'".utf8)))
    #expect(module.docstring == "é\n")
  }

  @Test(arguments: ["x = 1\n# coding: latin-1", "\n\n# coding: latin-1", "# encodinglatin-1"])
  func `a cookie elsewhere is a comment`(_ text: String) throws {
    let error = try #require(firstError(file(Array(text.utf8), Array("\n'".utf8), [0xE9, 0x27])))
    #expect(error.code == "invalid-utf8")
  }

  @Test(arguments: [
    ("# coding: utf-8\n'é'", nil),
    ("# coding: UTF8\n'é'", nil),
    ("# coding: ascii\n'e'", nil),
    ("# coding: ascii\n'é'", "the file is declared to be ASCII and is not"),
    ("# coding: koi8-r\nx", "the source encoding 'koi8-r' is not supported"),
    ("\u{FEFF}# coding: utf-8-unix\nx", nil),
    ("\u{FEFF}# coding: utf8\nx", "the file begins as UTF-8 and declares 'utf8'"),
    ("\u{FEFF}# coding: latin-1\nx", "the file begins as UTF-8 and declares 'iso-8859-1'"),
  ])
  func `other encodings are refused`(_ text: String, _ message: String?) {
    let error = firstError(text)
    #expect(error?.message == message)
    #expect(error == nil || error?.code == "python-encoding")
  }

  @Test func `a byte that is not UTF-8 is shown`() throws {
    let error = try #require(firstError(file(Array("x = 1\ny = 'é".utf8), [0xFF, 0x27])))
    #expect(error.code == "invalid-utf8")
    #expect(error.location?.description == "r.py:2:7")
  }

  @Test func `a NUL byte is shown`() throws {
    let error = try #require(firstError("x = 1\ny = '\0'"))
    #expect(error.code == "nul-byte")
    #expect(error.location?.description == "r.py:2:6")
  }

  @Test(arguments: ["ｗidth = 1", "ﬁle = 1", "𝐀 = 1", "a = \u{212A}", "µ = 1"])
  func `a name that Python would change is refused`(_ text: String) throws {
    let error = try #require(firstError(text))
    #expect(error.code == "python-name")
    #expect(error.location != nil)
  }

  @Test(arguments: ["größe", "Ärger", "ñ", "名前", "имя", "όνομα", "λόγος", "İstanbul", "한글"])
  func `a name in any language is read`(_ name: String) {
    #expect(firstError("\(name) = 1") == nil)
  }
}
