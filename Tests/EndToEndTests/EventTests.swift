// SPDX-License-Identifier: MIT

import Formats
import Foundation
import Testing

/// What `--log json` tells a collector.
@Suite(.serialized) struct EventTests {
    private func events(_ messages: String) throws -> [JSON.Value] {
        try messages.split(separator: "\n").map { try JSON.parse(Array($0.utf8)) }
    }

    @Test func `a night is told event by event, each one object on one line`() throws {
        let stage = try NightStage(accounts: 3)
        try stage.export(1, rows: 2)
        try stage.export(2, rows: 3)
        let night = try stage.night("--log", "json", "--wait", "5s")
        let events = try events(night.messages)
        for event in events {
            for member in ["time", "level", "command", "event", "message"] {
                #expect(event[member]?.string != nil, "\(member) of \(event)")
            }
            #expect(event["command"]?.string == "run")
        }
        let told = events.compactMap { $0["event"]?.string }
            .filter { $0 != "progress" && $0 != "message" }
        #expect(
            told == [
                "planned", "left_out", "apply_began", "account", "account", "apply_ended",
                "confirmed", "report", "ended",
            ])
        #expect(
            events.filter { $0["event"]?.string == "account" }.map { $0["account"]?.string }
                == ["shop-01", "shop-02"])
        #expect(events.last?["exit"]?.int == 6)
        #expect(events.last?["summary"]?.array?.count == 3)
        try expectDocumented(events)
    }

    @Test func `a night that cannot begin ends with an event too`() throws {
        let stage = try NightStage(accounts: 1)
        let night = try stage.night("nowhere.csv", "--log", "json")
        let events = try events(night.messages)
        let names = events.compactMap { $0["event"]?.string }
        #expect(names.contains("ended") && names.contains("problem"))
        #expect(
            events.first { $0["event"]?.string == "problem" }?["code"]?.string
                == "export_missing")
    }

    /// Every event and each of its members stands in the table of samples/README.md.
    private func expectDocumented(_ events: [JSON.Value]) throws {
        let readme = try Repository.text("samples/README.md")
        let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `") }
        for event in events {
            let name = event["event"]?.string ?? ""
            let row = try #require(rows.first { $0.hasPrefix("| `\(name)`") }, "\(name)")
            let known = Set(
                row.split(whereSeparator: { "| `".contains($0) }).map(String.init)
                    + ["time", "level", "command", "event", "message"])
            for member in event.members ?? [] {
                #expect(known.contains(member.name), "\(name): \(member.name)")
            }
        }
    }
}
