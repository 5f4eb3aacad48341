// SPDX-License-Identifier: MIT

import Synchronization

/// What is still to be verified, and what was found: the threads take from it and put back to it.
final class VerifyBoard: Sendable {
    fileprivate struct State {
        var tasks = VerifyTask.whole[...]
        var nextBlock: Int64 = 0
        /// The first block that was not full: no task is made of any behind it.
        var lastBlock = Int64.max
        var results = Results()
    }

    struct Results: Sendable {
        /// By the rank of the task that found them.
        var faults: [Int: [AuditFault]] = [:]
        var blocks: [Int64: LeafBlock] = [:]
        var indexes: [IndexCheck: IndexSum] = [:]
        var tables: [IndexCheck: RowSum] = [:]
    }

    private let state = Mutex(State())

    var results: Results { state.withLock { $0.results } }

    func next() -> VerifyTask? {
        state.withLock { state in
            if let task = state.tasks.popFirst() { return task }
            guard state.nextBlock <= state.lastBlock else { return nil }
            defer { state.nextBlock += 1 }
            return .block(state.nextBlock)
        }
    }

    func put(_ findings: [VerifyTask.Finding], of task: VerifyTask) {
        state.withLock { state in
            for finding in findings { state.take(finding, task) }
        }
    }

    /// A task that could not be done to its end.
    func put(_ damage: AuditFault, of task: VerifyTask) {
        state.withLock { state in
            state.results.faults[task.rank, default: []].append(damage)
            if case .block(let number) = task { state.lastBlock = min(state.lastBlock, number) }
        }
    }
}

extension VerifyBoard.State {
    fileprivate mutating func take(_ finding: VerifyTask.Finding, _ task: VerifyTask) {
        switch finding {
        case .fault(let fault): results.faults[task.rank, default: []].append(fault)
        case .index(let index, let sum): results.indexes[index] = sum
        case .table(let index, let sum): results.tables[index] = sum
        case .block(let number, let block):
            results.blocks[number] = block
            if !block.isFull { lastBlock = min(lastBlock, number) }
        }
    }
}

extension VerifyBoard.Results {
    /// The indexes that do not say what their tables say, as far as both could be read.
    func indexFaults(_ sums: EvidenceSums) -> [AuditFault] {
        var tables = tables
        tables[.requestOfItem] = sums.requests
        tables[.verdictOfItem] = sums.verdicts
        tables[.answerOfRequest] = sums.answers
        return IndexCheck.allCases.compactMap { index in
            guard let found = indexes[index], let table = tables[index] else { return nil }
            return found.isOf(table) ? nil : index.fault
        }
    }
}
