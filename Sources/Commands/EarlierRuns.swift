// SPDX-License-Identifier: MIT

import Audit
import Execution
import Formats
import Job
import Model
import Planning
import SQLite

/// What earlier runs already did with an export, so that a night continues instead of repeating.
struct EarlierRuns {
    /// A run of the same export that is older than this belongs to another night.
    static let sameNightHours: Int64 = 12

    private let connection: Connection
    private let runs: RunReader
    private let job: Job
    private let now: Timestamp

    init(_ connection: Connection, _ job: Job, now: Timestamp) {
        self.connection = connection
        runs = RunReader(connection)
        self.job = job
        self.now = now
    }

    /// The newest run that read these very bytes for this account, and the others of its night.
    func runs(of export: PlanExport) throws -> [RunRecord] {
        guard let sha256 = try? FileDigest.of(export.path) else { return [] }
        let account = export.account ?? job.defaultAccount ?? ""
        var found: [RunRecord] = []
        for number in try numbers(naming: sha256) {
            guard let run = try runs.run(number), run.read(sha256, for: account),
                try runs.status(number) != "abandoned"
            else { continue }
            guard found.last.map({ $0.night == run.night }) ?? true else { break }
            found.append(run)
        }
        return found.reversed()
    }

    private func numbers(naming sha256: String) throws -> [Int64] {
        try connection.all(
            "SELECT run FROM run WHERE instr(plan, ?) > 0 ORDER BY run DESC", sha256
        ) { $0.int(0) }
    }

    /// Why a night must not go on with this run by itself; nil when it may.
    func objection(to run: RunRecord, path: String) throws -> Problem? {
        if try isDone(run) { return repeated(run, path) }
        if try runs.status(run.run) == "stopped", try runs.stoppedByBreaker(run.run) {
            return Problem(
                .alreadyPlanned,
                "the breaker ended run \(run.run): a machine does not start it again",
                at: path, next: "rescind show \(run.run), then rescind apply \(run.run)")
        }
        let age = now.milliseconds - run.exportMadeAt.milliseconds
        guard age > job.maxExportAge.milliseconds else { return nil }
        return Problem(
            .exportStale,
            "run \(run.run) did not end, and its export is older than maxExportAge "
                + "(\(job.maxExportAge)) by now",
            at: path, next: "make a new export; rescind abandon \(run.run) --reason TEXT")
    }

    /// Finished, or with nothing in it that could still be sent.
    func isDone(_ run: RunRecord) throws -> Bool {
        if try isBlocked(run) { return false }
        return try RunStanding(run: run.run, now: now, connection).isSent
    }

    func isBlocked(_ run: RunRecord) throws -> Bool { try runs.status(run.run) == "blocked" }

    /// The export of another night is not a quiet night: somebody forgot to make a new one.
    ///
    /// Started twice in one night it is only done already, and a file that names nothing due may
    /// well come again with the same bytes.
    private func repeated(_ run: RunRecord, _ path: String) -> Problem? {
        let age = now.milliseconds - run.createdAt.milliseconds
        guard age > Self.sameNightHours * 3_600_000 else { return nil }
        let madeAt = (try? FileTime.modified(path)) ?? run.exportMadeAt
        guard run.counts.planned > 0 || madeAt <= run.createdAt else { return nil }
        return Problem(
            .alreadyPlanned,
            "there is no newer export than the one run \(run.run) planned on "
                + run.createdAt.toTheMinute,
            at: path, next: "see why no new export was made; rescind show \(run.run)")
    }
}

extension RunRecord {
    /// The first run of the night this one is a part of.
    fileprivate var night: Int64 { plan["night"]?.int.map(Int64.init) ?? run }

    /// Whether the plan was made from these bytes, for rows of this account.
    fileprivate func read(_ sha256: String, for account: String) -> Bool {
        (plan["exports"]?.array ?? []).contains {
            $0["sha256"]?.string == sha256 && $0["account"]?.string == account
        }
    }
}
