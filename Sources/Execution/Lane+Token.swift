// SPDX-License-Identifier: MIT

import Audit
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

    mutating func stageToken(
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
                    purpose: .token, attempt: tokenTries + 1, request: request, at: moment.wall)))
    }

    mutating func sendToken(_ ticket: Ticket, _ moment: Moment, into effects: inout Effects) {
        guard isOpen, let request = tokenRequest else {
            token = .none
            return recordNotSent(ticket, moment, into: &effects)
        }
        token = .inFlight(ticket)
        effects.sends.append(.init(ticket: ticket, lane: index, request: request))
    }

    mutating func tokenEnded(_ outcome: Outcome, _ moment: Moment) {
        token = .none
        tokenRequest = nil
        switch access.tokenEnded(outcome, at: moment.wall) {
        case .ready: tokenTries = 0
        case .refused(let reason):
            finish(.unauthorized, "no token: \(reason)")
        case .again(let reason, let seconds):
            tokenTries += 1
            let pause = Backoff.pause(tries: tokenTries, using: &random)
            token = .waitsUntil(moment.monotonic + (seconds.map { Int64($0 * 1000) } ?? pause))
            if tokenTries >= Self.reachTriesMax { finish(.unreachable, "no token: \(reason)") }
        }
    }
}
