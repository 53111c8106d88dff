import Checks
import Diagnostics
package import JSONText

extension CheckReport {
  /// The findings in the form that code hosts take: SARIF 2.1.0, an OASIS standard.
  package var sarif: JSON {
    let codes = Set(results.findings.map(\.code)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(codes, codes.indices))
    let findings = results.flatMap { result in result.findings.map { (result.kind, $0) } }
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "migrate", "semanticVersion": .string(version),
              "rules": .array(codes.map(Self.rule)),
            ]
          ],
          "columnKind": "unicodeCodePoints",
          "invocations": [
            [
              "executionSuccessful": true,
              "toolExecutionNotifications": .array(results.compactMap(Self.notification)),
            ]
          ],
          "results": .array(
            findings.map { kind, finding in
              sarif(finding, of: kind, rule: numbers[finding.code] ?? 0)
            }),
        ]
      ],
    ]
  }

  private static func rule(_ code: String) -> JSON {
    let words = code.split(separator: "-").joined(separator: " ")
    return ["id": .string(code), "shortDescription": ["text": .string(words)]]
  }

  /// A check that was not made.
  private static func notification(_ result: CheckResult) -> JSON? {
    result.reason.map { reason in
      [
        "level": "note",
        "message": ["text": .string("\(result.kind.rawValue) was not checked: \(reason)")],
      ]
    }
  }

  private func sarif(_ finding: Diagnostic, of kind: CheckKind, rule: Int) -> JSON {
    let text = finding.hint.map { "\(finding.message)\n\nhint: \($0)" } ?? finding.message
    var members: [(String, JSON)] = [
      ("ruleId", .string(finding.code)), ("ruleIndex", .integer(rule)),
      ("level", .string(finding.severity.rawValue)), ("message", ["text": .string(text)]),
      ("properties", ["check": .string(kind.rawValue)]),
    ]
    if let location = finding.location {
      members.append(("locations", [["physicalLocation": physicalLocation(location)]]))
    }
    let related = finding.related.enumerated().compactMap { index, related -> JSON? in
      related.location.map { location in
        [
          "id": .integer(index), "physicalLocation": physicalLocation(location),
          "message": ["text": .string(related.message)],
        ]
      }
    }
    if !related.isEmpty { members.append(("relatedLocations", .array(related))) }
    return .object(members.map { JSON.Member($0.0, $0.1) })
  }

  private func physicalLocation(_ location: SourceLocation) -> JSON {
    let path = hostPath(location)
    let address = path.hasPrefix("/") ? "file://\(Self.escaped(path))" : Self.escaped(path)
    return [
      "artifactLocation": ["uri": .string(address)],
      "region": ["startLine": .integer(location.line), "startColumn": .integer(location.column)],
    ]
  }

  /// A path with everything percent-encoded that a URI reference may not hold (RFC 3986).
  private static func escaped(_ path: String) -> String {
    path.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        byte < 0x80 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      if isPlain || "-._~/".utf8.contains(byte) { return String(scalar) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0\(digits)" : digits)
    }.joined()
  }
}
