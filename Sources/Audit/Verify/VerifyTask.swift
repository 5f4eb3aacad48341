// SPDX-License-Identifier: MIT

import SQLite

/// One part of verifying that a thread does by itself.
enum VerifyTask: Sendable {
    case pages, items, states, schema, archives, money, smallIndexes
    case index(IndexCheck, select: String)
    case block(Int64)

    /// Everything but the blocks of the log, the longest first, so that all threads end together.
    static let whole: [VerifyTask] =
        [.pages, .items, .states] + IndexCheck.own.map { .index($0.index, select: $0.select) }
        + [.schema, .archives, .money, .smallIndexes]

    /// What it is called in figures.
    var name: String {
        switch self {
        case .index(let index, _): index.rawValue
        case .block(let number): "block \(number)"
        default: "\(self)"
        }
    }

    /// Its place in what is told, the gravest first.
    var rank: Int {
        switch self {
        case .block: 0
        case .items: 1
        case .schema: 2
        case .archives: 3
        case .money: 4
        case .states: 5
        case .pages: 6
        case .smallIndexes, .index: 7
        }
    }

    /// What came of a part.
    enum Finding: Sendable {
        case fault(AuditFault)
        case block(Int64, LeafBlock)
        /// What an index holds, and what it must.
        case index(IndexCheck, IndexSum)
        case table(IndexCheck, RowSum)
    }

    func findings(_ bounds: LeafBlock.Bounds, _ connection: Connection) throws -> [Finding] {
        switch self {
        case .pages: return Self.faults(try PageCheck.firstFault(connection))
        case .smallIndexes: return Self.faults(try PageCheck.firstFaultOfIndexes(connection))
        case .schema: return Self.faults(try SchemaCheck.firstFault(connection))
        case .archives: return Self.faults(try ArchiveCheck(connection).firstFault())
        case .money: return Self.faults(try MoneyCheck(connection).firstFault())
        case .items: return Self.faults(try ItemsCheck(connection).firstFault())
        case .states:
            let check = try StateCheck(connection)
            if let fault = try check.firstFault() { return [.fault(fault)] }
            return [
                .index(.requestOfItem, check.requestIndex),
                .index(.verdictOfItem, check.verdictIndex), .table(.itemClaimed, check.claimed),
            ]
        case .index(let index, let select):
            return [.index(index, try IndexCheck.sum(of: select, connection))]
        case .block(let number):
            var block = LeafBlock(number, bounds)
            try block.read(connection)
            return [.block(number, block)]
        }
    }

    private static func faults(_ fault: AuditFault?) -> [Finding] {
        fault.map { [.fault($0)] } ?? []
    }
}
