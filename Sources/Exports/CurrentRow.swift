// SPDX-License-Identifier: MIT

import Formats
import Model
import Providers

/// The row that a scan stands on, read only as far as somebody asks.
///
/// Bytes that it lends are valid until the scan goes on.
final class CurrentRow {
    let reader: RowReader
    let columns: Columns
    let options: ExportOptions
    /// A problem of the whole file that SQL cannot carry.
    var problem: Problem?
    private let plans: [FieldPlan]
    // Asked for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) private(set) var dates: DateReader
    /// The fault of the row itself; its fields are then all empty.
    @exclusivity(unchecked) private(set) var fault: String?
    @exclusivity(unchecked) private var money: MoneyText?
    /// The cost where it is a plain decimal, as nearly always: no text has to be kept for it.
    @exclusivity(unchecked) private var plainCost: Amount?
    @exclusivity(unchecked) private var isCostRead = false
    @exclusivity(unchecked) private var lastAccount: [UInt8] = []
    @exclusivity(unchecked) private var lastProvider: ProviderName?
    @exclusivity(unchecked) private var isAccountKnown = false
    private let constants = ConstantTexts()
    private let hasProviderColumn: Bool
    /// Names that were asked for, with what they mean here.
    private var named: [String: TableLayout.Column?] = [:]

    init(_ reader: RowReader, _ columns: Columns, _ options: ExportOptions) {
        self.reader = reader
        self.columns = columns
        self.options = options
        hasProviderColumn = columns[.provider] != nil
        dates = DateReader(zone: options.zone, order: options.dateOrder)
        plans = CanonicalField.allCases.map { [constants] field in
            Self.plan(field, columns, options, constants)
        }
    }

    /// Goes to the next row; false at the end.
    func next() throws(Problem) -> Bool {
        isCostRead = false
        guard try reader.next() else { return false }
        fault = reader.fault
        return true
    }

    /// The account of rows whose own account column is empty.
    private(set) lazy var defaultAccount = constants.keep(options.account)

    private static func plan(
        _ field: CanonicalField, _ columns: Columns, _ options: ExportOptions,
        _ constants: ConstantTexts
    ) -> FieldPlan {
        if let binding = columns[field] {
            if let only = binding.sources.first, binding.sources.count == 1,
                only.extraction == .plain
            {
                return .column(only.place)
            }
            return .sources(binding.sources)
        }
        switch field {
        case .account where !options.account.isEmpty:
            return .constant(constants.keep(options.account))
        case .provider where options.provider != nil || !options.accounts.isEmpty:
            return .providerOfAccount
        default: return .none
        }
    }
}

extension CurrentRow {
    /// What a rule means by a name; nil where the export has no such column.
    func column(named name: String) -> TableLayout.Column? {
        if let known = named[name] { return known }
        let found = find(name)
        named[name] = .some(found)
        return found
    }

    private func find(_ name: String) -> TableLayout.Column? {
        let lowered = name.lowercased()
        if let field = CanonicalField(rawValue: lowered),
            columns[field] != nil || [.account, .provider, .ageDays].contains(field)
        {
            return .field(field)
        }
        if let place = columns.source.place(of: name) { return .original(place) }
        guard lowered.hasPrefix(TableLayout.prefix) else {
            return columns.source.place(like: name).map { .original($0) }
        }
        let plain = String(name.dropFirst(TableLayout.prefix.count))
        return columns.source.place(of: plain).map { .original($0) }
    }
}

extension CurrentRow {
    /// Whether the last column of the file is what one of these names stands for.
    func isLast(anyOf names: Set<String>) -> Bool {
        let last = columns.source.count - 1
        return names.contains { name in
            switch column(named: name) {
            case .original(let place): place == last
            case .field(.ageDays):
                columns[.createdAt]?.sources.contains { $0.place == last } ?? false
            case .field(let field): columns[field]?.sources.contains { $0.place == last } ?? false
            case nil: false
            }
        }
    }
}

/// Texts that live as long as the scan.
final class ConstantTexts {
    private var kept: [UnsafeMutableRawBufferPointer] = []

    func keep(_ text: String) -> UnsafeRawBufferPointer {
        let space = UnsafeMutableRawBufferPointer.allocate(
            byteCount: text.utf8.count, alignment: 1)
        space.copyBytes(from: text.utf8)
        kept.append(space)
        return UnsafeRawBufferPointer(space)
    }

    deinit { for space in kept { space.deallocate() } }
}

/// Fields.
extension CurrentRow {
    /// The canonical text of a field: trimmed, and in lower case where the field says so.
    @inline(__always)
    func text(_ field: CanonicalField) -> UnsafeRawBufferPointer {
        guard fault == nil else { return .empty }
        let bytes: UnsafeRawBufferPointer
        switch plans[field.index] {
        case .column(let place): bytes = reader.bytes(of: place).trimmed
        case .none: return .empty
        case .constant(let text): return text
        case .sources(let sources): bytes = reader.first(of: sources)
        case .providerOfAccount: return reader.keep(provider?.rawValue ?? "")
        }
        switch field {
        case .status, .labelStatus, .provider: return lowered(bytes)
        case .currency: return raised(bytes)
        case .account where bytes.isEmpty: return defaultAccount
        default: return bytes
        }
    }

    /// An original column as it is written.
    func original(_ place: Int) -> UnsafeRawBufferPointer {
        fault == nil ? reader.bytes(of: place) : .empty
    }

    private func lowered(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard bytes.contains(where: { $0 &- 65 < 26 || $0 > 0x7F }) else { return bytes }
        return reader.keep(bytes.text.lowercased())
    }

    private func raised(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard bytes.contains(where: { $0 &- 97 < 26 || $0 > 0x7F }) else { return bytes }
        return reader.keep(bytes.text.uppercased())
    }

    var cost: MoneyText {
        if let plain = amount { return money ?? .amount(plain, currency: nil) }
        return money ?? .none
    }

    /// The exact cost; nil when there is none or it cannot be read.
    @inline(__always)
    var amount: Amount? {
        if !isCostRead { readCost() }
        return plainCost
    }

    /// Whether the cost says nothing but an amount, or nothing at all.
    @inline(__always)
    var isCostPlain: Bool {
        if !isCostRead { readCost() }
        return money == nil
    }

    /// An amount of the row as decimal text without currency and grouping.
    func decimalText(_ field: CanonicalField) -> UnsafeRawBufferPointer {
        let bytes = text(field)
        if let first = bytes.first, let last = bytes.last, first.isDigit, last.isDigit,
            MoneyText.plain(bytes) != nil
        {
            return bytes
        }
        guard case .amount(let amount, _) = MoneyText(bytes) else { return .empty }
        return reader.keep(amount.description)
    }

    private func readCost() {
        isCostRead = true
        let bytes = text(.cost)
        plainCost = MoneyText.plain(bytes)
        if money != nil { money = nil }
        guard plainCost == nil, !bytes.isEmpty else { return }
        let written = MoneyText(bytes)
        money = written
        if case .amount(let amount, _) = written { plainCost = amount }
    }

    /// Days from the row's creation to the day that ages are counted to.
    func ageDays() throws(Problem) -> Int64? {
        try day(text(.createdAt), of: "created_at").map { options.asOf.daysSinceEpoch - $0 }
    }

    /// The calendar day that a text means; nil when it means none.
    func day(_ bytes: UnsafeRawBufferPointer, of what: String) throws(Problem) -> Int64? {
        switch dates.read(bytes) {
        case .day(let day): return day
        case .none, .unreadable: return nil
        case .ambiguous:
            throw Problem(
                .usage,
                "\(what) is \"\(bytes.text.shortened)\": which number is the day is not said",
                at: "\(reader.source.name) line \(reader.line)",
                next: "set dateOrder: \"dmy\" or \"mdy\" in the job")
        }
    }

    /// The provider of the row, from its own column, its account, or the command.
    var provider: ProviderName? {
        if hasProviderColumn {
            // A row whose own column is empty has the provider of its account.
            let own = text(.provider)
            if !own.isEmpty { return ProviderName(rawValue: own.text) }
        }
        let account = text(.account)
        if isAccountKnown, account.equal(lastAccount) { return lastProvider }
        lastAccount = Array(account)
        isAccountKnown = true
        lastProvider = options.accounts[account.text] ?? options.provider ?? columns.provider
        return lastProvider
    }
}
