// SPDX-License-Identifier: MIT

import Audit
import Credentials
import Model

/// The token the lane's requests need: one request for all who wait.
extension Lane {
    /// False while the lane waits for a token.
    mutating func tokenAllows(_ moment: Moment) -> Bool {
        switch token {
        case .none: return true
        case .staged, .inFlight: return false
        case .waitsUntil(let due):
            guard due <= moment.monotonic else { return false }
            token = .none
            return true
        }
    }

    /// The request as it will leave; nil when a token must come first or the lane ended.
    mutating func authorize(
        _ request: Request, _ moment: Moment, _ tickets: inout Tickets,
        into effects: inout Effects
    ) -> (Request, token: Int?)? {
        switch authorizer.authorize(request, at: moment.wall) {
        case .ready(let request, let token): return (request, token)
        case .token(let request): stageToken(request, moment, &tickets, into: &effects)
        case .wait(let until):
            let left = until.map { $0.milliseconds - moment.wall.milliseconds } ?? 0
            // A wall clock that was set back must not make the pause longer than it is.
            let pause = min(
                max(left, Self.tokenPauseMillisecondsMin), Self.tokenPauseMillisecondsMax)
            token = .waitsUntil(moment.monotonic + pause)
        case .ended(let problem): finish(.unauthorized, problem.what)
        }
        return nil
    }

    private mutating func stageToken(
        _ request: Request, _ moment: Moment, _ tickets: inout Tickets,
        into effects: inout Effects
    ) {
        let ticket = tickets.next()
        token = .staged(ticket)
        tokenRequest = request
        effects.records.append(
            .intent(
                Intent(
                    ticket: ticket, account: setup.account, run: setup.run, item: nil,
                    purpose: .token, attempt: 1, request: request, at: moment.wall)))
    }

    mutating func sendToken(_ ticket: Ticket, _ moment: Moment, into effects: inout Effects) {
        guard isOpen, let request = tokenRequest else {
            token = .none
            return recordNotSent(ticket, moment, into: &effects)
        }
        token = .inFlight(ticket)
        effects.sends.append(.init(ticket: ticket, lane: index, request: request))
    }

    mutating func tokenEnded(
        _ ticket: Ticket, _ outcome: Outcome, microseconds: Int64, _ moment: Moment,
        into effects: inout Effects
    ) {
        token = .none
        tokenRequest = nil
        authorizer.tokenAnswered(outcome, at: moment.wall)
        let isGranted = if case .answer(let answer) = outcome { answer.status < 300 } else { false }
        if !isGranted { struggle(moment) }
        effects.records.append(
            .outcome(
                ticket, outcome.answered { setup.kept(authorizer.tokenRecord(of: $0)) },
                at: moment.wall, durationMicroseconds: microseconds))
    }

    private static let tokenPauseMillisecondsMin: Int64 = 100
    private static let tokenPauseMillisecondsMax: Int64 = 60_000
}
