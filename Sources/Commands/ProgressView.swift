// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Model

/// How an apply shows itself while it runs.
struct ProgressView {
    private let output: Output
    private let total: Int
    private let run: Int64?
    private let start: Moment

    init(_ output: Output, run: Int64?, total: Int, start: Moment) {
        self.output = output
        self.run = run
        self.start = start
        self.total = total
    }

    func show(_ lanes: [LaneProgress], _ moment: Moment) {
        output.progress(
            area: area(lanes, moment), line: summary(lanes, moment), members(lanes))
    }

    private func area(_ lanes: [LaneProgress], _ moment: Moment) -> [Line] {
        var table = TextTable([
            Column(""), Column("done", .right), Column("in flight", .right), Column("", .prose),
        ])
        for lane in lanes {
            table.add(
                Line(lane.account), Line(grouped(lane.done)), Line(grouped(lane.inFlight)),
                Line(lane.holding))
        }
        let problem = lanes.compactMap(\.problem).last.map { [Line("newest problem: \($0)")] } ?? []
        return [bar(lanes) + "  " + summary(lanes, moment)] + table.lines(columns: nil) + problem
    }

    private static let barColumns = 20

    private func bar(_ lanes: [LaneProgress]) -> Line {
        let done = lanes.reduce(0) { $0 + $1.done }
        let part = done * Self.barColumns / max(1, total)
        let columns = min(Self.barColumns, max(0, part))
        return Line(String(repeating: "█", count: columns))
            + Line(String(repeating: "░", count: Self.barColumns - columns), .faint)
    }

    private func summary(_ lanes: [LaneProgress], _ moment: Moment) -> Line {
        let done = lanes.reduce(0) { $0 + $1.done }
        let elapsed = max(1, moment.monotonic - start.monotonic)
        let name = run.map { "run \($0)" } ?? "all runs"
        guard total > 0 else {
            return "\(name) · \(grouped(lanes.reduce(0) { $0 + $1.looked })) looked at"
        }
        var text = "\(name) · \(grouped(done)) of \(grouped(total))"
        text += " · \(grouped(done * 60_000 / Int(elapsed)))/min"
        if done > 0, done < total {
            let left = Int64(total - done) * elapsed / Int64(done)
            text += " · about \(spoken(milliseconds: left)) left"
        }
        return Line(text)
    }

    private func members(_ lanes: [LaneProgress]) -> [JSON.Member] {
        [
            JSON.Member("run", run.map { .number(String($0)) } ?? .null),
            JSON.Member("done", .number(String(lanes.reduce(0) { $0 + $1.done }))),
            JSON.Member("planned", .number(String(total))),
        ]
    }
}

extension LaneProgress {
    /// What the lane waits for, in words.
    fileprivate var holding: String {
        if let end { return "ended: \(end.reason)" }
        return pausedMilliseconds > 0 ? "waits \(spoken(milliseconds: pausedMilliseconds))" : ""
    }
}
