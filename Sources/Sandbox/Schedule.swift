// SPDX-License-Identifier: MIT

/// What is to happen at which moment: a binary heap, the earliest first, equals in order.
struct Schedule<Event> {
    private struct Entry {
        let due: Int64
        let order: Int
        let event: Event

        func comesBefore(_ other: Entry) -> Bool { (due, order) < (other.due, other.order) }
    }

    private var heap: [Entry] = []
    private var count = 0

    var nextDue: Int64? { heap.first?.due }

    mutating func add(_ event: Event, due: Int64) {
        count += 1
        heap.append(Entry(due: due, order: count, event: event))
        var child = heap.count - 1
        while child > 0, heap[child].comesBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the earliest event if it is due.
    mutating func next(due now: Int64) -> Event? {
        guard let first = heap.first, first.due <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first.event
    }

    mutating func takeAll() -> [Event] {
        defer { heap = [] }
        return heap.map(\.event)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].comesBefore(heap[$1]) }),
                heap[least].comesBefore(heap[parent])
            else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
