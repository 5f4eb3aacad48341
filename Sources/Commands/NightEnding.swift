// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Formats
import Job
import Model
import SQLite

/// How a night went: its exit code, its answer, and what is said of it.
extension Night {
    /// The run that speaks for the night: the newest that was sent, else the newest there is.
    private var main: Part? { parts.last { $0.applied != nil } ?? parts.last }

    func finish() throws -> Finish {
        let code = try exit()
        let summary = try NightSummary(self, code)
        var finish = Finish(code, run: main.map { Int($0.run.run) }, members: try members())
        if let signal { finish.ending = .signal(signal) }
        finish.members.append(summary.member)
        finish.problem = failure
        warn(besides: failure)
        tellEnded(finish, summary)
        let columns = workplace.output.columns
        finish.lines = parts.compactMap(\.applied).flatMap(\.lines)
        if let summary = looked?.summary, summary.looked + summary.open + summary.overdue > 0 {
            finish.lines += ConfirmScreen(summary, run: nil, now: workplace.clock.now)
                .lines(columns: columns)
        }
        finish.lines += try RehearsalTime(workplace)?.lines(columns) ?? []
        finish.lines += summary.lines(columns)
        return finish
    }

    /// The failure of the night as a whole: it ended early, or it had but one thing to do.
    var failure: Problem? {
        ended ?? (isSingle ? leftOut.first?.problem ?? main?.problem : nil)
    }

    /// Says what stopped a part of the night, where it does not end it.
    private func warn(besides failure: Problem?) {
        let problems = leftOut.map(\.problem) + parts.compactMap(\.problem)
        for problem in problems where problem != failure {
            for line in Rehearsal.named(problem).lines { workplace.output.warning(line) }
        }
    }

    private func exit() throws -> ExitCode {
        var codes = leftOut.map(\.exit) + [ended?.exit].compactMap(\.self)
        for part in parts { codes += try self.codes(of: part) }
        guard let looked else { return ExitCode.worst(of: codes) }
        if looked.stop != nil { codes.append(.stopped) }
        if let exit = looked.laneEnds.exit { codes.append(exit) }
        if looked.summary.overdue > 0 { codes.append(.overdue) }
        if try openDoubt() > 0 { codes.append(.doubt) }
        return ExitCode.worst(of: codes)
    }

    /// A run's own code as it stands now: looks may have settled what apply left in doubt.
    private func codes(of part: Part) throws -> [ExitCode] {
        if part.isBlocked { return [.blocked] }
        if let problem = part.problem { return [problem.exit] }
        guard case .code(let code)? = part.applied?.ending else { return [] }
        let now = RunEnding(try standing(of: part), accept: job.accept).exit
        let isPast = [.done, .doubt, .refusals, .overdue].contains(code)
        // What an unusable account left unsent no later start would send.
        if code == .usage, now == .stopped { return [code] }
        return isPast ? [now] : [code, now]
    }

    private func standing(of part: Part) throws -> RunStanding {
        try RunStanding(run: part.run.run, now: workplace.clock.now, try workplace.reader())
    }

    /// What was refused, in words, be it within what the job accepts; nil when nothing was.
    func refused(_ part: Part) throws -> String? {
        guard part.applied != nil else { return nil }
        let standing = try standing(of: part)
        let states = standing.standing
        let counts = [ItemState.refused, .notFound, .failed].filter { states[$0, default: 0] > 0 }
            .map { "\(grouped(states[$0, default: 0])) \($0.spoken)" }
        if counts.isEmpty { return nil }
        let isTooMuch = RunEnding(standing, accept: job.accept).exit == .refusals
        return counts.joined(separator: ", ")
            + (isTooMuch ? ": more than the job accepts" : ", which the job accepts")
    }

    /// Items of any run of which nobody can say what became of them.
    func openDoubt() throws -> Int64 {
        try workplace.reader().first(
            """
            SELECT count(*) FROM item_state now WHERE now.state IN ('in_doubt', 'sending')
            AND NOT EXISTS (SELECT 1 FROM act WHERE act.run = now.run AND act.no = now.no
                AND act.act = 'resolve')
            """
        ) { $0.int(0) } ?? 0
    }
}

// MARK: For programs
extension Night {
    private func members() throws -> [JSON.Member] {
        var members = main.map(Self.members(of:)) ?? []
        if let looked {
            members.append(JSON.Member("confirm", .object(looked.summary.members)))
        }
        if let report = main?.report {
            members.append(JSON.Member("report", .object([ReportCommand.files(report)])))
        }
        let others = parts.filter { $0.run.run != main?.run.run }.map { part in
            JSON.Value.object(
                [JSON.Member("run", .number(String(part.run.run)))] + Self.members(of: part))
        }
        members.append(JSON.Member("other_runs", .array(others)))
        members.append(JSON.Member("left_out", .array(leftOut.map(\.json))))
        return members
    }

    private static func members(of part: Part) -> [JSON.Member] {
        var members = [JSON.Member("plan", .object(part.run.planMembers))]
        if let applied = part.applied {
            members.append(JSON.Member("apply", .object(applied.members)))
        }
        if let problem = part.problem { members.append(JSON.Member("problem", problem.json)) }
        return members
    }
}
