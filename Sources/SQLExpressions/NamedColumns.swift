/// The columns of a `SELECT` with the names they get.
struct NamedColumns {
  struct Column {
    let element: SQLElement
    /// The name that has to be written; nil where the column's own does.
    var required: ColumnName?
    /// The name that is written where the expression has none of its own.
    var fallback: ColumnName?
    var isRepeated = false
  }

  private(set) var columns: [Column] = []
  private var names: [ColumnName: ElementIdentity] = [:]
  private var repetitions = 1
  private let marksRepetitions: Bool

  /// SQLAlchemy's `_generate_columns_plus_names` with labels that only tell duplicates apart.
  init(_ elements: [SQLElement], marksRepetitions: Bool = true) {
    self.marksRepetitions = marksRepetitions
    for element in elements { columns.append(named(element)) }
  }

  private mutating func named(_ element: SQLElement) -> Column {
    if case .text = element.node { return Column(element: element) }
    guard let name = element.givenName else {
      let label = element.ownLabel
      let isRepeated = names.updateValue(element.identity, forKey: label) != nil
      guard isRepeated else { return Column(element: element, fallback: label) }
      return Column(
        element: element, fallback: repetition(of: element), isRepeated: true)
    }
    guard let known = names[name] else {
      names[name] = element.identity
      return Column(element: element, fallback: name)
    }
    if known != element.identity {
      var label = element.distinctLabel
      if marksRepetitions, names[label] != nil {
        label = repetition(of: element)
        return Column(element: element, required: label, fallback: label, isRepeated: true)
      }
      names[label] = element.identity
      return Column(element: element, required: label, fallback: label)
    }
    guard marksRepetitions else { return Column(element: element, fallback: name) }
    let label = repetition(of: element)
    return Column(element: element, required: label, fallback: label, isRepeated: true)
  }

  /// `id__1`: a name for one more of the same.
  private mutating func repetition(of element: SQLElement) -> ColumnName {
    var identity = element.identity
    identity.repetition = repetitions
    repetitions += 1
    return .anonymous(element.repetitionBase + "_", of: identity)
  }
}

extension SQLElement {
  var identity: ElementIdentity {
    if case .column(let name, of: let source?) = node {
      return ElementIdentity(object: source.id, column: .named(name))
    }
    return ElementIdentity(object: ObjectIdentifier(self))
  }

  /// The name that an expression has without SQLAlchemy's help (`_non_anon_label`).
  var givenName: ColumnName? {
    switch node {
    case .column(let name, _), .labelled(_, let name): name
    case .verbatim(let text): .plain(text)
    default: nil
    }
  }

  /// The name that SQLAlchemy makes up, or borrows from what is cast (`_anon_name_label`).
  var ownLabel: ColumnName {
    switch node {
    case .column(let name, _), .labelled(_, let name): return name
    case .cast(let inner), .retyped(let inner), .truth(let inner, _):
      if case .text = inner.node { return distinctLabel }
      return inner.givenName ?? inner.ownLabel
    default: return distinctLabel
    }
  }

  var distinctLabel: ColumnName {
    switch node {
    case .cast, .retyped, .truth: return ownLabel
    default: break
    }
    return .anonymous(labelBase ?? "anon", of: identity)
  }

  private var labelBase: String? {
    switch node {
    case .column(.plain(let text), _), .labelled(_, .plain(let text)): text
    case .column(.anonymous(let base, _), _), .labelled(_, .anonymous(let base, _)): base
    case .verbatim(let text): text
    case .function(let function): function.name
    case .withinGroup(let inner, _): inner.labelBase
    default: nil
    }
  }

  fileprivate var repetitionBase: String {
    switch node {
    case .cast(let inner), .retyped(let inner), .truth(let inner, _):
      inner.givenName?.text ?? "anon"
    case .withinGroup, .function: labelBase ?? "anon"
    default: labelBase ?? "anon"
    }
  }
}
