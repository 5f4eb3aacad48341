// SPDX-License-Identifier: MIT

import Formats
package import Model

extension Sendcloud {
    package func judgeLook(_ answer: Answer, of id: String) -> LookVerdict {
        let evidence = evidence(answer)
        guard evidence.status == 200, let body = evidence.json, !hasErrors(body) else {
            return judgeRead(evidence)
        }
        // The specification has no wrapper around a return; a client in the wild expects one.
        let found = body["data"]?.members == nil ? body : body["data"] ?? body
        let isCancellable = found["is_cancellable"]?.bool
        guard isCancellable != nil || !statuses(of: found).isEmpty else {
            return judgeRead(evidence)
        }
        if let other = otherReturn(body, than: id) { return sawAnother(other, evidence) }
        return sighting(statuses(of: found), isCancellable: isCancellable, evidence)
    }

    /// The return an answer speaks of, where it is another one; the documents show none.
    func otherReturn(_ body: JSON.Value, than id: String) -> String? {
        [body, body["data"] ?? .null].flatMap { [$0["id"], $0["return_id"]] }
            .compactMap { $0?.text?.trimmed }
            .first { !$0.isEmpty && String($0.drop { $0 == "0" }) != id }
    }

    /// The words that say how the return stands now; several only where sources disagree.
    private func statuses(of found: JSON.Value) -> [SendcloudStatus] {
        let newest = SendcloudStatus.newest(in: found["status_history"]?.array ?? [])
        let stated = SendcloudStatus(stated: found["parent_status"])
        return newest + (stated.map { [$0] } ?? [])
    }

    private func sighting(
        _ statuses: [SendcloudStatus], isCancellable: Bool?, _ evidence: Evidence
    ) -> LookVerdict {
        let lines = statuses.map { table.state("parent_status", $0.word) }
        let kinds = Set(lines.map { $0?.kind ?? .unknown })
        let words = zip(lines, statuses).map { line, status in
            line?.spelling(of: status.word) ?? status.word
        }
        let state = words.isEmpty ? "no_status" : words.uniqued().joined(separator: " / ")
        let message = statuses.compactMap(\.message).first ?? ""
        if kinds.count > 1 {
            return saw(.unknown, state, message: "sources disagree", evidence)
        }
        let failed = lines.contains { $0?.failedCancellation ?? false }
        switch kinds.first {
        case .cancelled: return saw(.cancelled, state, message: message, evidence)
        case .cancelling: return saw(.cancelling, state, message: message, evidence)
        case .closed where failed:
            return saw(.closed, state, failed: true, message: message, evidence)
        case let kind:
            return saw(
                withoutCancellation(kind, isCancellable), state, message: message, evidence)
        }
    }

    /// The status says nothing of a cancellation: `is_cancellable` decides.
    private func withoutCancellation(
        _ kind: Sighting.Kind?, _ isCancellable: Bool?
    ) -> Sighting.Kind {
        switch isCancellable {
        case true: table.state("is_cancellable", "true")?.kind ?? .unknown
        case false where kind == nil: table.state("is_cancellable", "false")?.kind ?? .unknown
        case false: kind ?? .unknown
        default: .unknown
        }
    }
}

/// One entry of a return's status history.
struct SendcloudStatus: Equatable {
    /// As written: `cancelled-upstream`, `CANCELLED_UPSTREAM`, `Cancelled upstream` or `1998`.
    var word: String
    var message: String?

    init(word: String, message: String? = nil) {
        self.word = word.trimmed
        self.message = message
    }

    /// A status at the top level, which the prose promises and the schema lacks.
    init?(stated value: JSON.Value?) {
        guard
            let word = value?.text ?? value?["code"]?.text ?? value?["id"]?.text
                ?? value?["message"]?.text, !word.trimmed.isEmpty
        else { return nil }
        self.init(word: word)
    }

    /// The entries with the newest timestamp; their order in the array says nothing.
    ///
    /// More than one comes back where a tie or an unreadable time leaves open which is newest.
    static func newest(in history: [JSON.Value]) -> [SendcloudStatus] {
        let entries = history.compactMap { entry in
            SendcloudStatus(stated: entry["parent_status"]).map { status in
                (
                    status: SendcloudStatus(
                        word: status.word, message: entry["carrier_message"]?.string),
                    moment: Moment(entry)
                )
            }
        }
        let moments = entries.compactMap(\.moment)
        // A time without a zone has no place among times with one.
        let isComparable = Set(moments.map(\.hasZone)).count <= 1
        let newest = isComparable ? moments.max() : moments.filter(\.hasZone).max()
        return entries.filter { entry in
            entry.moment.map { $0 == newest || !$0.hasZone && !isComparable } ?? true
        }.map(\.status)
    }

    /// When an entry was made: microseconds count, then the number of the entry.
    private struct Moment: Comparable {
        var milliseconds: Int64
        var finer: String
        var number: Int
        var hasZone: Bool

        init?(_ entry: JSON.Value) {
            guard let text = entry["carrier_update_timestamp"]?.string?.trimmed,
                let time = Timestamp(text) ?? Timestamp(text + "Z")
            else { return nil }
            milliseconds = time.milliseconds
            hasZone = Timestamp(text) != nil
            let fraction = text.split(separator: ".").dropFirst().first ?? ""
            finer = String(fraction.utf8.prefix { $0.isDigit }.dropFirst(3)) ?? ""
            number = entry["parcel_status_history_id"]?.int ?? 0
        }

        static func < (left: Moment, right: Moment) -> Bool {
            (left.milliseconds, left.finer, left.number)
                < (right.milliseconds, right.finer, right.number)
        }
    }
}
