// SPDX-License-Identifier: MIT

import Model

/// How a run went, in the words that open every form of a report.
package enum ReportVerdict: Sendable, Equatable {
    case clean
    case toDecide(Int)
    case notFinished
    case blocked
    case unreliable

    package var words: String {
        switch self {
        case .clean: "Clean"
        case .toDecide(let count): "Done, \(grouped(count)) to decide"
        case .notFinished: "Not finished"
        case .blocked: "Blocked, nothing sent"
        case .unreliable: "Do not rely on this"
        }
    }

    /// The word that names it in files for programs.
    package var word: String {
        switch self {
        case .clean: "clean"
        case .toDecide: "to_decide"
        case .notFinished: "not_finished"
        case .blocked: "blocked"
        case .unreliable: "unreliable"
        }
    }

    /// The sign in front of it, so that colour is never the only carrier.
    package var sign: String {
        switch self {
        case .clean: "✓"
        case .toDecide: "!"
        case .notFinished: "…"
        case .blocked: "■"
        case .unreliable: "✗"
        }
    }
}
