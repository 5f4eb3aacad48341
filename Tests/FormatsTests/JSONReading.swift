// SPDX-License-Identifier: MIT

@testable import Formats

/// What a reader made of an input: one text for each record and one for the end.
struct JSONReading: Equatable, CustomStringConvertible {
    var records: [String] = []
    var end = ""
    var form: JSON.Form?
    var envelopes: [JSON.Envelope] = []
    var columns: [String] = []

    var description: String { (records + [end]).joined(separator: "\n") }

    /// Reads `input` in pieces that end at `cuts`.
    init(
        _ input: [UInt8], cuts: [Int] = [], lines: Bool = false, list: String? = nil,
        limits: JSON.Limits = .standard, learns: Bool = true,
        surveyBytesMax: Int = 64 << 10
    ) {
        var framer = JSON.Framer(
            extractor: JSON.Extractor(limits: limits, learns: learns), lines: lines, list: list)
        framer.surveyBytesMax = surveyBytesMax
        var reader = JSON.Reader(framer)
        var pieces = zip([0] + cuts, cuts + [input.count]).map { input[$0..<$1] }[...]
        reading: while true {
            do throws(JSON.Failure) {
                switch try reader.next() {
                case .record(let record): records.append(Self.text(record, &reader))
                case .needsInput:
                    if let piece = pieces.popFirst() {
                        reader.feed(Array(piece).span)
                    } else {
                        reader.finish()
                    }
                case .end:
                    end = "end"
                    break reading
                }
            } catch {
                end = "\(error)"
                break reading
            }
        }
        form = reader.form
        envelopes = reader.envelopes
        columns = reader.columns
    }

    init(_ text: String, lines: Bool = false, list: String? = nil, limits: JSON.Limits = .standard)
    {
        self.init(Array(text.utf8), lines: lines, list: list, limits: limits)
    }

    /// `#2 @10 L3 id=7 name=x`, or the fault in place of the fields.
    private static func text(_ record: JSON.Record, _ reader: inout JSON.Reader) -> String {
        var text = "#\(record.number) @\(record.offset) L\(record.line)"
        if let fault = record.fault { return text + " ! \(fault)" }
        for (column, name) in reader.columns.enumerated() {
            guard let field = reader.field(column) else { continue }
            text += " \(name)=" + (field.kind == .null ? "null" : reader.text(of: column))
        }
        return text
    }
}
