// SPDX-License-Identifier: MIT

import CCurl
import Model

// What a slot says when its transfer has ended, one way or another.

extension Slot {
    /// The outcome of a transfer that libcurl calls finished.
    func outcome(_ code: CURLcode) -> Outcome {
        guard code == CURLE_OK else { return .noAnswer(failure(code)) }
        let status = rescind_easy_long(easy, CURLINFO_RESPONSE_CODE)
        guard status >= 200, reading.head.isComplete else {
            return .noAnswer(lost("the connection ended in the middle of the answer's headers"))
        }
        if let complaint = reading.head.complaint { return ended(.other, complaint) }
        return .answer(
            Answer(status: status, headers: reading.head.headers, body: reading.takeBody()))
    }

    /// The outcome of a transfer that we end ourselves.
    func ended(_ kind: NoAnswer.Kind, _ why: String) -> Outcome {
        .noAnswer(NoAnswer(kind, reach, why))
    }

    /// How far the request can have come by now.
    var reach: Reach { reading.attempts == 0 ? .notSent : .mayHaveArrived }

    var timings: Timings {
        var timings = Timings()
        // libcurl's own total is 0 for some that failed, and forgets a first, stale connection.
        timings.durationMicroseconds = max(1, monotonicMicroseconds() - startedMicroseconds)
        timings.firstByteMicroseconds =
            Int64(rescind_easy_off(easy, CURLINFO_STARTTRANSFER_TIME_T))
        timings.reusedConnection = reading.attempts > 0 && isOnKeptConnection
        if !timings.reusedConnection {
            timings.connectMicroseconds = Int64(
                max(
                    rescind_easy_off(easy, CURLINFO_CONNECT_TIME_T),
                    rescind_easy_off(easy, CURLINFO_APPCONNECT_TIME_T)))
        }
        return timings
    }

    private func failure(_ code: CURLcode) -> NoAnswer {
        NoAnswer(
            Failure(
                code: code, attempts: reading.attempts,
                proxyStatus: rescind_easy_long(easy, CURLINFO_HTTP_CONNECTCODE),
                excess: reading.excess, message: message(for: code)))
    }

    private func lost(_ why: String) -> NoAnswer { NoAnswer(.connectionLost, reach, why) }
}
