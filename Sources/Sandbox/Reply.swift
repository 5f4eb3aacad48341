// SPDX-License-Identifier: MIT

import Formats
import Model

/// What a simulated provider answers.
struct Reply: Sendable, Equatable {
    var status: Int
    var headers: [Header]
    var body: [UInt8]

    init(_ status: Int, headers: [Header] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A JSON answer.
    init(_ status: Int, _ value: JSON.Value, headers: [Header] = []) {
        self.init(
            status, headers: [Header("Content-Type", "application/json")] + headers,
            body: value.bytes)
    }

    /// A page or a file that is no JSON.
    init(_ status: Int, text: String, type: String = "text/plain; charset=utf-8") {
        self.init(
            status, headers: [Header("Content-Type", type)], body: Array(text.utf8))
    }

    func adding(_ name: String, _ value: String) -> Reply {
        var reply = self
        reply.headers.append(Header(name, value))
        return reply
    }
}

/// How a reply goes over the wire.
enum Delivery: Sendable, Equatable {
    case answer(Reply)
    /// The TCP connection is reset; nothing is answered.
    case reset
    /// The answer ends before its stated length, then the connection closes.
    case cut(Reply)
}

/// A delivery and how long it is held back.
struct Outgoing: Sendable, Equatable {
    var delivery: Delivery
    var delayMilliseconds: Int64 = 0
}

extension Outgoing {
    /// Names the journal's entry in the answer, so that two records can be laid side by side.
    func numbered(_ sequence: Int) -> Outgoing {
        let name = "Sandbox-Sequence"
        var outgoing = self
        switch delivery {
        case .answer(let reply): outgoing.delivery = .answer(reply.adding(name, "\(sequence)"))
        case .cut(let reply): outgoing.delivery = .cut(reply.adding(name, "\(sequence)"))
        case .reset: break
        }
        return outgoing
    }
}
