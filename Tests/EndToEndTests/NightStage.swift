// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox

/// A night of many accounts from one `defaults` block, with a sandbox that knows their keys.
final class NightStage {
    let scratch: ScratchFolder
    let program: BuiltProgram
    let names: [String]
    private(set) var sandbox: SandboxServer
    private let options: SandboxOptions

    var folder: URL { scratch.url }

    /// `revoked` accounts have a key the provider no longer takes.
    init(accounts: Int = 2, revoked: Set<Int> = [], pace: Int = 400, job: String = "") throws {
        scratch = try ScratchFolder()
        program = BuiltProgram(folder: scratch.url, scratch: scratch)
        names = (1...accounts).map { "shop-\($0 < 10 ? "0" : "")\($0)" }
        var options = SandboxOptions()
        options.rateScale = nil
        options.acceptsUnknown = true
        options.credentials = names.enumerated().filter { !revoked.contains($0.offset + 1) }.map {
            SandboxCredential(.shipStation, name: $0.element, fields: ["apiKey": "k-\($0.element)"])
        }
        sandbox = try SandboxServer(options)
        options.port = Self.port(sandbox)
        self.options = options
        try FileManager.default.createDirectory(
            at: folder.appending(path: "in"), withIntermediateDirectories: true)
        for name in names {
            try write("keys-\(name)", "k-\(name)\n")
        }
        try write("rescind.json5", self.job(pace, job))
    }

    deinit { sandbox.stop() }

    private static func port(_ sandbox: SandboxServer) -> UInt16 {
        sandbox.address.split(separator: ":").last.flatMap { UInt16($0) } ?? 0
    }

    private func job(_ pace: Int, _ more: String) -> String {
        let address = sandbox.address + "/shipstation@{account}"
        return """
            {
              defaults: { shipstation: {
                apiKey: "file:keys-{account}", exports: "in/{account}-*.csv",
                baseURL: "\(address)", perSecond: \(pace), concurrency: 8,
                lookEvery: "50ms", timeout: "2s",
              } },
              accounts: { \(names.map { "\"\($0)\": { provider: \"shipstation\" }" }
                .joined(separator: ", ")) },
              rules: { due: { "all of them": "status = 'pending'" } },
              notify: "cat > told.json",
              \(more.isEmpty ? "limits: { items: 100000, share: \"100%\" }" : more)
            }
            """
    }

    /// The provider goes away, and comes back where it was.
    func takeProviderDown() { sandbox.stop() }
    func bringProviderBack() throws { sandbox = try SandboxServer(options) }
}

// MARK: Files
extension NightStage {
    func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
    }

    /// An export of so many pending shipments, made by the account's shop just now.
    func export(_ account: Int, rows: Int, night: Int = 1) throws {
        let name = names[account - 1]
        let lines = (0..<rows).map {
            "se-\(name)-\(night)-\($0),pending,2026-11-01T00:00:00Z,1.25,USD\n"
        }
        try write(
            "in/\(name)-\(night).csv",
            "shipment_id,status,created_at,cost,currency\n" + lines.joined())
    }

    func exportAll(rows: Int) throws {
        for account in 1...names.count { try export(account, rows: rows) }
    }

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
    }

    func json(_ name: String) throws -> JSON.Value {
        try JSON.parse([UInt8](try Data(contentsOf: folder.appending(path: name))))
    }
}

// MARK: A night, and what it left
extension NightStage {
    struct Ended {
        let status: Int32
        let answer: JSON.Value
        let messages: String

        /// The three lines.
        var summary: [String] { answer["summary"]?.array?.compactMap(\.string) ?? [] }
        /// What a person must look at.
        var look: String { summary.count == 3 ? summary[1] : "" }
        var run: Int { answer["run"]?.int ?? 0 }
    }

    func night(_ words: String...) throws -> Ended {
        try Self.ended(program.start(["run", "--yes", "--json"] + words))
    }

    static func ended(_ running: BuiltProgram.Running) throws -> Ended {
        let ended = running.wait()
        return Ended(
            status: ended.status, answer: try Stage.json(ended), messages: ended.messages)
    }

    /// What finance finds in the morning: the report's verdict and how the shipments ended.
    func morning(_ run: Int) throws -> (verdict: String?, ends: [String: Int]) {
        let summary = try json("reports/run-\(run)/summary.json")
        let ends = (summary["planned_ends"]?.members ?? []).compactMap { member in
            member.value.int.map { (member.name, $0) }
        }
        return (
            summary["verdict"]?.string, Dictionary(ends, uniquingKeysWith: { $1 })
        )
    }

    /// How often each shipment was really cancelled, by the provider's own record.
    func cancellations() -> [String: Int] {
        sandbox.journal().flatMap(\.effects).filter { $0.kind == .cancelled }
            .reduce(into: [:]) { $0[$1.id, default: 0] += 1 }
    }

    func query<Read>(_ sql: String, _ read: (borrowing Row) throws -> Read) throws -> [Read] {
        let connection = try Connection.reader(folder.appending(path: "audit.db").path)
        return try connection.all(sql, row: read)
    }

    var runs: Int {
        get throws { try query("SELECT count(*) FROM runs") { Int($0.int(0)) }.first ?? 0 }
    }
}
