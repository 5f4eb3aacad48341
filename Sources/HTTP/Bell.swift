// SPDX-License-Identifier: MIT

import CCurl
import Synchronization

/// Wakes the thread that lets libcurl work; any thread may ring.
package final class Bell: Sendable {
    private struct State {
        var isAsleep = false
        /// Somebody rang since the thread last heard.
        var isRung = false
        var isClosed = false
    }

    // `curl_multi_wakeup` is the one call that libcurl allows from any thread.
    // Safe: the pointer serves that call alone, and `close` ends its use before it is freed.
    private struct Handle: @unchecked Sendable {
        let multi: UnsafeMutableRawPointer
    }

    private let state = Mutex(State())
    private let handle: Handle

    init(waking multi: UnsafeMutableRawPointer) { handle = Handle(multi: multi) }

    /// Wakes the thread if it sleeps, else keeps it from falling asleep.
    ///
    /// libcurl keeps a wakeup that comes before curl_multi_poll has begun to wait, so there is no gap
    /// between `fallAsleep` and sleep.
    package func ring() {
        state.withLock { state in
            if state.isClosed { return }
            state.isRung = true
            guard state.isAsleep else { return }
            state.isAsleep = false
            curl_multi_wakeup(handle.multi)
        }
    }

    /// Whether nobody rang; then whoever does from now on wakes the thread.
    func fallAsleep() -> Bool {
        state.withLock { state in
            state.isAsleep = !state.isRung
            return state.isAsleep
        }
    }

    /// The thread is awake, and looks from here on at whatever was rung for.
    func hear() {
        state.withLock { state in
            state.isAsleep = false
            state.isRung = false
        }
    }

    /// From now on ringing does nothing.
    func close() { state.withLock { $0.isClosed = true } }
}
