// SPDX-License-Identifier: MIT

internal import Glibc

/// A bounded queue into one thread.
///
/// A mutex and conditions of POSIX: `Synchronization.Mutex` has nothing to wait on.
// Safe: every property below is touched only while `mutex` is held.
final class Inbox<Element>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private let departure: UnsafeMutablePointer<pthread_cond_t>
    private let elementsMax: Int
    private var elements: [Element] = []
    private var isClosed = false
    private var receiverWaits = false
    private var sendersWaiting = 0

    init(elementsMax: Int) {
        self.elementsMax = elementsMax
        mutex = .allocate(capacity: 1)
        arrival = .allocate(capacity: 1)
        departure = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(arrival, nil)
        pthread_cond_init(departure, nil)
    }

    deinit {
        pthread_cond_destroy(departure)
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        departure.deallocate()
        arrival.deallocate()
        mutex.deallocate()
    }

    /// Adds an element; where it is full, `patient` senders wait and others go over the bound.
    ///
    /// False when it is closed: the element is not taken.
    func send(_ element: sending Element, patient: Bool) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while patient, elements.count >= elementsMax, !isClosed {
            sendersWaiting += 1
            pthread_cond_wait(departure, mutex)
            sendersWaiting -= 1
        }
        guard !isClosed else { return false }
        elements.append(element)
        // A signal costs a system call; a receiver at work looks again by itself.
        if receiverWaits { pthread_cond_signal(arrival) }
        return true
    }

    /// Waits for elements and takes all of them; none means closed and empty.
    func receiveAll() -> [Element] {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while elements.isEmpty, !isClosed {
            receiverWaits = true
            pthread_cond_wait(arrival, mutex)
            receiverWaits = false
        }
        let taken = elements
        elements = []
        elements.reserveCapacity(min(taken.count, elementsMax))
        if sendersWaiting > 0 { pthread_cond_broadcast(departure) }
        return taken
    }

    /// Takes nothing more, but what it holds can be received; false when it was closed already.
    func close() -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isClosed else { return false }
        isClosed = true
        pthread_cond_broadcast(arrival)
        pthread_cond_broadcast(departure)
        return true
    }
}
