// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// A void is decided like a cancel, with the look at its label as its look (design.md 6.2, 8).
extension Decision {
    /// After a void; `label.attempts` includes it.
    static func afterVoid(
        _ outcome: Outcome, judgedBy labels: any LabelVoiding, _ label: Work
    ) -> Decision {
        afterChange(outcome, label, canLook: true) { labels.judgeVoid($0, of: label.id) }
    }

    /// After a look at a label whose void was sent before.
    static func afterLabelLook(
        _ outcome: Outcome, judgedBy labels: any LabelVoiding, _ label: Work, isSettled: Bool
    ) -> Decision {
        afterRead(outcome, label) { answer in
            switch labels.judgeLabelLook(answer, of: label.id) {
            case .saw(let seen):
                .success(saw(seen.asSighting, label, isSettled: isSettled))
            case .failed(let failure): .failure(failure)
            }
        }
    }
}

extension LabelSighting {
    /// A voided label is to its void what a cancelled shipment is to its cancel.
    var asSighting: Sighting {
        Sighting(kind, state: state, message: message, requestID: requestID)
    }
}

/// Whether what a shipment looks like before the first void is what the export showed.
enum LabelCheck {
    /// What differs, in words; nil when the shipment stands as it was planned.
    static func shipment(_ seen: Sighting, status: String) -> String? {
        let isUsual = seen.kind == .open || seen.kind == .closed
        if isUsual, status.isEmpty || seen.state.lowercased() == status.lowercased() { return nil }
        return status.isEmpty
            ? "the shipment is \(seen.state) now"
            : "the shipment was \(status) and is \(seen.state) now"
    }

    static func labels(_ seen: [LabelSighting], planned: [PlannedLabel]) -> String? {
        let now = Dictionary(seen.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(planned.map(\.id))
        if let other = seen.first(where: { !known.contains($0.id) }) {
            return "label \(other.id) is new"
        }
        for label in planned {
            guard let sighting = now[label.id] else { return "label \(label.id) is gone" }
            if !stands(sighting, as: label) {
                let was = label.status.isEmpty ? "open" : label.status
                return "label \(label.id) was \(was) and is \(sighting.state) now"
            }
        }
        return nil
    }

    private static func stands(_ seen: LabelSighting, as label: PlannedLabel) -> Bool {
        label.status.isEmpty
            ? seen.kind == .open : seen.state.lowercased() == label.status.lowercased()
    }
}
