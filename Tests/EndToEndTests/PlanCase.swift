// SPDX-License-Identifier: MIT

import Formats
import Foundation
import SQLite
import Testing

/// One sentence of what is promised of exports, columns, rules and plans, as a person would try it.
struct PlanCase: CustomTestStringConvertible, Sendable {
    /// What the program must come to.
    enum Ending: Sendable {
        /// A plan with these counts; what is not named must be none.
        case plan([String: Int])
        /// A plan that is stored and may not be sent.
        case blocked
        /// Nothing is stored.
        case refused(Int32)
    }

    let sentence: String
    var files: [(name: String, bytes: [UInt8])]
    var due = "status = 'pending'"
    /// Members of `rules.hold`.
    var hold = ""
    /// Members of the job beside its accounts and its rules.
    var job = ""
    var provider = "shipstation"
    var words: [String] = []
    let ending: Ending
    /// What the answer, a message or the reason of an item must say.
    var says: [String] = []

    var testDescription: String { sentence }

    /// A CSV of these lines.
    static func csv(_ lines: String...) -> [(name: String, bytes: [UInt8])] {
        [("export.csv", Array(lines.map { $0 + "\n" }.joined().utf8))]
    }

    /// A file of exactly this text.
    static func file(_ name: String, _ text: String) -> (name: String, bytes: [UInt8]) {
        (name, Array(text.utf8))
    }

    private static let credentials = [
        "shipstation": "apiKey: \"env:KEY\"",
        "sendcloud-returns": "publicKey: \"env:KEY\", secretKey: \"env:KEY\"",
        "sorted-pro": "apiKey: \"env:KEY\", apiVersion: \"1\"",
        "microsoft-hardware":
            "tenantID: \"t\", clientID: \"c\", clientSecret: \"env:KEY\"",
        "amazon-shipping":
            "clientID: \"c\", clientSecret: \"env:KEY\", refreshToken: \"env:KEY\", businessID: \"AmazonShipping_US\"",
    ]

    private var jobText: String {
        """
        {
          accounts: { store: { provider: "\(provider)", \(Self.credentials[provider] ?? "") } },
          rules: { due: { all: "\(due.replacing("\"", with: "\\\""))" }\(hold.isEmpty ? "" : ", hold: { \(hold) }") },
          \(job)
        }
        """
    }

    /// Plans in a folder of its own, and holds what comes of it against what was promised.
    func check() throws {
        let scratch = try ScratchFolder()
        for (name, bytes) in files + [Self.file("rescind.json5", jobText)] {
            try Data(bytes).write(to: scratch.url.appending(path: name))
        }
        let program = BuiltProgram(
            folder: scratch.url, scratch: scratch, environment: ["KEY": "sesame"])
        let names =
            words.contains { $0.hasSuffix(".csv") && !$0.hasPrefix("-") } ? [] : [files[0].name]
        let ended = try program.start(["plan"] + names + words + ["--json"]).wait()
        var said = ended.output + ended.messages
        switch ending {
        case .refused(let status):
            #expect(ended.status == status, "\(said)")
            #expect(try stored(scratch.url) == [])
        case .blocked:
            #expect(ended.status == 6, "\(said)")
            #expect(try stored(scratch.url) == ["blocked"])
        case .plan(let counts):
            try #require(ended.status == 0, "\(said)")
            said += try reasons(scratch.url)
            let answer = try Stage.json(ended)
            let found = Self.states.compactMap { state in
                answer[state]?.int.flatMap { $0 == 0 ? nil : (state, $0) }
            }
            #expect(Dictionary(uniqueKeysWithValues: found) == counts, "\(said)")
        }
        let unsaid = says.filter { !said.contains($0) }
        #expect(unsaid == [], "\(said)")
    }

    private static let states = [
        "planned", "held", "excluded", "settled", "duplicate", "unreadable",
    ]

    private func stored(_ folder: URL) throws -> [String] {
        let path = folder.appending(path: "audit.db").path
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try Connection.reader(path).all("SELECT status FROM runs") { $0.text(0) }
    }

    private func reasons(_ folder: URL) throws -> String {
        try Connection.reader(folder.appending(path: "audit.db").path)
            .all("SELECT state || ': ' || reason FROM items ORDER BY line") { $0.text(0) }
            .joined(separator: "\n")
    }
}
