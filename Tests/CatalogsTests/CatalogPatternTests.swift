import Catalogs
import Testing

@Suite struct CatalogPatternTests {
  private static let objects: [Catalog.Address] = [
    .init(kind: .schema, name: "auth"), .init(kind: .table, schema: "auth", name: "users"),
    .init(kind: .column, schema: "auth", within: "users", name: "id"),
    .init(kind: .function, schema: "auth", name: "uid()"),
    .init(kind: .table, schema: "public", name: "users"),
    .init(kind: .table, schema: "public", name: "alembic_version"),
    .init(kind: .constraint, schema: "public", within: "alembic_version", name: "pk"),
    .init(kind: .extension, name: "auth"), .init(kind: .extension, name: "pg_net"),
  ]

  @Test(
    arguments: [
      (
        "auth",
        ["schema auth", "table auth.users", "column auth.users.id", "function auth.uid()"]
      ),
      ("auth.*", ["table auth.users", "column auth.users.id", "function auth.uid()"]),
      ("auth.u?d", ["function auth.uid()"]),
      ("*.users", ["table auth.users", "column auth.users.id", "table public.users"]),
      (
        "*.alembic_version",
        ["table public.alembic_version", "constraint pk on public.alembic_version"]
      ),
      ("table:*", ["table auth.users", "table public.users", "table public.alembic_version"]),
      ("extension:pg_*", ["extension pg_net"]),
      ("extension:*", ["extension auth", "extension pg_net"]),
      ("column:auth", ["column auth.users.id"]),
      ("*.*a*_*", ["table public.alembic_version", "constraint pk on public.alembic_version"]),
      ("", []), ("nothing", []),
    ] as [(String, [String])])
  func `leaves out`(pattern: String, expected: [String]) {
    let rule = CatalogPattern(pattern)
    #expect((rule == nil) == pattern.isEmpty)
    #expect(Self.objects.filter { rule?.matches($0) == true }.map(\.description) == expected)
  }

  @Test(arguments: ["tabel:*", ".x", "x.", "table:", ":x"])
  func `refuses`(pattern: String) { #expect(CatalogPattern(pattern) == nil) }
}
