import SQLText
import Testing

@Suite struct TransactionAccessTests {
  static let cases: [(text: String, access: TransactionAccess?)] = [
    ("begin", nil), ("begin isolation level serializable", nil),
    ("begin read only", .transaction(isReadOnly: true)),
    ("begin read only, read write", .transaction(isReadOnly: false)),
    ("start transaction read write, deferrable, read only", .transaction(isReadOnly: true)),
    ("set transaction read only", .transaction(isReadOnly: true)),
    ("set local transaction read write", .transaction(isReadOnly: false)),
    ("set transaction isolation level serializable", nil),
    ("set transaction snapshot '00000003-0000001B-1'", nil),
    ("set transaction_read_only = on", .transaction(isReadOnly: true)),
    ("set local transaction_read_only to 'Yes'", .transaction(isReadOnly: true)),
    ("set transaction_read_only = 0", .transaction(isReadOnly: false)),
    ("set transaction_read_only = of", .transaction(isReadOnly: false)),
    ("set session characteristics as transaction read only", .session(isReadOnly: true)),
    ("set session characteristics as transaction isolation level serializable", nil),
    ("set default_transaction_read_only = true", .session(isReadOnly: true)),
    ("set local default_transaction_read_only = true", nil),
    ("set default_transaction_read_only to default", .session(isReadOnly: false)),
    ("reset default_transaction_read_only", .session(isReadOnly: false)),
    ("reset all", .session(isReadOnly: false)), ("reset search_path", nil),
    ("set search_path = on", nil), ("commit", nil), ("select 1", nil),
  ]

  @Test(arguments: cases) func `whether transactions may write is read`(
    _ test: (text: String, access: TransactionAccess?)
  ) throws {
    #expect(try facts(test.text).access == test.access)
  }
}
