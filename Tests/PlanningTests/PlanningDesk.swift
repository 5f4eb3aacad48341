// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Job
import Model
import Planning
import SQLite
import Testing

/// A folder with exports and a record, where a test makes plans.
final class PlanningDesk {
    static let now = Timestamp("2026-11-20T02:00:00Z") ?? Timestamp(milliseconds: 0)
    static let standardAccounts =
        """
        accounts: { "us-store": { provider: "shipstation", apiKey: "env:K" } }
        """

    let folder: String
    let connection: Connection
    var now = PlanningDesk.now

    init() throws {
        var template = Array("/tmp/rescind-planning-XXXXXX".utf8CString)
        mkdtemp(&template)
        folder = String(
            decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        connection = try AuditFile.forWriting("\(folder)/audit.db")
    }

    deinit {
        for name in files("exports.kept") { unlink("\(folder)/exports.kept/\(name)") }
        rmdir("\(folder)/exports.kept")
        for name in files("") { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    /// The names in a folder of the desk, hidden ones too.
    func files(_ inner: String) -> [String] {
        guard let open = opendir("\(folder)/\(inner)") else { return [] }
        defer { closedir(open) }
        var names: [String] = []
        while let entry = readdir(open) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes a file, made at the moment of the desk.
    @discardableResult
    func write(_ text: String, _ name: String = "export.csv", hoursOld: Int64 = 1) -> String {
        let path = "\(folder)/\(name)"
        guard let file = fopen(path, "w") else { return path }
        fwrite(Array(text.utf8), 1, text.utf8.count, file)
        fclose(file)
        let seconds = Int(now.milliseconds / 1000 - hoursOld * 3600)
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        utimensat(AT_FDCWD, path, [time, time], 0)
        return path
    }

    func job(
        _ members: String = "rules: { due: \"status = 'pending'\" }",
        accounts: String = standardAccounts
    ) throws -> Job {
        let reading = JobReader(file: "\(folder)/rescind.json5")
            .read(Array("{ \(accounts), \(members) }".utf8))
        #expect(reading.problems.map(\.description) == [])
        return try #require(reading.job)
    }

    func request(_ job: Job, _ paths: [String]) -> PlanRequest {
        PlanRequest(
            job: job, exports: paths.map { PlanExport($0) }, asOf: now.day, zone: .utc, now: now,
            actor: Actor(user: "planner"), host: "here")
    }

    @discardableResult
    func plan(
        _ paths: [String], _ job: Job? = nil, _ change: (inout PlanRequest) -> Void = { _ in }
    ) throws -> StoredPlan {
        var request = request(try job ?? self.job(), paths)
        change(&request)
        return try Planner(request).plan(on: connection)
    }

    /// Plans one export from its text.
    @discardableResult
    func plan(
        text: String, _ job: Job? = nil, _ change: (inout PlanRequest) -> Void = { _ in }
    ) throws -> StoredPlan {
        try plan([write(text)], job, change)
    }

    /// `id state: reason` of every item of a run.
    func items(of run: Int64) throws -> [String] {
        try connection.all(
            "SELECT shipment_id, state, reason FROM item WHERE run = ? ORDER BY no", run
        ) { "\($0.text(0)) \($0.text(1)): \($0.text(2))" }
    }

    var runCount: Int64 { (try? connection.first("SELECT count(*) FROM run") { $0.int(0) }) ?? 0 }
}

/// What a closure ends with instead of a value.
func problem(_ body: () throws -> Void) -> Problem? {
    do { try body() } catch {
        return error as? Problem ?? (error as? AlreadyPlanned)?.problem
            ?? Problem(.internal, "\(error)")
    }
    return nil
}
