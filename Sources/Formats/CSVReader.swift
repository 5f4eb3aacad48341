// SPDX-License-Identifier: MIT

extension CSV {
    /// Reads rows out of bytes that arrive in pieces of any size.
    ///
    /// It pulls nothing itself: the owner fills it when it is `hungry`. A row is lent, not copied:
    /// its fields are valid until the next call of `next`, `fill` or `feed`.
    package struct Reader: ~Copyable {
        package enum Step: Sendable {
            case row
            /// More bytes are needed, or `finish`.
            case hungry
            case end
        }

        package static let windowBytes = 256 << 10
        /// Room offered for each filling, at least.
        private let fillBytesMin: Int

        private(set) var window: Window
        private(set) var machine: Machine
        private let special: SpecialBytes
        let fields: UnsafeMutablePointer<Field>
        /// The next 64 bytes to look at, and what is left of the one before it.
        private var nextBlock = 0
        private var mask: UInt64 = 0
        private var isFinished = false
        private var isRowOpen = false
        /// The row is longer than allowed: its bytes are dropped as they come.
        private var isDropping = false
        private var rowEnd = 0
        /// The file ended before the current row's line did.
        package private(set) var isUnterminated = false

        package init(
            delimiter: UInt8 = CSV.comma, limits: Limits = .standard,
            windowBytes: Int = Self.windowBytes
        ) {
            window = Window(capacity: windowBytes)
            fillBytesMin = max(16, windowBytes / 4)
            machine = Machine(delimiter: delimiter, limits: limits)
            special = SpecialBytes(delimiter: delimiter)
            fields = .allocate(capacity: limits.columnsMax)
        }

        deinit { fields.deallocate() }

        /// Finds the next row; blank lines are no rows.
        package mutating func next() -> Step {
            while true {
                let step = nextLine()
                guard case .row = step, isBlank else { return step }
            }
        }

        private mutating func nextLine() -> Step {
            if !isRowOpen {
                guard !isFinished || rowStartNext < window.count else { return .end }
                machine.beginRow(at: rowStartNext)
                isRowOpen = true
                isDropping = false
            }
            if scan() { return .row }
            guard isFinished else { return .hungry }
            return endAtEndOfFile()
        }

        /// Where the row after the current one begins, as far as the scanner knows.
        private var rowStartNext = 0
    }
}

extension CSV.Reader {
    /// Walks the special bytes to the end of the row; false when the window ends first.
    ///
    /// This is the hot loop of a plan: what it needs for plain fields stays in locals, and
    /// everything else is the machine's.
    private mutating func scan() -> Bool {
        let (bytes, count) = (window.bytes, window.count)
        let (delimiter, columnsMax) = (machine.delimiter, machine.limits.columnsMax)
        var (mask, nextBlock) = (mask, nextBlock)
        var (rowStart, fieldStart) = (machine.rowStart, machine.fieldStart)
        var fieldCount = machine.fieldCount
        defer { (self.mask, self.nextBlock) = (mask, nextBlock) }
        while true {
            while mask == 0 {
                guard nextBlock + 64 <= count || (isFinished && nextBlock < count) else {
                    (machine.fieldStart, machine.fieldCount) = (fieldStart, fieldCount)
                    return false
                }
                mask = special.mask(UnsafeRawPointer(bytes + nextBlock))
                if nextBlock + 64 > count { mask &= (1 << UInt64(count - nextBlock)) - 1 }
                nextBlock += 64
            }
            let place = nextBlock - 64 + mask.trailingZeroBitCount
            mask &= mask &- 1
            let byte = bytes[place]
            if byte == delimiter, machine.state == .plain, fieldCount < columnsMax {
                fields[fieldCount] = CSV.Field(start: fieldStart - rowStart, end: place - rowStart)
                fieldCount += 1
                fieldStart = place + 1
                continue
            }
            (machine.fieldStart, machine.fieldCount) = (fieldStart, fieldCount)
            if machine.take(byte, at: place, into: fields) {
                endRow(at: place, next: place + 1)
                return true
            }
            (fieldStart, fieldCount) = (machine.fieldStart, machine.fieldCount)
            rowStart = machine.rowStart
        }
    }

    private mutating func endRow(at end: Int, next: Int) {
        machine.checkLengths(endingAt: end, fields)
        rowEnd = end
        rowStartNext = next
        isRowOpen = false
    }

    private mutating func endAtEndOfFile() -> Step {
        let isRow = machine.rowStart < window.count || machine.fieldCount > 0 || isDropping
        if isRow { machine.finish(at: window.count, into: fields) }
        isUnterminated = isRow
        endRow(at: window.count, next: window.count)
        return isRow ? .row : .end
    }

    /// A line with nothing but spaces; in a table of one column `""` is a row.
    private var isBlank: Bool {
        guard machine.fieldCount == 1, machine.fault == nil, !fields[0].isQuoted else {
            return false
        }
        return bytes(of: 0).allSatisfy { $0 == UInt8(ascii: " ") || $0 == CSV.tab }
    }
}

extension CSV.Reader {
    /// Lets `read` write into free space and say how many bytes it wrote; 0 is the end.
    package mutating func fill<E>(
        _ read: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) {
        makeRoom()
        let count = try read(window.free)
        if count <= 0 { finish() } else { window.didFill(count) }
    }

    /// Takes a piece of the file.
    package mutating func feed(_ piece: UnsafeRawBufferPointer) {
        var rest = piece[...]
        while !rest.isEmpty {
            makeRoom()
            let free = window.free
            let part = rest.prefix(free.count)
            free.copyMemory(from: UnsafeRawBufferPointer(rebasing: part))
            window.didFill(part.count)
            rest = rest.dropFirst(part.count)
        }
    }

    package mutating func feed(_ piece: Span<UInt8>) {
        piece.withUnsafeBytes { feed($0) }
    }

    /// Nothing follows.
    package mutating func finish() { isFinished = true }

    private mutating func makeRoom() {
        guard window.free.count < fillBytesMin else { return }
        let oldest = isRowOpen ? machine.rowStart : rowStartNext
        if isRowOpen, window.count - oldest > machine.limits.rowBytesMax { isDropping = true }
        // A row that is too long anyway is only scanned, not kept.
        let dropped = isDropping ? min(nextBlock, window.count) : min(oldest, window.count)
        window.makeRoom(dropping: dropped, wanted: fillBytesMin)
        shift(by: dropped)
    }

    private mutating func shift(by dropped: Int) {
        machine.shift(by: dropped)
        nextBlock -= dropped
        rowStartNext -= dropped
        rowEnd -= dropped
    }
}

extension CSV.Reader {
    package var delimiter: UInt8 { machine.delimiter }
    /// The physical line the row begins on, counted from 1.
    package var line: Int { machine.rowLine }
    package var fieldCount: Int { machine.fieldCount }
    /// What is wrong with the row; its fields are then not to be relied on.
    package var fault: CSV.Fault? { machine.fault }

    /// The row as it stands in the file, without the line's end; empty if it was too long to keep.
    package var rawRow: UnsafeRawBufferPointer {
        guard machine.rowStart >= 0, rowEnd >= machine.rowStart else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(
            start: window.bytes + machine.rowStart, count: rowEnd - machine.rowStart)
    }

    /// The bytes between the quotes, doubled quotes still doubled; empty beyond the last field.
    package func bytes(of column: Int) -> UnsafeRawBufferPointer { row.bytes(of: column) }

    /// The field's text with doubled quotes made single.
    package func text(of column: Int) -> String {
        let (row, raw) = (row, bytes(of: column))
        guard row.isEscaped(column) else { return String(decoding: raw, as: UTF8.self) }
        return String(decoding: CSV.unescaped(raw), as: UTF8.self)
    }

    package var texts: [String] { (0..<fieldCount).map { text(of: $0) } }
}

extension CSV {
    /// The content of a quoted field with doubled quotes made single.
    package static func unescaped(_ raw: UnsafeRawBufferPointer) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(raw.count)
        var wasQuote = false
        for byte in raw {
            wasQuote = byte == quote && !wasQuote
            if !wasQuote { result.append(byte) }
        }
        return result
    }
}
