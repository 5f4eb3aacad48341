// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Model
import Sandbox
import Testing

extension Stage {
    /// A job with an account at each provider of the sandbox, named after it.
    ///
    /// - Parameter ending: what is put behind an account's base address.
    func jobOfEveryProvider(_ ending: (ProviderName) -> String = { _ in "" }) -> String {
        let accounts = ProviderName.allCases.map { name in
            let token = sandbox.tokenURL(name).map { "tokenURL: \"\($0)\"," } ?? ""
            return """
                "\(name.rawValue)": { provider: "\(name.rawValue)", \(Self.fields[name] ?? ""),
                    baseURL: "\(sandbox.baseURL(name))\(ending(name))", \(token) perSecond: 400 }
                """
        }
        return """
            { accounts: { \(accounts.joined(separator: ",\n")) },
              rules: { due: { "all of them": "id <> ''" } } }
            """
    }

    private static let fields: [ProviderName: String] = [
        .shipStation: "apiKey: \"env:KEY\"",
        .amazonShipping: """
        clientID: "c", clientSecret: "env:KEY", refreshToken: "env:KEY",
        businessID: "AmazonShipping_US"
        """,
        .sendcloudReturns: "publicKey: \"env:KEY\", secretKey: \"env:KEY\"",
        .sortedPro: "apiKey: \"env:KEY\", apiVersion: \"1\"",
        .microsoftHardware: "tenantID: \"tenant\", clientID: \"c\", clientSecret: \"env:KEY\"",
    ]

    /// Lets somebody else cancel the oldest shipment of ShipStation that can be cancelled.
    func cancelTheOldestAtTheProvider() throws {
        let export = try curl("\(sandbox.address)/_/export/shipstation.ndjson")
        let rows = try export.output.split(separator: "\n").map { try JSON.parse(Array($0.utf8)) }
        let oldest = rows.sorted {
            ($0["created_at"]?.string ?? "") < ($1["created_at"]?.string ?? "")
        }
        let isDone = try oldest.prefix(50).compactMap { $0["id"]?.string }.contains { id in
            let url = "\(sandbox.baseURL(.shipStation))/v2/shipments/\(id)/cancel"
            return try curl("-X", "PUT", "-H", "api-key: other", "-d", "", url).status == 0
        }
        #expect(isDone, "\(rows.count) rows")
    }

    private func curl(_ words: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/curl")
        process.arguments = ["-sf"] + words
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
