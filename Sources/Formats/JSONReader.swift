// SPDX-License-Identifier: MIT

extension JSON {
    /// Reads the records of an export of any size, piece by piece, in flat memory.
    ///
    /// Give it bytes with `feed` or `fill`, say `finish` behind the last one, and ask `next` until
    /// it says `.end`. What the file is (array, object around a list, NDJSON, one object) it finds
    /// out itself. The fields of the record that `next` returned are there until it is called
    /// again or bytes are added.
    package struct Reader: ~Copyable {
        private var buffer = Buffer()
        private var framer: Framer
        private var isFinal = false
        /// Below this many unread bytes nothing is tried, so that a long record is not
        /// walked again for each small piece of it.
        private var retryBytes = 0
        private var scratch: [UInt8] = []

        /// `lines` says that the name of the file calls it NDJSON; `list` names the member that
        /// holds the records; `columns` are numbered first, for a second pass over a file.
        package init(
            lines: Bool = false, list: String? = nil, columns: [String] = [],
            limits: Limits = .standard
        ) {
            self.init(
                Framer(
                    extractor: Extractor(columns: columns, limits: limits), lines: lines,
                    list: list))
        }

        init(_ framer: Framer) { self.framer = framer }
    }
}

/// Input.
extension JSON.Reader {
    /// Adds a piece of the input.
    package mutating func feed(_ piece: Span<UInt8>) {
        _ = piece.withUnsafeBytes { source in
            fill(source.count) { target in
                target.copyMemory(from: source)
                return source.count
            }
        }
    }

    /// Lets `read` write at most `count` bytes into the buffer and say how many there were.
    ///
    /// It spares the copy that `feed` makes. Nothing read is not yet the end: `finish` is.
    @discardableResult
    package mutating func fill(
        _ count: Int, _ read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) rethrows -> Int {
        let (moved, added) = try buffer.append(
            count, done: framer.cursor.index, line: framer.cursor.line, read)
        framer.cursor.index -= moved
        return added
    }

    /// Says that the input has no more bytes.
    package mutating func finish() { isFinal = true }
}

/// Records.
extension JSON.Reader {
    package mutating func next() throws(JSON.Failure) -> JSON.Step {
        let start = framer.cursor.index
        guard isFinal || buffer.count - start > retryBytes else { return .needsInput }
        do throws(JSON.Fault) {
            let found = try Self.next(in: buffer, &framer, isFinal: isFinal)
            retryBytes = 0
            return found.map { .record(record($0)) } ?? .end
        } catch {
            return try wait(for: error)
        }
    }

    /// Apart from `self`, whose parts may not be read and changed at once through a span.
    private static func next(
        in buffer: borrowing JSON.Buffer, _ framer: inout JSON.Framer, isFinal: Bool
    ) throws(JSON.Fault) -> JSON.Framer.Found? {
        try framer.next(buffer.bytes.span, isFinal: isFinal)
    }

    private mutating func wait(for fault: JSON.Fault) throws(JSON.Failure) -> JSON.Step {
        let unread = buffer.count - framer.cursor.index
        var fault = fault
        if !isFinal, fault.mayHeal(within: buffer.count) {
            if unread <= framer.limits.recordBytesMax {
                retryBytes = unread + unread / 2
                return .needsInput
            }
            fault = framer.limits.recordTooLong(at: framer.cursor.index)
        }
        framer.stage = .finished
        throw failure(fault, from: framer.cursor.index, line: framer.cursor.line)
    }

    private func record(_ found: JSON.Framer.Found) -> JSON.Record {
        JSON.Record(
            bytes: found.bytes, number: found.number, line: found.line,
            offset: buffer.dropped + found.bytes.lowerBound,
            fault: found.fault.map {
                failure($0, from: found.bytes.lowerBound, line: found.line)
            })
    }

    /// The place of a fault, counted on from a place whose line is known.
    private func failure(_ fault: JSON.Fault, from start: Int, line: Int) -> JSON.Failure {
        var line = line
        let end = min(fault.offset, buffer.count)
        for index in min(start, end)..<end where buffer.bytes[index] == JSON.Byte.lineFeed {
            line += 1
        }
        return JSON.Failure(
            offset: buffer.dropped + fault.offset, line: line,
            column: buffer.columnBytes(at: end, line: line) + 1, what: fault.what)
    }
}

/// What is known of the file and of the last record.
extension JSON.Reader {
    /// The file ended within the current record's line, which is none.
    package var endsInBrokenLine: Bool { framer.endsInBrokenLine }

    /// How the records are put together; nil until the first bytes told.
    package var form: JSON.Form? { framer.form }

    /// What stands around the list, one for each page; whole after `.end`.
    package var envelopes: [JSON.Envelope] { framer.envelopes }

    /// The flattened names so far; a column keeps its number.
    package var columns: [String] { framer.extractor.columns.names }

    package func column(_ name: String) -> Int? { framer.extractor.columns.find(name) }

    /// Where a field of the last record stands; nil when the record does not have it.
    package func field(_ column: Int) -> JSON.Field? { framer.extractor.field(column) }

    /// Bytes of the buffer, as a record's or a field's range names them.
    package func copy(_ range: Range<Int>) -> [UInt8] { Array(buffer.bytes[range]) }

    /// The text of a field where it stands in the buffer, lent until the next call of the reader.
    ///
    /// Empty for null and for no such field; nil when the text has to be made: `withText` does.
    package func lentText(of column: Int) -> UnsafeRawBufferPointer? {
        guard let field = field(column), field.kind != .null else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        guard field.kind != .escaped, field.kind != .list else { return nil }
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer.bytes)[field.bytes])
    }

    /// The bytes of a record or a field, lent until the next call of the reader.
    package func lent(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer.bytes)[range])
    }

    /// Hands over the text of a field of the last record; empty for null and for no such field.
    ///
    /// The bytes are the buffer's own where nothing is escaped. `JSONFieldText.swift` says what an
    /// array's text is.
    package mutating func withText(of column: Int, _ body: (Span<UInt8>) -> Void) {
        guard let field = field(column), field.kind != .null else { return body([UInt8]().span) }
        guard field.kind == .escaped || field.kind == .list else {
            return body(buffer.bytes.span.extracting(field.bytes))
        }
        let name = framer.extractor.columns.names[column]
        JSON.FieldText.write(buffer.bytes, field, column: name, into: &scratch)
        body(scratch.span)
    }

    package mutating func text(of column: Int) -> String {
        var text = ""
        withText(of: column) { bytes in
            text = JSON.Text.slice(bytes, 0..<bytes.count)
        }
        return text
    }
}
