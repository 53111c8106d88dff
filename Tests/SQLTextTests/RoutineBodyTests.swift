import SQLText
import Testing

/// Whether code commits, by its words.
struct RoutineBodyTests {
  @Test(arguments: [
    ("begin commit; end", "plpgsql", true),
    ("begin null; rollback and chain; end", "plpgsql", true),
    ("begin if a then commit; end if; end", "plpgsql", true),
    ("begin <<x>> commit; end", "plpgsql", true), ("begin COMMIT ; end", "plpgsql", true),
    ("begin loop rollback; end loop; end", "plpgsql", true),
    ("declare commit int; begin commit := 1; return commit; end", "plpgsql", false),
    ("begin raise notice 'commit;'; -- commit;\n end", "plpgsql", false),
    ("begin perform \"commit\"; end", "plpgsql", false),
    ("begin insert into commit values (1); end", "plpgsql", false),
    ("commit;", "sql", false), ("plpy.commit()", "plpython3u", true),
    ("plpy.info('x')", "plpython3u", false), ("spi_commit();", "plperl", true),
    ("commit", "pltcl", true),
  ])
  func `a routine ends a transaction where a statement of it does`(
    code: String, language: String, endsTransaction: Bool
  ) {
    #expect(RoutineBody(code, language: language).endsTransaction == endsTransaction)
  }

  @Test func `its calls are names of procedures`() {
    let body = RoutineBody(
      #"begin call a(); CALL s.B(1); call "S"."x""y"(); perform call(); end"#, language: "plpgsql")
    #expect(body.calls.map(\.description) == ["a", "s.b", "S.x\"y"])
  }

  @Test func `a trait passes on to what depends on it`() {
    func trait(_ name: String) -> ObjectTrait {
      ObjectTrait(.endsTransactions, SchemaObject(.function, name))
    }
    let traits = TraitRule.consequences(of: [
      TraitRule(trait("c"), ifAnyOf: [trait("x"), trait("b")]),
      TraitRule(trait("b"), ifAnyOf: [trait("a")]), TraitRule(trait("a")),
      TraitRule(trait("d"), ifAnyOf: [trait("e")]), TraitRule(trait("e"), ifAnyOf: [trait("d")]),
    ])
    #expect(traits == [trait("a"), trait("b"), trait("c")])
    #expect(
      ObjectTrait(.isPartitioned, SchemaObject(.relation, "t"))
        == ObjectTrait(.isPartitioned, SchemaObject(.relation, schema: "public", "t")))
  }
}
