// SPDX-License-Identifier: MIT

extension CSV {
    /// Writes rows as RFC 4180 has them, into memory that the owner takes away.
    package struct Writer {
        package enum LineEnd: String, Sendable {
            case lf = "\n"
            case crlf = "\r\n"
        }

        private let delimiter: UInt8
        private let lineEnd: [UInt8]
        private let guardsFormulas: Bool
        private var bytes: [UInt8] = []
        /// Where the row begins, and whether it has a cell already.
        private var rowStart = 0
        private var hasCell = false

        package init(
            delimiter: UInt8 = CSV.comma, lineEnd: LineEnd = .crlf, guardsFormulas: Bool = false
        ) {
            self.delimiter = delimiter
            self.lineEnd = Array(lineEnd.rawValue.utf8)
            self.guardsFormulas = guardsFormulas
        }

        package var count: Int { bytes.count }

        package mutating func row(_ cells: some Sequence<String>) {
            for text in cells { cell(text) }
            endRow()
        }

        package mutating func cell(_ text: String) {
            var text = text
            text.withUTF8 { cell(UnsafeRawBufferPointer($0)) }
        }

        package mutating func cell(_ content: UnsafeRawBufferPointer) {
            if hasCell { bytes.append(delimiter) }
            hasCell = true
            let isGuarded = guardsFormulas && CSV.looksLikeFormula(content)
            guard mustQuote(content) else {
                if isGuarded { bytes.append(CSV.apostrophe) }
                bytes.append(contentsOf: content)
                return
            }
            bytes.append(CSV.quote)
            if isGuarded { bytes.append(CSV.apostrophe) }
            for byte in content {
                if byte == CSV.quote { bytes.append(CSV.quote) }
                bytes.append(byte)
            }
            bytes.append(CSV.quote)
        }

        package mutating func endRow() {
            // One empty cell alone would read back as a blank line, which is no row.
            if bytes.count == rowStart { bytes.append(contentsOf: [CSV.quote, CSV.quote]) }
            bytes.append(contentsOf: lineEnd)
            rowStart = bytes.count
            hasCell = false
        }

        /// Hands over what was written and starts anew; call it between rows.
        package mutating func take() -> [UInt8] {
            defer {
                bytes.removeAll(keepingCapacity: true)
                rowStart = 0
            }
            return bytes
        }

        private func mustQuote(_ content: UnsafeRawBufferPointer) -> Bool {
            // Blanks at the edges survive readers that trim; a lone blank would be a blank line.
            if let first = content.first, let last = content.last,
                first == UInt8(ascii: " ") || last == UInt8(ascii: " ") || first == CSV.tab
            {
                return true
            }
            return content.contains {
                $0 == delimiter || $0 == CSV.quote || $0 == CSV.lineFeed
                    || $0 == CSV.carriageReturn
            }
        }
    }
}
