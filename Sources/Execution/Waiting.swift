// SPDX-License-Identifier: MIT

/// Things that wait for a moment, the earliest first; equal moments keep their order.
struct Waiting<Element> {
    private struct Entry {
        let due: Int64
        let order: Int64
        let element: Element

        func comes(before other: Entry) -> Bool {
            (due, order) < (other.due, other.order)
        }
    }

    private var heap: [Entry] = []
    private var order: Int64 = 0

    var count: Int { heap.count }
    var firstDue: Int64? { heap.first?.due }
    var elements: [Element] { heap.map(\.element) }

    mutating func insert(_ element: Element, due: Int64) {
        order += 1
        heap.append(Entry(due: due, order: order, element: element))
        var child = heap.count - 1
        while child > 0, heap[child].comes(before: heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The earliest element, if its moment has come.
    mutating func pop(dueBy now: Int64) -> Element? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
        return first.element
    }

    private mutating func sink() {
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].comes(before: heap[$1]) }),
                heap[least].comes(before: heap[parent])
            else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    @discardableResult
    mutating func removeAll() -> [Element] {
        defer { heap.removeAll() }
        return elements
    }
}
