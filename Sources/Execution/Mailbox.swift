// SPDX-License-Identifier: MIT

import Glibc

/// Where the network's and the disk's threads leave events for the engine's thread.
///
/// Unbounded by itself; it holds at most one event for each exchange and each batch under way,
/// and both are bounded by the lanes' concurrency.
// Safe: `events` is touched only while `mutex` is held.
package final class Mailbox: @unchecked Sendable {
    private var events: [Event] = []
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
        pthread_cond_signal(arrived)
        pthread_mutex_unlock(mutex)
    }

    /// Takes what has arrived, waiting for the first at most that long.
    func take(within milliseconds: Int64) -> [Event] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if events.isEmpty, milliseconds > 0 { wait(milliseconds) }
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

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
        while events.isEmpty {
            if pthread_cond_timedwait(arrived, mutex, &until) == ETIMEDOUT { return }
        }
    }
}
