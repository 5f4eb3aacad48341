// SPDX-License-Identifier: MIT

import Model

/// What the rows of one shipment come to together.
///
/// One of them stands for the shipment, the others are folded into it. One held row holds the
/// shipment. Rows that disagree on what decides hold it too: which of them is true is not for a
/// program to guess.
struct GroupJudgement {
    struct Member {
        let no: Int64
        let source: Int64
        let line: Int64
        let excluded: Excluded?
        let state: ItemState
        let reason: String
        let status: String
        let cost: Amount?
        let currency: String
    }

    /// The reason of a hold that no row shows by itself.
    static let disagreement = "rows disagree"

    let account: String
    let id: String
    /// The first due row that is listed: it stands for the shipment.
    private(set) var chosen: Member?
    /// Some row could have been chosen by a rule.
    private(set) var isInScope = false
    private var count = 0
    private var first: Member?
    private var holds: [String] = []
    private var disagree = false

    init(account: String, id: String) {
        self.account = account
        self.id = id
    }

    mutating func take(_ member: Member) {
        count += 1
        if let first { disagree = disagree || !first.agrees(with: member) } else { first = member }
        isInScope = isInScope || member.excluded?.isInScope ?? true
        guard member.isDue else { return }
        if member.excluded == nil, chosen == nil { chosen = member }
        if member.state == .held, !holds.contains(member.reason) { holds.append(member.reason) }
    }

    /// State and reason of the row that stands for the shipment.
    var standing: (state: ItemState, reason: String)? {
        guard let chosen else { return nil }
        let reasons = holds + (disagree ? [Self.disagreement] : [])
        guard chosen.state != .settled, !reasons.isEmpty else {
            return (chosen.state, chosen.reason)
        }
        return (.held, reasons.joined(separator: " · "))
    }

    /// The reason of a row that is folded into the chosen one.
    func duplicateReason(source: Int64) -> String {
        guard let chosen else { return "" }
        return chosen.source == source
            ? "of line \(chosen.line)" : "of line \(chosen.line) in export \(chosen.source + 1)"
    }
}

extension GroupJudgement.Member {
    /// A rule chose it, whether the plan is about it or not.
    fileprivate var isDue: Bool { excluded == nil || excluded == .notInList }

    fileprivate func agrees(with other: Self) -> Bool {
        isDue == other.isDue && status == other.status
            && cost == other.cost && currency == other.currency
    }
}
