// SPDX-License-Identifier: MIT

import Exports
import Model
import Proof

/// Reads a refund file line by line: CSV or JSON, as any export is read.
struct RefundFile {
    /// A credit for one parcel that is larger is a slip or an attack.
    static let wholeDigitsMax = 12
    static let decimalsMax = 6
    static let textBytesMax = 512

    enum Line {
        case credit(Credit)
        case unreadable(String)
    }

    let path: String
    let zone: Zone
    let order: DateOrder?
    let today: CivilDate

    /// Hands over every line with its place; gives the hash of the file.
    func read(_ body: (Int, Line) throws -> Void) throws -> String {
        let digest = FileDigest()
        var options = ExportOptions()
        options.readsAllColumns = path != "-"
        options.digest = { digest.state.update($0) }
        let table = try ExportTable(path, options)
        let columns = RefundColumns(table.columns.names)
        try require(columns, of: table)
        var dates = DateReader(zone: zone, order: order)
        var failure: (any Error)?
        try table.scan { row throws(Problem) in
            let line = try self.line(row, columns, &dates)
            do { try body(row.line, line) } catch {
                failure = error
                throw Problem(.internal, "the refund file was not read to its end")
            }
        } orElse: {
            failure
        }
        return digest.state.digest.hex
    }

    private func require(_ columns: RefundColumns, of table: ExportTable) throws(Problem) {
        guard columns[.amount] != nil, columns.hasKey else {
            throw Problem(
                .notATable,
                "a refund file needs an amount and one of label_id, tracking_number, shipment_id "
                    + "and reference; it has \(table.columns.names.prefix(20).quoted)",
                at: path, next: "rename its columns")
        }
    }
}

/// The hash of the file as it stands on disk.
private final class FileDigest {
    var state = SHA256()
}

extension ExportTable {
    /// Scans, and throws what the body failed with instead of the problem that ended the scan.
    fileprivate func scan(
        _ body: (borrowing JudgedRow) throws(Problem) -> Void, orElse failure: () -> (any Error)?
    ) throws {
        do throws(Problem) { try scan(nil, body) } catch { throw failure() ?? error }
    }
}

extension Sequence where Element == String {
    fileprivate var quoted: String { map { "\"\($0)\"" }.joined(separator: ", ") }
}

// MARK: One line
extension RefundFile {
    private func line(
        _ row: borrowing JudgedRow, _ columns: RefundColumns, _ dates: inout DateReader
    ) throws(Problem) -> Line {
        if let fault = row.fault { return .unreadable(fault) }
        var texts: [RefundColumns.Field: String] = [:]
        for field in RefundColumns.Field.allCases {
            guard let place = columns[field] else { continue }
            let bytes = row.original(place)
            guard bytes.count <= Self.textBytesMax else {
                return .unreadable("\(field.rawValue) is longer than \(Self.textBytesMax) bytes")
            }
            texts[field] = Self.trimmed(bytes)
        }
        let day: CivilDate
        switch try self.day(texts[.creditedAt] ?? "", row.line, &dates) {
        case .success(let read): day = read
        case .failure(let fault): return .unreadable(fault.why)
        }
        switch Self.money(texts[.amount] ?? "", texts[.currency] ?? "") {
        case .success(let money): return .credit(credit(texts, money, day))
        case .failure(let fault): return .unreadable(fault.why)
        }
    }

    private struct Fault: Error {
        let why: String
        init(_ why: String) { self.why = why }
    }

    /// What is taken for a currency stands in statements and on terminals.
    private static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private func day(
        _ text: String, _ line: Int, _ dates: inout DateReader
    ) throws(Problem) -> Result<CivilDate, Fault> {
        switch dates.read(text) {
        case .none: return .success(today)
        case .unreadable: return .failure(Fault("credited_at is no date"))
        case .ambiguous:
            throw Problem(
                .usage, "credited_at is \"\(text)\": which number is the day is not said",
                at: "\(path) line \(line)", next: "set dateOrder: \"dmy\" or \"mdy\" in the job")
        case .day(let number):
            // A day of tolerance: the carrier may be ahead of our zone.
            guard number <= today.daysSinceEpoch + 1 else {
                return .failure(Fault("credited_at is in the future"))
            }
            return .success(CivilDate(daysSinceEpoch: number))
        }
    }

    private static func money(
        _ text: String, _ column: String
    ) -> Result<(Amount, String), Fault> {
        switch MoneyText(text) {
        case .none: return .failure(Fault("no amount"))
        case .unreadable(let why):
            return .failure(
                Fault(
                    "amount \(why)" + (text.contains("-") ? ": a charge or a credit?" : "")))
        case .amount(let amount, let stated):
            let currency = column.isEmpty ? stated ?? "" : column.uppercased()
            if currency.isEmpty { return .failure(Fault("no currency")) }
            guard Self.isCurrency(currency) else {
                return .failure(Fault("the currency is not three letters such as EUR"))
            }
            if let stated, stated != currency {
                return .failure(Fault("the amount says \(stated) and the currency \(currency)"))
            }
            return checked(amount).map { ($0, currency) }
        }
    }

    private static func checked(_ amount: Amount) -> Result<Amount, Fault> {
        let plain = amount.plain
        if plain.units == 0 { return .failure(Fault("the amount is zero")) }
        let digits = String(plain.units.magnitude).utf8.count - plain.scale
        guard digits <= wholeDigitsMax, plain.scale <= decimalsMax else {
            return .failure(Fault("no parcel is credited such an amount"))
        }
        return .success(plain)
    }

    private func credit(
        _ texts: [RefundColumns.Field: String], _ money: (Amount, String), _ day: CivilDate
    ) -> Credit {
        func text(_ field: RefundColumns.Field) -> String { texts[field] ?? "" }
        return Credit(
            identity: identity(texts, money), account: text(.account), labelID: text(.labelID),
            trackingNumber: text(.trackingNumber), shipmentID: text(.shipmentID),
            reference: text(.reference), amount: money.0, currency: money.1, day: day,
            invoice: text(.invoice), carrier: text(.carrier))
    }

    /// Everything the line says, whatever file it stands in and however its amount is spelt.
    private func identity(
        _ texts: [RefundColumns.Field: String], _ money: (Amount, String)
    ) -> String {
        var leaf = LeafEncoder(type: UInt8(ascii: "c"))
        for field in RefundColumns.Field.allCases where field != .amount && field != .currency {
            leaf.text(texts[field] ?? "")
        }
        leaf.text(money.0.description)
        leaf.text(money.1)
        return leaf.hash.hex
    }

    private static func trimmed(_ bytes: UnsafeRawBufferPointer) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(text[first...last])
    }
}

extension Amount {
    /// The same amount without zeros at its end: `12.30` and `12.3` are spelt alike.
    var plain: Amount {
        var (units, scale) = (units, scale)
        while scale > 0, units % 10 == 0 {
            units /= 10
            scale -= 1
        }
        return Amount(units: units, scale: scale)
    }
}
