// SPDX-License-Identifier: MIT

extension JSON {
    /// Reads a record of a known shape, eight bytes at a time.
    ///
    /// This is the inner loop of the reader of exports; everything it touches is passed in, so that
    /// the compiler keeps it in registers. Nil means "not known here", never "wrong": the walker
    /// looks again and says what is wrong.
    enum Quick {
        static func read(
            _ bytes: Span<UInt8>, at start: Int, _ shapes: borrowing Shapes,
            _ slots: inout [Slot], record: Int, _ lists: inout Walker
        ) -> (end: Int, newlines: Int)? {
            let edges = shapes.edges.span
            let gaps = shapes.gaps.span
            var slots = slots.mutableSpan
            var index = start
            var newlines = 0
            var node = shapes.root
            while node != Shapes.none {
                let edge = Int(node)
                let next = index &+ Int(edges[edge].count)
                // A word behind the gap is there too, so that values need no check of their own.
                guard next &+ 8 <= bytes.count else { return nil }
                guard stands(edges[edge], gaps, bytes, at: index) else {
                    node = edges[edge].sibling
                    continue
                }
                let column = Int(edges[edge].column)
                if column < 0 { return (next, newlines &+ Int(edges[edge].newlines)) }
                var end = next
                if bytes[next] == Byte.quote {
                    guard let string = string(bytes, at: next, lists.limits) else { return nil }
                    end = string.end
                    slots[column] = Slot(
                        start: next &+ 1, end: end &- 1, record: record, kind: string.kind)
                } else if bytes[next] == Byte.openBracket {
                    guard let found = list(bytes, at: next, edges[edge], &lists) else { return nil }
                    end = found
                    newlines &+= lists.newlines
                    slots[column] = Slot(start: next, end: end, record: record, kind: .list)
                } else if let found = plain(bytes, at: next, lists.limits) {
                    end = found.end
                    slots[column] = Slot(start: next, end: end, record: record, kind: found.kind)
                } else {
                    node = edges[edge].sibling
                    continue
                }
                newlines &+= Int(edges[edge].newlines)
                index = end
                node = edges[edge].child
            }
            return nil
        }
    }
}

/// Gaps.
extension JSON.Quick {
    /// Whether the gap of `edge` stands at `index`.
    @inline(__always)
    private static func stands(
        _ edge: JSON.Shapes.Edge, _ gaps: Span<UInt8>, _ bytes: Span<UInt8>, at index: Int
    ) -> Bool {
        if (JSON.Word.load(bytes, at: index) ^ edge.head) & edge.mask != 0 { return false }
        if edge.count <= 8 { return true }
        // The last eight bytes may overlap the ones before.
        let last = Int(edge.count) &- 8
        let start = Int(edge.start)
        if JSON.Word.load(bytes, at: index &+ last) != JSON.Word.load(gaps, at: start &+ last) {
            return false
        }
        var step = 8
        while step < last {
            if JSON.Word.load(bytes, at: index &+ step) != JSON.Word.load(gaps, at: start &+ step) {
                return false
            }
            step &+= 8
        }
        return true
    }
}

/// Values.
extension JSON.Quick {
    /// The string whose opening quote stands at `start`.
    @inline(__always)
    private static func string(
        _ bytes: Span<UInt8>, at start: Int, _ limits: JSON.Limits
    ) -> (end: Int, kind: JSON.Field.Kind)? {
        var index = start &+ 1
        let isASCII = JSON.Word.skip(bytes, &index)
        guard index < bytes.count, bytes[index] == JSON.Byte.quote, isASCII,
            index &- start <= limits.tokenBytesMax
        else { return anyString(bytes, at: start, limits) }
        return (index &+ 1, .string)
    }

    @inline(never)
    private static func anyString(
        _ bytes: Span<UInt8>, at start: Int, _ limits: JSON.Limits
    ) -> (end: Int, kind: JSON.Field.Kind)? {
        guard let token = try? JSON.Text.string(bytes, at: start, limits: limits),
            (try? JSON.Text.checkUTF8(bytes, token)) != nil
        else { return nil }
        return (token.end, token.isEscaped ? .escaped : .string)
    }

    /// A number or a word.
    @inline(__always)
    private static func plain(
        _ bytes: Span<UInt8>, at start: Int, _ limits: JSON.Limits
    ) -> (end: Int, kind: JSON.Field.Kind)? {
        let first = bytes[start]
        if JSON.Byte.isDigit(first) || first == JSON.Byte.minus {
            return number(bytes, at: start, limits).map { ($0, .number) }
        }
        guard let count = JSON.Text.wordCount(bytes, at: start) else { return nil }
        return (start &+ count, first == UInt8(ascii: "n") ? .null : .word)
    }

    private static func number(
        _ bytes: Span<UInt8>, at start: Int, _ limits: JSON.Limits
    ) -> Int? {
        try? JSON.Text.numberEnd(bytes, at: start, limits: limits)
    }

    private static func list(
        _ bytes: Span<UInt8>, at start: Int, _ edge: JSON.Shapes.Edge, _ lists: inout JSON.Walker
    ) -> Int? {
        let end = try? lists.walk(bytes, at: start, inside: Int(edge.depth))
        return lists.soft == nil ? end : nil
    }
}
