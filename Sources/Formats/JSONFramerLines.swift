// SPDX-License-Identifier: MIT

/// NDJSON: a broken line is one bad record, and the next line is read.
extension JSON.Framer {
    mutating func line(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSON.Fault) -> Found? {
        cursor.skipSpace(bytes)
        let start = cursor.index
        guard start < bytes.count else {
            guard isFinal else { throw Self.needs(at: start) }
            stage = .finished
            return nil
        }
        do throws(JSON.Fault) {
            let end = try extractor.read(bytes, at: start)
            cursor.index = try lineRest(bytes, from: end, isFinal)
            return found(start..<end, line: cursor.line, extractor.soft)
        } catch {
            return try badLine(bytes, error, isFinal)
        }
    }

    /// The index of the line feed behind a record, or of the input's end.
    private func lineRest(
        _ bytes: Span<UInt8>, from end: Int, _ isFinal: Bool
    ) throws(JSON.Fault) -> Int {
        var index = end
        while index < bytes.count, bytes[index] != JSON.Byte.lineFeed {
            guard JSON.Byte.isSpace(bytes[index]) else {
                throw JSON.Fault(
                    offset: index,
                    what: "\(JSON.Byte.name(bytes[index])) after the record on its line")
            }
            index += 1
        }
        guard index < bytes.count || isFinal else { throw Self.needs(at: index) }
        return index
    }

    private mutating func badLine(
        _ bytes: Span<UInt8>, _ fault: JSON.Fault, _ isFinal: Bool
    ) throws(JSON.Fault) -> Found {
        let start = cursor.index
        let feed = lineEnd(bytes, from: start)
        if var end = feed ?? (isFinal ? bytes.count : nil) {
            endsInBrokenLine = feed == nil
            cursor.index = end
            if end > start, bytes[end - 1] == JSON.Byte.carriageReturn { end -= 1 }
            return found(start..<end, line: cursor.line, fault)
        }
        guard bytes.count - start > limits.recordBytesMax else {
            throw Self.needs(at: bytes.count)
        }
        stage = .restOfLine
        cursor.index = bytes.count
        return found(start..<start, line: cursor.line, limits.recordTooLong(at: start))
    }

    mutating func restOfLine(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSON.Fault) {
        let end = lineEnd(bytes, from: cursor.index)
        cursor.index = end ?? bytes.count
        guard end != nil || isFinal else { throw Self.needs(at: bytes.count) }
        stage = .line
    }

    func lineEnd(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < bytes.count {
            if bytes[index] == JSON.Byte.lineFeed { return index }
            index += 1
        }
        return nil
    }
}
