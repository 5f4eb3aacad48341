// SPDX-License-Identifier: MIT

import Formats
import Model

/// Makes the job's values of its settings, with the defaults where the job is silent.
enum JobResolver {
    static func job(_ root: JSON.Located, _ reader: inout Reader) -> Job? {
        guard let section = reader.section(root, keys: Schema.job, JobPath()) else {
            reader.report(
                "a job is a group in braces, not \(root.kind)", JobPath(), line: root.line,
                next: "rescind init")
            return nil
        }
        var job = values(section, reader.paths)
        job.accounts = AccountResolver.accounts(root, job: section, &reader)
        refuseTwins(job.accounts, &reader)
        job.defaultAccount = defaultAccount(section, job.accounts, root, &reader)
        return job
    }

    /// Everything but the accounts.
    private static func values(_ section: Section, _ paths: Paths) -> Job {
        var job = Job.standard(paths)
        job.audit = section["audit"]?.text ?? job.audit
        job.reports = section["reports"]?.text ?? job.reports
        if let kept = section["keepExports"] { job.keepExports = kept.text }
        job.timeZone = section["timeZone"]?.text ?? job.timeZone
        job.dateOrder = section["dateOrder"]?.text.flatMap(DateOrder.init(rawValue:))
        job.maxExportAge = section["maxExportAge"]?.interval ?? job.maxExportAge
        job.columns = section["columns"]?.columns ?? [:]
        job.rules = Rules(section["rules"]?.section)
        job.limits = RunLimits(section["limits"]?.section)
        job.holdList = section["holdList"]?.text
        job.order = section["order"]?.order ?? job.order
        job.expect = Expect(section["expect"]?.section)
        job.approval = Approval(section["approval"]?.section)
        job.accept = Accept(section["accept"]?.section)
        job.anchor = section["anchor"]?.text
        job.notify = section["notify"]?.text
        job.redact = section["redact"]?.patterns ?? []
        job.requireTicket = section["requireTicket"]?.flag ?? false
        job.signingKey = section["signingKey"]?.text
        job.ruleTests = section["ruleTests"]?.text
        return job
    }

    /// Two names for one account would send a shipment twice and use its pace twice.
    private static func refuseTwins(_ accounts: [Account], _ reader: inout Reader) {
        var names: [[UInt8]: String] = [:]
        for account in accounts where !account.credentials.isEmpty {
            if let other = names[account.owner] {
                reader.report(
                    "\(account.name) is the account \(other) under another name: provider, address"
                        + " and credentials are the same", at: account.place,
                    next: "keep one of them, and tell its shipments apart in the rules")
            } else {
                names[account.owner] = account.name
            }
        }
    }

    private static func defaultAccount(
        _ section: Section, _ accounts: [Account], _ root: JSON.Located, _ reader: inout Reader
    ) -> String? {
        guard let name = section["account"]?.text else {
            return accounts.count == 1 ? accounts.first?.name : nil
        }
        let names = root["accounts"]?.members?.map(\.name) ?? []
        if names.contains(name) { return name }
        let near = nearest(to: name, among: names)
        reader.report(
            "account names \(reader.shown(name)), which is no account of this job"
                + (near.map { "; did you mean \($0)?" } ?? ""),
            at: section.place(of: "account"),
            next: names.isEmpty ? nil : "use one of \(names.joined(separator: ", "))")
        return nil
    }
}

extension Job {
    /// A job that says nothing: every default, no account, beside the working directory.
    package static let standard = standard(Paths(directory: ""))

    static func standard(_ paths: Paths) -> Job {
        Job(
            text: [], audit: paths.resolve("audit.db"), reports: paths.resolve("reports"),
            keepExports: paths.resolve("exports.kept"), timeZone: "UTC",
            maxExportAge: .hours(maxExportAgeHours), accounts: [], columns: [:], rules: Rules(),
            limits: .standard, order: .standard, expect: Expect(), approval: Approval(),
            accept: Accept(), redact: [], requireTicket: false)
    }
}

extension Rules {
    init(_ section: Section?) {
        self.init()
        if let scope = section?["scope"]?.text {
            self.scope = Rule(
                "scope", scope, place: section?.place(of: "scope") ?? "scope")
        }
        due = section?["due"]?.rules ?? []
        hold = section?["hold"]?.rules ?? []
    }
}

extension RunLimits {
    init(_ section: Section?) {
        let standard = RunLimits.standard
        self.init(
            items: section?["items"]?.count ?? standard.items,
            share: section?["share"]?.share ?? standard.share,
            value: section?["value"]?.money.flatMap { $0.isEmpty ? nil : $0 },
            failures: section?["failures"]?.tolerance ?? standard.failures,
            until: section?["until"]?.time)
    }
}

extension Expect {
    init(_ section: Section?) {
        self.init()
        rows = section?["rows"]?.expectation
        due = section?["due"]?.expectation
        value = section?["value"]?.moneyExpectation ?? [:]
    }
}

extension Approval {
    init(_ section: Section?) {
        self.init()
        by = section?["by"]?.texts ?? []
        itemsAbove = section?["above"]?.section?["items"]?.count
        valueAbove = section?["above"]?.section?["value"]?.money
    }
}

extension Accept {
    init(_ section: Section?) {
        self.init()
        refused = section?["refused"]?.tolerance ?? .none
        notFound = section?["not_found"]?.tolerance ?? .none
        failed = section?["failed"]?.tolerance ?? .none
    }
}
