// SPDX-License-Identifier: MIT

/// How the first bytes tell what a file is.
extension JSON.Framer {
    mutating func start(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSON.Fault) {
        try skipMark(bytes, isFinal)
        if form == .lines {
            beginLines()
            return
        }
        cursor.skipSpace(bytes)
        guard cursor.index < bytes.count else {
            guard isFinal else { throw Self.needs(at: cursor.index) }
            stage = .finished
            return
        }
        switch bytes[cursor.index] {
        case JSON.Byte.openBracket:
            form = .array
            stage = .element
            cursor.index += 1
        case JSON.Byte.openBrace: try object(bytes, isFinal)
        case let byte:
            throw JSON.Fault(
                offset: cursor.index,
                what: "\(JSON.Byte.name(byte)) where an array or an object should be")
        }
    }

    private mutating func skipMark(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSON.Fault) {
        guard isAtStart else { return }
        guard bytes.count >= 3 || isFinal else { throw Self.needs(at: 0) }
        if Self.isWide(bytes) {
            throw JSON.Fault(offset: 0, what: "this is not UTF-8 but looks like UTF-16 or UTF-32")
        }
        isAtStart = false
        if JSON.Text.has("\u{FEFF}", bytes, at: 0) { cursor.index = 3 }
    }

    private static func isWide(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 2 else { return false }
        return switch (bytes[0], bytes[1]) {
        case (0, _), (_, 0), (0xFF, 0xFE), (0xFE, 0xFF): true
        default: false
        }
    }

    mutating func beginLines() {
        form = .lines
        stage = .line
        extractor.lineFeedEnds = true
    }

    private mutating func object(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSON.Fault) {
        let survey: JSON.Survey
        do throws(JSON.Fault) {
            survey = try JSON.Survey(bytes, at: cursor.index, limits: limits, isFinal: isFinal)
        } catch {
            guard try isBrokenLine(error, bytes, isFinal) else { throw error }
            beginLines()
            return
        }
        if let end = survey.end {
            try whole(survey, end: end, bytes, isFinal)
        } else {
            try partial(survey, bytes)
        }
    }

    /// The first object is there whole: what follows it decides.
    private mutating func whole(
        _ survey: JSON.Survey, end: Int, _ bytes: Span<UInt8>, _ isFinal: Bool
    ) throws(JSON.Fault) {
        var after = JSON.Cursor(index: end)
        after.skipSpace(bytes)
        guard after.index < bytes.count || isFinal else { throw Self.needs(at: end) }
        if after.index == bytes.count {
            if let name = try listName(survey) { return begin(list: name) }
            form = .single
            stage = .value
        } else if let name = try? survey.list(wanted: wanted), survey.isPage(name) {
            begin(list: name)
        } else if after.line > 1, !hasLineFeed(bytes, cursor.index..<end) {
            beginLines()
        } else {
            form = .concatenated
            stage = .value
        }
    }

    /// The first object is too long to be waited for: it holds the list, or it is no export.
    private mutating func partial(
        _ survey: JSON.Survey, _ bytes: Span<UInt8>
    ) throws(JSON.Fault) {
        guard bytes.count - cursor.index >= surveyBytesMax, survey.isInside,
            let name = try listName(survey), name == survey.members.last?.name
        else { throw Self.needs(at: bytes.count) }
        begin(list: name)
    }

    private func listName(_ survey: JSON.Survey) throws(JSON.Fault) -> String? {
        do throws(JSON.Ambiguity) {
            return try survey.list(wanted: wanted)
        } catch {
            throw error.fault(at: cursor.index)
        }
    }

    private mutating func begin(list name: String) {
        form = .list(name)
        list = name
        enterEnvelope()
    }

    /// Whether a fault in the first object is only a broken first line of NDJSON.
    private func isBrokenLine(
        _ fault: JSON.Fault, _ bytes: Span<UInt8>, _ isFinal: Bool
    ) throws(JSON.Fault) -> Bool {
        guard let end = lineEnd(bytes, from: cursor.index) else {
            if isFinal || bytes.count - cursor.index >= surveyBytesMax { return false }
            throw Self.needs(at: bytes.count)
        }
        guard fault.offset <= end else { return false }
        var next = JSON.Cursor(index: end)
        next.skipSpace(bytes)
        guard next.index < bytes.count || isFinal else { throw Self.needs(at: bytes.count) }
        return next.index < bytes.count && bytes[next.index] == JSON.Byte.openBrace
    }

    private func hasLineFeed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        lineEnd(bytes, from: range.lowerBound).map(range.contains) ?? false
    }
}
