// SPDX-License-Identifier: MIT

import CommandLine
import Formats
import Model
import Sandbox
import Testing

private let second: Int64 = 1000
private let minute = 60 * second
private let hour = 60 * minute
private let day = 24 * hour

/// What a provider does after a cancel, and what confirm makes of it as time goes by.
struct ConfirmCase: Sendable, CustomTestStringConvertible {
    struct Look: Sendable {
        /// Milliseconds since the cancel.
        let after: Int64
        let state: String
        let isConfirmed: Bool
        let exit: ExitCode
        var code: String?
        /// What `confirm` counts besides.
        var counted: Set<String> = []
    }

    let testDescription: String
    let item: SandboxItem
    var settling = 3 * day
    let looks: [Look]

    init(
        _ name: String, _ item: SandboxItem, settling: Int64 = 3 * day, _ looks: Look...
    ) {
        testDescription = name
        self.item = item
        self.settling = settling
        self.looks = looks
    }

    private static func item(
        _ provider: ProviderName, _ scenario: Scenario = .normal
    ) -> SandboxItem {
        let (id, status) =
            switch provider {
            case .shipStation: ("se-1", "pending")
            case .amazonShipping: ("amzn1.sid.87906797000000.100", "purchased")
            case .sendcloudReturns: ("1751000", "announced")
            case .sortedPro: ("sp_00792815000000000000100000000000", "allocated")
            case .microsoftHardware:
                (
                    "14461751976964157/1152921504621467613/1152921504606978421",
                    "microsoftApproval"
                )
            }
        return SandboxItem(provider, id, status: status, scenario: scenario)
    }

    static let all: [ConfirmCase] = [
        ConfirmCase(
            "ShipStation shows it cancelled", item(.shipStation),
            Look(after: 6 * second, state: "cancelled", isConfirmed: true, exit: .done)),
        ConfirmCase(
            "ShipStation said cancelled and shows it open", item(.shipStation, .ignore),
            Look(
                after: 6 * second, state: "cancelled", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 16 * minute, state: "in_doubt", isConfirmed: false, exit: .doubt,
                code: "pending", counted: ["failed", "overdue"])),
        ConfirmCase(
            "Sorted is cancelling for an hour's third", item(.sortedPro), settling: 60 * minute,
            Look(
                after: 6 * second, state: "cancelled", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(after: 21 * minute, state: "cancelled", isConfirmed: true, exit: .done)),
        ConfirmCase(
            "Sorted goes back to its old state", item(.sortedPro, .fail), settling: 60 * minute,
            Look(
                after: 21 * minute, state: "cancelled", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 61 * minute, state: "in_doubt", isConfirmed: false, exit: .doubt,
                code: "allocated", counted: ["failed", "overdue"])),
        ConfirmCase(
            "Sorted never comes to an end", item(.sortedPro, .stuck),
            Look(
                after: 59 * minute, state: "cancelled", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 61 * minute, state: "cancelled", isConfirmed: false, exit: .overdue,
                counted: ["overdue"])),
        ConfirmCase(
            "Sendcloud's carrier takes three days", item(.sendcloudReturns),
            Look(
                after: 2 * minute, state: "accepted", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 2 * day, state: "accepted", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(after: 3 * day + hour, state: "cancelled", isConfirmed: true, exit: .done)),
        ConfirmCase(
            "Sendcloud's carrier refuses after three days", item(.sendcloudReturns, .fail),
            Look(
                after: 2 * day, state: "accepted", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 3 * day + hour, state: "refused", isConfirmed: false, exit: .refusals,
                code: "cancellation-failed", counted: ["failed"])),
        ConfirmCase(
            "Sendcloud's carrier never answers", item(.sendcloudReturns, .stuck),
            Look(
                after: 13 * day, state: "accepted", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 14 * day + minute, state: "accepted", isConfirmed: false, exit: .overdue,
                counted: ["overdue"]),
            Look(
                after: 20 * day, state: "accepted", isConfirmed: false, exit: .overdue,
                counted: ["overdue"])),
        ConfirmCase(
            "Microsoft has no word for it", item(.microsoftHardware),
            Look(
                after: 1 * day, state: "accepted", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 4 * day, state: "accepted", isConfirmed: false, exit: .done,
                counted: ["not_confirmable"])),
        ConfirmCase(
            "Microsoft's removal came to nothing", item(.microsoftHardware, .fail), settling: day,
            Look(
                after: 2 * day, state: "accepted", isConfirmed: false, exit: .done,
                counted: ["open"]),
            Look(
                after: 4 * day, state: "refused", isConfirmed: false, exit: .refusals,
                counted: ["failed"])),
        ConfirmCase(
            "Amazon has nothing to look at", item(.amazonShipping),
            Look(
                after: 1 * day, state: "cancelled", isConfirmed: false, exit: .done,
                counted: ["not_confirmable"])),
    ]
}

/// Confirming over real HTTP, days in a moment.
@Suite(.serialized) struct ConfirmTests {
    private static let counters = ["open", "overdue", "not_confirmable", "failed"]

    @Test(arguments: ConfirmCase.all)
    func `accepted is not cancelled until the provider shows it`(_ one: ConfirmCase) async throws {
        let stage = try TravelStage(one.item, settling: one.settling)
        try await stage.cancel()
        #expect(stage.cancels == 1)
        var passed: Int64 = 0
        for look in one.looks {
            stage.clock.travel(milliseconds: look.after - passed)
            passed = look.after
            let finish = try await stage.perform("confirm", "--all")
            let standing = try #require(try stage.standing())
            #expect(finish.ending == .code(look.exit))
            #expect(standing.state == look.state)
            #expect(standing.isConfirmed == look.isConfirmed)
            if let code = look.code { #expect(standing.code == code) }
            for name in Self.counters {
                let count = finish.members.first { $0.name == name }?.value.int
                #expect(count == (look.counted.contains(name) ? 1 : 0), "\(name)")
            }
        }
        // Looking never sends a cancel, whatever it sees.
        #expect(stage.cancels == 1)
    }

    @Test func `an overdue item is named with the day its time ended`() async throws {
        let stage = try TravelStage(
            SandboxItem(.sendcloudReturns, "1751000", status: "announced", scenario: .stuck),
            settling: day)
        let asked = stage.clock.now
        try await stage.cancel()
        stage.clock.travel(milliseconds: 15 * day)
        let finish = try await stage.perform("confirm", "last")
        let items = finish.members.first { $0.name == "overdue_items" }?.value.array ?? []
        #expect(items.map { $0["shipment_id"]?.string } == ["1751000"])
        let since = try #require(items.first?["since"]?.string.flatMap(Timestamp.init))
        #expect((since.milliseconds - asked.milliseconds) / day == 14)
        let screen = finish.lines.map(\.text).joined(separator: "\n")
        #expect(screen.contains("1751000"))
        #expect(screen.contains("\(since.day)"))
        #expect(screen.contains("rescind resolve 1 1751000"))
    }

    /// How many looks Sendcloud's pauses make of an invocation every half hour, counted by hand.
    @Test func `pauses grow, and are remembered between invocations`() async throws {
        let stage = try TravelStage(
            SandboxItem(.sendcloudReturns, "1751000", status: "announced", scenario: .stuck),
            settling: day)
        try await stage.cancel()
        let pauses = [minute, 5 * minute, 15 * minute, hour, 4 * hour, 12 * hour]
        var (looks, last) = (0, Int64(0))
        for turn in 1...60 as ClosedRange<Int64> {
            stage.clock.travel(milliseconds: 30 * minute)
            try await stage.perform("confirm", "--all")
            if turn * 30 * minute - last >= pauses[min(looks, pauses.count - 1)] {
                (looks, last) = (looks + 1, turn * 30 * minute)
            }
            #expect(stage.looks == looks, "after \(turn) half hours")
        }
        #expect(looks == 6)
    }

    @Test func `an item in doubt that is seen open stays, and nothing is sent`() async throws {
        let stage = try TravelStage(
            SandboxItem(.shipStation, "se-1", status: "pending"), settling: 0,
            faults: "reset-before@cancel=1", lookEvery: "20ms")
        try await stage.cancel()
        #expect(try stage.standing()?.state == "in_doubt")
        let cancels = stage.cancels
        stage.clock.travel(milliseconds: minute)
        let finish = try await stage.perform("confirm", "--all")
        #expect(finish.ending == .code(.doubt))
        #expect(try stage.standing()?.state == "in_doubt")
        #expect(stage.cancels == cancels)
        #expect(stage.looks > 0)
    }
}
