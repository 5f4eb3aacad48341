// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Credentials
import Execution
import HTTP
import Job
import Model
import Providers
import SQLite

/// Sends the reads of one account one after the other: authenticated, at its pace, on record.
///
/// A read may always be repeated; what passes by itself is waited for.
final class AccountReads {
    /// Of an unattended fetch; whoever waits at a terminal asks for fewer.
    static let triesMax = 6
    static let pauseMillisecondsMax: Int64 = 60_000
    /// A server that asks for a longer pause than this is not waited for.
    static let retryAfterSecondsMax = 900.0

    private let account: Account
    private let triesMax: Int
    private let http: HTTPEngine
    private let record: Connection?
    private let clock: any Clock
    private let recorder: Recorder
    private let redactor: Redactor
    private let fields: FieldRedactor
    private let signals: Signals
    private var authorizer: Authorizer
    private var paces: LanePaces
    private var ticket: Int64 = 0
    private(set) var requests = 0

    /// - Parameter record: the audit database; nil where there is none to write to.
    init(
        _ account: Account, _ workplace: Workplace, http: HTTPEngine, record: Connection?,
        triesMax: Int = triesMax
    ) throws {
        let fingerprint = try record.map(workplace.fingerprint) ?? Workplace.unrecorded
        redactor = Redactor(fingerprint: fingerprint)
        fields = FieldRedactor(
            patterns: workplace.jobReading?.draft?.redact ?? [], fingerprint: fingerprint)
        self.account = account
        self.triesMax = triesMax
        self.http = http
        self.record = record
        clock = workplace.clock
        signals = workplace.context.signals
        recorder = Recorder()
        authorizer = try Authorizer(account, reader: SecretReader(), redactor: redactor)
        var paces = LanePaces(account.paces)
        if let record {
            paces.take(
                try account.history(of: 0, at: workplace.clock.now, record),
                at: Moment(workplace.clock))
        }
        self.paces = paces
    }

    /// What the judge makes of the first answer that does not pass by itself.
    func read<Value>(
        _ request: Request, for purpose: Purpose,
        _ judge: (Answer) -> Result<Value, ReadFailure>
    ) async throws -> Value {
        var wasRejected = false
        for attempt in 1...triesMax {
            let (authorized, token) = try await authorized(request)
            try await paceAllows()
            let outcome = try await exchange(authorized, purpose, attempt: attempt)
            guard case .answer(let answer) = outcome else {
                if attempt == triesMax { throw noAnswer(outcome) }
                try await pause(attempt, nil)
                continue
            }
            switch judged(answer, purpose, judge) {
            case .success(let value):
                authorizer.accepted(token: token)
                return value
            case .failure(let failure):
                let mayRepeat = try await takes(failure, token, wasRejected, attempt)
                guard mayRepeat, attempt < triesMax else { throw problem(failure) }
                wasRejected = wasRejected || failure.kind == .unauthorized
            }
        }
        throw Problem(.internal, "a read neither ended nor failed", at: "account \(account.name)")
    }

    /// A page of a list becomes an export as it is; everything else, and every refusal, is judged
    /// and quoted as the record keeps it.
    private func judged<Value>(
        _ answer: Answer, _ purpose: Purpose, _ judge: (Answer) -> Result<Value, ReadFailure>
    ) -> Result<Value, ReadFailure> {
        if purpose == .list, case .success(let page) = judge(answer) { return .success(page) }
        return judge(fields.redact(answer))
    }

    /// Asks for a token, where there is one; for accounts whose provider has no harmless read.
    ///
    /// - Returns: whether the provider gives tokens at all.
    func proveToken(with request: Request) async throws -> Bool {
        try await authorized(request).1 != nil
    }
}

// MARK: One exchange
extension AccountReads {
    /// The request with its authentication; a token is asked for where one is needed.
    private func authorized(_ request: Request) async throws -> (Request, Int?) {
        for attempt in 1...triesMax {
            switch authorizer.authorize(request, at: clock.now) {
            case .ready(let request, let token): return (request, token)
            case .ended(let problem): throw problem
            case .wait(let until):
                let pause = until.map { $0.milliseconds - clock.now.milliseconds } ?? 1000
                try await sleep(max(1, min(pause, Self.pauseMillisecondsMax)))
            case .token(let request):
                let outcome = try await exchange(request, .token, attempt: attempt)
                authorizer.tokenAnswered(outcome, at: clock.now)
            }
        }
        throw Problem(
            .jobInvalid, "the provider gives no token", at: "account \(account.name)",
            next: "rescind check --online, later")
    }

    /// Sends one request, on record before it leaves and after its end.
    private func exchange(
        _ request: Request, _ purpose: Purpose, attempt: Int
    ) async throws -> Outcome {
        try stopIfAsked()
        ticket += 1
        requests += 1
        let name = Ticket(ticket)
        try put(
            .intent(
                Intent(
                    ticket: name, account: account.name, run: nil, item: nil, purpose: purpose,
                    attempt: attempt, request: request, at: clock.now)))
        let exchange = await http.send(request, options: account.httpOptions)
        let outcome = exchange.outcome
        let recorded = withoutSecrets(outcome, purpose)
        try put(
            .outcome(
                name, recorded.answered { fields.redact($0) }, at: exchange.receivedAt,
                durationMicroseconds: exchange.timings.durationMicroseconds))
        // A token is read from the answer itself; all else may be quoted, or kept as an export.
        return purpose == .token ? outcome : recorded
    }

    private func withoutSecrets(_ outcome: Outcome, _ purpose: Purpose) -> Outcome {
        outcome.answered {
            purpose == .token ? authorizer.tokenRecord(of: $0) : redactor.redact($0)
        }
    }

    private func put(_ entry: Record) throws {
        guard let record else { return }
        let appended = try record.transaction { try recorder.append([entry], to: record) }
        for other in appended.others where other.account == account.name {
            paces.take(isRead: other.isRead, at: clock.monotonicMilliseconds)
        }
    }

    /// Whether the read may be made again, after the pause its failure asks for.
    private func takes(
        _ failure: ReadFailure, _ token: Int?, _ wasRejected: Bool, _ attempt: Int
    ) async throws -> Bool {
        switch failure.kind {
        case .throttled, .unavailable:
            guard failure.retryAfterSeconds ?? 0 <= Self.retryAfterSecondsMax,
                attempt < triesMax
            else { return false }
            paces.throttle(isRead: true, at: clock.monotonicMilliseconds)
            try await pause(attempt, failure.retryAfterSeconds)
            return true
        case .unauthorized:
            return authorizer.rejected(
                token: token, again: wasRejected, code: failure.code, message: failure.message,
                at: clock.now)
        case .redirected, .trouble: return false
        }
    }
}

// MARK: Waiting
extension AccountReads {
    private func paceAllows() async throws {
        while true {
            let now = clock.monotonicMilliseconds
            let next = paces.next(isRead: true, at: now)
            guard next > now else { return paces.take(isRead: true, at: now) }
            try await sleep(next - now)
        }
    }

    private func pause(_ attempt: Int, _ retryAfterSeconds: Double?) async throws {
        let doubling = min(500 << Int64(attempt), Self.pauseMillisecondsMax)
        let asked = Int64((retryAfterSeconds ?? 0) * 1000)
        try await sleep(max(asked, Int64.random(in: doubling / 2...doubling)))
    }

    /// Sleeps in pieces, so that a signal is not kept waiting.
    private func sleep(_ milliseconds: Int64) async throws {
        var rest = milliseconds
        while rest > 0 {
            try stopIfAsked()
            try await Task.sleep(for: .milliseconds(min(rest, 200)))
            rest -= 200
        }
    }

    private func stopIfAsked() throws {
        if let signal = signals.first { throw Stopped(signal: signal) }
    }
}

/// A signal asked the reading to end.
struct Stopped: Error {
    let signal: Int32
}

// MARK: What went wrong, in words
extension AccountReads {
    private func noAnswer(_ outcome: Outcome) -> Problem {
        guard case .noAnswer(let failure) = outcome else {
            return Problem(.internal, "an answer that is none", at: "account \(account.name)")
        }
        return Problem(
            .usage, "the provider cannot be reached: \(failure.message)",
            at: "account \(account.name), \(account.endpoint.baseURL)",
            next: "look at the network and at the account's baseURL, then try again")
    }

    private func problem(_ failure: ReadFailure) -> Problem {
        let said = [failure.code, failure.message].filter { !$0.isEmpty }.joined(separator: ": ")
        let (what, next) =
            switch failure.kind {
            case .throttled: ("the provider asks us to wait", "try again later")
            case .unavailable: ("the provider is not available", "try again later")
            case .unauthorized:
                ("the provider does not take the credentials", "mend \(account.place)")
            case .redirected: ("the address leads elsewhere", "mend baseURL of \(account.place)")
            case .trouble:
                ("the provider refused the read", "rescind providers \(account.provider.rawValue)")
            }
        return Problem(
            failure.kind == .unauthorized || failure.kind == .redirected ? .jobInvalid : .usage,
            said.isEmpty ? what : "\(what) (\(said))", at: "account \(account.name)", next: next)
    }
}
