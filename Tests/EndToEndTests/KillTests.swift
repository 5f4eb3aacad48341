// SPDX-License-Identifier: MIT

import Foundation
import Model
import SQLite
import Sandbox
import Testing

/// Real processes, real kills, a real server that keeps its own record.
@Suite(.serialized) struct KillTests {
    @Test(arguments: [
        "", "reset-before=0.05,reset-after=0.05", "500=0.05,slow=0.02,truncated=0.03",
    ])
    func `killed again and again, nothing is lost and nothing happens twice`(
        faults: String
    ) throws {
        let stage = try Stage(items: 150, faults: faults)
        #expect(try stage.program.run("plan", "export.csv").status == 0)
        var kills = 0
        while kills < 12 {
            let running = try stage.program.start(["apply", "last", "--yes"])
            usleep(UInt32.random(in: 20_000...250_000))
            guard running.process.isRunning else {
                _ = running.wait()
                break
            }
            running.send(SIGKILL)
            _ = running.wait()
            kills += 1
        }
        stage.sandbox.setFaults(.none)
        for _ in 0..<6 where try open(stage) > 0 {
            _ = try stage.program.run("apply", "last", "--yes")
        }
        #expect(try open(stage) == 0)
        try compare(stage)
    }

    /// What apply could still do something about: an item whose attempts are used up is left to
    /// a person.
    private func open(_ stage: Stage) throws -> Int {
        try stage.query(
            """
            SELECT count(*) FROM items WHERE state IN ('planned', 'sending')
            OR state = 'in_doubt' AND attempts < 4
            """
        ) { Int($0.int(0)) }.reduce(0, +)
    }

    /// Two independent records: the program's and the server's.
    private func compare(_ stage: Stage) throws {
        let recorded = try stage.query(
            "SELECT url, purpose, count(*) FROM exchanges GROUP BY 1, 2"
        ) { (url: $0.text(0), purpose: $0.text(1), count: Int($0.int(2))) }
        let journal = stage.sandbox.journal()
        for purpose in ["cancel", "look"] {
            for (id, seen) in counts(journal, purpose) {
                let written = recorded.filter { $0.purpose == purpose && $0.url.holds(id) }
                    .reduce(0) { $0 + $1.count }
                #expect(seen <= written, "\(purpose) of \(id): \(seen) seen, \(written) recorded")
            }
        }
        var effects: [String: Int] = [:]
        for effect in journal.flatMap(\.effects) where effect.kind == .cancelled {
            effects[effect.id, default: 0] += 1
        }
        #expect(effects.values.allSatisfy { $0 == 1 })
        let cancelled = try stage.query(
            "SELECT shipment_id FROM items WHERE state IN ('cancelled', 'already_cancelled')"
        ) { $0.text(0) }
        // What was cancelled for good is called so; what is in doubt may have been.
        #expect(Set(cancelled).isSubset(of: effects.keys))
        let doubt = try stage.query(
            "SELECT shipment_id FROM items WHERE state = 'in_doubt'"
        ) { $0.text(0) }
        #expect(Set(effects.keys).subtracting(cancelled).isSubset(of: doubt))
        try noBlindRepeats(stage)
    }

    private func counts(_ journal: [JournalEntry], _ purpose: String) -> [String: Int] {
        journal.reduce(into: [:]) { counts, entry in
            if entry.purpose?.rawValue == purpose { counts[entry.subject ?? "", default: 0] += 1 }
        }
    }

    /// No cancel follows a cancel that may have taken effect without a look between them.
    private func noBlindRepeats(_ stage: Stage) throws {
        var doubtful: Set<String> = []
        let exchanges = try stage.query(
            "SELECT shipment_id, purpose, status, error, response_headers FROM exchanges ORDER BY id"
        ) {
            (
                id: $0.text(0), purpose: $0.text(1), status: $0.intOrNil(2), error: $0.text(3),
                headers: $0.text(4)
            )
        }
        for exchange in exchanges {
            if exchange.purpose == "look" {
                if exchange.status == 200 { doubtful.remove(exchange.id) }
            } else {
                #expect(!doubtful.contains(exchange.id), "\(exchange.id) repeated blindly")
                let known =
                    exchange.status == 429 || exchange.error.contains("before it was sent")
                    || exchange.error.hasPrefix("connection_refused")
                if !known { doubtful.insert(exchange.id) }
            }
        }
    }
}

extension String {
    /// Whether an address is about this shipment.
    fileprivate func holds(_ id: String) -> Bool { hasSuffix("/\(id)") || contains("/\(id)/") }
}
