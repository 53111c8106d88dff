import CLibPGQuery

/// One message of libpg_query's syntax tree, read through protobuf-c's own descriptions of its fields.
///
/// Fields are named as in `pg_query.proto`; a wrapper `Node` is looked through, so that a child is
/// always the thing itself. Valid only inside the closure that it was handed to.
@safe
package struct Tree {
  private let message: UnsafePointer<ProtobufCMessage>

  /// Looks through a `Node`; nil for one that holds nothing.
  init?(_ pointer: UnsafeRawPointer?) {
    guard let pointer = unsafe pointer else { return nil }
    let message = unsafe pointer.assumingMemoryBound(to: ProtobufCMessage.self)
    guard unsafe UnsafeRawPointer(message.pointee.descriptor.pointee.fields) == Wrapper.fields
    else {
      unsafe self.message = message
      return
    }
    guard unsafe pointer.load(fromByteOffset: Wrapper.caseOffset, as: UInt32.self) != 0 else {
      return nil
    }
    let inner = unsafe pointer.load(
      fromByteOffset: Wrapper.valueOffset, as: UnsafePointer<ProtobufCMessage>?.self)
    guard let inner = unsafe inner else { return nil }
    unsafe self.message = inner
  }

  /// The message's name, such as `CreateStmt`.
  package var name: String { unsafe String(cString: message.pointee.descriptor.pointee.short_name) }

  package var kind: NodeKind {
    unsafe NodeKind.byDescriptor[UnsafeRawPointer(message.pointee.descriptor)] ?? .other
  }

  package func child(_ name: StaticString) -> Tree? {
    guard let field = unsafe field(name), unsafe isPresent(field.pointee) else { return nil }
    return unsafe Tree(load(field.pointee.offset, as: UnsafeRawPointer?.self))
  }

  package func list(_ name: StaticString) -> [Tree] {
    guard let field = unsafe field(name) else { return [] }
    return unsafe elements(field.pointee)
  }

  /// A text; nil where the parser left it out, which protobuf cannot tell from an empty one.
  package func text(_ name: StaticString) -> String? {
    guard let field = unsafe field(name), unsafe isPresent(field.pointee),
      let pointer = unsafe load(field.pointee.offset, as: UnsafePointer<CChar>?.self),
      unsafe pointer.pointee != 0
    else { return nil }
    return unsafe String(cString: pointer)
  }

  package func flag(_ name: StaticString) -> Bool { number(name) != 0 }

  package func number(_ name: StaticString) -> Int {
    guard let field = unsafe field(name), unsafe isPresent(field.pointee) else { return 0 }
    return Int(unsafe load(field.pointee.offset, as: Int32.self))
  }

  /// The name of an enumeration's value, such as `OBJECT_TABLE`.
  package func symbol(_ name: StaticString) -> String {
    guard let field = unsafe field(name), let type = unsafe field.pointee.descriptor else {
      return ""
    }
    let description = unsafe type.assumingMemoryBound(to: ProtobufCEnumDescriptor.self)
    let value = unsafe protobuf_c_enum_descriptor_get_value(description, Int32(number(name)))
    guard let value = unsafe value else { return "" }
    return unsafe String(cString: value.pointee.name)
  }

  /// All messages directly inside this one, in the order of the fields.
  package func forEachChild(_ body: (Tree) -> Void) {
    let description = unsafe message.pointee.descriptor.pointee
    for index in 0..<Int(unsafe description.n_fields) {
      let field = unsafe description.fields[index]
      guard unsafe field.type == PROTOBUF_C_TYPE_MESSAGE else { continue }
      if unsafe field.label == PROTOBUF_C_LABEL_REPEATED {
        for child in unsafe elements(field) { body(child) }
      } else if unsafe isPresent(field),
        let child = unsafe Tree(load(field.offset, as: UnsafeRawPointer?.self))
      {
        body(child)
      }
    }
  }

  private func field(_ name: StaticString) -> UnsafePointer<ProtobufCFieldDescriptor>? {
    let pointer = unsafe UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    let field = unsafe protobuf_c_message_descriptor_get_field_by_name(
      message.pointee.descriptor, pointer)
    assert(unsafe field != nil, "\(self.name) has no field \(name)")
    return unsafe field
  }

  /// False for the members of a union that are not the one in use.
  private func isPresent(_ field: ProtobufCFieldDescriptor) -> Bool {
    guard unsafe field.flags & PROTOBUF_C_FIELD_FLAG_ONEOF.rawValue != 0 else { return true }
    return unsafe load(field.quantifier_offset, as: UInt32.self) == field.id
  }

  private func elements(_ field: ProtobufCFieldDescriptor) -> [Tree] {
    let count = unsafe load(field.quantifier_offset, as: Int.self)
    guard count > 0,
      let base = unsafe load(field.offset, as: UnsafePointer<UnsafeRawPointer?>?.self)
    else { return [] }
    var result: [Tree] = []
    result.reserveCapacity(count)
    for index in 0..<count {
      if let tree = unsafe Tree(base[index]) { result.append(tree) }
    }
    return result
  }

  private func load<T>(_ offset: UInt32, as type: T.Type) -> T {
    unsafe UnsafeRawPointer(message).load(fromByteOffset: Int(offset), as: type)
  }
}

/// Where a `Node` keeps which message it holds, and the message.
private enum Wrapper {
  nonisolated(unsafe) static let fields = unsafe UnsafeRawPointer(
    pg_query__node__descriptor.fields)
  static let caseOffset = unsafe Int(pg_query__node__descriptor.fields[0].quantifier_offset)
  static let valueOffset = unsafe Int(pg_query__node__descriptor.fields[0].offset)
}

/// The messages that the walk through a query looks at; the rest only hold others.
///
/// protobuf-c's names: those of `pg_query.proto` without underscores.
package enum NodeKind: String, CaseIterable {
  case other
  case rangeVar = "RangeVar"
  case funcCall = "FuncCall"
  case typeName = "TypeName"
  case typeCast = "TypeCast"
  case columnRef = "ColumnRef"
  case constant = "AConst"
  case selectStmt = "SelectStmt"
  case insertStmt = "InsertStmt"
  case updateStmt = "UpdateStmt"
  case deleteStmt = "DeleteStmt"
  case mergeStmt = "MergeStmt"
  case string = "String"
  case list = "List"
  case definition = "DefElem"
  case columnDefinition = "ColumnDef"
  case constraint = "Constraint"
  case like = "TableLikeClause"
  case objectWithArguments = "ObjectWithArgs"
  case roleSpecification = "RoleSpec"
  case rangeSubselect = "RangeSubselect"
  case joinExpression = "JoinExpr"
  case rangeFunction = "RangeFunction"
  case tableSample = "RangeTableSample"

  /// By the address of protobuf-c's description, which is one a message type.
  @safe nonisolated(unsafe) static let byDescriptor: [UnsafeRawPointer: NodeKind] = {
    var kinds: [UnsafeRawPointer: NodeKind] = unsafe [:]
    for index in 0..<Int(unsafe pg_query__node__descriptor.n_fields) {
      guard let type = unsafe pg_query__node__descriptor.fields[index].descriptor else { continue }
      let description = unsafe type.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
      let name = unsafe String(cString: description.pointee.short_name)
      unsafe kinds[type] = NodeKind(rawValue: name)
    }
    return unsafe kinds
  }()
}

/// What libpg_query can hand over at all.
enum NodeCatalog {
  /// The names of all messages that a `Node` can hold.
  static let names: [String] = (0..<Int(unsafe pg_query__node__descriptor.n_fields)).compactMap {
    guard let type = unsafe pg_query__node__descriptor.fields[$0].descriptor else { return nil }
    let description = unsafe type.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
    return unsafe String(cString: description.pointee.short_name)
  }
}
