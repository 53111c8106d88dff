/// What a `case` holds its subject against, and the bytes of the file it stands in.
///
/// Ranges follow CPython's `ast`: parentheses around a pattern do not belong to it, those of a sequence do.
package struct Pattern: Sendable {
  package let range: Range<Int>
  package let kind: Kind

  package init(_ kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }

  package enum Kind: Sendable {
    /// A number, a string or a dotted name, compared with `==`.
    indirect case value(Expression)
    /// `None`, `True` or `False`, compared with `is`.
    indirect case singleton(Expression)
    /// A name that takes any subject; `_` takes any and has no name.
    case capture(Identifier?)
    /// `pattern as name`.
    indirect case binding(Pattern, Identifier)
    /// `a | b`.
    case alternatives([Pattern])
    /// `[a, b]`, `(a, b)` or `a, b`.
    case sequence([Pattern])
    /// `*name` in a sequence; `*_` has no name.
    case rest(Identifier?)
    /// `{key: pattern, **rest}`.
    case mapping([PatternItem], rest: Identifier?)
    /// `name(pattern, keyword=pattern)`.
    indirect case instance(of: Expression, [Pattern], keywords: [PatternKeyword])
  }
}

/// `key: pattern`, where the key is a literal or a dotted name.
package struct PatternItem: Sendable {
  package let key: Expression
  package let pattern: Pattern

  package init(key: Expression, pattern: Pattern) {
    self.key = key
    self.pattern = pattern
  }
}

/// `attribute=pattern`.
package struct PatternKeyword: Sendable {
  package let name: Identifier
  package let pattern: Pattern

  package init(name: Identifier, pattern: Pattern) {
    self.name = name
    self.pattern = pattern
  }
}
