// SPDX-License-Identifier: MIT

extension JSON {
    /// Checks a record and finds its fields, in one pass over its bytes.
    ///
    /// A record of a known shape takes the quick way; any other is walked, with the same result.
    struct Extractor {
        private(set) var columns: Columns
        private(set) var slots: [Slot] = []
        /// The serial number of the record in `slots`.
        private(set) var record = 0
        /// Line ends inside the last record.
        private(set) var newlines = 0
        /// Why the last record must not be used, although its end was found.
        private(set) var soft: Fault?
        /// Whether a line feed ends the record, as in NDJSON; fixed before the first record.
        var lineFeedEnds = false {
            didSet {
                walker.lineFeedEnds = lineFeedEnds
                listWalker.lineFeedEnds = lineFeedEnds
            }
        }

        let limits: Limits
        private let learns: Bool
        private var shapes = Shapes()
        private var walker: Walker
        private var listWalker: Walker

        /// Without `learns` every record is walked; the result is the same.
        init(columns: [String] = [], limits: Limits, learns: Bool = true) {
            self.columns = Columns(columns, columnsMax: limits.fieldsMax)
            self.limits = limits
            self.learns = learns
            walker = Walker(limits: limits)
            listWalker = Walker(limits: limits)
            slots = Array(repeating: Slot(), count: self.columns.names.count)
        }

        /// The index after the record that starts at `start`.
        mutating func read(_ bytes: Span<UInt8>, at start: Int) throws(Fault) -> Int {
            record += 1
            soft = nil
            if let known = Quick.read(
                bytes, at: start, shapes, &slots, record: record, &listWalker)
            {
                newlines = known.newlines
                soft = JSON.Fault(nulIn: bytes, start..<known.end)
                return known.end
            }
            record += 1
            let end = try readAny(bytes, at: start)
            soft = soft ?? JSON.Fault(nulIn: bytes, start..<end)
            return end
        }

        func field(_ column: Int) -> Field? {
            guard slots.indices.contains(column), slots[column].record == record else {
                return nil
            }
            let slot = slots[column]
            return Field(bytes: slot.start..<slot.end, kind: slot.kind)
        }
    }
}

/// The way that knows nothing.
extension JSON.Extractor {
    private mutating func readAny(
        _ bytes: Span<UInt8>, at start: Int
    ) throws(JSON.Fault) -> Int {
        let end = try walker.walk(bytes, at: start)
        newlines = walker.newlines
        soft = walker.soft
        guard soft == nil else { return end }
        guard bytes[start] == JSON.Byte.openBrace else {
            soft = JSON.Fault(
                offset: start, what: "\(Self.kind(bytes[start])) where an object should be")
            return end
        }
        guard let places = places(at: start) else { return end }
        for (step, place) in zip(walker.steps, places) { put(step.value, step.kind, place) }
        if learns {
            shapes.learn(bytes, steps: walker.steps, columns: places, start: start, end: end)
        }
        return end
    }

    private mutating func places(at start: Int) -> [Int]? {
        guard walker.steps.count <= limits.fieldsMax else {
            soft = limits.tooManyFields(at: start)
            return nil
        }
        var places: [Int] = []
        var seen: Set<Int> = []
        for step in walker.steps {
            guard let place = columns.index(of: walker.paths[step.path]) else {
                soft = limits.tooManyFields(at: step.value.lowerBound)
                return nil
            }
            guard seen.insert(place).inserted else {
                // `{"a.b":1,"a":{"b":2}}`: two values would share one column.
                soft = JSON.Fault(
                    offset: step.value.lowerBound,
                    what: "two members spell the column \"\(columns.names[place])\"")
                return nil
            }
            places.append(place)
        }
        while slots.count < columns.names.count { slots.append(JSON.Slot()) }
        return places
    }

    private static func kind(_ byte: UInt8) -> String {
        switch byte {
        case JSON.Byte.openBracket: "a list"
        case JSON.Byte.quote: "a string"
        case UInt8(ascii: "t"), UInt8(ascii: "f"): "a boolean"
        case UInt8(ascii: "n"): "null"
        default: "a number"
        }
    }

    private mutating func put(_ value: Range<Int>, _ kind: JSON.Field.Kind, _ column: Int) {
        let quote = kind == .string || kind == .escaped ? 1 : 0
        slots[column] = JSON.Slot(
            start: value.lowerBound + quote, end: value.upperBound - quote, record: record,
            kind: kind)
    }
}
