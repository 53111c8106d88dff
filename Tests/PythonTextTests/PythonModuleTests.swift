import Diagnostics
import PythonSyntax
import PythonText
import Testing

@Suite struct PythonModuleTests {
  @Test(arguments: [
    ("'doc'", "doc"), ("'''a\nb'''\nx", "a\nb"), ("# c\n\n'a' 'b'", "ab"), ("", nil),
    ("x = 'a'", nil), ("b'a'", nil), ("f'a'", nil), ("x\n'a'", nil),
  ])
  func `the docstring is the first plain string`(_ source: String, _ docstring: String?) throws {
    #expect(try PythonModule.parse(source).docstring == docstring)
  }

  @Test func `a place counts bytes, whatever stands before`() throws {
    let source = "größe = 'é€😀'; ä = größe.länge(1)"
    let file = SourceFile(path: "r.py", text: source)
    let module = try PythonModule.parse(file)
    let statement = try #require(module.body.last)
    #expect(file.text(statement.range) == "ä = größe.länge(1)")
    guard case .assign(let targets, let value) = statement.kind,
      case .call(let function, let arguments) = value.kind,
      case .attribute(let object, let name) = function.kind
    else {
      Issue.record("not a method call")
      return
    }
    #expect(targets.map { file.text($0.range) } == ["ä"])
    #expect(file.text(function.range) == "größe.länge")
    #expect(file.text(object.range) == "größe")
    #expect(file.text(name.range) == "länge")
    #expect(arguments.map { file.text($0.range) } == ["1"])
    #expect(file.location(at: value.range.lowerBound).column == 20)
  }

  @Test func `comments are kept`() throws {
    let file = SourceFile(path: "r.py", text: "#!é\nx = '#no'  # yes\r\ndef f():\n  # in\n  pass")
    let module = try PythonModule.parse(file)
    #expect(module.comments.map(file.text) == ["#!é", "# yes", "# in"])
  }

  @Test func `a function body is parsed when asked for`() throws {
    let source = "x = 1\ndef f(a):\n  return a +\n\ny = 2\ndef g():\n  pass\n"
    let module = try PythonModule.parse(source)
    #expect(module.body.count == 4)
    let errors = module.checkBodies()
    #expect(errors.map(\.location?.description) == ["r.py:3:13"])
    let functions = module.body.compactMap { statement in
      if case .function(let definition) = statement.kind { definition } else { nil }
    }
    #expect(functions.map(\.name.text) == ["f", "g"])
    #expect(throws: Diagnostic.self) { try functions[0].body.statements() }
    #expect(try functions[1].body.statements().count == 1)
    #expect(functions.map(\.body.range) == [18..<28, 47..<51])
  }

  @Test func `bodies in classes and blocks are checked`() throws {
    let source = """
      class A:
        def f(self):
          return 1 2
      if x:
        def g():
          def h():
            for
      """
    let errors = try PythonModule.parse(source).checkBodies()
    #expect(errors.map(\.location?.line) == [3, 7])
  }

  @Test func `a string that is not closed in a body is an error of the file`() {
    #expect(throws: Diagnostic.self) { try PythonModule.parse("def f():\n  'a\n") }
  }
}
