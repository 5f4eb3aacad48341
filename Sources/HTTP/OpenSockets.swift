// SPDX-License-Identifier: MIT

import Glibc

/// The sockets of the connections that stand, found by their local port.
///
/// libcurl does not say which socket a request is about to go out on; it says its local port.
/// Connections to different servers may share one: then all of them are meant.
final class OpenSockets {
    private var byLocalPort: [Int32: [Int32]] = [:]

    /// Notes the one of these sockets that became the connection with that local port.
    func note(_ candidates: [Int32], localPort: Int32) {
        for socket in candidates where port(of: socket) == localPort {
            byLocalPort[localPort, default: []].append(socket)
        }
    }

    func forget(_ socket: Int32) {
        for (port, sockets) in byLocalPort where sockets.contains(socket) {
            let rest = sockets.filter { $0 != socket }
            byLocalPort[port] = rest.isEmpty ? nil : rest
        }
    }

    /// Whether nothing has come on a connection since its last answer, not even its end.
    func isQuiet(localPort: Int32) -> Bool {
        guard let sockets = byLocalPort[localPort] else { return false }
        return sockets.allSatisfy { isQuiet($0) }
    }

    private func isQuiet(_ socket: Int32) -> Bool {
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count < 0 && errno == EAGAIN
    }

    private func port(of socket: Int32) -> Int32? {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(socket, $0, &size)
            }
        }
        guard code == 0 else { return nil }
        // sin_port and sin6_port lie at the same place.
        let bytes = withUnsafeBytes(of: &address) { $0.loadUnaligned(as: sockaddr_in.self) }
        return Int32(UInt16(bigEndian: bytes.sin_port))
    }
}
