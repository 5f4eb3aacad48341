// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import Reconciliation
import SQLite

/// One line of the index: a run, or a night that was refused before it became one.
struct Night {
    /// Nil for a refused night.
    var run: Int64?
    /// The position its report was made at; 0 where no report was made.
    var position: Int64 = 0
    var at: Timestamp
    var status: String
    var verdict: String
    /// The verdict's word, for its colour.
    var word: String
    var planned: Int64 = 0
    var cancelled: Int64 = 0
    var accepted: Int64 = 0
    var refused: Int64 = 0
    var doubt: Int64 = 0
    var decide: Int64 = 0
    /// Of what was cancelled.
    var value = Totals()
    var expected = Totals()
    var milliseconds: Int64?
    var key: String

    var isOver: Bool { ["finished", "abandoned", "refused"].contains(status) }

    /// The same of a rehearsal; the colours of a verdict are those of nights.
    var rehearsed: Night {
        var night = self
        night.verdict = Report.rehearsed + verdict
        night.word = ""
        return night
    }

    init(_ report: Report) {
        run = report.run.run
        position = report.position
        at = report.run.createdAt
        status = report.status
        verdict = report.verdict.words
        word = report.verdict.word
        planned = report.run.counts.planned
        cancelled = report.cancelledAltogether
        accepted = report.ends.count(.accepted)
        refused = report.refusedAltogether
        doubt = report.ends.count(.inDoubt)
        decide = report.decideItemCount
        value = report.cancelledValue
        expected = report.books.expected
        if let start = report.startedAt, let end = report.finishedAt {
            milliseconds = end.milliseconds - start.milliseconds
        }
        key = "run \(report.run.run)"
    }

    /// A run without a report: the plan and its status, as the view `runs` has them.
    init(row: borrowing Row) {
        let number = row.int(0)
        run = number
        status = row.text(1)
        at = Timestamp(row.text(2)) ?? Timestamp(milliseconds: 0)
        planned = row.int(5)
        (verdict, word) =
            switch status {
            case "blocked": (ReportVerdict.blocked.words, ReportVerdict.blocked.word)
            case "finished", "abandoned": ("\(status.capitalizedFirst), no report", "")
            default: (ReportVerdict.notFinished.words, ReportVerdict.notFinished.word)
            }
        if let start = Timestamp(row.text(3)), let end = Timestamp(row.text(4)) {
            milliseconds = end.milliseconds - start.milliseconds
        }
        key = "run \(number)"
    }

    init(refused seq: Int64, at: Timestamp, by actor: String, why: String) {
        self.at = at
        status = "refused"
        verdict = why.isEmpty ? "Refused (\(actor))" : "Refused: \(why)"
        word = ReportVerdict.blocked.word
        key = "refused \(seq)"
    }
}

// MARK: In the file beside the index
extension Night {
    init?(_ json: JSON.Value) {
        guard let key = json["key"]?.string, let at = json["at"]?.string.flatMap({ Timestamp($0) })
        else { return nil }
        self.key = key
        self.at = at
        run = json["run"]?.int.map { Int64($0) }
        status = json["status"]?.string ?? ""
        verdict = json["verdict"]?.string ?? ""
        word = json["word"]?.string ?? ""
        value = json["cancelled_value"]?.totals ?? Totals()
        expected = json["expected"]?.totals ?? Totals()
        milliseconds = json["duration_ms"]?.int.map { Int64($0) }
        position = Self.count(json, "position")
        planned = Self.count(json, "planned")
        cancelled = Self.count(json, "cancelled")
        accepted = Self.count(json, "accepted")
        refused = Self.count(json, "refused")
        doubt = Self.count(json, "in_doubt")
        decide = Self.count(json, "decide")
    }

    private static func count(_ json: JSON.Value, _ name: String) -> Int64 {
        Int64(json[name]?.int ?? 0)
    }

    var json: JSON.Value {
        let counts: [(String, Int64)] = [
            ("position", position), ("planned", planned), ("cancelled", cancelled),
            ("accepted", accepted), ("refused", refused), ("in_doubt", doubt), ("decide", decide),
        ]
        return .object(
            [
                JSON.Member("key", .string(key)),
                JSON.Member("run", run.map { .number(String($0)) } ?? .null),
                JSON.Member("at", .string(at.description)), JSON.Member("status", .string(status)),
                JSON.Member("verdict", .string(verdict)), JSON.Member("word", .string(word)),
                JSON.Member("cancelled_value", value.json),
                JSON.Member("expected", expected.json),
                JSON.Member("duration_ms", milliseconds.map { .number(String($0)) } ?? .null),
            ] + counts.map { JSON.Member($0.0, .number(String($0.1))) })
    }
}
