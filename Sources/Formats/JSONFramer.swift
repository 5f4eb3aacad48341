// SPDX-License-Identifier: MIT

extension JSON {
    /// Finds the records of an export in whatever they are wrapped in.
    ///
    /// It moves on only behind what it has seen whole, so that it can be asked again with more bytes.
    struct Framer {
        /// A record before anyone counted columns.
        struct Found {
            var bytes: Range<Int>
            var number: Int
            var line: Int
            var fault: Fault?
        }

        enum Stage {
            case start
            /// In the object around the list, before a member or the end.
            case member
            /// In the list, before an element or the end.
            case element
            case line
            /// In a line that is too long to be kept.
            case restOfLine
            /// Before one of several objects, or before the only one.
            case value
            /// Behind the document.
            case tail
            case finished
        }

        var extractor: Extractor
        var cursor = Cursor(index: 0)
        var stage: Stage
        var form: Form?
        var envelopes: [Envelope] = []
        /// The list that the caller asked for by name.
        let wanted: String?
        /// The name of the list, when an object is around it.
        var list: String?
        /// A first object longer than this is not waited for: its list is being read already.
        ///
        /// Less than what Exports looks at before it reads: the columns of a list must show there.
        var surveyBytesMax = 64 << 10
        var isFirst = true
        var isAtStart = true
        /// The input ended within a line that is no whole record.
        var endsInBrokenLine = false
        private var names = Names()
        private var number = 0

        var limits: Limits { extractor.limits }

        init(extractor: Extractor, lines: Bool, list: String?) {
            self.extractor = extractor
            wanted = list
            stage = .start
            if lines { form = .lines }
        }

        /// The next record; nil at the end of the input.
        mutating func next(_ bytes: Span<UInt8>, isFinal: Bool) throws(Fault) -> Found? {
            while stage != .finished {
                if let found = try step(bytes, isFinal) { return found }
            }
            return nil
        }

        private mutating func step(
            _ bytes: Span<UInt8>, _ isFinal: Bool
        ) throws(Fault) -> Found? {
            switch stage {
            case .start: try start(bytes, isFinal)
            case .member: try member(bytes, isFinal)
            case .element: return try element(bytes, isFinal)
            case .line: return try line(bytes, isFinal)
            case .restOfLine: try restOfLine(bytes, isFinal)
            case .value: return try value(bytes, isFinal)
            case .tail: try tail(bytes, isFinal)
            case .finished: break
            }
            return nil
        }

        /// There is nothing here yet, and more may come.
        static func needs(at index: Int) -> Fault {
            Fault(offset: index, what: "the text ends too early", reachedEnd: true)
        }
    }
}

/// Records.
extension JSON.Framer {
    /// Reads the record at `place` and moves behind it.
    mutating func record(
        _ bytes: Span<UInt8>, at place: JSON.Cursor, _ isFinal: Bool
    ) throws(JSON.Fault) -> Found {
        let end = try extractor.read(bytes, at: place.index)
        let first = bytes[place.index]
        // `12` at the end of a piece may become `123`.
        if end == bytes.count, !isFinal, first != JSON.Byte.openBrace,
            first != JSON.Byte.openBracket
        {
            throw Self.needs(at: end)
        }
        cursor = JSON.Cursor(index: end, line: place.line + extractor.newlines)
        return found(place.index..<end, line: place.line, extractor.soft)
    }

    mutating func found(_ range: Range<Int>, line: Int, _ fault: JSON.Fault?) -> Found {
        number += 1
        isFirst = false
        if !envelopes.isEmpty { envelopes[envelopes.count - 1].records += 1 }
        let tooLong = range.count > limits.recordBytesMax
        return Found(
            bytes: range, number: number, line: line,
            fault: fault ?? (tooLong ? limits.recordTooLong(at: range.lowerBound) : nil))
    }

    private mutating func element(
        _ bytes: Span<UInt8>, _ isFinal: Bool
    ) throws(JSON.Fault) -> Found? {
        var place = cursor
        if try place.goesOn(bytes, until: JSON.Byte.closeBracket, isFirst: isFirst) {
            return try record(bytes, at: place, isFinal)
        }
        cursor = place
        isFirst = false
        stage = list == nil ? .tail : .member
        return nil
    }

    private mutating func value(
        _ bytes: Span<UInt8>, _ isFinal: Bool
    ) throws(JSON.Fault) -> Found? {
        cursor.skipSpace(bytes)
        if cursor.index < bytes.count { return try record(bytes, at: cursor, isFinal) }
        guard isFinal else { throw Self.needs(at: cursor.index) }
        stage = .finished
        return nil
    }
}

/// What is around a list.
extension JSON.Framer {
    /// Enters the object whose opening brace is at the cursor.
    mutating func enterEnvelope() {
        cursor.index += 1
        envelopes.append(JSON.Envelope())
        names = JSON.Names()
        isFirst = true
        stage = .member
    }

    private mutating func member(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSON.Fault) {
        var place = cursor
        guard let key = try place.key(bytes, limits, isFirst: isFirst) else {
            cursor = place
            stage = .tail
            return
        }
        guard place.index < bytes.count else { throw Self.needs(at: place.index) }
        if key.name == list, bytes[place.index] == JSON.Byte.openBracket {
            place.index += 1
            try remember(key)
            isFirst = true
            stage = .element
        } else {
            try aside(bytes, &place, key, isFinal)
        }
        cursor = place
    }

    /// Keeps a member that is not the list.
    private mutating func aside(
        _ bytes: Span<UInt8>, _ place: inout JSON.Cursor, _ key: (name: String, offset: Int),
        _ isFinal: Bool
    ) throws(JSON.Fault) {
        var parser = JSON.Parser(limits: limits)
        let (value, end) = try parser.value(bytes, at: place.index)
        guard end < bytes.count || isFinal else { throw Self.needs(at: end) }
        try remember(key)
        if wanted == nil, JSON.Survey.isListName(key.name), value[0]?.members != nil {
            throw JSON.Ambiguity(names: [list ?? "", key.name]).fault(at: key.offset)
        }
        for index in place.index..<end where bytes[index] == JSON.Byte.lineFeed {
            place.line += 1
        }
        place.index = end
        envelopes[envelopes.count - 1].members.append(JSON.Member(key.name, value))
        isFirst = false
    }

    private mutating func remember(_ key: (name: String, offset: Int)) throws(JSON.Fault) {
        guard names.insert(key.name) else {
            throw JSON.Names.twice(key.name, at: key.offset)
        }
    }

    private mutating func tail(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSON.Fault) {
        cursor.skipSpace(bytes)
        guard cursor.index < bytes.count else {
            guard isFinal else { throw Self.needs(at: cursor.index) }
            stage = .finished
            return
        }
        let byte = bytes[cursor.index]
        // Pages that were saved one behind the other.
        guard list != nil, byte == JSON.Byte.openBrace else {
            throw JSON.Fault(
                offset: cursor.index,
                what: "\(JSON.Byte.name(byte)) after the end of the document")
        }
        enterEnvelope()
    }
}
