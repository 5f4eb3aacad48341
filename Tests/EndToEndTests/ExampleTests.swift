// SPDX-License-Identifier: MIT

import Foundation
import Model
import Sandbox
import Testing

/// Every example of every `help VERB`, run by a shell as it stands; only run 42 is run 1 here.
@Suite(.serialized) struct ExampleTests {
    @Test func `the examples of the help can be typed as they stand`() throws {
        let sandbox = try SandboxServer(Self.provider)
        defer { sandbox.stop() }
        let examples = try Self.examples()
        #expect(examples.count > 40)
        for example in examples { try run(example, sandbox) }
    }

    private static var provider: SandboxOptions {
        var options = SandboxOptions()
        options.rateScale = nil
        options.acceptsUnknown = true
        options.generated = 3
        return options
    }

    /// The command lines under `Examples`, of every verb the manual page has.
    private static func examples() throws -> [String] {
        let scratch = try ScratchFolder()
        let shell = ShellLine(folder: scratch.url)
        let verbs = try shell.run("rescind man").output.split(separator: "\n")
            .filter { $0.hasPrefix(".SS ") }
            .map { $0.dropFirst(4).replacing("\"", with: "") }
        return try verbs.flatMap { verb in
            // One that was broken for the screen is put together.
            try shell.run("rescind help \(verb)").output.replacing(" \\\n", with: " ")
                .split(separator: "\n").drop { $0 != "Examples" }
                .map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { $0.hasPrefix("rescind ") }
        }
    }

    private func run(_ example: String, _ sandbox: SandboxServer) throws {
        let scratch = try ScratchFolder()
        let shell = ShellLine(folder: scratch.url, environment: ["KEY": "sesame"])
        let verb = example.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let ready = try shell.run(Self.preparation(verb, sandbox.baseURL(.shipStation)))
        #expect(ready.status == 0, "\(ready.output)")
        let line = example.replacing(#/ 42\b/#, with: " 1")
        // Otherwise it tells the command and its whole group: twice, and the second ends it at once.
        var ended = try shell.run(
            verb == "sandbox" ? "timeout --foreground --preserve-status -s TERM 3 \(line)" : line)
        // Nobody sits at a terminal here.
        if ended.output.contains("nobody can be asked") { ended = try shell.run(line + " --yes") }
        #expect(Self.fits(ended.status, verb, ended.output), "\(example)\n\(ended.output)")
    }

    /// Another person must approve, a credit of this folder is unexpected, a month may not be over.
    private static func fits(_ status: Int32, _ verb: String, _ output: String) -> Bool {
        switch (verb, status) {
        case ("approve", 6), ("reconcile", 9), (_, 0): true
        case ("statement", 2): output.contains("is not over")
        default: false
        }
    }

    /// The files the examples name, and what must have happened before the verb.
    private static func preparation(_ verb: String, _ address: String) -> String {
        let limits = verb == "approve" ? "items: 1, share: '100%'" : "share: '100%'"
        let job = """
            { accounts: { "us-store": {
                provider: "shipstation", apiKey: "env:KEY", baseURL: "\(address)",
                perSecond: 400, lookEvery: "50ms", exports: "samples/*.csv" } },
              rules: { due: { all: "status = 'pending' AND reference <> ''" } }, limits: { \(limits) } }
            """
        let header = "shipment_id,status,created_at,cost,currency,order_number,tracking_number"
        return """
            set -e; mkdir -p samples in/us-store
            cat >rescind.json5 <<'END'
            \(job)
            END
            { echo '\(header)'
              echo 'se-28529731,pending,2026-09-01,1.25,USD,A-1,1Z999AA10123456784'
              echo 'se-28529732,pending,2026-09-01,1.25,USD,A-2,'; } >samples/pending.csv
            { echo '\(header)'
              echo 'se-28529731,cancelled,2026-09-01,1.25,USD,A-1,1Z999AA10123456784'
              echo 'se-28529732,cancelled,2026-09-01,1.25,USD,A-2,'; } >in/us-store/pending-later.csv
            touch -d '10 minutes ago' samples/pending.csv
            printf 'reference\nA-1\nA-2\n' >these.csv
            printf 'shipment_id,amount,currency,credited_at,invoice\nse-28529731,1.25,USD,2026-11-02,I-1\n' >refunds.csv
            echo 'it never left' >mail.eml
            \(before(verb))
            """
    }

    private static func before(_ verb: String) -> String {
        switch verb {
        case "init", "check", "fetch", "preview", "plan", "run", "providers", "sandbox", "help",
            "completions", "man":
            ""
        case "approve", "apply", "abandon", "stop":
            "rescind plan samples/pending.csv || test $? = 6"
        default:
            """
            rescind run samples/pending.csv --yes --wait 5s
            cp audit.db.checkpoints anchored.checkpoints; cp data/rescind/keys/*.pub rescind.pub
            """
        }
    }
}
