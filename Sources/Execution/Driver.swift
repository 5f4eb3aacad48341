// SPDX-License-Identifier: MIT

package import Audit
package import HTTP
package import Model
package import SQLite

/// Lets an engine act on the world: sockets, disk and clock.
///
/// Runs on the caller's thread, and so does the network: an answer wakes nobody.
package final class Driver {
    /// How often it looks for `rescind stop` and lets a watcher see how it goes.
    static let watchMilliseconds: Int64 = 250
    static let pageItems = 512

    package let mailbox: Mailbox
    private var engine: Engine
    private let http: HTTPLoop
    private let options: [HTTPEngine.Options]
    /// The answers of which the engine has not been told.
    private let answers = Confined<[Event]>([])
    private let writer: Writer
    private let recorder: Confined<Recorder>
    private let reader: Connection
    /// Where the record remembers that something left; nil for one that lies in memory.
    private let mark: SentMark?
    private var queues: [any LaneQueue]
    private let clock: any Clock
    /// Signs the record, now and then while it grows.
    private let seal: @Sendable (Connection) -> Void
    private var watchedAt: Int64 = .min
    private var sealedAt: Int64

    package init(
        _ engine: Engine, queues: [any LaneQueue], options: [HTTPEngine.Options], http: HTTPLoop,
        writer: Writer, recorder: sending Recorder, reader: Connection, clock: any Clock,
        mark: SentMark? = nil, seal: @escaping @Sendable (Connection) -> Void = { _ in }
    ) {
        self.engine = engine
        self.queues = queues
        self.options = options
        self.http = http
        mailbox = Mailbox(http.bell)
        self.writer = writer
        self.recorder = Confined(recorder)
        self.reader = reader
        self.mark = mark
        self.clock = clock
        self.seal = seal
        sealedAt = clock.monotonicMilliseconds
    }

    /// Works until the engine is finished; `watch` is called a few times a second.
    package func run(watch: (borrowing Engine, Moment) throws -> [Event]) throws -> Engine {
        var moment = Moment(clock)
        // A stop that came before the first request must not let it leave.
        try watchIfDue(moment, watch)
        try obey(engine.handle(mailbox.take() + [.tick], moment))
        while !engine.isFinished {
            let wake = engine.nextWake(moment) ?? .max
            let watchAt = watchedAt &+ Self.watchMilliseconds
            let pause = max(0, min(wake, max(watchAt, moment.monotonic)) - moment.monotonic)
            let events = events(within: pause)
            moment = Moment(clock)
            try obey(engine.handle(events, moment))
            try watchIfDue(moment, watch)
        }
        _ = try watch(engine, moment)
        return engine
    }

    /// What happened, once there are so many answers as are awaited, or anything else, or that time
    /// is over; until then the network moves.
    private func events(within milliseconds: Int64) -> [Event] {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while true {
            http.turn()
            let news = mailbox.take()
            let rest = end - .now
            let isAwaited = answers.value.count >= engine.answersAwaited
            guard news.isEmpty, !isAwaited, rest > .zero else {
                var all: [Event] = []
                swap(&all, &answers.value)
                return all + news
            }
            http.rest(milliseconds: rest.inMilliseconds)
        }
    }

    private func watchIfDue(
        _ moment: Moment, _ watch: (borrowing Engine, Moment) throws -> [Event]
    ) throws {
        guard moment.monotonic >= watchedAt &+ Self.watchMilliseconds else { return }
        watchedAt = moment.monotonic
        sealIfDue(moment)
        for event in try watch(engine, moment) { mailbox.post(event) }
    }

    /// A long apply must not be one checkpoint long: what it did is signed while it goes on.
    private func sealIfDue(_ moment: Moment) {
        guard moment.monotonic - sealedAt >= Checkpoints.everyMilliseconds else { return }
        sealedAt = moment.monotonic
        writer.submit(between: seal)
    }

    private func obey(_ effects: Effects) throws {
        if !effects.records.isEmpty { write(effects.records) }
        if !effects.sends.isEmpty { http.submit(effects.sends.map(order)) }
        for lane in effects.loads { try load(lane) }
    }

    private func order(_ send: Effects.Send) -> HTTPLoop.Order {
        let (answers, ticket, lane) = (answers, send.ticket, send.lane)
        return (
            send.request, options[lane],
            { exchange in
                answers.value.append(
                    .ended(
                        ticket, lane: lane, exchange.outcome,
                        durationMicroseconds: exchange.timings.durationMicroseconds))
            }
        )
    }

    private func write(_ records: [Record]) {
        let intents = records.intents
        let mailbox = mailbox
        let recorder = recorder
        let path = reader.path
        let mark = intents.isEmpty ? nil : mark
        let appended = Confined(Recorder.Appended())
        writer.submit(
            { appended.value = try recorder.value.append(records, to: $0) },
            done: { result in
                switch result {
                case .success:
                    do { try mark?.write(recorder.value.head) } catch {
                        mailbox.post(.stop(.storage(Problem(storage: error, at: path))))
                    }
                    let others = appended.value.others
                    if !others.isEmpty { mailbox.post(.others(others)) }
                    mailbox.post(.committed(intents, superseded: appended.value.superseded))
                case .failure(let error):
                    recorder.value.forget(intents)
                    mailbox.post(.notCommitted(intents, Problem(storage: error, at: path)))
                }
            })
    }

    private func load(_ lane: Int) throws {
        let (items, isLast) = try queues[lane].items(Self.pageItems, reader)
        mailbox.post(.loaded(lane: lane, items, isLast: isLast))
    }
}

/// Carries something that one thread alone touches, though others hold it.
// Safe: what the writer's jobs and their ends share runs on its thread, answers on the driving one.
final class Confined<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
}

extension Problem {
    /// What a failed write means to a person.
    package init(storage error: any Error, at path: String) {
        self =
            (error as? SQLiteError)?.problem(at: path) ?? error as? Problem
            ?? Problem(.internal, "the record could not be written: \(error)", at: path)
    }
}

extension Duration {
    /// Whole milliseconds, those begun included: a wait that ends too early would be made again.
    fileprivate var inMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1
    }
}
