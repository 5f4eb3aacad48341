// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Execution
import Glibc
import Model
import SQLite

/// What one process sends while it holds the lock: a run, or those of a night all at once.
struct SendingProcess {
    /// How each run went, by its number.
    typealias Sent = [Int64: Result<Recap, Problem>]

    /// A run whose apply is on record.
    private struct Begun {
        let applying: Applying
        let ready: Sending.Ready

        var run: Int64 { applying.run.run }
    }

    let workplace: Workplace
    /// No account is in two of them: it has one lane, and so one pace.
    let runs: [Applying]

    /// Sends until everything is done or something ends it; what is wrong with one run does not
    /// stop the others.
    func send() async throws -> Sent {
        let wait = workplace.invocation[Options.lockWait]?.milliseconds ?? 0
        let begunAt = try Log.size(workplace.reader())
        let lock = try SendingLock.take(
            beside: workplace.auditPath, holder: holder, waitMilliseconds: wait,
            clock: workplace.clock)
        defer { withExtendedLifetime(lock) {} }
        let start = workplace.clock.now
        let connection = try workplace.writer()
        let gate = StopGate(lock, runs.map(\.run.run), begunAt: begunAt)
        let sending = try Sending(workplace, workplace.fingerprint(connection))
        var begun: [Begun] = []
        var sent: Sent = [:]
        for run in runs {
            do {
                begun.append(Begun(applying: run, ready: try run.begin(sending, connection)))
            } catch let problem as Problem where !problem.endsTheNight {
                lock.endSending(run.run.run)
                sent[run.run.run] = .failure(problem)
            }
        }
        guard !begun.isEmpty else { return sent }
        let recaps = try await send(
            begun, sending, gate, since: start, Writer(owning: connection))
        return sent.merging(recaps.mapValues(Result.success)) { $1 }
    }

    /// A run's ending goes on record when its own lanes are done: a kill that comes later must not
    /// leave it open.
    private func send(
        _ runs: [Begun], _ sending: Sending, _ gate: StopGate, since start: Timestamp,
        _ writer: Writer
    ) async throws -> [Int64: Recap] {
        var endings: [Int64: Task<Recap, any Error>] = [:]
        do {
            _ = try await sending.drive(runs.map(\.ready), writer, gate: gate) { engine, run in
                guard let done = runs.first(where: { $0.run == run }) else { return }
                let end = done.applying.ending(engine, since: start)
                endings[done.run] = Task { try await writer.write(end) }
            }
            var recaps: [Int64: Recap] = [:]
            for (run, ending) in endings { recaps[run] = try await ending.value }
            let workplace = workplace
            try await writer.use { try workplace.seal($0) }
            try writer.close()
            return recaps
        } catch {
            // A full disk, for one: the record says so if it still can.
            for run in runs where endings[run.run] == nil {
                let end = run.applying.ending(error)
                try? await writer.use { try end.record(on: $0) }
            }
            try? writer.close()
            throw error
        }
    }

    private var holder: String {
        let numbers = runs.map { String($0.run.run) }.joined(separator: ", ")
        return "run \(numbers) by \(workplace.actor) on \(Workplace.host), process \(getpid())"
    }
}
