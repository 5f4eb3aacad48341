// SPDX-License-Identifier: MIT

import CommandLine
import Execution
import Formats
import Model

/// How an apply shows itself while it runs: one bar for all of it, one line a lane.
final class ProgressView {
    /// What one account has to do in a run, over the run's whole life.
    struct Task: Equatable {
        var total: Int
        /// Done by earlier processes.
        var before: Int
    }

    private let output: Output
    private let title: String
    private let run: Int64?
    private let tasks: [String: Task]
    private var rates: [String: ProgressRate] = [:]
    private let start: Int64

    init(
        _ output: Output, title: String, run: Int64? = nil, tasks: [String: Task], start: Moment
    ) {
        self.run = run
        (self.output, self.title, self.tasks) = (output, title, tasks)
        self.start = start.monotonic
    }

    func show(_ lanes: [LaneProgress], _ moment: Moment, isLast: Bool) {
        for lane in lanes {
            rates[lane.account, default: ProgressRate(at: start)]
                .note(lane.done, at: moment.monotonic)
        }
        output.progress(
            area: { self.area(lanes, moment, columns: $0) }, line: line(lanes), isLast: isLast,
            members(lanes))
    }

    private func members(_ lanes: [LaneProgress]) -> [JSON.Member] {
        (run.map { [JSON.Member("run", .number(String($0)))] } ?? []) + [
            JSON.Member("done", .number(String(done(lanes)))),
            JSON.Member("planned", .number(String(total))),
            JSON.Member("per_minute", .number(String(perMinute))),
        ]
    }
}

// MARK: All lanes together
extension ProgressView {
    private var total: Int { tasks.values.reduce(0) { $0 + $1.total } }

    private func done(_ lanes: [LaneProgress]) -> Int {
        tasks.values.reduce(0) { $0 + $1.before } + lanes.reduce(0) { $0 + $1.done }
    }

    private var perMinute: Int { rates.values.reduce(0) { $0 + ($1.perMinute ?? 0) } }

    /// The slowest lane decides; nil where one that has work left does not move.
    private func millisecondsLeft(_ lanes: [LaneProgress]) -> Int64? {
        var longest: Int64 = 0
        for lane in lanes {
            let left = left(lane)
            guard left > 0, lane.holding?.isOver != true else { continue }
            guard let time = rates[lane.account]?.milliseconds(for: left) else { return nil }
            longest = max(longest, time)
        }
        return longest > 0 ? longest : nil
    }

    private func left(_ lane: LaneProgress) -> Int {
        guard let task = tasks[lane.account] else { return 0 }
        return max(0, task.total - task.before - lane.done)
    }

    /// `2,431 of 4,112 · 198/min · 8 min left`.
    private func summary(_ lanes: [LaneProgress], isRoomy: Bool = true) -> String {
        guard total > 0 else {
            return "\(grouped(lanes.reduce(0) { $0 + $1.looked })) looked at"
        }
        var parts = ["\(grouped(done(lanes))) of \(grouped(total))"]
        if perMinute > 0, isRoomy { parts.append("\(grouped(perMinute))/min") }
        if let time = millisecondsLeft(lanes) {
            parts.append("\(spoken(milliseconds: max(1000, time))) left")
        }
        return parts.joined(separator: " · ")
    }

    /// All of it on one line, for where there is no screen.
    private func line(_ lanes: [LaneProgress]) -> Line {
        let held = lanes.compactMap { lane in
            lane.holding.flatMap { $0 == .done ? nil : "\(lane.account) \($0.words)" }
        }
        let part = total > 0 ? [share(done(lanes), of: total)] : []
        return Line(([title] + part + [summary(lanes)] + held).joined(separator: " · "))
    }
}

// MARK: On a screen
extension ProgressView {
    static let barColumnsMax = 50
    /// A name gets at most this part of the width.
    static let nameColumnsPart = 5
    static let nameColumnsMin = 12
    /// On a narrower screen a lane says what it waits for, or else its pace, and no more.
    static let roomyColumnsMin = 72

    func area(_ lanes: [LaneProgress], _ moment: Moment, columns: Int) -> [Line] {
        head(lanes, columns) + [
            Line("  " + summary(lanes, isRoomy: columns >= Self.roomyColumnsMin))
        ]
            + lanes.map { line($0, lanes, columns) } + problem(lanes, moment)
    }

    /// The bar takes the room there is, so that it stands still while the numbers grow.
    private func head(_ lanes: [LaneProgress], _ columns: Int) -> [Line] {
        guard total > 0 else { return [Line(title, .strong)] }
        let percent = share(done(lanes), of: total)
        let room = columns - title.displayWidth - "  > 99 %".count - 2
        let bar = min(Self.barColumnsMax, max(5, room))
        let full = min(bar, max(0, done(lanes) * bar / total))
        return [
            Line(title, .strong) + "  " + Line(String(repeating: "█", count: full))
                + Line(String(repeating: "░", count: bar - full), .faint) + "  \(percent)"
        ]
    }

    private func line(_ lane: LaneProgress, _ lanes: [LaneProgress], _ columns: Int) -> Line {
        let isRoomy = columns >= Self.roomyColumnsMin
        let most = max(Self.nameColumnsMin, columns / Self.nameColumnsPart)
        let names = lanes.map { $0.account.displayWidth }.max() ?? 0
        let counts = lanes.map { count($0).displayWidth }.max() ?? 0
        var line = Line("  ") + cell(lane.account.cut(toColumns: most), min(most, names))
        line = line + "  " + cell(count(lane), counts, right: true)
        let status = Line(lane.status, lane.holding?.style ?? .plain)
        guard isRoomy else { return line + "  " + (lane.status.isEmpty ? Line(lane.pace) : status) }
        line = line + cell("\(lane.inFlight) in flight", 14, right: true)
        return line + cell(lane.pace, 11, right: true) + "  " + status
    }

    private func cell(_ text: String, _ columns: Int, right: Bool = false) -> Line {
        let space = String(repeating: " ", count: max(0, columns - text.displayWidth))
        return Line(right ? space + text : text + space)
    }

    private func count(_ lane: LaneProgress) -> String {
        guard let task = tasks[lane.account] else { return grouped(lane.looked) }
        return "\(grouped(task.before + lane.done)) of \(grouped(task.total))"
    }

    private func problem(_ lanes: [LaneProgress], _ moment: Moment) -> [Line] {
        let newest = lanes.compactMap { lane in lane.problem.map { (lane.account, $0) } }
            .max { $0.1.at < $1.1.at }
        guard let (account, problem) = newest else { return [] }
        let ago = (moment.monotonic - problem.at) / 1000 * 1000
        let when = ago < 1000 ? "" : ", \(spoken(milliseconds: ago)) ago"
        let name = problem.id.isEmpty ? account : "\(account) \(problem.id)"
        return [Line("  Newest problem\(when): ", .faint) + Line("\(name): \(problem.words)")]
    }
}

extension LaneProgress {
    fileprivate var pace: String {
        guard let perMinute else { return "" }
        return perMinute < 6000
            ? "\(grouped(Int(perMinute)))/min" : "\(grouped(Int(perMinute / 60)))/s"
    }

    fileprivate var status: String {
        if let holding { return holding.words }
        return waiting > 0 ? "\(grouped(waiting)) to look at" : ""
    }
}

extension LaneHolding {
    /// Nothing more comes from this lane.
    fileprivate var isOver: Bool {
        switch self {
        case .ended, .done, .stopped: true
        default: false
        }
    }

    fileprivate var style: Style {
        switch self {
        case .ended: .bad
        case .done: .good
        case .canary, .token, .item: .faint
        default: .warning
        }
    }

    var words: String {
        switch self {
        case .ended(let reason): "ended: \(reason)"
        case .done: "done"
        case .stopping: "stopping"
        case .stopped: "stopped"
        case .breaker(let time): "breaker open, \(Self.seconds(time))"
        case .breakerTries: "breaker tries one"
        case .throttled(let time): "throttled, \(Self.seconds(time))"
        case .away(let time): "away, asks in \(Self.seconds(time))"
        case .token: "waits for a token"
        case .canary: "first one alone"
        case .item(let time): "looks in \(Self.seconds(time))"
        }
    }

    /// Whole seconds, rounded up: what is counted down does not flicker.
    private static func seconds(_ milliseconds: Int64) -> String {
        spoken(milliseconds: max(1, (milliseconds + 999) / 1000) * 1000)
    }
}
