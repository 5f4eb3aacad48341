// SPDX-License-Identifier: MIT

import Formats
package import Job
package import Model

/// Takes the fields that the job's `redact` names out of what is recorded.
///
/// Their values become keyed fingerprints, so that an auditor still sees which are the same.
package struct FieldRedactor: Sendable {
    private let patterns: [FieldPattern]
    private let fingerprint: Fingerprint

    package init(patterns: [FieldPattern], fingerprint: Fingerprint) {
        self.patterns = patterns
        self.fingerprint = fingerprint
    }

    package var isEmpty: Bool { patterns.isEmpty }

    /// The body with named fields replaced; the very same bytes where it holds none of them.
    package func redact(_ body: [UInt8]) -> [UInt8] {
        if patterns.isEmpty || body.allSatisfy(\.isBlank) { return body }
        guard let document = try? JSON.parse(body) else { return unreadable(body) }
        let redacted = replacing(document, path: [])
        return redacted == document ? body : redacted.bytes
    }

    package func redact(_ answer: Answer) -> Answer {
        Answer(status: answer.status, headers: answer.headers, body: redact(answer.body))
    }

    /// Whether a column of an export is named; its values are then shown as `redacted(_:)`.
    package func covers(column: String) -> Bool {
        patterns.contains { $0.matches(column: column) }
    }

    /// What stands in place of one value; an empty one has nothing to hide.
    package func redacted(_ value: String) -> String {
        value.isEmpty ? value : fingerprint.text(of: value.utf8, label: "redacted")
    }

    private func replacing(_ value: JSON.Value, path: [String]) -> JSON.Value {
        switch value {
        case .object(let members):
            return .object(
                members.map { JSON.Member($0.name, replacing($0.value, path: path + [$0.name])) })
        case .array(let values): return .array(values.map { replacing($0, path: path) })
        case .null: return value
        case .string(let text), .number(let text):
            return covers(path) ? .string(redacted(text)) : value
        case .bool(let flag): return covers(path) ? .string(redacted(String(flag))) : value
        }
    }

    /// A name covers all below it too: a group that is redacted has no readable part.
    private func covers(_ path: [String]) -> Bool {
        path.indices.contains { end in
            patterns.contains { $0.matches(Array(path[...end])) }
        }
    }

    /// What cannot be taken apart, a page or half a document, may show any value without its name:
    /// only its fingerprint is kept.
    private func unreadable(_ body: [UInt8]) -> [UInt8] {
        let kept = fingerprint.text(of: body, label: "redacted")
        return Array("unreadable body of \(body.count) bytes, kept as \(kept)".utf8)
    }
}

extension UInt8 {
    /// The blanks JSON allows around a value.
    fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }
}
