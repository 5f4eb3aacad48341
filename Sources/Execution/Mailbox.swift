// SPDX-License-Identifier: MIT

import Glibc

/// Where the network's and the disk's threads leave events for the engine's thread.
///
/// Unbounded by itself; it holds at most one event for each exchange and each batch under way,
/// and both are bounded by the lanes' concurrency.
// Safe: every `var` below is touched only while `mutex` is held.
package final class Mailbox: @unchecked Sendable {
    private var events: [Event] = []
    /// Whether there is something among them that is no answer.
    private var isUrgent = false
    /// How many answers are worth waking the engine's thread for.
    private var answersAwaited = 1
    private var isAsleep = false
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrived = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    package init() {
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // A wall clock that jumps must neither hang the wait nor make it spin.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(arrived, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(arrived)
        pthread_mutex_destroy(mutex)
        arrived.deallocate()
        mutex.deallocate()
    }

    package func post(_ event: Event) {
        pthread_mutex_lock(mutex)
        events.append(event)
        if !event.isAnswer { isUrgent = true }
        let wakes = isAsleep && isWorthIt
        if wakes { isAsleep = false }
        pthread_mutex_unlock(mutex)
        // Outside the lock, or the thread that wakes would at once wait for it.
        if wakes { pthread_cond_signal(arrived) }
    }

    /// Takes what has arrived, waiting at most that long for so many answers or anything else.
    func take(within milliseconds: Int64, answers: Int) -> [Event] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        answersAwaited = answers
        if !isWorthIt, milliseconds > 0 { wait(milliseconds) }
        isUrgent = false
        var taken: [Event] = []
        swap(&taken, &events)
        return taken
    }

    private var isWorthIt: Bool { isUrgent || events.count >= answersAwaited }

    private func wait(_ milliseconds: Int64) {
        var until = timespec()
        clock_gettime(CLOCK_MONOTONIC, &until)
        until.tv_sec += Int(milliseconds / 1000)
        until.tv_nsec += Int(milliseconds % 1000) * 1_000_000
        if until.tv_nsec >= 1_000_000_000 {
            until.tv_sec += 1
            until.tv_nsec -= 1_000_000_000
        }
        // Spurious wake-ups only cost the caller one more turn.
        while !isWorthIt {
            isAsleep = true
            if pthread_cond_timedwait(arrived, mutex, &until) == ETIMEDOUT { break }
        }
        isAsleep = false
    }
}
