// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model
import Planning
import SQLite

/// `rescind retry RUN [--state LIST]`: plans again what failed; sends nothing.
///
/// It is a plan like any other, of the same exports, cut down to the shipments that failed: today's
/// rules, holds, limits and approval hold, and what another run has meanwhile is settled.
enum RetryCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let reader = try workplace.reader()
        let runs = RunReader(reader)
        let run = try workplace.run(workplace.invocation[Arguments.run], in: runs)
        try workplace.checkStage(reader, run: run.run)
        let states = workplace.invocation[Options.states] ?? [.failed]
        let retry = try Retry(of: run.run, ended: states, reader)
        guard retry.count > 0 else { return try nothing(run.run, states, runs, workplace) }
        let readings = try StoredReading.all(of: run)
        let exports = try readings.map { reading throws(Problem) in try PlanExport(reading) }
        var request = try PlanCommand.request(workplace, exports: exports)
        request.again = true
        request.retry = retry
        return PlanCommand.finish(try PlanCommand.store(workplace, request), workplace)
    }

    /// An empty selection is said in words, with what could be asked for instead.
    private static func nothing(
        _ run: Int64, _ states: [ItemState], _ runs: RunReader, _ workplace: Workplace
    ) throws -> Finish {
        let found = try runs.states(run)
        let asked = states.map(\.words).joined(separator: " or ")
        var facts = FactSheet()
        facts.add("Run \(run)", Line("has no item that ended \(asked): nothing to plan again"))
        for state in ItemState.retriable where found[state, default: 0] > 0 {
            facts.add(
                state.title, count: Int(found[state, default: 0]),
                Line("rescind retry \(run) --state \(state.rawValue)"))
        }
        for state in [ItemState.planned, .sending, .inDoubt] where found[state, default: 0] > 0 {
            facts.add(
                state.title, count: Int(found[state, default: 0]), Line("rescind apply \(run)"))
        }
        return Finish(
            run: Int(run), members: [JSON.Member("planned", .number("0"))],
            lines: facts.lines(columns: workplace.output.columns))
    }
}

extension ItemState {
    /// The state as people say it: `in doubt`.
    var words: String { rawValue.replacing("_", with: " ") }
}
