// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model
import Reconciliation
import SQLite

/// `rescind reconcile`: a run against a later export, or credits against all runs.
enum ReconcileCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        // Reading first: a record that is not there must not come to be by asking about it.
        let connection = try workplace.reader()
        try workplace.checkStage(connection)
        let reader = RunReader(connection)
        if let path = workplace.invocation[Options.refunds] {
            return try refunds(workplace, path)
        }
        let run = try workplace.run(workplace.invocation[Arguments.run], in: reader)
        return try against(workplace, run)
    }

    private static func against(_ workplace: Workplace, _ run: RunRecord) throws -> Finish {
        guard let path = workplace.invocation[Options.against] else {
            throw Problem(
                .usage, "nothing says what the run is to be held against",
                next: "rescind help reconcile")
        }
        let job = try workplace.jobIfAny()
        let request = ReconcileRequest(
            run: run, path: path, job: job,
            account: workplace.invocation[Options.account]
                ?? job.flatMap { NightExports.owner(of: path, in: $0) },
            exportedAt: workplace.invocation[Options.exportedAt], now: workplace.clock.now,
            actor: workplace.actor, ticket: workplace.ticket)
        let connection = try workplace.writer()
        let result = try Reconciler(request, on: connection).reconcile()
        try workplace.seal(connection)
        let screen = ReconcileScreen(result, run: run.run, path: path)
        screen.show(on: workplace.output)
        return Finish(
            result.tally.hasDifferences || result.comparedNothing ? .differences : .done,
            run: Int(run.run),
            members: result.members)
    }

    private static func refunds(_ workplace: Workplace, _ path: String) throws -> Finish {
        let request = RefundRequest(
            path: path, job: try workplace.jobIfAny(), now: workplace.clock.now,
            actor: workplace.actor, ticket: workplace.ticket)
        let connection = try workplace.writer()
        let result = try RefundReconciler(request, on: connection).reconcile()
        try workplace.seal(connection)
        let screen = RefundScreen(
            result, path: path, month: String(request.now.description.prefix(7)))
        screen.show(on: workplace.output)
        return Finish(
            result.hasDifferences ? .differences : .done, members: result.members)
    }
}

extension Reconciled {
    /// The members of the contract for `reconcile`; no refunds were read.
    var members: [JSON.Member] {
        ShipmentClass.allCases.map {
            JSON.Member($0.rawValue, .number(String(tally.count($0))))
        } + [
            JSON.Member("refunds", .object([])), JSON.Member("by_account", tally.json),
            JSON.Member("not_compared", .array(notCompared.map(JSON.Value.string))),
            JSON.Member("changed", .number(String(changes?.count ?? 0))),
        ]
    }
}

extension RefundsRead {
    /// The members of the contract for `reconcile`; no shipment was compared.
    var members: [JSON.Member] {
        ShipmentClass.allCases.map { JSON.Member($0.rawValue, .number("0")) } + [
            JSON.Member("refunds", standing.json),
            JSON.Member(
                "lines",
                [
                    "read": .number(String(lines)), "new": .number(String(new)),
                    "repeated": .number(String(repeated)),
                    "unreadable": .number(String(unreadable)),
                ]),
        ]
    }
}
