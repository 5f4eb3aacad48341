// SPDX-License-Identifier: MIT

extension JSON {
    /// Walks over one value and checks it to the letter, without building it and without recursion.
    ///
    /// On its way it notes the fields that an object flattens into: every scalar and every array
    /// that is reached through objects only.
    struct Walker {
        /// One field: the bytes since the last one, its value as written, its flattened name.
        struct Step {
            var gapStart: Int
            var value: Range<Int>
            var kind: Field.Kind
            var path: Range<Int>
            /// The objects around it.
            var depth: Int
        }

        private struct Level {
            var isArray: Bool
            var pathCount: Int
            var firstKey: Int
        }

        let limits: Limits
        /// Whether a line feed between two tokens ends the record, as in NDJSON.
        var lineFeedEnds = false
        private(set) var steps: [Step] = []
        private(set) var paths: [UInt8] = []
        /// Line feeds between the tokens of the value.
        private(set) var newlines = 0
        /// What is wrong with the value although its end was found: a key that stands twice.
        private(set) var soft: Fault?

        private var index = 0
        private var gapStart = 0
        private var levels: [Level] = []
        private var keys: [Text.Token] = []
        private var path: [UInt8] = []
        private var openArrays = 0
        private var outerDepth = 0
        private var listStart = 0

        init(limits: Limits) { self.limits = limits }

        /// The index after the value that starts at `start`, inside `depth` others.
        mutating func walk(
            _ bytes: Span<UInt8>, at start: Int, inside depth: Int = 0
        ) throws(Fault) -> Int {
            reset(to: start)
            outerDepth = depth
            repeat {
                while try opens(bytes) {}
            } while try goesOn(bytes)
            return index
        }

        private mutating func reset(to start: Int) {
            index = start
            gapStart = start
            newlines = 0
            soft = nil
            openArrays = 0
            levels.removeAll(keepingCapacity: true)
            keys.removeAll(keepingCapacity: true)
            path.removeAll(keepingCapacity: true)
            steps.removeAll(keepingCapacity: true)
            paths.removeAll(keepingCapacity: true)
        }
    }
}

/// Structure.
extension JSON.Walker {
    /// Steps over a scalar or an empty container; true when a container opened before its first value.
    private mutating func opens(_ bytes: Span<UInt8>) throws(JSON.Fault) -> Bool {
        try skipSpace(bytes)
        let byte = try byte(bytes, or: "a value")
        guard byte == JSON.Byte.openBrace || byte == JSON.Byte.openBracket else {
            try scalar(bytes, byte)
            return false
        }
        try push(isArray: byte == JSON.Byte.openBracket)
        try skipSpace(bytes)
        let isArray = byte == JSON.Byte.openBracket
        let close = isArray ? JSON.Byte.closeBracket : JSON.Byte.closeBrace
        if index < bytes.count, bytes[index] == close {
            pop()
            return false
        }
        if !isArray { try key(bytes) }
        return true
    }

    /// After a value: closes what ends here; true when another value follows.
    private mutating func goesOn(_ bytes: Span<UInt8>) throws(JSON.Fault) -> Bool {
        while let level = levels.last {
            try skipSpace(bytes)
            let close = level.isArray ? JSON.Byte.closeBracket : JSON.Byte.closeBrace
            let byte = try byte(bytes, or: "a comma or \(level.isArray ? "']'" : "'}'")")
            if byte == JSON.Byte.comma {
                index += 1
                if !level.isArray {
                    try skipSpace(bytes)
                    try key(bytes)
                }
                return true
            }
            guard byte == close else {
                throw found(byte, "a comma or \(JSON.Byte.name(close))")
            }
            pop()
        }
        return false
    }

    private mutating func push(isArray: Bool) throws(JSON.Fault) {
        guard outerDepth + levels.count < limits.depthMax else { throw limits.tooDeep(at: index) }
        if isArray {
            if openArrays == 0 { listStart = index }
            openArrays += 1
        }
        levels.append(Level(isArray: isArray, pathCount: path.count, firstKey: keys.count))
        index += 1
    }

    private mutating func pop() {
        index += 1
        guard let level = levels.popLast() else { return }
        keys.removeLast(keys.count - level.firstKey)
        path.removeLast(path.count - level.pathCount)
        if level.isArray {
            openArrays -= 1
            if openArrays == 0 { note(listStart..<index, .list) }
        }
    }

    private mutating func skipSpace(_ bytes: Span<UInt8>) throws(JSON.Fault) {
        while index < bytes.count, JSON.Byte.isSpace(bytes[index]) {
            if bytes[index] == JSON.Byte.lineFeed {
                newlines += 1
                if lineFeedEnds, !levels.isEmpty {
                    throw JSON.Fault(offset: index, what: "the line ends inside the record")
                }
            }
            index += 1
        }
    }

    private func byte(
        _ bytes: Span<UInt8>, or wanted: @autoclosure () -> String
    ) throws(JSON.Fault) -> UInt8 {
        guard index < bytes.count else {
            throw JSON.Fault(
                offset: index, what: "the text ends where \(wanted()) should be",
                reachedEnd: true)
        }
        return bytes[index]
    }

    private func found(_ byte: UInt8, _ wanted: String) -> JSON.Fault {
        JSON.Fault(offset: index, what: "\(JSON.Byte.name(byte)) where \(wanted) should be")
    }
}

/// Keys and scalars.
extension JSON.Walker {
    private mutating func key(_ bytes: Span<UInt8>) throws(JSON.Fault) {
        let byte = try byte(bytes, or: "a key in quotes")
        guard byte == JSON.Byte.quote else { throw found(byte, "a key in quotes") }
        let token = try JSON.Text.string(bytes, at: index, limits: limits)
        try JSON.Text.checkUTF8(bytes, token)
        try remember(token, bytes)
        if openArrays == 0 { try extendPath(token, bytes) }
        index = token.end
        try skipSpace(bytes)
        let colon = try self.byte(bytes, or: "a colon")
        guard colon == JSON.Byte.colon else { throw found(colon, "a colon after the key") }
        index += 1
    }

    private mutating func extendPath(
        _ token: JSON.Text.Token, _ bytes: Span<UInt8>
    ) throws(JSON.Fault) {
        path.removeLast(path.count - (levels.last?.pathCount ?? 0))
        if levels.count > 1 { path.append(JSON.Byte.dot) }
        try JSON.Text.unescape(bytes, token.content, into: &path)
    }

    private mutating func remember(
        _ token: JSON.Text.Token, _ bytes: Span<UInt8>
    ) throws(JSON.Fault) {
        let first = levels.last?.firstKey ?? 0
        guard keys.count - first < limits.fieldsMax else {
            soft = soft ?? limits.tooManyFields(at: index)
            return
        }
        for earlier in keys[first...] where try JSON.Text.isSame(earlier, token, bytes) {
            let name = try JSON.Text.text(bytes, token)
            soft = soft ?? JSON.Names.twice(name, at: index)
        }
        keys.append(token)
    }

    private mutating func scalar(_ bytes: Span<UInt8>, _ byte: UInt8) throws(JSON.Fault) {
        let start = index
        let kind: JSON.Field.Kind
        switch byte {
        case JSON.Byte.quote:
            let token = try JSON.Text.string(bytes, at: start, limits: limits)
            try JSON.Text.checkUTF8(bytes, token)
            index = token.end
            kind = token.isEscaped ? .escaped : .string
        case JSON.Byte.minus, JSON.Byte.zero...JSON.Byte.nine:
            index = try JSON.Text.numberEnd(bytes, at: start, limits: limits)
            kind = .number
        default:
            guard let count = JSON.Text.wordCount(bytes, at: start) else {
                throw found(byte, "a value")
            }
            index += count
            kind = byte == UInt8(ascii: "n") ? .null : .word
        }
        note(start..<index, kind)
    }

    private mutating func note(_ value: Range<Int>, _ kind: JSON.Field.Kind) {
        guard openArrays == 0, !levels.isEmpty else { return }
        let start = paths.count
        paths.append(contentsOf: path)
        steps.append(
            Step(
                gapStart: gapStart, value: value, kind: kind, path: start..<paths.count,
                depth: levels.count))
        gapStart = value.upperBound
    }
}

extension JSON.Text {
    /// The length of `true`, `false` or `null` at `start`; nil for anything else.
    static func wordCount(_ bytes: Span<UInt8>, at start: Int) -> Int? {
        if has("true", bytes, at: start) || has("null", bytes, at: start) { return 4 }
        return has("false", bytes, at: start) ? 5 : nil
    }

    /// Whether two string tokens stand for the same text.
    static func isSame(
        _ left: Token, _ right: Token, _ bytes: Span<UInt8>
    ) throws(JSON.Fault) -> Bool {
        if left.isEscaped || right.isEscaped {
            var (first, second): ([UInt8], [UInt8]) = ([], [])
            try unescape(bytes, left.content, into: &first)
            try unescape(bytes, right.content, into: &second)
            return first == second
        }
        guard left.content.count == right.content.count else { return false }
        for step in 0..<left.content.count
        where bytes[left.content.lowerBound + step] != bytes[right.content.lowerBound + step] {
            return false
        }
        return true
    }
}
