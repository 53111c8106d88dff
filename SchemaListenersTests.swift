import PythonConstants
import Testing

struct SchemaListenersTests {
  struct Case: CustomTestStringConvertible {
    let text: String
    let classes: Set<String>

    var testDescription: String { text }
  }

  private static let cases = [
    Case(
      text: "@event.listens_for(PrimaryKeyConstraint, \"after_parent_attach\")",
      classes: ["PrimaryKeyConstraint"]),
    Case(
      text: "import x\n    event.listen(sa.Table, 'before_parent_attach', rename)\n",
      classes: ["Table"]),
    Case(text: "@event.listens_for(Table, 'before_create')", classes: []),
    Case(text: "@event.listens_for(Model, 'after_parent_attach')", classes: []),
    Case(text: "@compiles(ForeignKeyConstraint)", classes: ["ForeignKeyConstraint"]),
    Case(text: "@compiles(Index, 'postgresql')\r\ndef f(): ...", classes: ["Index"]),
    Case(text: "@compiles(Index, 'mysql')", classes: []),
    Case(text: "from x import (\n  compiles(Index)\n)\n@compiles(Column)", classes: ["Column"]),
    Case(text: "from x import compiles\nrecompiled(Index)", classes: []),
  ]

  @Test(arguments: cases) func `what a file listens to`(_ one: Case) {
    let scan = SchemaListeners.Scan(Array(one.text.utf8))
    let modules = PythonModules(roots: [], displayBase: "/")
    let found = SchemaListeners(importedBy: [(path: "env.py", scan: scan)], modules).classes
    #expect(found == one.classes)
  }
}
