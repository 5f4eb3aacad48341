// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import SQLite

@Suite struct InboxTests {
    @Test func `a patient sender waits while the inbox is full`() {
        let inbox = Inbox<Int>(elementsMax: 4)
        let sender = SideThread { (0..<1000).allSatisfy { inbox.send($0, patient: true) } }
        var received: [Int] = []
        while received.count < 1000 {
            let some = inbox.receiveAll()
            #expect((1...4).contains(some.count))
            received += some
        }
        #expect(received == Array(0..<1000))
        #expect(sender.result())
    }

    @Test func `an impatient sender goes over the bound`() {
        let inbox = Inbox<Int>(elementsMax: 1)
        #expect((0..<3).allSatisfy { inbox.send($0, patient: false) })
        #expect(inbox.receiveAll() == [0, 1, 2])
    }

    @Test func `a closed inbox gives what it holds and takes nothing`() {
        let inbox = Inbox<Int>(elementsMax: 1)
        #expect(inbox.send(1, patient: true))
        #expect(inbox.close() && !inbox.close())
        #expect(!inbox.send(2, patient: true))
        #expect(inbox.receiveAll() == [1])
        #expect(inbox.receiveAll() == [])
    }

    @Test func `closing frees a sender that waits`() {
        let inbox = Inbox<Int>(elementsMax: 1)
        #expect(inbox.send(1, patient: true))
        let second = SideThread { inbox.send(2, patient: true) }
        sched_yield()
        _ = inbox.close()
        #expect(!second.result())
    }
}

/// A thread outside the cooperative pool, so that a test that waits cannot starve another.
private final class SideThread: @unchecked Sendable {
    // Sendable is safe: the answer is written by the thread and read after joining it.
    private let work: @Sendable () -> Bool
    private var answer = false
    private var id = pthread_t()

    init(_ work: @escaping @Sendable () -> Bool) {
        self.work = work
        pthread_create(
            &id, nil,
            { context in
                guard let context else { return nil }
                let this = Unmanaged<SideThread>.fromOpaque(context).takeRetainedValue()
                this.answer = this.work()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
    }

    func result() -> Bool {
        pthread_join(id, nil)
        return answer
    }
}
