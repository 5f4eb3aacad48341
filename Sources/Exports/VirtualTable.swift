// SPDX-License-Identifier: MIT

import CSQLite
import Glibc
import Model

/// What the SQL table `export` shows: one pass over the rows of one export.
final class VirtualTable {
    let row: CurrentRow
    let layout: TableLayout
    // Written for every row, on one thread and never from within itself: see RowReader.
    @exclusivity(unchecked) fileprivate(set) var isAtEnd = false
    private var isStarted = false

    init(_ row: CurrentRow, _ layout: TableLayout) {
        self.row = row
        self.layout = layout
    }

    /// Adds the table to a connection, which must not outlive it.
    func register(on database: OpaquePointer) -> Bool {
        let owner = Unmanaged.passUnretained(self).toOpaque()
        return sqlite3_create_module_v2(database, "export", Self.module, owner, nil) == SQLITE_OK
    }

    fileprivate func start() -> Int32 {
        // A file is read once; a second scan of the same table would silently see no rows.
        guard !isStarted else { return SQLITE_MISUSE }
        isStarted = true
        return advance()
    }

    @inline(__always)
    fileprivate func advance() -> Int32 {
        do throws(Problem) {
            isAtEnd = try !row.next()
            return SQLITE_OK
        } catch {
            row.problem = error
            return SQLITE_ERROR
        }
    }

    @inline(__always)
    fileprivate func give(_ index: Int, to context: OpaquePointer?) -> Int32 {
        switch layout.columns[index] {
        case .original(let place): lend(row.original(place), to: context)
        case .field(.cost): giveCost(to: context)
        case .field(.ageDays): return giveAge(to: context)
        case .field(.insurance): lend(row.decimalText(.insurance), to: context)
        case .field(let field): lend(row.text(field), to: context)
        }
        return SQLITE_OK
    }

    @inline(__always)
    private func lend(_ bytes: UnsafeRawBufferPointer, to context: OpaquePointer?) {
        rescind_result_lent(context, bytes.baseAddress, Int32(clamping: bytes.count))
    }

    private func giveCost(to context: OpaquePointer?) {
        guard let amount = row.amount else { return sqlite3_result_null(context) }
        // Rules compare; sums are made elsewhere, from the exact decimals.
        sqlite3_result_double(context, amount.approximate)
    }

    private func giveAge(to context: OpaquePointer?) -> Int32 {
        do throws(Problem) {
            guard let days = try row.ageDays() else {
                sqlite3_result_null(context)
                return SQLITE_OK
            }
            sqlite3_result_int64(context, days)
            return SQLITE_OK
        } catch {
            row.problem = error
            return SQLITE_ERROR
        }
    }
}

extension Amount {
    /// The nearest Double, for comparisons in rules only.
    var approximate: Double {
        let powers: [Double] = [
            1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
            1e16, 1e17, 1e18,
        ]
        guard let small = Int64(exactly: units), small.magnitude < 1 << 53 else {
            return Double(description) ?? 0
        }
        // Both are exact, so the one division rounds correctly, as reading the text would.
        return Double(small) / powers[min(scale, powers.count - 1)]
    }
}

extension VirtualTable {
    // Safe: it is written once and never freed, and SQLite only reads what stands there.
    nonisolated(unsafe) private static let module: UnsafePointer<sqlite3_module> = {
        var module = sqlite3_module()
        module.xConnect = { database, owner, _, _, table, _ in
            connect(database, owner, table)
        }
        module.xBestIndex = { _, plan in
            plan?.pointee.estimatedCost = 1e6
            return SQLITE_OK
        }
        module.xDisconnect = { table in
            free(table)
            return SQLITE_OK
        }
        module.xOpen = { table, cursor in open(table, cursor) }
        module.xClose = { cursor in
            free(cursor)
            return SQLITE_OK
        }
        module.xFilter = { cursor, _, _, _, _ in with(cursor) { $0.start() } }
        module.xNext = { cursor in with(cursor) { $0.advance() } }
        module.xEof = { cursor in with(cursor) { $0.isAtEnd ? 1 : 0 } }
        module.xColumn = { cursor, context, index in
            with(cursor) { $0.give(Int(index), to: context) }
        }
        module.xRowid = { cursor, id in
            with(cursor) {
                id?.pointee = Int64($0.row.reader.rowCount)
                return SQLITE_OK
            }
        }
        let place = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        place.initialize(to: module)
        return UnsafePointer(place)
    }()

    private static func connect(
        _ database: OpaquePointer?, _ owner: UnsafeMutableRawPointer?,
        _ table: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
    ) -> Int32 {
        guard let owner, let space = calloc(1, MemoryLayout<rescind_vtab>.size) else {
            return SQLITE_NOMEM
        }
        let made = space.assumingMemoryBound(to: rescind_vtab.self)
        made.pointee.owner = owner
        table?.pointee = space.assumingMemoryBound(to: sqlite3_vtab.self)
        let declaration = Unmanaged<VirtualTable>.fromOpaque(owner).takeUnretainedValue()
            .layout.declaration
        return sqlite3_declare_vtab(database, declaration)
    }

    private static func open(
        _ table: UnsafeMutablePointer<sqlite3_vtab>?,
        _ cursor: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab_cursor>?>?
    ) -> Int32 {
        guard let table, let space = calloc(1, MemoryLayout<rescind_vtab_cursor>.size) else {
            return SQLITE_NOMEM
        }
        let owner = UnsafeRawPointer(table).assumingMemoryBound(to: rescind_vtab.self)
            .pointee.owner
        space.assumingMemoryBound(to: rescind_vtab_cursor.self).pointee.owner = owner
        cursor?.pointee = space.assumingMemoryBound(to: sqlite3_vtab_cursor.self)
        return SQLITE_OK
    }

    /// The table behind a cursor, without the counting that would cost more than a column.
    @inline(__always)
    private static func with(
        _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?, _ body: (VirtualTable) -> Int32
    ) -> Int32 {
        guard let cursor,
            let owner = UnsafeRawPointer(cursor).assumingMemoryBound(to: rescind_vtab_cursor.self)
                .pointee.owner
        else { return SQLITE_MISUSE }
        return Unmanaged<VirtualTable>.fromOpaque(owner)._withUnsafeGuaranteedRef(body)
    }
}
