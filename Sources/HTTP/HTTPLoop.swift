// SPDX-License-Identifier: MIT

import CCurl
import Glibc
package import Model

/// Sends requests with libcurl on the thread that calls it: takes them, lets libcurl move them,
/// answers each exactly once.
///
/// Everything here happens on one thread, completions too; only the bell is for any.
package final class HTTPLoop {
    private static let library = LoadedLibrary(
        "libcurl", package: "libcurl4", missing: rescind_load_curl())

    /// Whether libcurl is ready; it must be told before the first thread uses it.
    private static let isReady: Bool = {
        // libcurl would write the keys of every connection, and so our secrets, to that file.
        unsetenv("SSLKEYLOGFILE")
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    package let bell: Bell
    private let multi: UnsafeMutableRawPointer
    private let clock: any Clock
    private let inFlightMax: Int

    /// Outlives the connections, which die with the multi handle in `deinit`.
    private let sockets = OpenSockets()
    private var waiting = Fifo<Submission>()
    private var idle: [Slot] = []
    private var busy: [Slot] = []
    /// No answer's first byte is overdue before this moment (monotonic milliseconds).
    private var nextDeadline = Int64.max
    private var isShutDown = false

    package init(clock: any Clock, inFlightMax: Int = Limits.inFlightMax) throws(Problem) {
        try Self.library.check()
        guard Self.isReady, let multi = curl_multi_init() else {
            throw Problem(.internal, "libcurl cannot be started")
        }
        self.inFlightMax = min(max(inFlightMax, 1), Limits.inFlightMax)
        // What is open at most, idle connections included.
        _ = rescind_multi_set_long(multi, CURLMOPT_MAXCONNECTS, self.inFlightMax)
        bell = Bell(waking: multi)
        self.multi = multi
        self.clock = clock
    }

    /// Loads libcurl, which takes as long as a thousand requests, before it is needed.
    package static func load() { _ = library }

    deinit {
        bell.close()
        idle.removeAll()
        busy.removeAll()
        curl_multi_cleanup(multi)
    }

    /// A request with what is told of its end.
    package typealias Order = (
        request: Request, options: HTTPEngine.Options, completion: @Sendable (Exchange) -> Void
    )

    /// Takes requests over; those that cannot even wait are answered before this returns.
    package func submit(_ orders: [Order]) {
        for order in orders {
            let submission = Submission(
                id: TransferID(number: 0), request: order.request, options: order.options,
                completion: order.completion)
            if isShutDown {
                refuse(submission, .closed)
            } else if waiting.count == Limits.waitingRequestsMax {
                refuse(submission, .full)
            } else {
                take(submission)
            }
        }
    }

    /// Takes a request over for which there is room.
    func take(_ submission: Submission) { waiting.append(submission) }

    /// How many requests have not been begun.
    var waitingCount: Int { waiting.count }

    /// Begins what waits and moves what can be moved, without waiting for anything.
    package func turn() {
        startWaiting()
        perform()
        expireOverdue()
    }

    /// Waits until a transfer can be moved, somebody rings or that time is over.
    package func rest(milliseconds: Int64 = .max) {
        // A request that a completion left waiting can be started at once.
        if waiting.isEmpty || busy.count >= inFlightMax, bell.fallAsleep() { sleep(milliseconds) }
        bell.hear()
    }

    /// Answers everything outstanding as cancelled.
    package func shutdown() {
        isShutDown = true
        endAll(.cancelled, "the engine was shut down")
        while let submission = waiting.popFirst() { refuse(submission, .closed) }
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

    private func sleep(_ milliseconds: Int64) {
        var pause = busy.isEmpty ? Limits.idlePollMillisecondsMax : Limits.pollMillisecondsMax
        if nextDeadline != .max {
            pause = min(pause, Int(nextDeadline - monotonicMilliseconds()) + 1)
        }
        curl_multi_poll(multi, nil, 0, Int32(max(0, min(Int64(pause), milliseconds))), nil)
    }

    private func text(_ code: CURLMcode) -> String { String(cString: curl_multi_strerror(code)) }
}

// MARK: Endings

extension HTTPLoop {
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

    func cancel(_ ids: Set<TransferID>) {
        let chosen = busy.filter { $0.submission.map { ids.contains($0.id) } ?? false }
        for slot in chosen { end(slot, slot.ended(.cancelled, "cancelled")) }
        let unsent = waiting.remove { ids.contains($0.id) }
        for submission in unsent { refuse(submission, .cancelled) }
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

    func refuse(_ submission: Submission, _ why: Refusal) {
        submission.refuse(why, at: clock.now)
    }
}
