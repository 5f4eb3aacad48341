// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Job
import Model
import Reports
import SQLite

/// What a night tells a collector; `samples/README.md` says what each event holds.
extension Night {
    func tellPlan() {
        for part in parts {
            let run = part.run
            tell("planned", run, "run \(run.run): \(counted(Int(run.counts.planned), "shipment"))")
            {
                run.planMembers.filter { ["planned", "status", "value"].contains($0.name) }
            }
        }
        for left in leftOut {
            workplace.output.event(
                "left_out", Line(left.words),
                left.json.members?.filter { $0.name != "message" } ?? [])
        }
    }

    func tellBegun(_ run: RunRecord) {
        tell("apply_began", run, "run \(run.run) is applied") {
            [JSON.Member("planned", .number(String(run.counts.planned)))]
        }
    }

    /// One event for each account, then one for the run.
    func tellApplied(_ run: RunRecord, _ finish: Finish) throws {
        for (account, states) in try states(of: run) {
            tell("account", run, "\(account) in run \(run.run)") {
                [JSON.Member("account", .string(account)), JSON.Member("states", states.json)]
            }
        }
        tell("apply_ended", run, "run \(run.run) ended with \(finish.ending.status)") {
            [JSON.Member("exit", .number(String(finish.ending.status)))] + finish.members
        }
    }

    private func states(
        of run: RunRecord
    ) throws -> [(key: String, value: [ItemState: Int64])] {
        var states: [String: [ItemState: Int64]] = [:]
        try workplace.reader().each(
            """
            SELECT item.account, coalesce(now.state, item.state), count(*)
            FROM item LEFT JOIN item_state now ON now.run = item.run AND now.no = item.no
            WHERE item.run = ? AND item.state = 'planned' GROUP BY 1, 2
            """, run.run
        ) { row in
            guard let state = ItemState(rawValue: row.text(1)) else { return }
            states[row.text(0), default: [:]][state] = row.int(2)
        }
        return states.sorted { $0.key < $1.key }
    }

    func tellLooked(_ summary: ConfirmSummary) {
        workplace.output.event(
            "confirmed", "\(summary.confirmed) confirmed, \(summary.open) open",
            summary.members.filter { $0.name != "states" })
    }

    func tellReport(_ result: ReportWriter.Result) {
        let page = result.files.first { $0.path.hasSuffix("report.html") }?.path ?? ""
        tell(
            "report", result.report.run,
            "run \(result.report.run.run): \(result.report.verdictWords)"
        ) {
            [
                JSON.Member("verdict", .string(result.report.verdict.word)),
                JSON.Member("path", .string(page)),
            ]
        }
    }

    func tellEnded(_ finish: Finish, _ summary: NightSummary) {
        workplace.output.event(
            "ended", "the night ended with \(finish.ending.status)",
            [
                JSON.Member("exit", .number(String(finish.ending.status))),
                JSON.Member("run", finish.run.map { .number(String($0)) } ?? .null), summary.member,
            ])
    }

    private func tell(
        _ event: String, _ run: RunRecord, _ line: Line, _ members: () -> [JSON.Member]
    ) {
        workplace.output.event(
            event, line, [JSON.Member("run", .number(String(run.run)))] + members())
    }
}
