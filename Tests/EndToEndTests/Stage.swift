// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import SQLite
import Sandbox

/// A folder that goes when nobody uses it any more.
final class ScratchFolder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appending(path: "rescind-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

/// A folder with a job and an export, and a sandbox that plays the provider.
final class Stage {
    let scratch: ScratchFolder
    let sandbox: SandboxServer
    var program: BuiltProgram

    var folder: URL { scratch.url }

    init(
        items: Int, faults: String = "", pace: String = "perSecond: 400", job: String = "",
        generated: Int = 0, slow: Int64 = 300
    ) throws {
        scratch = try ScratchFolder()
        var options = SandboxOptions()
        options.rateScale = nil
        options.acceptsUnknown = true
        options.generated = generated
        options.faults = try Faults(faults)
        options.slowMilliseconds = slow
        sandbox = try SandboxServer(options)
        program = BuiltProgram(
            folder: scratch.url, scratch: scratch, environment: ["KEY": "sesame-open-up"])
        try write("rescind.json5", Self.job(sandbox.baseURL(.shipStation), pace, job))
        try write("export.csv", Self.export(items))
    }

    deinit { sandbox.stop() }

    func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static func job(_ address: String, _ pace: String, _ more: String) -> String {
        """
        {
          accounts: { store: {
            provider: "shipstation", apiKey: "env:KEY", baseURL: "\(address)",
            concurrency: 8, \(pace), lookEvery: "50ms", timeout: "2s",
          } },
          rules: { due: { "all of them": "status = 'pending'" } },
          limits: { items: 100000, share: "100%", failures: "100%" },
          accept: { refused: "100%", not_found: "100%", failed: "100%" },
          \(more)
        }
        """
    }

    private static func export(_ items: Int) -> String {
        (1...max(1, items)).reduce("shipment_id,status,created_at,cost,currency\n") {
            $0 + "se-\($1),pending,2026-11-01T00:00:00Z,1.25,USD\n"
        }
    }

    /// What the record says, read as any other program would.
    func query<Read>(_ sql: String, _ read: (borrowing Row) throws -> Read) throws -> [Read] {
        let connection = try Connection.reader(folder.appending(path: "audit.db").path)
        return try connection.all(sql, row: read)
    }

    func states() throws -> [String: Int] {
        let pairs = try query("SELECT state, count(*) FROM items GROUP BY 1") {
            ($0.text(0), Int($0.int(1)))
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The members of a `--json` answer.
    static func json(_ ended: BuiltProgram.Ended) throws -> JSON.Value {
        try JSON.parse(Array(ended.output.utf8))
    }
}
