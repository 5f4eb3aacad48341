// SPDX-License-Identifier: MIT

import Synchronization
import Testing

@testable import SQLite

@Suite struct ConveyorTests {
    private struct Spoiled: Error {}

    @Test func `loads are worked on in their order, and all of them`() throws {
        let done = Mutex<[Int]>([])
        let conveyor = Conveyor<[Int]> { load in done.withLock { $0 += load } }
        for start in stride(from: 0, to: 3000, by: 30) {
            try conveyor.add(Array(start..<start + 30))
        }
        try conveyor.finish()
        #expect(done.withLock { $0 } == Array(0..<3000))
    }

    @Test func `a load that fails ends the work`() throws {
        let done = Mutex(0)
        let conveyor = Conveyor<Int> { load in
            if load == 5 { throw Spoiled() }
            done.withLock { $0 += 1 }
        }
        #expect(throws: Spoiled.self) {
            for load in 0..<10_000 { try conveyor.add(load) }
            try conveyor.finish()
        }
        #expect(done.withLock { $0 } == 5)
    }
}
