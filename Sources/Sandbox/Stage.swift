// SPDX-License-Identifier: MIT

import Model
import Synchronization

/// The world behind its lock, as the server's thread and its owner use it.
final class Stage: Sendable {
    private let world: Mutex<World>

    init(_ options: SandboxOptions, journal: JournalFile?) throws(Problem) {
        world = Mutex(World(options, journal: journal))
        try add(GeneratedWorld(options).items)
    }

    /// Answers any request that arrives.
    func answer(_ request: Incoming) -> Outgoing {
        let base = "http://\(request.header("host") ?? "127.0.0.1")"
        return world.withLock { world in
            if request.segments.first == "_" {
                let reply = ControlPanel.answer(request, &world, base: base)
                return Outgoing(delivery: .answer(reply))
            }
            return world.receive(request, base: base)
                ?? Outgoing(delivery: .answer(ControlPanel.nowhere(request)))
        }
    }

    /// Settles what is due; the milliseconds until something is due again.
    func tick() -> Int64? {
        world.withLock { world in
            world.settleDue()
            return world.millisecondsToNextSettling
        }
    }

    func add(_ items: [SandboxItem]) throws(Problem) {
        try world.withLock { world throws(Problem) in try world.add(items) }
    }

    func reset() throws(Problem) {
        try world.withLock { world throws(Problem) in try world.reset() }
    }

    func journal(after sequence: Int) -> [JournalEntry] {
        world.withLock { world in
            world.settleDue()
            return Array(world.journal.entries(after: sequence, limit: .max))
        }
    }

    var journalLost: Int { world.withLock { $0.journal.lost } }

    func setFaults(_ faults: Faults) { world.withLock { $0.faults = faults } }

    func advanceClock(milliseconds: Int64) {
        world.withLock { $0.advanceClock(milliseconds: milliseconds) }
    }
}
