// SPDX-License-Identifier: MIT

import Audit
import Formats
import Model
import SQLite

/// `index.html` and the small file beside it that keeps what is known of earlier runs.
///
/// A report adds itself, runs that are newer than what is known, and what became of those that
/// were not over; the items of earlier runs are not read again.
struct ReportIndex {
    static let schema = 1
    /// The nights the page lists; older ones stay in the file beside it.
    static let nightsShown = 400

    private let base: String
    private var nights: [String: Night] = [:]
    private var knownPosition: Int64 = 0
    /// Whether what is added was only played, as all of its record was.
    private var isRehearsal = false

    init(_ base: String) {
        self.base = base
        guard let bytes = SmallFile.read("\(base)/index.json"),
            let json = try? JSON.parse(bytes), json["schema"]?.int == Self.schema
        else { return }
        knownPosition = Int64(json["position"]?.int ?? 0)
        for night in (json["nights"]?.array ?? []).compactMap(Night.init) {
            nights[night.key] = night
        }
    }

    func update(_ report: Report, _ connection: Connection) throws -> WrittenFile {
        var index = self
        index.isRehearsal = report.run.isRehearsal
        try index.addRuns(connection)
        try index.addRefused(connection)
        let night = Night(report)
        if index.nights[night.key]?.position ?? 0 <= report.position {
            index.add(night)
        }
        index.knownPosition = max(knownPosition, report.position)
        return try index.write()
    }

    /// Runs that are not known, and those that were not over when they were looked at.
    private mutating func addRuns(_ connection: Connection) throws {
        let open = nights.values.filter { !$0.isOver }.compactMap(\.run)
        let newest = nights.values.compactMap(\.run).max() ?? 0
        let query = """
            SELECT run, status, created_at, started_at, finished_at, planned, exit FROM runs
            WHERE run > ?1 OR run IN (SELECT value FROM json_each(?2)) ORDER BY run
            """
        let list = "[\(open.map { String($0) }.joined(separator: ","))]"
        var found: [Night] = []
        try connection.each(query, newest, list) { found.append(Night(row: $0)) }
        for night in found {
            // A report knows more than this list; it stays until the status has changed.
            if let known = nights[night.key], known.position > 0, known.status == night.status {
                continue
            }
            add(night)
        }
    }

    /// Commands that were refused before they did anything are nights too.
    private mutating func addRefused(_ connection: Connection) throws {
        try connection.each(
            "SELECT seq, at, actor, reason FROM act WHERE act = 'refused' AND seq >= ? ORDER BY seq",
            knownPosition
        ) { row in
            let night = Night(
                refused: row.int(0), at: Timestamp(milliseconds: row.int(1)), by: row.text(2),
                why: row.text(3))
            add(night)
        }
    }

    private mutating func add(_ night: Night) {
        nights[night.key] = isRehearsal ? night.rehearsed : night
    }

    private func write() throws -> WrittenFile {
        let ordered = nights.values.sorted { ($0.at, $0.key) > ($1.at, $1.key) }
        let cache = try OutputFile("index.json", in: base)
        let json: JSON.Value = [
            "schema": .number(String(Self.schema)), "position": .number(String(knownPosition)),
            "nights": .array(ordered.map(\.json)),
        ]
        try cache.write(json.serialized(pretty: true) + [0x0A])
        try cache.finish()
        let page = try OutputFile("index.html", in: base)
        try page.write(IndexPage(Array(ordered.prefix(Self.nightsShown)), of: ordered.count).text)
        page.rows = Int64(min(ordered.count, Self.nightsShown))
        try page.finish()
        _ = try cache.move()
        return try page.move()
    }
}
