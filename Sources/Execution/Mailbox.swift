// SPDX-License-Identifier: MIT

package import HTTP
import Synchronization

/// Where other threads leave events for the thread that drives the engine.
///
/// Unbounded by itself; it holds at most one event for each batch under way and each signal.
package final class Mailbox: Sendable {
    private let events = Mutex<[Event]>([])
    private let bell: Bell

    /// - Parameter bell: wakes the driving thread, which waits for the network.
    package init(_ bell: Bell) { self.bell = bell }

    package func post(_ event: Event) {
        events.withLock { $0.append(event) }
        bell.ring()
    }

    /// Takes what has arrived.
    func take() -> [Event] {
        events.withLock { events in
            var taken: [Event] = []
            swap(&taken, &events)
            return taken
        }
    }
}
