// SPDX-License-Identifier: MIT

/// Which run is meant: its number, or the newest one.
package enum RunReference: Sendable, Equatable {
    case number(Int)
    case last
}

extension ValueKind<RunReference> {
    package static var run: Self {
        Self(
            ValueForm(
                "the number of a run, or last", example: "42", completes: .words(["last"]))
        ) { text in
            if text == "last" { return .last }
            return ValueKind<Int>.number(example: "").read(text).map { .number($0) }
        }
    }
}
