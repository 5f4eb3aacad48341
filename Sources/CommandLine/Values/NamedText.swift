// SPDX-License-Identifier: MIT

/// A name and a text, written `NAME=TEXT`; the text may hold further `=`.
package struct NamedText: Sendable, Equatable {
    package let name: String
    package let text: String

    package init?(_ pair: String) {
        guard let equals = pair.firstIndex(of: "=") else { return nil }
        name = String(pair[..<equals])
        text = String(pair[pair.index(after: equals)...])
        if name.isEmpty || text.isEmpty { return nil }
    }
}

extension ValueKind<NamedText> {
    package static func named(_ expected: String, example: String) -> Self {
        Self(ValueForm(expected, example: example)) { NamedText($0) }
    }
}
