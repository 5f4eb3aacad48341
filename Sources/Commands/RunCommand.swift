// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model
import Planning

/// `rescind run [EXPORT...]`: the night, and the one-off: plan, show, ask, apply, report.
enum RunCommand {
    static func perform(_ workplace: Workplace) async throws -> Finish {
        let job = try workplace.job()
        let exports = try NightExports(
            workplace.invocation[all: Arguments.export], job: job
        ).exports
        let night = try begin(workplace, exports)
        var members = night.members
        guard night.record.blockedBy.isEmpty || night.isApproved else {
            return Finish(
                .blocked, run: Int(night.record.run), members: members, lines: night.ending)
        }
        var finish = try await Applying.perform(night.record, workplace)
        members.append(JSON.Member("apply", .object(finish.members)))
        finish.members = members
        // Killed or stopped by a signal, nobody waits for more.
        guard case .code(let code) = finish.ending else { return finish }
        return try await follow(finish, code, night.record.run, workplace)
    }

    /// What comes after sending: looks as long as `--wait` allows, also at earlier runs; a report.
    private static func follow(
        _ finish: Finish, _ code: ExitCode, _ run: Int64, _ workplace: Workplace
    ) async throws -> Finish {
        var finish = finish
        var codes = [code]
        let confirmed = try await ConfirmCommand.confirm(
            nil, workplace, wait: workplace.invocation[Options.wait]?.milliseconds, mustEnd: false)
        finish.members.append(JSON.Member("confirm", .object(confirmed.members)))
        guard case .code(let confirmCode) = confirmed.ending else {
            finish.ending = confirmed.ending
            return finish
        }
        codes.append(confirmCode)
        let report = try ReportCommand.write(run, workplace)
        finish.members.append(JSON.Member("report", .object([ReportCommand.files(report)])))
        finish.lines += confirmed.lines + ReportCommand.summary(report)
        finish.ending = .code(ExitCode.worst(of: codes))
        return finish
    }

    /// The run of this night: a new plan, or an unfinished one of the same exports.
    private static func begin(_ workplace: Workplace, _ exports: [PlanExport]) throws -> Night {
        do {
            let plan = try PlanCommand.store(workplace, exports: exports)
            let screen = PlanScreen(plan, workplace)
            screen.show()
            return Night(
                record: plan.record, members: [JSON.Member("plan", .object(plan.members))],
                ending: screen.ending.lines(columns: workplace.output.columns), isApproved: false)
        } catch let already as AlreadyPlanned {
            return try resume(workplace, already)
        }
    }

    /// Safe to start twice, after a crash and after a reboot: the same export is continued.
    private static func resume(
        _ workplace: Workplace, _ already: AlreadyPlanned
    ) throws -> Night {
        let runs = RunReader(try workplace.reader())
        guard let record = try runs.run(already.run),
            try already.status != "stopped" || !runs.stoppedByBreaker(already.run)
        else { throw already.problem }
        workplace.output.message("Run \(record.run) has this export already: it is continued.")
        return Night(
            record: record, members: [], ending: [], isApproved: already.status != "blocked")
    }

    private struct Night {
        let record: RunRecord
        let members: [JSON.Member]
        let ending: [Line]
        let isApproved: Bool
    }
}
