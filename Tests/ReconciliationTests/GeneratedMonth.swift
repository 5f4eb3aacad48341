// SPDX-License-Identifier: MIT

import Audit
import Model
import Reconciliation

/// The same numbers from the same seed, everywhere.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ sides: Int) -> Int { Int(next() % UInt64(sides)) }
}

/// Money as the test counts it: whole cents in an Int, nothing of the program's own.
func text(cents: Int) -> String {
    "\(cents / 100)." + (cents % 100 < 10 ? "0" : "") + "\(cents % 100)"
}

/// One shipment of the generated month and everything that ever happens to it.
struct Fate {
    enum End { case cancelled, refused, reopened, late }

    var run: Int64 = 0
    let no: Int64
    let night: Int
    let id: String
    let account: String
    let provider: ProviderName
    let currency: String
    let cents: Int
    let end: End
    /// Whether the later export has it as we say, and its cost to the cent.
    let agrees: Bool
    let costAgrees: Bool

    var item: ItemRecord {
        ReconciliationTests.item(
            no, id, account: account, provider: provider, cost: text(cents: cents),
            currency: currency, reference: "order-\(id)", tracking: "track-\(id)",
            labels: isLabelled ? [label] : [])
    }

    /// At ShipStation the label is what was paid for, whatever becomes of the shipment.
    var isLabelled: Bool { provider == .shipStation }

    private var label: PlannedLabel {
        PlannedLabel(
            id: "label-\(id)", trackingNumber: "track-\(id)", status: "completed",
            cost: text(cents: cents), currency: currency)
    }

    /// What a line of a refund file may call it: label, tracking number, shipment, reference.
    var keys: [String] {
        [",track-\(id),,", ",,\(id),", ",,,order-\(id)"] + (isLabelled ? ["label-\(id),,,"] : [])
    }

    var isCharged: Bool { provider != .sortedPro }

    static func all(_ dice: inout Dice) -> [Fate] {
        (1...30).flatMap { night in
            (1...24).map { no in make(night, Int64(no), &dice) }
        }
    }

    private static func make(_ night: Int, _ no: Int64, _ dice: inout Dice) -> Fate {
        let accounts: [(String, ProviderName, [String])] = [
            ("eu", .sendcloudReturns, ["EUR", "GBP"]), ("amz", .amazonShipping, ["USD", "CAD"]),
            ("wms", .sortedPro, ["GBP"]), ("us", .shipStation, ["USD"]),
        ]
        let account = accounts[dice.roll(4)]
        let ends: [End] = [
            .cancelled, .cancelled, .cancelled, .cancelled, .cancelled, .cancelled, .refused,
            .refused, .reopened, .late,
        ]
        return Fate(
            no: no, night: night,
            id: (account.1 == .shipStation ? "se-" : "") + "\(night * 1000 + Int(no))",
            account: account.0,
            provider: account.1, currency: account.2[dice.roll(account.2.count)],
            cents: 100 + dice.roll(9900), end: ends[dice.roll(ends.count)],
            agrees: dice.roll(10) > 0, costAgrees: dice.roll(12) > 0)
    }
}

/// One line of a refund file, with the shipment it is for; nil for a foreign one.
struct RefundLine {
    let fate: Int?
    let cents: Int
    let currency: String
    let day: CivilDate
    let invoice: String
    let key: String

    var csv: String {
        "\(key),\(text(cents: cents)),\(currency),\(day),\(invoice)"
    }
}
