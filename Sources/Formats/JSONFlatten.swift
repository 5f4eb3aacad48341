// SPDX-License-Identifier: MIT

extension JSON {
    /// The columns of one record that is at hand, such as a row kept in the audit database.
    ///
    /// Names and texts are those of `Reader`; the text of null is nil.
    package static func flatten(
        _ record: [UInt8], limits: Limits = .standard
    ) throws(Failure) -> [(name: String, text: String?)] {
        var framer = Framer(extractor: Extractor(limits: limits), lines: false, list: nil)
        framer.form = .single
        framer.stage = .value
        var reader = Reader(framer)
        reader.feed(record.span)
        reader.finish()
        guard case .record(let found) = try reader.next() else { return [] }
        if let fault = found.fault { throw fault }
        let fields = reader.columns.indices.map { column in
            let isNull = reader.field(column)?.kind == .null
            return (reader.columns[column], isNull ? nil : reader.text(of: column))
        }
        guard try reader.next() == .end else {
            throw Failure(
                offset: found.bytes.upperBound, line: 1, column: 1,
                what: "more than one record")
        }
        return fields
    }
}
