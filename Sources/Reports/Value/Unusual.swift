// SPDX-License-Identifier: MIT

import Audit
import Model

/// What a person would want to know although nothing is to be decided.
enum Unusual {
    /// An account that plans so many times more or fewer than the time before is named.
    static let planFactor: Int64 = 3
    static let planDifferenceMin: Int64 = 20
    /// In hundredths of all requests.
    static let throttledPercentMin: Int64 = 5

    static func sentences(
        _ run: RunRecord, _ accounts: [AccountFigures], _ states: [ItemState: StateSum],
        _ timeline: Timeline
    ) -> [String] {
        accounts.compactMap(jump) + rows(run) + requests(timeline)
    }

    private static func jump(_ account: AccountFigures) -> String? {
        guard let night = account.nightBefore else { return nil }
        let (planned, before) = (account.plannedNow, night.planned)
        guard (planned - before).magnitude >= UInt64(planDifferenceMin),
            planned >= before * planFactor || planned * planFactor <= before
        else { return nil }
        return "\(account.name) \(grouped(planned)) planned, \(grouped(before)) \(night.words)"
    }

    private static func rows(_ run: RunRecord) -> [String] {
        let counts = run.counts
        var found: [String] = []
        if counts.unreadable > 0 {
            found.append("\(counted(counts.unreadable, "row")) could not be read")
        }
        if counts.rows > 0, counts.planned == counts.rows {
            found.append("every row of the export was planned")
        }
        return found
    }

    private static func requests(_ timeline: Timeline) -> [String] {
        let all = timeline.all
        var found: [String] = []
        if all.requests > 0, all.throttled * 100 >= all.requests * throttledPercentMin {
            found.append(
                "\(grouped(all.throttled)) of \(grouped(all.requests)) requests were throttled")
        }
        return found
    }
}
