// SPDX-License-Identifier: MIT

import CommandLine
import Execution
import Formats
import Model

/// What an apply came to, for people and for programs.
struct Recap: Sendable {
    let run: Int64
    let states: [ItemState: Int64]
    /// Those of them that a person has closed.
    var closed: [ItemState: Int64] = [:]
    var accounts: [(account: String, states: [ItemState: Int64])] = []
    let ending: RunEnding
    let requests: Int64
    let retries: Int64
    /// One of those in doubt, for the command that closes it.
    var doubtful: String?
    var milliseconds: Int64 = 0

    func finish(_ output: Output, nothingLeft: Bool = false) -> Finish {
        var facts = FactSheet()
        if nothingLeft { facts.add("Run \(run)", "nothing left to send") }
        facts.add(states, closed: closed)
        if let stopped = ending.stopped { facts.add("Stopped", Line(stopped)) }
        let signal = ending.signal.map { "\(128 + $0): ended by \(signalName($0))" }
        facts.add(
            "Ended",
            Line(signal ?? "\(ending.exit.rawValue): \(ending.exit.meaning) \(advice)"))
        for (place, next) in nextCommands.enumerated() {
            facts.add(place == 0 ? "Next" : "Or", Line(Rehearsal.named(next), .strong))
        }
        let lines = byAccount(output.columns) + facts.lines(columns: output.columns)
        if let signal = ending.signal {
            return Finish(signal: signal, run: Int(run), members: members, lines: lines)
        }
        return Finish(ending.exit, run: Int(run), members: members, lines: lines)
    }

    /// One line an account where there are several: where its items are.
    private func byAccount(_ columns: Int?) -> [Line] {
        guard accounts.count > 1 else { return [] }
        let found = ItemState.allCases.filter { state in
            accounts.contains { $0.states[state, default: 0] > 0 }
        }
        var table = TextTable(
            [Column("Account")] + found.map { Column($0.title, .right) })
        for (account, states) in accounts {
            table.add([Line(account)] + found.map { Line(grouped(states[$0, default: 0])) })
        }
        return table.lines(columns: columns) + [Line()]
    }

    private var advice: String { ending.exit == .done ? "" : ending.exit.advice }

    /// What can be typed now, the likeliest first.
    private var nextCommands: [String] {
        if ending.signal != nil { return ["rescind apply \(run)"] }
        switch ending.exit {
        case .stopped, .storage: return ["rescind apply \(run)"]
        case .doubt:
            return [
                "rescind apply \(run)",
                "rescind resolve \(run) \(shellQuoted([doubtful ?? "ID"]))"
                    + " --as cancelled|not-cancelled --reason TEXT",
            ]
        case .done where states[.accepted, default: 0] > closed[.accepted, default: 0]:
            return ["rescind confirm \(run)"]
        case .usage: return ["rescind check", "rescind apply \(run)"]
        case .done, .refusals: return ["rescind report \(run)"]
        default: return []
        }
    }

    /// The members of the contract: states, requests, retries, stopped, duration.
    var members: [JSON.Member] {
        [
            JSON.Member("states", states.json),
            JSON.Member("requests", .number(String(requests))),
            JSON.Member("retries", .number(String(retries))),
            JSON.Member("stopped", ending.stopped.map { .string($0) } ?? .null),
            JSON.Member("duration_ms", .number(String(milliseconds))),
        ]
    }
}

extension [ItemState: Int64] {
    /// Counts by state, only those that occur.
    var json: JSON.Value {
        .object(
            ItemState.allCases.compactMap { state in
                let count = self[state, default: 0]
                return count == 0 ? nil : JSON.Member(state.rawValue, .number(String(count)))
            })
    }
}

extension RunEnding {
    var members: [JSON.Member] {
        [
            JSON.Member("status", .string(status.rawValue)),
            JSON.Member("exit", .number(String(exit.rawValue))),
            JSON.Member("stopped", stopped.map { .string($0) } ?? .null),
        ]
    }
}
