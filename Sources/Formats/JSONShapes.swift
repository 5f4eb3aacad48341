// SPDX-License-Identifier: MIT

extension JSON {
    /// What stood between the values of the records so far.
    ///
    /// The records of an export look alike: `{"id":` value `,"status":` value `}`. Between two
    /// values the next record most likely has the same bytes again, and bytes that were walked and
    /// found valid once, after the same way through the record, are valid again. So it is enough to
    /// compare them, eight at a time, and to check the values. The gaps form a tree, because
    /// records differ in optional members; a record that leaves the tree is walked from its start.
    struct Shapes {
        struct Edge {
            /// The first eight bytes of the gap, and a mask for a shorter one.
            var head: UInt64
            var mask: UInt64
            var start: Int32
            var count: Int32
            /// The column of the value behind the gap; `end` when the record ends with the gap.
            var column: Int32
            var newlines: Int32
            /// The objects that are open at the value.
            var depth: Int32 = 0
            /// The first edge that may follow, and the next one that may stand here instead.
            var child: Int32 = none
            var sibling: Int32 = none
        }

        static let none: Int32 = -1
        static let end: Int32 = -1
        /// Beyond this many, records are walked: a file without any order must not fill memory.
        static let edgesMax = 8192
        static let gapBytesMax = 1 << 20
        /// They are tried one after the other; keys that are ids would make that long.
        static let siblingsMax = 16

        private(set) var edges: [Edge] = []
        private(set) var gaps: [UInt8] = []
        private(set) var root = none

        /// Adds the way a walked record took.
        mutating func learn(
            _ bytes: Span<UInt8>, steps: [Walker.Step], columns: [Int], start: Int, end: Int
        ) {
            guard edges.count + steps.count < Self.edgesMax,
                gaps.count + (end - start) < Self.gapBytesMax
            else { return }
            var node = Self.none
            var gapStart = start
            for (step, column) in zip(steps, columns) {
                let gap = gapStart..<step.value.lowerBound
                guard let next = edge(from: node, bytes, gap, Int32(column)) else { return }
                edges[Int(next)].depth = Int32(step.depth)
                node = next
                gapStart = step.value.upperBound
            }
            _ = edge(from: node, bytes, gapStart..<end, Self.end)
        }

        /// The edge of that gap, made when it is new; nil when there is no room for it.
        private mutating func edge(
            from node: Int32, _ bytes: Span<UInt8>, _ gap: Range<Int>, _ column: Int32
        ) -> Int32? {
            let first = node == Self.none ? root : edges[Int(node)].child
            var candidate = first
            var siblings = 0
            while candidate != Self.none {
                let edge = edges[Int(candidate)]
                if edge.column == column, holds(edge, bytes, gap) { return candidate }
                candidate = edge.sibling
                siblings += 1
            }
            guard siblings < Self.siblingsMax else { return nil }
            var edge = make(bytes, gap, column)
            edge.sibling = first
            edges.append(edge)
            let place = Int32(edges.count - 1)
            if node == Self.none { root = place } else { edges[Int(node)].child = place }
            return place
        }

        private func holds(_ edge: Edge, _ bytes: Span<UInt8>, _ gap: Range<Int>) -> Bool {
            guard Int(edge.count) == gap.count else { return false }
            for step in 0..<gap.count
            where gaps[Int(edge.start) + step] != bytes[gap.lowerBound + step] {
                return false
            }
            return true
        }

        private mutating func make(
            _ bytes: Span<UInt8>, _ gap: Range<Int>, _ column: Int32
        ) -> Edge {
            let start = gaps.count
            var newlines: Int32 = 0
            for index in gap {
                gaps.append(bytes[index])
                if bytes[index] == Byte.lineFeed { newlines += 1 }
            }
            var head: UInt64 = 0
            for (place, byte) in gaps[start...].prefix(8).enumerated() {
                head |= UInt64(byte) << (8 * place)
            }
            return Edge(
                head: head, mask: gap.count >= 8 ? .max : (1 << (8 * UInt64(gap.count))) - 1,
                start: Int32(start), count: Int32(gap.count), column: column,
                newlines: newlines)
        }
    }
}
