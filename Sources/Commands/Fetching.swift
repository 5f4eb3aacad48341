// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import HTTP
import Job
import Model
import Providers
import SQLite

/// Reads the list of one account to its end and writes it as an export.
final class Fetching {
    /// More rows than any account has pending; a list that never ends is a fault of the server.
    static let rowsMax = 20_000_000

    private let account: Account
    private let lister: any Lister
    private let workplace: Workplace
    private let record: Connection
    private let reads: AccountReads
    private let begun: Timestamp
    private let file: FetchedExport
    private var count = ListCount()
    /// Rows that wait for their labels, where those are asked for.
    private var waiting: [[UInt8]] = []

    init(
        _ account: Account, _ lister: any Lister, _ workplace: Workplace, _ http: HTTPEngine,
        _ record: Connection
    ) throws {
        (self.account, self.lister, self.workplace) = (account, lister, workplace)
        self.record = record
        reads = try AccountReads(account, workplace, http: http, record: record)
        begun = workplace.clock.now
        file = try FetchedExport(
            account, begun, since: workplace.invocation[Options.since],
            folder: workplace.invocation[Options.out])
    }

    func fetch() async throws -> FetchedFile {
        try await readPages()
        try await readLabels()
        let extra = file.rows - count.shipments
        let sha256 = try file.finish(
            total: (count.stated ?? count.shipments) + extra, pages: count.pages)
        let fetched = FetchedFile(
            account: account.name, path: file.path, rows: file.rows, count: count,
            requests: reads.requests, sha256: sha256)
        try Act(
            .fetch, at: workplace.clock.now, actor: workplace.actor, ticket: workplace.ticket,
            detail: fetched.json
        ).record(on: record)
        workplace.output.endProgress([])
        return fetched
    }

    /// Voiding labels needs their ids, status and cost; a shipment itself has none of them.
    private var labels: (any LabelVoiding)? {
        account.voidLabels ? account.provider.provider.labels : nil
    }
}

// MARK: The list
extension Fetching {
    private func readPages() async throws {
        let since = workplace.invocation[Options.since]
        var steps = try lister.start(since: since, at: account.endpoint)
        var next = 0
        var asked: Set<String> = []
        if since != nil, !lister.limitsByDate { saySinceIsLeft() }
        while next < steps.count {
            let step = steps[next]
            next += 1
            guard asked.insert(step.request.url).inserted else { throw endless() }
            let page = try await reads.read(step.request, for: .list) { answer in
                lister.judgePage(answer, of: step, at: account.endpoint)
            }
            count.note(page)
            try take(page.rows)
            steps += page.next
            // What was read is not needed again; Microsoft's queue grows with every product.
            if next > 10_000 {
                steps.removeFirst(next)
                next = 0
            }
            show(steps.count - next, of: step.level)
        }
    }

    private func take(_ rows: [[UInt8]]) throws {
        guard count.shipments <= Self.rowsMax else { throw endless() }
        if labels == nil {
            for row in rows { try file.add(row) }
        } else {
            waiting += rows
        }
    }

    private func endless() -> Problem {
        Problem(
            .usage,
            "the provider's list does not end: \(counted(count.pages, "page")), and the next one"
                + " was read before or is more than \(grouped(Self.rowsMax)) rows away",
            at: "account \(account.name)",
            next: lister.limitsByDate ? "try --since DATE" : "try again later")
    }

    private func saySinceIsLeft() {
        workplace.output.warning(
            Line(
                "\(account.provider.rawValue) cannot limit its list by date: the export holds"
                    + " everything, --since has no effect on it"))
    }

    private func show(_ left: Int, of level: String) {
        let words = Line(
            "\(account.name) · \(counted(count.pages, "page")) · "
                + "\(counted(count.shipments, "shipment")) · "
                + "\(counted(left, "request")) to go")
        workplace.output.progress(area: { _ in [words] }, line: words)
    }
}

// MARK: Labels
extension Fetching {
    private func readLabels() async throws {
        guard let labels else { return }
        for (place, row) in waiting.enumerated() {
            let members = try JSON.parse(row).members ?? []
            guard let id = members.first(where: { $0.name == "shipment_id" })?.value.string else {
                try file.add(row)
                continue
            }
            let seen = try await sightings(of: id, labels)
            let open = seen.filter { $0.kind != .cancelled }
            // Each label that is not voided has its own row: a plan that sees them disagree
            // holds the shipment, and a cost that is one of several is nobody's.
            let shown = open.isEmpty ? Array(seen.prefix(1)) : open
            for label in shown { try file.add(Self.row(members, label)) }
            if shown.isEmpty { try file.add(row) }
            show(waiting.count - place - 1, of: "labels")
        }
        waiting = []
    }

    private func sightings(
        of shipment: String, _ labels: any LabelVoiding
    ) async throws -> [LabelSighting] {
        var all: [LabelSighting] = []
        var page: Int? = 1
        while let number = page {
            let request = try labels.labels(of: shipment, page: number, at: account.endpoint)
            let (seen, next) =
                try await reads.read(request, for: .list) { answer in
                    switch labels.judgeLabels(answer, of: shipment) {
                    case .saw(let seen, let next): .success((seen, next))
                    case .failed(let failure): .failure(failure)
                    }
                } as ([LabelSighting], Int?)
            all += seen
            page = next
        }
        return all
    }

    /// The shipment with what its label says, under the names an export of shipments uses.
    private static func row(_ members: [JSON.Member], _ label: LabelSighting) -> [UInt8] {
        let texts = [
            ("label_id", label.id), ("label_status", label.state), ("label_cost", label.cost),
            ("label_currency", label.currency), ("insurance", label.insurance),
            ("tracking_number", label.trackingNumber),
        ]
        let own = members.filter { member in !texts.contains { $0.0 == member.name } }
        return JSON.Value.object(own + texts.map { JSON.Member($0.0, .string($0.1)) }).bytes
    }
}
