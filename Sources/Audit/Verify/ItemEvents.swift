// SPDX-License-Identifier: MIT

import Model
import SQLite

/// Which item of which run, in the order of the tables.
struct ItemPlace: Comparable {
    let run: Int64
    let no: Int64

    static func < (left: Self, right: Self) -> Bool {
        left.run != right.run ? left.run < right.run : left.no < right.no
    }
}

/// Something that moved an item or one of its labels: the intent of a cancel or void, or a verdict.
struct ItemEvent {
    let seq: Int64
    let isIntent: Bool
    let isCancel: Bool
    let at: Int64
    /// The state it brings, where an item knows it.
    let state: ItemState?
    /// The word for it, where a label is meant.
    let word: String
    let reason: String
    let code: String
    let attempts: Int64
    let isConfirmed: Bool
    /// What a look told.
    let isLook: Bool
    /// The label that is meant, where it is one.
    let label: String?

    var table: String { isIntent ? "request" : "verdict" }
}

/// The events of all items, item by item, each item's in the order of the log.
///
/// They come through the indexes, entry by entry, each with the row it leads to; so the sums of the
/// entries tell whether the indexes say what their tables say.
final class ItemEvents {
    /// A request that is next to be taken.
    private struct NextRequest {
        let place: ItemPlace
        let seq: Int64
        let purpose: Purpose?

        /// What only looks moves nothing by itself; its verdict may.
        var isEvent: Bool { purpose == .cancel || purpose == .void }
    }

    private let requests: Cursor
    private let verdicts: Cursor
    private var request: NextRequest?
    private var verdict: (place: ItemPlace, seq: Int64)?
    /// The looks at one item, for the verdicts that follow from them.
    private var looks: (place: ItemPlace, seqs: [Int64])?
    private(set) var requestIndex = IndexSum()
    private(set) var verdictIndex = IndexSum()

    private var purpose = RepeatedText(Purpose.init(rawValue:))
    private var state = RepeatedText { (state: ItemState(rawValue: $0), word: $0) }
    private var reason = RepeatedText(\.self)
    private var code = RepeatedText(\.self)

    /// `whole` is a condition on the run, or nothing.
    init(_ connection: Connection, _ whole: String) throws {
        requests = try connection.cursor(
            """
            SELECT run, no, seq, sent_at, attempt, purpose, label
            FROM request INDEXED BY request_of_item \(whole) ORDER BY run, no, seq
            """)
        verdicts = try connection.cursor(
            """
            SELECT run, no, seq, at, attempts, state, reason, code, confirmed, request, label
            FROM verdict INDEXED BY verdict_of_item \(whole) ORDER BY run, no, seq
            """)
        try readVerdict()
        try readRequest()
    }

    private static let entryColumns = [0, 1, 2]

    /// Goes to the next request of an item that is an event, or whose verdict is still to come.
    private func readRequest() throws {
        request = nil
        while try requests.next() {
            requestIndex.add(requests.row, Self.entryColumns)
            // A token is asked for no item.
            guard let run = requests.row.intOrNil(0), let no = requests.row.intOrNil(1)
            else { continue }
            let next = NextRequest(
                place: ItemPlace(run: run, no: no), seq: requests.row.int(2),
                purpose: purpose.value(requests.row, 5))
            guard isWanted(next) else { continue }
            request = next
            return
        }
    }

    private func isWanted(_ request: NextRequest) -> Bool {
        request.isEvent || verdict.map { $0.place <= request.place } ?? false
    }

    private func readVerdict() throws {
        verdict = nil
        if try verdicts.next() {
            verdictIndex.add(verdicts.row, Self.entryColumns)
            let place = ItemPlace(run: verdicts.row.int(0), no: verdicts.row.int(1))
            verdict = (place, verdicts.row.int(2))
        }
        if let request, !isWanted(request) { try readRequest() }
    }

    /// The item of the next event.
    var place: ItemPlace? {
        guard let request, request.isEvent else { return verdict?.place }
        return verdict.map { min(request.place, $0.place) } ?? request.place
    }

    /// The next event if it is of this item.
    func take(of place: ItemPlace) throws -> ItemEvent? {
        while let request, request.place == place, isBeforeVerdict(request) {
            if request.isEvent { return try takeIntent(request) }
            if looks?.place != place { looks = (place, []) }
            if request.purpose == .look { looks?.seqs.append(request.seq) }
            try readRequest()
        }
        guard let verdict, verdict.place == place else { return nil }
        return try takeVerdict(verdict.seq)
    }

    private func isBeforeVerdict(_ request: NextRequest) -> Bool {
        guard let verdict, verdict.place == request.place else { return true }
        return request.seq < verdict.seq
    }

    /// A void comes before any cancel: it counts as none.
    private func takeIntent(_ request: NextRequest) throws -> ItemEvent {
        let event = ItemEvent(
            seq: request.seq, isIntent: true, isCancel: request.purpose == .cancel,
            at: requests.row.int(3), state: .sending, word: "", reason: "", code: "",
            attempts: requests.row.int(4), isConfirmed: false, isLook: false,
            label: requests.row.textOrNil(6))
        try readRequest()
        return event
    }

    private func takeVerdict(_ seq: Int64) throws -> ItemEvent {
        let state = state.value(verdicts.row, 5)
        let event = ItemEvent(
            seq: seq, isIntent: false, isCancel: false, at: verdicts.row.int(3),
            state: state.state, word: state.word, reason: reason.value(verdicts.row, 6),
            code: code.value(verdicts.row, 7), attempts: verdicts.row.int(4),
            isConfirmed: verdicts.row.int(8) != 0, isLook: isLook(verdicts.row),
            label: verdicts.row.textOrNil(10))
        try readVerdict()
        return event
    }

    /// Whether the verdict follows from a look at its item.
    private func isLook(_ row: borrowing Row) -> Bool {
        guard let looks, !row.isNull(9) else { return false }
        return looks.seqs.contains(row.int(9))
    }
}
