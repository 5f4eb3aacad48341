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
    let provider: ProviderName
    let sandbox: SandboxServer
    var program: BuiltProgram

    var folder: URL { scratch.url }

    init(
        items: Int, provider: ProviderName = .shipStation, faults: String = "",
        pace: String = "perSecond: 400", job: String = "", generated: Int = 0,
        slow: Int64 = 300
    ) throws {
        self.provider = provider
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
        try write("rescind.json5", Self.job(provider, sandbox, pace, job))
        try write("export.csv", Self.export(items, provider))
    }

    deinit { sandbox.stop() }

    func write(_ name: String, _ text: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    private static func job(
        _ provider: ProviderName, _ sandbox: SandboxServer, _ pace: String, _ more: String
    ) -> String {
        let token = sandbox.tokenURL(provider).map { "tokenURL: \"\($0)\"," } ?? ""
        return """
            {
              accounts: { store: {
                provider: "\(provider.rawValue)", \(credentials(provider))
                baseURL: "\(sandbox.baseURL(provider))", \(token)
                concurrency: 8, \(pace), lookEvery: "50ms", timeout: "2s",
              } },
              rules: { due: { "all of them": "status = 'pending'" } },
              limits: { items: 100000, share: "100%", failures: "100%" },
              accept: { refused: "100%", not_found: "100%", failed: "100%" },
              \(more)
            }
            """
    }

    private static func credentials(_ provider: ProviderName) -> String {
        guard provider == .amazonShipping else { return "apiKey: \"env:KEY\"," }
        return """
            clientID: "amzn1.client", clientSecret: "env:KEY", refreshToken: "env:KEY",
            businessID: "AmazonShipping_US",
            """
    }

    static func id(_ number: Int, _ provider: ProviderName) -> String {
        provider == .amazonShipping ? "amzn1.sid.\(number)" : "se-\(number)"
    }

    private static func export(_ items: Int, _ provider: ProviderName) -> String {
        var text = "shipment_id,status,created_at,cost,currency\n"
        for number in 1...max(1, items) {
            text += "\(id(number, provider)),pending,2026-11-01T00:00:00Z,1.25,USD\n"
        }
        return text
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
