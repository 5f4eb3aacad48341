// SPDX-License-Identifier: MIT

import Glibc
import Model

/// Pieces of a file on their way from the thread that reads it to the one that takes them.
///
/// The bytes of a slot belong to the reader until `fill` counts it, to the taker until `empty` does.
// Safe: a slot's bytes have one owner at a time, and all else that varies is touched under `lock`.
final class ReadRing: @unchecked Sendable {
    static let slotsMax = 4
    static let slotBytes = 256 << 10

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let slots: [UnsafeMutableRawBufferPointer]
    private var results = [Result<Int, Problem>](repeating: .success(0), count: slotsMax)
    /// Slots filled and slots emptied since the beginning.
    private var filled = 0
    private var emptied = 0
    private var isStopping = false

    init() {
        slots = (0..<Self.slotsMax).map { _ in
            .allocate(byteCount: Self.slotBytes, alignment: 4096)
        }
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
        for slot in slots { slot.deallocate() }
    }

    private func locked<R>(_ body: () -> R) -> R {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }
}

/// The reader's side.
extension ReadRing {
    /// A slot to fill, waiting for one; nil when nobody wants more.
    func freeSlot() -> UnsafeMutableRawBufferPointer? {
        locked {
            while filled - emptied == Self.slotsMax, !isStopping {
                pthread_cond_wait(changed, lock)
            }
            return isStopping ? nil : slots[filled % Self.slotsMax]
        }
    }

    func fill(_ result: Result<Int, Problem>) {
        locked {
            results[filled % Self.slotsMax] = result
            filled += 1
            pthread_cond_broadcast(changed)
        }
    }
}

/// The taker's side.
extension ReadRing {
    /// The oldest piece, waiting for one; empty at the end, where it stays.
    func oldest() throws(Problem) -> UnsafeRawBufferPointer {
        let (result, slot) = locked {
            while filled == emptied { pthread_cond_wait(changed, lock) }
            let place = emptied % Self.slotsMax
            return (results[place], slots[place])
        }
        return UnsafeRawBufferPointer(rebasing: slot[..<(try result.get())])
    }

    func empty() {
        locked {
            emptied += 1
            pthread_cond_broadcast(changed)
        }
    }

    func stop() {
        locked {
            isStopping = true
            pthread_cond_broadcast(changed)
        }
    }
}
