// SPDX-License-Identifier: MIT

import CSQLite
import Model

/// The functions that rules have besides SQLite's own: `num(x)` and `day(x)`.
enum RuleFunctions {
    private static let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS

    static func register(on database: OpaquePointer, for row: CurrentRow) -> Bool {
        let owner = Unmanaged.passUnretained(row).toOpaque()
        let codes = [
            sqlite3_create_function_v2(
                database, "num", 1, flags, owner, { RuleFunctions.number($0, $2) }, nil, nil, nil),
            sqlite3_create_function_v2(
                database, "day", 1, flags, owner, { RuleFunctions.day($0, $2) }, nil, nil, nil),
            // Of one value these are sums over all rows, which would answer once instead of for
            // each row.
            sqlite3_create_function_v2(
                database, "max", 1, flags, nil, { context, _, _ in RuleFunctions.refuse(context) },
                nil, nil, nil),
            sqlite3_create_function_v2(
                database, "min", 1, flags, nil, { context, _, _ in RuleFunctions.refuse(context) },
                nil, nil, nil),
        ]
        return codes.allSatisfy { $0 == SQLITE_OK }
    }

    private static func refuse(_ context: OpaquePointer?) {
        sqlite3_result_error(context, "max() and min() want two values or more of the row", -1)
    }

    /// A number as money is read: `1,234.50` is one, `abc` is NULL; negative numbers are numbers.
    private static func number(
        _ context: OpaquePointer?, _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) {
        let type = sqlite3_value_type(values?.pointee)
        if type == SQLITE_INTEGER || type == SQLITE_FLOAT {
            return sqlite3_result_value(context, values?.pointee)
        }
        var bytes = text(values).trimmed
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst()).trimmed }
        guard case .amount(let amount, _) = MoneyText(bytes) else {
            return sqlite3_result_null(context)
        }
        if amount.scale == 0, let whole = Int64(exactly: amount.units) {
            return sqlite3_result_int64(context, isNegative ? -whole : whole)
        }
        sqlite3_result_double(context, isNegative ? -amount.approximate : amount.approximate)
    }

    /// The calendar day of a date as `2026-11-20`, so that days compare as text; NULL for none.
    private static func day(
        _ context: OpaquePointer?, _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) {
        guard let owner = sqlite3_user_data(context) else { return sqlite3_result_null(context) }
        let row = Unmanaged<CurrentRow>.fromOpaque(owner).takeUnretainedValue()
        do throws(Problem) {
            guard let day = try row.day(text(values).trimmed, of: "a date") else {
                return sqlite3_result_null(context)
            }
            let shown = Array(CivilDate(daysSinceEpoch: day).description.utf8)
            shown.withUnsafeBytes {
                rescind_result_copied(context, $0.baseAddress, Int32($0.count))
            }
        } catch {
            row.problem = error
            sqlite3_result_error(context, "dateOrder", -1)
        }
    }

    private static func text(
        _ values: UnsafeMutablePointer<OpaquePointer?>?
    ) -> UnsafeRawBufferPointer {
        guard let start = sqlite3_value_text(values?.pointee) else { return .empty }
        return UnsafeRawBufferPointer(
            start: start, count: Int(sqlite3_value_bytes(values?.pointee)))
    }
}
