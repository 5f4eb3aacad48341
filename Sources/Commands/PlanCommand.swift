// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Credentials
import Formats
import Job
import Model
import Planning
import SQLite

/// `rescind plan EXPORT...`: chooses, stores the plan, sends nothing.
enum PlanCommand {
    static func perform(_ workplace: Workplace) throws -> Finish {
        let exports = workplace.invocation[all: Arguments.export]
        if workplace.isRehearsal { try Rehearsal.forgetEarlier(workplace) }
        let plan: StoredPlan
        do {
            var request = try request(workplace, exports: exports.map { PlanExport($0) })
            request.refusesUnknownReopen = true
            plan = try store(workplace, request)
        } catch let already as AlreadyPlanned {
            throw already.problem
        }
        return finish(plan, workplace)
    }

    /// Shows a stored plan and ends with its code.
    static func finish(_ plan: StoredPlan, _ workplace: Workplace) -> Finish {
        let screen = PlanScreen(plan, workplace)
        screen.show()
        let code: ExitCode = plan.record.blockedBy.isEmpty ? .done : .blocked
        return Finish(
            code, run: Int(plan.record.run), members: plan.record.planMembers,
            lines: screen.ending().lines(columns: workplace.output.columns))
    }

    static func store(_ workplace: Workplace, _ request: PlanRequest) throws -> StoredPlan {
        var planner = try Planner(request)
        let connection = try workplace.writer()
        try workplace.checkStage(connection)
        planner.request.credentials = try credentials(request, workplace, connection)
        planner.request.redaction = try redaction(request.job, workplace, connection)
        let plan = try planner.plan(on: connection)
        for words in try Twins.warnings(of: plan.record.run, connection) {
            workplace.output.warning(Line(words))
        }
        try workplace.seal(connection)
        return plan
    }

    /// What takes the job's `redact` fields out of the rows that are stored.
    private static func redaction(
        _ job: Job, _ workplace: Workplace, _ connection: Connection
    ) throws -> RowRedaction? {
        guard !job.redact.isEmpty else { return nil }
        let redactor = FieldRedactor(
            patterns: job.redact, fingerprint: try workplace.fingerprint(connection))
        return RowRedaction(
            covers: redactor.covers(column:), value: redactor.redacted,
            record: { redactor.redact($0) })
    }

    /// What stands for the secrets of each account, so that apply knows them again.
    private static func credentials(
        _ request: PlanRequest, _ workplace: Workplace, _ connection: Connection
    ) throws -> [String: [String: String]] {
        guard !workplace.isRehearsal else { return [:] }
        let fingerprint = try workplace.fingerprint(connection)
        let pairs = request.job.accounts.map {
            ($0.name, SecretReader().fingerprints(of: $0, by: fingerprint))
        }
        let credentials = Dictionary(pairs, uniquingKeysWith: { $1 })
        if let problem = Twins.problem(request.job.accounts, { credentials[$0.name] ?? [:] }) {
            throw problem
        }
        return credentials
    }

    /// Job and options as one request.
    static func request(
        _ workplace: Workplace, exports: [PlanExport], job given: Job? = nil
    ) throws -> PlanRequest {
        let invocation = workplace.invocation
        let job = try given ?? workplace.job()
        let zone = try Zone(named: job.timeZone)
        let now = workplace.clock.now
        let account = try account(invocation[Options.account], in: job)
        var exports = exports.flatMap { export in
            // What we wrote ourselves says whose each row is; what cannot be read the plan says.
            account == nil && export.account == nil && job.accounts.count > 1
                ? (try? PlanExport.shared(export.path)) ?? [export] : [export]
        }
        for place in exports.indices where exports[place].account == nil {
            exports[place].account =
                account ?? NightExports.owner(of: exports[place].path, in: job)
        }
        var request = PlanRequest(
            job: job, exports: exports, asOf: invocation[Options.asOf] ?? zone.day(of: now),
            zone: zone, now: now, actor: workplace.actor, host: Workplace.host)
        request.exportedAt = invocation[Options.exportedAt]
        request.columns = pairs(invocation[Options.column])
        request.again = invocation[Options.again]
        request.reopen = Set(invocation[Options.reopen])
        request.ticket = workplace.ticket
        request.isRehearsal = workplace.isRehearsal
        request.choice.due = invocation[Options.due]
        request.choice.scope = invocation[Options.scope]
        request.choice.allRows = invocation[Options.allRows]
        request.choice.hold = invocation[Options.hold].map { ($0.name, $0.text) }
        request.tightening = tightening(invocation)
        if let path = invocation[Options.only] {
            let field = (invocation[Options.by]?.rawValue).flatMap(OnlyList.Field.init(rawValue:))
            request.only = try OnlyList(path, by: field ?? .id)
        }
        return request
    }

    private static func account(_ name: String?, in job: Job) throws(Problem) -> String? {
        guard let name else { return nil }
        guard job.account(name) != nil else {
            let near = nearest(to: name, among: job.accounts.map(\.name))
            throw Problem(
                .usage, "the job has no account \(name)", at: "--account",
                next: near.map { "did you mean \($0)?" })
        }
        return name
    }

    private static func pairs(_ named: [NamedText]) -> [String: String] {
        Dictionary(named.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 })
    }

    private static func tightening(_ invocation: Invocation) -> PlanRequest.Tightening {
        var tightening = PlanRequest.Tightening()
        tightening.items = invocation[Options.maxItems]
        tightening.share = invocation[Options.maxShare]
        tightening.value = totals(invocation[Options.maxValue])
        tightening.rows = invocation[Options.expectRows]
        tightening.expectedValue = totals(invocation[Options.expectValue])
        return tightening
    }

    private static func totals(_ amounts: [CurrencyAmount]) -> Totals? {
        guard !amounts.isEmpty else { return nil }
        var totals = Totals()
        for amount in amounts { _ = totals.add(amount.amount, amount.currency) }
        return totals
    }
}
