// SPDX-License-Identifier: MIT

package import Audit
package import Model
package import SQLite

/// An item as the record shows it when a lane takes it up.
package struct LoadedItem: Sendable {
    package var work: Work
    /// The answer of a cancel that was recorded, but not judged before the process ended.
    package var unjudged: Outcome?

    package init(_ work: Work, unjudged: Outcome? = nil) {
        self.work = work
        self.unjudged = unjudged
    }
}

/// Where a lane's items come from, page by page.
package protocol LaneQueue: Sendable {
    mutating func items(
        _ limit: Int, _ connection: Connection
    ) throws -> (items: [LoadedItem], isLast: Bool)
}

extension SendQueue: LaneQueue {
    package mutating func items(
        _ limit: Int, _ connection: Connection
    ) throws -> (items: [LoadedItem], isLast: Bool) {
        let (entries, isLast) = try page(limit, connection)
        return (entries.map(LoadedItem.init), isLast)
    }
}

extension ConfirmQueue: LaneQueue {
    package mutating func items(
        _ limit: Int, _ connection: Connection
    ) throws -> (items: [LoadedItem], isLast: Bool) {
        let (entries, isLast) = try page(limit, connection)
        return (entries.map(LoadedItem.init), isLast)
    }
}

extension LoadedItem {
    init(_ entry: SendQueue.Entry) {
        // Doubt before any cancel is about a label; the cancel itself is still beyond doubt.
        let isAboutLabel = entry.attempts == 0
        // So is a first refusal that only waits for its look.
        let waits = entry.state == .inDoubt && entry.unjudged != nil
        var work = Work(
            no: entry.no, id: entry.shipmentID, state: entry.state,
            isOnRecord: entry.isOnRecord, attempts: entry.attempts,
            doubtedAt: isAboutLabel || waits ? nil : entry.doubtedAt)
        work.labels = entry.labels.map(LabelWork.init)
        work.status = entry.status
        work.isCutOff = entry.cutOffs.isForgivable
        if entry.isConfirmed { work.looks = 1 }
        self.init(work, unjudged: entry.unjudged)
    }

    init(_ entry: ConfirmQueue.Entry) {
        var work = Work(
            no: entry.no, id: entry.shipmentID, state: entry.state, isOnRecord: true,
            attempts: entry.attempts, doubtedAt: entry.doubtedAt)
        work.run = entry.run
        work.looks = entry.looks
        work.lookedAt = entry.lookedAt
        work.requestedAt = entry.requestedAt
        self.init(work)
    }
}
