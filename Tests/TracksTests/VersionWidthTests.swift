import Testing
import Tracks

/// Versions of several lengths: noise in an old folder, unless their order may not be the one that was meant.
@Suite struct `Versions of several lengths` {
  static let cases = [
    FolderCase(
      "versions of different width",
      [.file("supabase/migrations/10_a.sql"), .file("supabase/migrations/9_b.sql")],
      [
        "warning mixed-version-widths supabase/migrations/9_b.sql:1:1 versions '10' and '9' have a"
          + " different number of digits | versions are compared as text, so '10' comes before '9';"
          + " use 14 digits everywhere"
      ]),
    FolderCase(
      "a counter before timestamps",
      [.file("supabase/migrations/001_a.sql"), .file("supabase/migrations/20260101000000_b.sql")],
      [
        "note mixed-version-widths supabase/migrations/20260101000000_b.sql:1:1 versions '001' and"
          + " '20260101000000' have a different number of digits | versions are compared as text, so"
          + " '10' comes before '9'; use 14 digits everywhere"
      ]),
    FolderCase(
      "days among timestamps",
      [
        .file("supabase/migrations/20260101000000_a.sql"),
        .file("supabase/migrations/20260102_b.sql"),
      ],
      [
        "note mixed-version-widths supabase/migrations/20260102_b.sql:1:1 versions '20260101000000'"
          + " and '20260102' have a different number of digits | versions are compared as text, so"
          + " '10' comes before '9'; use 14 digits everywhere"
      ]),
    FolderCase(
      "a day and a time of it",
      [
        .file("supabase/migrations/20260101_a.sql"), .file("supabase/migrations/20260102_b.sql"),
        .file("supabase/migrations/20260102000000_c.sql"),
      ],
      [
        "warning mixed-version-widths supabase/migrations/20260102000000_c.sql:1:1 versions"
          + " '20260102' and '20260102000000' have a different number of digits | versions are compared"
          + " as text, so '10' comes before '9'; use 14 digits everywhere"
      ]),
  ]

  @Test(arguments: cases)
  func `are a warning where their order is doubtful`(_ fault: FolderCase) throws {
    let folder = try TemporaryFolder(fault.items)
    let (_, diagnostics) = SupabaseTrack.read(
      folder: "\(folder.path)/supabase", displayBase: folder.path)
    #expect(diagnostics.map(\.told) == fault.expected)
  }
}
