// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Model
import Testing

@testable import Sandbox

/// A blocking HTTP client over one keep-alive socket: what it sends is exactly what it is told.
final class TestClient {
    struct Lost: Error, Equatable {
        /// The error number of the socket; 0 when the server closed in good order.
        var code: Int32
    }

    private let port: UInt16
    private var socket: Int32 = -1
    private var pending: [UInt8] = []

    init(_ server: SandboxServer) { port = server.port }

    deinit { if socket >= 0 { close(socket) } }

    func send(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: String = ""
    ) throws -> Answer {
        try exchange(request(method, path, headers, body: body))
    }

    /// Sends a request without waiting for its answer.
    func start(_ method: String, _ path: String, _ headers: [String: String] = [:]) throws {
        try open()
        try write(request(method, path, headers, body: ""))
    }

    /// Whether anything of an answer has arrived.
    var hasAnswer: Bool {
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
    }

    /// Sends these bytes and hangs up.
    func lastWords(_ bytes: [UInt8]) throws {
        try open()
        try? write(bytes)
        hangUp()
    }

    /// Closes the connection.
    func hangUp() {
        if socket >= 0 { close(socket) }
        socket = -1
    }

    private func request(
        _ method: String, _ path: String, _ headers: [String: String], body: String
    ) -> [UInt8] {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        return Array((text + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    }

    /// Sends these bytes and reads one answer.
    func exchange(_ bytes: [UInt8]) throws -> Answer {
        try open()
        do {
            try write(bytes)
            return try read()
        } catch {
            hangUp()
            throw error
        }
    }

    private func open() throws {
        guard socket < 0 else { return }
        pending = []
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let failure = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard failure == 0 else { throw Lost(code: errno) }
    }

    private func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Lost(code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    private func read() throws -> Answer {
        let end = Array("\r\n\r\n".utf8)
        while pending.firstRange(of: end) == nil { try receive() }
        let head = pending.firstRange(of: end) ?? 0..<0
        let lines = String(decoding: pending[..<head.lowerBound], as: UTF8.self)
            .split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        var answer = Answer(status: words.count > 1 ? Int(words[1]) ?? 0 : 0)
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.headers.append(
                Header(String(parts[0]), parts.count > 1 ? String(parts[1].dropFirst()) : ""))
        }
        pending.removeFirst(head.upperBound)
        let length = answer.header("Content-Length").flatMap { Int($0) } ?? 0
        while pending.count < length { try receive() }
        answer.body = Array(pending.prefix(length))
        pending.removeFirst(length)
        if answer.header("Connection")?.lowercased() == "close" {
            close(socket)
            socket = -1
        }
        return answer
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { throw Lost(code: count == 0 ? 0 : errno) }
        pending += buffer.prefix(count)
    }
}

extension Answer {
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; null when it is none.
    var json: JSON.Value { (try? JSON.parse(body)) ?? .null }
}
