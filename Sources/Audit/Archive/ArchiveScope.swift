// SPDX-License-Identifier: MIT

import Model

/// Which rows go into one archive: those of its runs, and exchanges of no run before its day.
///
/// Only what was on record when the archive was begun: what came later stays where it is.
struct ArchiveScope: Equatable {
    let runs: [Int64]
    let before: Timestamp
    /// The position of the act that begins it.
    let begun: Int64

    /// The rows of a part that go from the record.
    func goes(_ part: ArchivedPart) -> String { condition(part, "") }

    /// The rows of a part that are not the archive's business, and go from its file.
    func staysBehind(_ part: ArchivedPart) -> String { condition(part, "NOT ") }

    private var list: String { runs.map(String.init).joined(separator: ", ") }

    /// Of a request, under the name `asked`.
    private var belongs: String {
        """
        (coalesce(asked.run IN (\(list)), 0)
            OR asked.run IS NULL AND asked.sent_at < \(before.milliseconds))
        """
    }

    private func condition(_ part: ArchivedPart, _ not: String) -> String {
        switch part {
        case .request:
            "seq IN (SELECT seq FROM request asked WHERE seq < \(begun) AND \(not)\(belongs))"
        case .answer:
            """
            seq < \(begun) AND status IS NOT NULL AND EXISTS (SELECT 1 FROM request asked
                WHERE asked.seq = answer.request AND \(not)\(belongs) AND NOT \(tellsCharges))
            """
        case .item:
            """
            run \(not)IN (\(list))
                AND EXISTS (SELECT 1 FROM run WHERE run.run = item.run AND run.seq < \(begun))
            """
        }
    }

    /// Whether a voided label was ever charged is in the provider's own answers about it, and
    /// nowhere else: what refunds are expected is judged by them, so they stay.
    private var tellsCharges: String {
        """
        (asked.purpose IN ('look', 'void') AND answer.status = 200
            AND EXISTS (SELECT 1 FROM request void
                WHERE void.run = asked.run AND void.no = asked.no AND void.purpose = 'void'
                    AND void.seq < \(begun)))
        """
    }
}
