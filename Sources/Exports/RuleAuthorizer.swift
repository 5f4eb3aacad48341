// SPDX-License-Identifier: MIT

import CSQLite

/// Decides what the SQL of a rule may do: read the columns of its row and call pure functions.
///
/// Everything that is not named here is refused, also what later versions of SQLite may add.
final class RuleAuthorizer {
    /// The same arguments give the same answer, today and in ten years, and soon: `printf` is asked
    /// by its arguments alone for gigabytes, and nothing can stop a function at its work.
    static let functions: Set<String> = [
        "abs", "char", "coalesce", "day", "glob", "hex", "ifnull", "iif", "instr",
        "json_array_length", "json_extract", "json_type", "json_valid", "length", "like", "lower",
        "ltrim", "max", "min", "nullif", "num", "quote", "replace", "round", "rtrim",
        "sign", "substr", "substring", "trim", "typeof", "unhex", "unicode", "upper", "->", "->>",
    ]

    private var selects = 0
    /// The columns that the last statement reads.
    private(set) var reads: Set<String> = []
    /// What the last refusal was about.
    private(set) var refusal: String?

    func attach(to database: OpaquePointer) {
        sqlite3_set_authorizer(
            database,
            { owner, action, first, second, _, _ in
                guard let owner else { return SQLITE_DENY }
                return Unmanaged<RuleAuthorizer>.fromOpaque(owner).takeUnretainedValue()
                    .answer(action, first, second)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Begins a new statement.
    func reset() {
        selects = 0
        refusal = nil
        reads = []
    }

    private func answer(
        _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
    ) -> Int32 {
        let (first, second) = (
            first.map { String(cString: $0) }, second.map { String(cString: $0) }
        )
        switch action {
        case SQLITE_SELECT where selects == 0:
            selects += 1
            return SQLITE_OK
        case SQLITE_READ where first == "export":
            if let second { reads.insert(second) }
            return SQLITE_OK
        case SQLITE_FUNCTION where Self.functions.contains(second?.lowercased() ?? ""):
            return SQLITE_OK
        case SQLITE_FUNCTION: return refuse(function: second ?? "")
        default: return refuse("a rule reads nothing but its row")
        }
    }

    private func refuse(function name: String) -> Int32 {
        let times: Set<String> = [
            "date", "datetime", "time", "julianday", "strftime", "unixepoch", "current_date",
            "current_time", "current_timestamp", "timediff",
        ]
        return refuse(
            times.contains(name.lowercased())
                ? "\(name)() can know the time of day, and a rule must give the same answer tomorrow: "
                    + "use age_days or day(x)"
                : "the function \(name)() is not for rules")
    }

    private func refuse(_ why: String) -> Int32 {
        if refusal == nil { refusal = why }
        return SQLITE_DENY
    }
}
