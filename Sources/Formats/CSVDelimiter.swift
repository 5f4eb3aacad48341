// SPDX-License-Identifier: MIT

extension CSV {
    /// Rows looked at to find the delimiter.
    static let sampleRowsMax = 50

    /// Finds the delimiter from the first bytes of a file; nil for a table of one column.
    ///
    /// The delimiter whose count in the header the rows repeat most faithfully wins; among equals
    /// the one that makes more columns.
    package static func delimiter(of sample: UnsafeRawBufferPointer, isWhole: Bool) -> UInt8? {
        delimiters.compactMap { delimiter in
            score(columnCounts(of: sample, delimiter: delimiter, isWhole: isWhole))
                .map { (delimiter, $0) }
        }
        .max { ($0.1.agreement, $0.1.columns) < ($1.1.agreement, $1.1.columns) }?.0
    }

    /// The delimiter that Excel's own first line, such as `sep=;`, names.
    package static func delimiter(ofHint line: UnsafeRawBufferPointer) -> UInt8? {
        guard line.count == 5, let last = line.last, delimiters.contains(last),
            String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
        else { return nil }
        return last
    }

    private static func score(_ counts: [Int]) -> (agreement: Int, columns: Int)? {
        guard let columns = counts.first, columns > 1 else { return nil }
        return (counts.count { $0 == columns } * 100 / counts.count, columns)
    }

    private static func columnCounts(
        of sample: UnsafeRawBufferPointer, delimiter: UInt8, isWhole: Bool
    ) -> [Int] {
        var reader = Reader(delimiter: delimiter)
        reader.feed(sample)
        if isWhole { reader.finish() }
        var counts: [Int] = []
        while counts.count < sampleRowsMax, case .row = reader.next() {
            counts.append(reader.fieldCount)
        }
        // A header longer than the sample is still a header.
        if counts.isEmpty, !isWhole {
            reader.finish()
            if case .row = reader.next() { counts.append(reader.fieldCount) }
        }
        return counts
    }
}
