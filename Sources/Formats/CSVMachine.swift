// SPDX-License-Identifier: MIT

extension CSV {
    /// The state machine over the special bytes; places are offsets in the window.
    ///
    /// Separators between plain fields, nine of ten special bytes, never come here: the reader's
    /// scan takes them in registers.
    struct Machine {
        enum State: UInt8 {
            /// In a field without quotes, or before its first byte.
            case plain
            case quoted
            /// After a quote inside quotes: the end of the field, or the first half of a pair.
            case closing
        }

        let delimiter: UInt8
        let limits: Limits
        var state = State.plain
        var isEscaped = false
        var rowStart = 0
        var fieldStart = 0
        var contentStart = 0
        var closedAt = 0
        /// Where the last CR stood, for the LF that may follow it.
        var carriageReturnAt = -2
        /// The physical line the machine is on, and the one the row began on.
        var line = 1
        var rowLine = 1
        var quoteLine = 1
        var fieldCount = 0
        var fault: Fault?

        init(delimiter: UInt8, limits: Limits) {
            self.delimiter = delimiter
            self.limits = limits
        }

        mutating func beginRow(at place: Int) {
            rowStart = place
            fieldStart = place
            rowLine = line
            fieldCount = 0
            fault = nil
            state = .plain
            isEscaped = false
        }

        mutating func shift(by dropped: Int) {
            rowStart -= dropped
            fieldStart -= dropped
            contentStart -= dropped
            closedAt -= dropped
            carriageReturnAt -= dropped
        }
    }
}

extension CSV.Machine {
    typealias Fields = UnsafeMutablePointer<CSV.Field>

    /// Takes one special byte; true when it ended the row.
    mutating func take(_ byte: UInt8, at place: Int, into fields: Fields) -> Bool {
        switch state {
        case .plain: return takePlain(byte, at: place, into: fields)
        case .closing: return takeClosing(byte, at: place, into: fields)
        case .quoted:
            takeQuoted(byte, at: place)
            return false
        }
    }

    private mutating func takePlain(_ byte: UInt8, at place: Int, into fields: Fields) -> Bool {
        switch byte {
        case delimiter:
            endField(at: place, into: fields)
        case CSV.lineFeed where place == carriageReturnAt + 1 && place == rowStart:
            // The second half of a CRLF whose CR ended the row before.
            beginRow(at: place + 1)
        case CSV.lineFeed, CSV.carriageReturn:
            endField(at: place, into: fields)
            endLine(byte, at: place)
            return true
        case CSV.quote where place == fieldStart:
            state = .quoted
            contentStart = place + 1
            quoteLine = line
        case 0: note(.nulByte(column: fieldCount + 1))
        default: break
        }
        return false
    }

    private mutating func takeQuoted(_ byte: UInt8, at place: Int) {
        switch byte {
        case CSV.quote:
            state = .closing
            closedAt = place
        case CSV.lineFeed, CSV.carriageReturn: endLine(byte, at: place)
        case 0: note(.nulByte(column: fieldCount + 1))
        default: break
        }
    }

    private mutating func takeClosing(_ byte: UInt8, at place: Int, into fields: Fields) -> Bool {
        if byte == CSV.quote, place == closedAt + 1 {
            isEscaped = true
            state = .quoted
            return false
        }
        let isEnd = byte == delimiter || byte == CSV.lineFeed || byte == CSV.carriageReturn
        if place != closedAt + 1 || !isEnd { note(.textAfterQuote(column: fieldCount + 1)) }
        guard isEnd else { return false }
        endQuotedField(into: fields)
        fieldStart = place + 1
        guard byte != delimiter else { return false }
        endLine(byte, at: place)
        return true
    }

    /// What the end of the file ends; nothing follows.
    mutating func finish(at end: Int, into fields: Fields) {
        switch state {
        case .plain: endField(at: end, into: fields)
        case .quoted:
            note(.endsInsideQuote(openedOnLine: quoteLine))
            closedAt = end
            endQuotedField(into: fields)
        case .closing:
            if end != closedAt + 1 { note(.textAfterQuote(column: fieldCount + 1)) }
            endQuotedField(into: fields)
        }
    }

    private mutating func endField(at end: Int, into fields: Fields) {
        store(CSV.Field(start: fieldStart - rowStart, end: end - rowStart), into: fields)
        fieldStart = end + 1
    }

    private mutating func endQuotedField(into fields: Fields) {
        let (start, end) = (contentStart - rowStart, closedAt - rowStart)
        store(CSV.Field(quotedFrom: start, to: end, isEscaped: isEscaped), into: fields)
        state = .plain
        isEscaped = false
    }

    private mutating func store(_ field: CSV.Field, into fields: Fields) {
        guard fieldCount < limits.columnsMax else {
            return note(.tooManyColumns(columnsMax: limits.columnsMax))
        }
        fields[fieldCount] = field
        fieldCount += 1
    }

    /// Counts CR, LF and CRLF as one line each.
    private mutating func endLine(_ byte: UInt8, at place: Int) {
        if byte == CSV.carriageReturn {
            carriageReturnAt = place
            line += 1
        } else if place != carriageReturnAt + 1 {
            line += 1
        }
    }

    /// Holds the whole row against the limits of length.
    mutating func checkLengths(endingAt end: Int, _ fields: Fields) {
        guard end - rowStart > min(limits.fieldBytesMax, limits.rowBytesMax) else { return }
        if end - rowStart > limits.rowBytesMax {
            // Said first, because other faults of such a row only follow from it.
            fault = .rowTooLong(bytesMax: limits.rowBytesMax)
        } else if let long = (0..<fieldCount).first(where: {
            fields[$0].count > limits.fieldBytesMax
        }) {
            note(.fieldTooLong(column: long + 1, bytesMax: limits.fieldBytesMax))
        }
    }

    private mutating func note(_ new: CSV.Fault) {
        if fault == nil { fault = new }
    }
}
