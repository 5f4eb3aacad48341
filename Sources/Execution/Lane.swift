// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model
import Providers

/// The queue of one account as a state machine: events go in, effects come out.
///
/// An item's way is intent on record → request → answer and verdict on record. What follows from
/// an answer is decided by `Decision`; when something may leave is decided here.
struct Lane {
    /// What is done to an item next.
    enum Step: Equatable {
        case cancel, look
        /// Before the first void: does the shipment, do its labels stand as exported?
        case checkShipment
        case checkLabels(page: Int, seen: [LabelSighting])
        /// A label, by its place among the item's.
        case void(Int)
        case lookAtLabel(Int)
        case delete

        var purpose: Purpose {
            switch self {
            case .cancel: .cancel
            case .void: .void
            case .delete: .delete
            case .look, .checkShipment, .checkLabels, .lookAtLabel: .look
            }
        }
        var isRead: Bool { purpose == .look }
        var isCheck: Bool {
            switch self {
            case .checkShipment, .checkLabels: true
            default: false
            }
        }
    }

    struct Task {
        var work: Work
        var step: Step
    }

    /// A task whose intent is on record or about to be.
    struct Flight {
        var task: Task
        let request: Request
        var sentAt: Int64 = 0
        /// The token it carries, by its number.
        let token: Int?
    }

    static let pageLowWater = 128
    static let throttlesInRowMax = 20
    static let withoutSuccessMillisecondsMax: Int64 = 15 * 60_000
    static let reachTriesMax = 4
    /// How far ahead of its pace a lane writes intents.
    static let aheadMilliseconds: Int64 = 100

    let setup: LaneSetup
    let index: Int
    var authorizer: Authorizer
    var random: RandomSource
    private(set) var end: LaneEnd?

    var paces: LanePaces
    var breaker: Breaker
    var budget = RetryBudget()

    var ready = Queue<Work>()
    var waiting = ByKind(Waiting<Task>())
    var staged: [Ticket: Flight] = [:]
    var durable = ByKind(Queue<(Ticket, Flight)>())
    /// Intents on record, or about to be, that have not left.
    var ahead = ByKind(0)
    var flights: [Ticket: Flight] = [:]
    var token: TokenRequest = .none
    var tokenRequest: Request?

    var progress = LaneProgress()
    var isLoading = false
    var isLoaded = false
    var isStopping = false
    var canaryPassed = false

    var pausedUntil: Int64 = .min
    var awayTries = 0
    var throttlesInRow = 0
    var throttledAt: Int64 = .min
    /// Since when nothing but failures came; nil after a success.
    var strugglesSince: Int64?
    var struggledAt: Int64?
    var until: Timestamp?
    /// Up to then items that only wait to be looked at are kept; looking only.
    let horizon: Moment

    enum TokenRequest: Equatable {
        case none
        case staged(Ticket)
        case inFlight(Ticket)
        case waitsUntil(Int64)

        var isUnderWay: Bool {
            switch self {
            case .staged, .inFlight: true
            case .none, .waitsUntil: false
            }
        }
    }

    init(
        _ setup: LaneSetup, index: Int, authorizer: Authorizer, history: SendHistory, seed: UInt64,
        until: Timestamp?, at moment: Moment
    ) {
        self.setup = setup
        self.index = index
        self.authorizer = authorizer
        self.until = lesser(until, setup.until)
        random = RandomSource(seed: seed)
        paces = LanePaces(setup.paces)
        paces.take(history, at: moment)
        breaker = Breaker(
            tolerance: setup.failureTolerance, verdicts: history.verdicts, at: moment.monotonic)
        canaryPassed = !history.verdicts.isEmpty
        horizon = moment.later(milliseconds: setup.lookOnly?.waitMilliseconds ?? 0)
        if let problem = setup.unusable { finish(.unusable, problem.what) }
    }

    /// Nothing is under way and nothing more will be.
    var isDone: Bool {
        guard flights.isEmpty, staged.isEmpty, durable.reads.isEmpty, durable.writes.isEmpty,
            !token.isUnderWay
        else { return false }
        return !isOpen || (isLoaded && ready.isEmpty && waitingCount == 0 && token == .none)
    }

    var waitingCount: Int { waiting.reads.count + waiting.writes.count }

    /// Before anything else happens: what an event sets free must not leave after the deadline.
    mutating func endAtDeadline(_ moment: Moment) {
        guard let until = setup.until, moment.wall >= until else { return }
        finish(.deadline, "the account's deadline came")
    }

    mutating func finish(_ kind: LaneEnd.Kind, _ reason: String) {
        if end == nil { end = LaneEnd(kind: kind, reason: authorizer.clean(reason)) }
    }

    var isOpen: Bool { end == nil && !isStopping }

    /// Lets a task wait until it is due.
    mutating func wait(_ task: Task, until due: Int64) {
        waiting[isRead: task.step.isRead].insert(task, due: due)
    }

    func key(of work: Work) -> ItemKey {
        ItemKey(
            run: work.run ?? setup.run ?? 0, no: work.no, account: setup.account,
            shipmentID: work.id)
    }
}
