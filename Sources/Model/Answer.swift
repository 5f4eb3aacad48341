// SPDX-License-Identifier: MIT

/// What a server answered, byte for byte.
package struct Answer: Sendable, Equatable {
    package var status: Int
    package var headers: [Header]
    package var body: [UInt8]

    package init(status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name; names are compared without case.
    package func header(_ name: String) -> String? {
        headers.first { $0.isNamed(name) }?.value
    }
}

/// How far a request without an answer got.
package enum Reach: String, Sendable {
    /// It never left: the server cannot have seen it.
    case notSent = "not_sent"
    /// It may have reached the server: its effect is unknown.
    case mayHaveArrived = "may_have_arrived"
}

/// Why a request got no answer.
package struct NoAnswer: Error, Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case nameNotResolved = "name_not_resolved"
        case connectionRefused = "connection_refused"
        case connectTimeout = "connect_timeout"
        case tls
        case proxy
        case timeout
        case connectionLost = "connection_lost"
        /// libcurl wanted to send the request a second time and was stopped.
        case resendPrevented = "resend_prevented"
        case bodyTooLarge = "body_too_large"
        case cancelled
        case other
    }

    package var kind: Kind
    package var reach: Reach
    package var message: String

    package init(_ kind: Kind, _ reach: Reach, _ message: String) {
        self.kind = kind
        self.reach = reach
        self.message = message
    }
}

/// How one exchange ended.
package enum Outcome: Sendable, Equatable {
    case answer(Answer)
    case noAnswer(NoAnswer)

    /// The same end with another answer, where there was one.
    package func answered(_ change: (Answer) -> Answer) -> Outcome {
        guard case .answer(let answer) = self else { return self }
        return .answer(change(answer))
    }
}
