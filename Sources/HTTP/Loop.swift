// SPDX-License-Identifier: MIT

import CCurl
import Model

/// The engine's work: takes requests, lets libcurl move them, answers each exactly once.
///
/// Everything here happens on one thread; only the inbox is shared.
final class Loop {
    private let multi: UnsafeMutableRawPointer
    private let inbox: Inbox
    private let clock: any Clock
    private let inFlightMax: Int

    /// Outlives the connections, which die with the multi handle in `deinit`.
    private let sockets = OpenSockets()
    private var mail = Inbox.Mail()
    private var waiting = Fifo<Submission>()
    private var idle: [Slot] = []
    private var busy: [Slot] = []
    /// No answer's first byte is overdue before this moment (monotonic milliseconds).
    private var nextDeadline = Int64.max

    init(
        multi: UnsafeMutableRawPointer, inbox: Inbox, clock: any Clock, inFlightMax: Int
    ) {
        self.multi = multi
        self.inbox = inbox
        self.clock = clock
        self.inFlightMax = inFlightMax
    }

    deinit {
        idle.removeAll()
        curl_multi_cleanup(multi)
    }

    /// Runs until the inbox says stop; then everything outstanding has been answered.
    func run() {
        while true {
            inbox.take(into: &mail)
            if mail.isStopping { break }
            for submission in mail.submissions { waiting.append(submission) }
            if !mail.cancelled.isEmpty { cancel(mail.cancelled) }
            startWaiting()
            perform()
            expireOverdue()
            if inbox.fallAsleep(waiting: waiting.count) { sleep() }
        }
        answerEverything()
    }

    private func startWaiting() {
        while busy.count < inFlightMax, let submission = waiting.popFirst() { start(submission) }
    }

    private func start(_ submission: Submission) {
        let now = clock.now
        guard let slot = idle.popLast() ?? Slot(sockets: sockets) else {
            let failure = NoAnswer.refused("libcurl gives no handle: no memory, or older than 7.87")
            return submission.completion(Exchange(unsent: failure, at: now))
        }
        do throws(NoAnswer) {
            try slot.load(submission, at: now)
        } catch {
            idle.append(slot)
            return submission.completion(Exchange(unsent: error, at: now))
        }
        slot.position = busy.count
        busy.append(slot)
        nextDeadline = min(
            nextDeadline, slot.reading.earliestDeadline(from: slot.startedMicroseconds / 1000))
        let code = curl_multi_add_handle(multi, slot.easy)
        if code != CURLM_OK { end(slot, slot.ended(.other, text(code))) }
    }

    private func perform() {
        var running: Int32 = 0
        let code = curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let pointer = rescind_easy_private(easy)
            else { continue }
            let slot = Unmanaged<Slot>.fromOpaque(pointer).takeUnretainedValue()
            let result = rescind_message_result(message)
            if slot.needsFreshConnection {
                restart(slot)
            } else {
                end(slot, slot.outcome(result))
            }
        }
        // libcurl is out of memory or out of order: nothing in flight can be trusted to end.
        if code != CURLM_OK { endAll(.other, text(code)) }
    }

    /// Begins a request again that was stopped before it was written, on a new connection.
    ///
    /// It happens once at most: what is stopped so was on a kept connection.
    private func restart(_ slot: Slot) {
        curl_multi_remove_handle(multi, slot.easy)
        slot.reloadForFreshConnection()
        let code = curl_multi_add_handle(multi, slot.easy)
        if code != CURLM_OK { end(slot, slot.ended(.other, text(code))) }
    }

    private func sleep() {
        // A request that a completion left waiting can be started at once.
        if !waiting.isEmpty, busy.count < inFlightMax { return }
        var pause = busy.isEmpty ? Limits.idlePollMillisecondsMax : Limits.pollMillisecondsMax
        if nextDeadline != .max {
            pause = max(0, min(pause, Int(nextDeadline - monotonicMilliseconds()) + 1))
        }
        curl_multi_poll(multi, nil, 0, Int32(pause), nil)
    }

    private func text(_ code: CURLMcode) -> String { String(cString: curl_multi_strerror(code)) }
}

// MARK: Endings

extension Loop {
    /// Ends one transfer and answers its request.
    private func end(_ slot: Slot, _ outcome: Outcome) {
        let timings = slot.timings
        curl_multi_remove_handle(multi, slot.easy)
        busy[busy.count - 1].position = slot.position
        busy.swapAt(slot.position, busy.count - 1)
        busy.removeLast()
        idle.append(slot)
        guard let submission = slot.unload() else { return }
        submission.completion(
            Exchange(
                outcome, sentAt: slot.startedAt, receivedAt: clock.now, timings: timings))
    }

    private func endAll(_ kind: NoAnswer.Kind, _ why: String) {
        while let slot = busy.last { end(slot, slot.ended(kind, why)) }
    }

    private func cancel(_ ids: Set<TransferID>) {
        let chosen = busy.filter { $0.submission.map { ids.contains($0.id) } ?? false }
        for slot in chosen { end(slot, slot.ended(.cancelled, "cancelled")) }
        let unsent = waiting.remove { ids.contains($0.id) }
        for submission in unsent { refuse(submission, "cancelled before it was sent") }
    }

    /// Ends the transfers whose answer has not begun in time.
    ///
    /// A deadline that was met leaves `nextDeadline` where it was, so that an exchange costs
    /// nothing here; the look it causes later finds the true next one.
    private func expireOverdue() {
        guard nextDeadline != .max else { return }
        let now = monotonicMilliseconds()
        guard now >= nextDeadline else { return }
        let overdue = busy.filter { $0.reading.isOverdue(at: now) }
        for slot in overdue { end(slot, slot.ended(.timeout, "no byte of an answer in time")) }
        nextDeadline = busy.map { $0.reading.earliestDeadline(from: now) }.min() ?? .max
    }

    private func answerEverything() {
        let why = "the engine was shut down"
        endAll(.cancelled, why)
        while let submission = waiting.popFirst() { refuse(submission, why) }
        for submission in mail.submissions + inbox.close() { refuse(submission, why) }
    }

    private func refuse(_ submission: Submission, _ why: String) {
        submission.completion(
            Exchange(unsent: NoAnswer(.cancelled, .notSent, why), at: clock.now))
    }
}
