// SPDX-License-Identifier: MIT

package import Model

/// The field by which a list of shipments names them.
package enum MatchField: String, CaseIterable, Sendable {
    case id, reference
    case trackingNumber = "tracking_number"
}

/// What a person found out about an item.
package enum Finding: String, CaseIterable, Sendable {
    case cancelled
    case notCancelled = "not-cancelled"
    case writtenOff = "written-off"
}

/// The form of messages on standard error.
package enum LogForm: String, CaseIterable, Sendable {
    case text, json
}

/// The forms of a report.
package enum ReportForm: String, CaseIterable, Sendable {
    case html, csv, xlsx, json, md, junit
}

/// The forms in which exchanges leave the audit database.
package enum ExchangeForm: String, CaseIterable, Sendable {
    case har, ndjson
}

/// The shells that get completions.
package enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
}

extension ItemState {
    /// The end states `retry` can plan again.
    package static let retriable: [ItemState] = [.failed, .refused, .notFound, .dropped]
}

extension ValueKind<String> {
    /// A base address; which ones are safe is the job's to judge.
    package static var url: Self {
        Self(
            ValueForm("an address with https:// or http://", example: "https://localhost:8080")
        ) { text in
            text.hasPrefix("https://") || text.hasPrefix("http://") ? text : nil
        }
    }
}
