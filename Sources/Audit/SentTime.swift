// SPDX-License-Identifier: MIT

/// When a request left, in SQL over `request` and its `answer`.
///
/// An intent is written before its request may leave, at a slow pace seconds before; what is known
/// of the leaving is how long before its answer that was.
package enum SentTime {
    package static let sql = sql(request: "request", answer: "answer")

    package static func sql(request: String, answer: String) -> String {
        """
        coalesce(max(\(request).sent_at, \(answer).received_at - \(answer).duration_us / 1000),
            \(request).sent_at)
        """
    }

    /// Whether it may have left at all.
    package static let mayHaveLeft = "answer.reach IS NOT 'not_sent'"
}
