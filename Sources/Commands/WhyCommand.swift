// SPDX-License-Identifier: MIT

import Audit
import CommandLine
import Formats
import Model

/// `rescind why [RUN] ID`: everything that explains one shipment, excluded ones too.
enum WhyCommand {
    /// Without RUN so many of the newest runs' exports are searched for an excluded row.
    static let exportsSearchedMax = 30

    static func perform(_ workplace: Workplace) throws -> Finish {
        guard let id = workplace.invocation[Arguments.id] else { return Finish(.usage) }
        let name = ShipmentName(id)
        let connection = try workplace.reader()
        let runs = RunReader(connection)
        let shipments = ShipmentReader(connection)
        let items = try shipments.items(named: [name.text, name.canonical], run: nil)
        guard let (run, search) = try find(name, items, runs, shipments, workplace) else {
            throw unknown(id, workplace)
        }
        let answer = WhyAnswer(
            name: name, run: run, status: try runs.status(run.run) ?? "", search: search,
            items: items.filter { $0.run == run.run }, others: items.filter { $0.run != run.run },
            events: try items.filter { $0.run == run.run }.map { try shipments.events(of: $0) },
            acts: try shipments.acts(of: run.run, no: nil),
            archive: try ArchivedRuns(connection).archive(of: run.run)?.file)
        if answer.isEmpty {
            throw search.altered.map { KeptExports.altered($0) } ?? unknown(id, workplace)
        }
        WhyScreen(answer).show(on: workplace.output)
        let members = WhyDocument(answer).members
        guard let altered = search.altered else {
            return Finish(.done, run: Int(run.run), members: members)
        }
        return Finish(
            KeptExports.altered(altered), run: Int(run.run), members: members, lines: [])
    }

    /// The run that is asked about, with the rows of its exports.
    private static func find(
        _ name: ShipmentName, _ items: [ShipmentReader.Item], _ runs: RunReader,
        _ shipments: ShipmentReader, _ workplace: Workplace
    ) throws -> (RunRecord, ExportSearch)? {
        if let wanted = workplace.invocation[Arguments.run] {
            let run = try workplace.run(wanted, in: runs)
            return (run, try ExportSearch(run, name))
        }
        if let newest = items.first, let run = try runs.run(newest.run) {
            return (run, try ExportSearch(run, name))
        }
        var searched: Set<String> = []
        for number in try shipments.runs().prefix(exportsSearchedMax) {
            guard let run = try runs.run(number), searched.insert(run.exportSHA256).inserted
            else { continue }
            let search = try ExportSearch(run, name)
            if !search.rows.isEmpty { return (run, search) }
        }
        return nil
    }

    private static func unknown(_ id: String, _ workplace: Workplace) -> Problem {
        let run = workplace.invocation[Arguments.run].map { " of \($0.words)" } ?? ""
        return Problem(
            .usage, "no row\(run) has the id, reference, tracking number or label \(id)",
            at: workplace.auditPath,
            next: run.isEmpty ? "rescind audit search \(id)" : "rescind why \(id)")
    }
}

extension RunReference {
    var words: String {
        switch self {
        case .number(let number): "run \(number)"
        case .last: "the last run"
        }
    }
}

/// What is known about one shipment in one run.
struct WhyAnswer {
    let name: ShipmentName
    let run: RunRecord
    let status: String
    let search: ExportSearch
    let items: [ShipmentReader.Item]
    let others: [ShipmentReader.Item]
    /// What happened to each of `items`.
    let events: [[ShipmentReader.Event]]
    let acts: [ShipmentReader.Event]
    /// The file that holds its exchanges and raw row, where they are not here.
    let archive: String?

    var isEmpty: Bool { search.rows.isEmpty && items.isEmpty }

    func item(of row: RowTrial) -> ShipmentReader.Item? {
        items.first { $0.source == Int64(row.source) && $0.line == Int64(row.line) }
    }

    var shipmentID: String { items.first?.shipmentID ?? search.rows.first?.id ?? name.text }

    var notes: [String] {
        let moved = archive.map { file in
            "its requests, answers and raw row went into an archive:"
                + " rescind why \(run.run) \(shipmentID) --audit \(file)"
        }
        return search.notes + [moved].compactMap(\.self)
    }

    /// The command that proves it to somebody else; nil where nothing of it is on record.
    var proof: String? {
        guard let item = items.first else { return nil }
        let file = archive.map { " --audit \($0)" } ?? ""
        return "rescind audit proof \(run.run) \(item.shipmentID)\(file)"
    }

    /// Items whose row could not be shown again.
    var unshown: [ShipmentReader.Item] {
        items.filter { item in
            !search.rows.contains { Int64($0.source) == item.source && Int64($0.line) == item.line }
        }
    }

    /// What the plan decided about a row.
    func decision(_ row: RowTrial) -> String {
        if let item = item(of: row) { return "\(item.planned): \(item.reason)" }
        guard row.isDue else { return row.words }
        // What is due and not on record was taken out by the list of --only.
        let list = run.plan["only"]?["path"]?.string
        return "excluded: not in the list" + (list.map { " \($0)" } ?? "")
    }
}
