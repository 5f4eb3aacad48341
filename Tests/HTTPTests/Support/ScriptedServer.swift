// SPDX-License-Identifier: MIT

import Glibc
import Synchronization

/// A TCP server on 127.0.0.1 that answers by a script and remembers every request it read.
final class ScriptedServer: Sendable {
    /// A request as the server read it.
    struct Received: Sendable {
        /// Connections and requests are numbered from 0; `turn` counts within the connection.
        var connection: Int
        var turn: Int
        var head: String
        var body: String

        var requestLine: String { lines.first ?? "" }
        var headerLines: [String] { Array(lines.dropFirst()) }

        private var lines: [String] { head.split(separator: "\r\n").map(String.init) }
    }

    enum Step: Sendable {
        case send(String)
        /// Ends the connection in order (FIN).
        case close
        /// Ends the connection at once (RST).
        case reset
        /// Says nothing until the other side ends the connection or the server stops.
        case hold
        /// From now on connecting is refused.
        case stopListening
        case pause(milliseconds: UInt32)
        /// Waits for `release()`.
        case waitForRelease
        /// Lets `hasSaid` be true: what was sent before has left.
        case said
        /// Becomes a pipe to another port, as a proxy does after CONNECT.
        case tunnel(port: UInt16)
    }

    let port: UInt16
    private let listener: Int32
    private let script: @Sendable (Received) -> [Step]
    private let state = Mutex(State())

    private struct State {
        var received: [Received] = []
        var open: Set<Int32> = []
        var connections = 0
        var isStopped = false
        var isReleased = false
        var hasSaid = false
        var threads: [TestThread] = []
    }

    var received: [Received] { state.withLock(\.received) }
    var connections: Int { state.withLock(\.connections) }
    var hasSaid: Bool { state.withLock(\.hasSaid) }
    var openConnections: Int { state.withLock(\.open.count) }
    var url: String { "http://127.0.0.1:\(port)" }

    init(_ script: @escaping @Sendable (Received) -> [Step]) {
        self.script = script
        (listener, port) = listenOnLoopback(backlog: 1024)
        let accepting = TestThread { [self] in acceptAll() }
        state.withLock { $0.threads.append(accepting) }
    }

    func release() { state.withLock { $0.isReleased = true } }

    /// Ends every connection and thread.
    func stop() {
        let threads = state.withLock { state in
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) }
            return state.threads
        }
        for thread in threads { thread.join() }
        for thread in state.withLock({ $0.threads.dropFirst(threads.count) }) { thread.join() }
        close(listener)
    }

    private func acceptAll() {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { return }
            let number = state.withLock { state -> Int? in
                if state.isStopped { return nil }
                state.open.insert(socket)
                state.connections += 1
                return state.connections - 1
            }
            guard let number else {
                close(socket)
                return
            }
            let serving = TestThread { [self] in serve(socket, number) }
            state.withLock { $0.threads.append(serving) }
        }
    }

    private func serve(_ socket: Int32, _ connection: Int) {
        var pending: [UInt8] = []
        var turn = 0
        while var request = readRequest(socket, &pending) {
            request.connection = connection
            request.turn = turn
            turn += 1
            let copy = request
            state.withLock { $0.received.append(copy) }
            guard script(request).allSatisfy({ perform($0, on: socket) }) else { break }
        }
        state.withLock { state in
            state.open.remove(socket)
            // A child started meanwhile may hold a copy, which `close` alone would leave open.
            shutdown(socket, Int32(SHUT_RDWR))
            _ = close(socket)
        }
    }

    /// Does one step; false ends the connection.
    private func perform(_ step: Step, on socket: Int32) -> Bool {
        switch step {
        case .send(let text): return send(text, to: socket)
        case .close: return false
        case .reset:
            reset(socket)
            return false
        case .hold:
            var byte: UInt8 = 0
            while read(socket, &byte, 1) > 0 {}
            return false
        case .pause(let milliseconds):
            usleep(milliseconds * 1000)
            return !state.withLock(\.isStopped)
        case .stopListening:
            shutdown(listener, Int32(SHUT_RDWR))
            return true
        case .waitForRelease:
            while !state.withLock({ $0.isReleased || $0.isStopped }) { usleep(1000) }
            return true
        case .said:
            state.withLock { $0.hasSaid = true }
            return true
        case .tunnel(let port):
            tunnel(socket, to: port)
            return false
        }
    }
}

extension ScriptedServer {
    /// A whole answer with a body.
    static func answer(_ status: Int, _ body: String = "", headers: String = "") -> Step {
        .send(
            "HTTP/1.1 \(status) Said\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
    }
}

/// A socket that listens on a free port of 127.0.0.1.
func listenOnLoopback(backlog: Int32) -> (socket: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(listener, address, size) | listen(listener, backlog)
                | getsockname(listener, address, &size)
        }
    }
    precondition(code == 0, "no port for a test's server")
    return (listener, UInt16(bigEndian: address.sin_port))
}

private func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}

/// Disconnects with RST, whoever else holds a copy of the socket.
private func reset(_ socket: Int32) {
    var nowhere = sockaddr()
    nowhere.sa_family = sa_family_t(AF_UNSPEC)
    connect(socket, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
}

private func send(_ text: String, to socket: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let sent = rest.withUnsafeBytes {
            Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent > 0 else { return false }
        rest = rest.dropFirst(sent)
    }
    return true
}

private func readRequest(_ socket: Int32, _ pending: inout [UInt8]) -> ScriptedServer.Received? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        if let request = takeRequest(from: &pending) { return request }
        let count = read(socket, &buffer, buffer.count)
        guard count > 0 else { return nil }
        pending += buffer[..<count]
    }
}

private func takeRequest(from pending: inout [UInt8]) -> ScriptedServer.Received? {
    let text = String(decoding: pending, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let head = String(text[..<end.lowerBound])
    let length =
        head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst(15).filter { $0 != " " }) } ?? 0
    let headBytes = head.utf8.count + 4
    guard pending.count >= headBytes + length else { return nil }
    let body = String(decoding: pending[headBytes..<headBytes + length], as: UTF8.self)
    pending.removeFirst(headBytes + length)
    return .init(connection: 0, turn: 0, head: head, body: body)
}

/// Carries bytes both ways until either side ends.
private func tunnel(_ client: Int32, to port: UInt16) {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(server) }
    var address = loopback(port: port)
    let code = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard code == 0 else { return }
    let back = TestThread { pump(server, client) }
    pump(client, server)
    back.join()
}

private func pump(_ from: Int32, _ to: Int32) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(from, &buffer, buffer.count)
        guard count > 0, Glibc.send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count else {
            break
        }
    }
    shutdown(from, Int32(SHUT_RDWR))
    shutdown(to, Int32(SHUT_RDWR))
}
