// SPDX-License-Identifier: MIT

import CMicrohttpd
import Glibc
import Model

/// The server: one thread that owns the sockets, the daemon and every exchange.
///
/// libmicrohttpd runs without threads of its own; this thread polls its epoll descriptor. So the
/// handler, delayed answers and resets all happen on one thread and need no locks among each
/// other, and a held-back answer never blocks another connection.
final class HTTPLoop {
    static let connectionsMax: UInt32 = 1000
    static let idleSecondsMax: UInt32 = 300

    /// Answers a request; called on the loop's thread.
    let answer: (Incoming) -> Outgoing
    /// Called when `millisecondsToWake` has passed, and at least when a request came.
    let tick: () -> Int64?
    private static let library = LoadedLibrary(
        "libmicrohttpd", package: "libmicrohttpd12", missing: rescind_load_microhttpd())

    private let wake: Int32
    private var daemon: OpaquePointer?
    private var delayed = Schedule<Exchange>()
    private(set) var port: UInt16 = 0

    init(
        port: UInt16, wake: Int32, answer: @escaping (Incoming) -> Outgoing,
        tick: @escaping () -> Int64?
    ) throws(Problem) {
        self.answer = answer
        self.tick = tick
        self.wake = wake
        try Self.library.check()
        try open(port)
    }

    deinit { if let daemon { MHD_stop_daemon(daemon) } }

    /// Serves until the wake descriptor becomes readable.
    func run() {
        guard let daemon else { return }
        mhd_name_thread("sandbox-\(port)")
        var watched = [
            pollfd(fd: mhd_epoll_descriptor(daemon), events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        ]
        while watched[1].revents == 0 {
            poll(&watched, nfds_t(watched.count), pause(daemon))
            resumeDue()
            MHD_run(daemon)
        }
        close(daemon)
    }

    /// Holds an answer back and lets its connection sleep.
    func delay(_ exchange: Exchange, milliseconds: Int64) {
        MHD_suspend_connection(exchange.connection)
        delayed.add(exchange, due: Self.now + milliseconds)
    }

    private func open(_ port: UInt16) throws(Problem) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let flags = MHD_USE_EPOLL.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
        daemon = mhd_start(
            flags, &address, Self.connectionsMax, Self.idleSecondsMax, Exchange.handle,
            Exchange.began, Exchange.completed, Unmanaged.passUnretained(self).toOpaque())
        guard let daemon else {
            throw Problem(
                .usage, "port \(port) cannot be listened on: \(String(cString: strerror(errno)))",
                at: "127.0.0.1:\(port)", next: "rescind sandbox --port 0 takes any free port")
        }
        self.port = mhd_port(daemon)
    }

    /// How long nothing can happen unless a socket says so.
    private func pause(_ daemon: OpaquePointer) -> Int32 {
        var limit: UInt64 = 0
        let library = MHD_get_timeout(daemon, &limit) == .YES ? Int64(clamping: limit) : nil
        let answers = delayed.nextDue.map { max(0, $0 - Self.now) }
        let times = [library, answers, tick()].compactMap { $0 }
        return times.min().map { Int32(clamping: $0) } ?? -1
    }

    private func resumeDue() {
        while let exchange = delayed.next(due: Self.now) {
            MHD_resume_connection(exchange.connection)
        }
    }

    /// libmicrohttpd aborts the process when it is stopped with a suspended connection.
    private func close(_ daemon: OpaquePointer) {
        for exchange in delayed.takeAll() { MHD_resume_connection(exchange.connection) }
        MHD_run(daemon)
        MHD_stop_daemon(daemon)
        self.daemon = nil
    }

    private static var now: Int64 { SandboxClock().monotonicMilliseconds }
}
