// SPDX-License-Identifier: MIT

/// A queue in one array: taking from the front moves an index, not the elements.
struct Fifo<Element> {
    private var elements: [Element?] = []
    private var head = 0

    var count: Int { elements.count - head }
    var isEmpty: Bool { count == 0 }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        elements[head] = nil
        head += 1
        // The dead half is dropped when it outweighs the living one, so a pop stays O(1).
        if head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Removes and returns, in order, the elements that `unwanted` chooses.
    mutating func remove(where unwanted: (Element) -> Bool) -> [Element] {
        let all = elements[head...].compactMap { $0 }
        let removed = all.filter(unwanted)
        if !removed.isEmpty {
            elements = all.filter { !unwanted($0) }
            head = 0
        }
        return removed
    }
}
