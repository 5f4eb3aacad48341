// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import HTTP
import Job
import Model
import Providers
import SQLite

/// `rescind fetch ACCOUNT...`: lets the provider itself make the export.
enum FetchCommand {
    static func perform(_ workplace: Workplace) async throws -> Finish {
        let job = try workplace.job()
        let accounts = try accounts(workplace.invocation[all: Arguments.account], in: job)
        // What cannot be listed is said before the first request leaves.
        let listers = try accounts.map { ($0, try lister(of: $0)) }
        let record = try workplace.writer()
        let http = try HTTPEngine(clock: workplace.clock)
        defer { http.shutdown() }
        var files: [FetchedFile] = []
        do {
            // A signal ends the reading between two requests; what is not whole is not kept.
            try await workplace.context.signals.inOrder({ _ in }) {
                for (account, lister) in listers {
                    let fetching = try Fetching(account, lister, workplace, http, record)
                    files.append(try await fetching.fetch())
                }
            }
        } catch let stopped as Stopped {
            try workplace.seal(record)
            return Finish(
                signal: stopped.signal, members: members(files), lines: lines(files, workplace))
        } catch let problem as Problem {
            try workplace.seal(record)
            return Finish(problem, members: members(files), lines: lines(files, workplace))
        }
        try workplace.seal(record)
        return Finish(members: members(files), lines: lines(files, workplace))
    }

    private static func accounts(_ names: [String], in job: Job) throws(Problem) -> [Account] {
        var accounts: [Account] = []
        for name in names {
            guard let account = job.account(name) else {
                let near = nearest(to: name, among: job.accounts.map(\.name))
                throw Problem(
                    .usage, "the job has no account \(name)", at: job.file,
                    next: near.map { "rescind fetch \($0)" }
                        ?? "use one of \(job.accounts.map(\.name).joined(separator: ", "))")
            }
            if !accounts.contains(where: { $0.name == name }) { accounts.append(account) }
        }
        return accounts
    }

    private static func lister(of account: Account) throws(Problem) -> any Lister {
        switch account.provider.provider.listing {
        case .pages(let lister): return lister
        case .impossible(let why):
            throw Problem(
                .usage, "\(account.provider.rawValue) cannot be listed: \(why)",
                at: "account \(account.name)",
                next: "rescind providers \(account.provider.rawValue)")
        }
    }

    private static func lines(_ files: [FetchedFile], _ workplace: Workplace) -> [Line] {
        let usual = (try? workplace.job())?.defaultAccount
        return files.flatMap {
            $0.lines(isDefault: usual == $0.account, columns: workplace.output.columns)
        }
    }

    private static func members(_ files: [FetchedFile]) -> [JSON.Member] {
        [JSON.Member("files", .array(files.map(\.json)))]
    }
}

/// What one account's fetch came to.
struct FetchedFile {
    let account: String
    let path: String
    let rows: Int
    let count: ListCount
    let requests: Int
    let sha256: String

    func lines(isDefault: Bool, columns: Int?) -> [Line] {
        var facts = FactSheet()
        facts.add(
            "Fetched", Line("\(path) · \(counted(rows, "row")) · \(counted(requests, "request"))"))
        if !count.isWhole, let stated = count.stated {
            facts.add(
                "",
                Line(
                    "the provider states \(grouped(stated)) and gave \(grouped(count.shipments)): the "
                        + "list changed while it was read, so a plan of it is blocked; fetch again",
                    .warning))
        }
        let account = isDefault ? "" : " --account \(account)"
        facts.add("Next", Line("rescind plan \(shellQuoted([path]))\(account)", .strong))
        return facts.lines(columns: columns)
    }

    var json: JSON.Value {
        [
            "account": .string(account), "path": .string(path), "rows": .number(String(rows)),
            "shipments": .number(String(count.shipments)),
            "stated_total": count.stated.map { .number(String($0)) } ?? .null,
            "complete": .bool(count.isWhole), "requests": .number(String(requests)),
            "sha256": .string(sha256),
        ]
    }
}
