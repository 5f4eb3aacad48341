// SPDX-License-Identifier: MIT

import Audit
import Model
import Providers

/// Looking at what was asked for until the provider says it is done, or its time is over.
extension Lane {
    /// When the provider's own time for an item ends; nil where it has no look.
    private func overdueAt(_ work: Work) -> Timestamp? {
        guard let looks = setup.provider.facts.looks, let asked = work.requestedAt else {
            return nil
        }
        return asked.adding(milliseconds: Int64(looks.overdueSeconds) * 1000)
    }

    /// Whether a look made now is as late as looks are made.
    func isPastTime(_ work: Work, _ moment: Moment) -> Bool {
        overdueAt(work).map { moment.wall >= $0 } ?? false
    }

    /// Lets an item wait for its next look, if that comes while this process is at it.
    mutating func lookLater(_ work: Work, _ moment: Moment) {
        guard let due = nextLook(work) else { return }
        let left = max(0, due.milliseconds - moment.wall.milliseconds)
        guard moment.monotonic + left <= horizon else { return }
        wait(Task(work: work, step: .look), until: moment.monotonic + left)
    }

    /// When the next look at an item is due; the last one is made when its time is over.
    private func nextLook(_ work: Work) -> Timestamp? {
        guard let looks = setup.provider.facts.looks, let asked = work.requestedAt,
            let end = overdueAt(work)
        else { return nil }
        if let looked = work.lookedAt, looked >= end { return nil }
        let own = Int64(looks.intervalSeconds(afterLooks: work.looks)) * 1000
        let pause = setup.lookEveryMilliseconds ?? own
        let due = (work.lookedAt ?? asked).adding(milliseconds: pause)
        return work.lookedAt == nil && due > end ? end : min(due, end)
    }

    /// A look told nothing that is final: the item waits for the next one.
    mutating func later(
        _ flown: Flown, _ reason: String, wasAnswered: Bool, _ moment: Moment
    ) {
        var work = flown.work
        work.lookedAt = moment.wall
        if wasAnswered {
            succeed(flown, moment)
            work.looks += 1
        } else {
            struggle(moment)
            note(reason, work.id, moment)
        }
        guard setup.lookOnly == nil else {
            work.tries = 0
            return lookLater(work, moment)
        }
        // Before a deletion: a few looks, then the next process goes on.
        guard work.tries < Decision.lookTriesMax else { return }
        let pause = Backoff.baseMilliseconds << Int64(min(work.tries, 8))
        wait(Task(work: work, step: .look), until: moment.monotonic + pause)
    }
}
