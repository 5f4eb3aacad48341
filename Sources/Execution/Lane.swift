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

        var purpose: Purpose {
            switch self {
            case .cancel: .cancel
            case .look: .look
            }
        }
        var isRead: Bool { self == .look }
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
    var waiting = Waiting<Task>()
    var staged: [Ticket: Flight] = [:]
    var durable = Queue<(Ticket, Flight)>()
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
    var aliveAt: Int64
    var until: Timestamp?

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
        _ setup: LaneSetup, index: Int, authorizer: Authorizer, seed: UInt64,
        until: Timestamp?, at moment: Moment
    ) {
        self.setup = setup
        self.index = index
        self.authorizer = authorizer
        self.until = until
        random = RandomSource(seed: seed)
        paces = LanePaces(setup.paces)
        breaker = Breaker(tolerance: setup.failureTolerance)
        aliveAt = moment.monotonic
    }

    /// Nothing is under way and nothing more will be.
    var isDone: Bool {
        guard flights.isEmpty, staged.isEmpty, durable.isEmpty, !token.isUnderWay else {
            return false
        }
        return !isOpen || (isLoaded && ready.isEmpty && waiting.count == 0 && token == .none)
    }

    mutating func finish(_ kind: LaneEnd.Kind, _ reason: String) {
        if end == nil { end = LaneEnd(kind: kind, reason: reason) }
    }

    var isOpen: Bool { end == nil && !isStopping }
}
