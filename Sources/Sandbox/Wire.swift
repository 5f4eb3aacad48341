// SPDX-License-Identifier: MIT

import CMicrohttpd
import Glibc
import Model

/// Deliveries as they leave on a connection.
enum Wire {
    static func send(_ delivery: Delivery, _ connection: OpaquePointer) -> MHD_Result {
        switch delivery {
        case .answer(let reply): return queue(reply, connection)
        case .reset:
            reset(mhd_socket(connection))
            return .NO
        case .cut(let reply):
            write(cut(reply), mhd_socket(connection))
            return .NO
        }
    }

    static func headers(_ connection: OpaquePointer) -> [Header] {
        var headers: [Header] = []
        withUnsafeMutablePointer(to: &headers) { list in
            _ = MHD_get_connection_values(connection, .HEADER_KIND, collect, list)
        }
        return headers
    }

    private static let collect: MHD_KeyValueIterator = { list, _, name, value in
        guard let list, let name else { return .YES }
        list.assumingMemoryBound(to: [Header].self).pointee
            .append(Header(String(cString: name), value.map { String(cString: $0) } ?? ""))
        return .YES
    }

    private static func queue(_ reply: Reply, _ connection: OpaquePointer) -> MHD_Result {
        var body = reply.body
        let response = MHD_create_response_from_buffer(
            body.count, &body, .RESPMEM_MUST_COPY)
        guard let response else { return .NO }
        defer { MHD_destroy_response(response) }
        for header in reply.headers { MHD_add_response_header(response, header.name, header.value) }
        return MHD_queue_response(connection, UInt32(clamping: reply.status), response)
    }

    /// Sends a TCP reset at once.
    ///
    /// `connect` to AF_UNSPEC breaks the association, and with a linger time of zero Linux says
    /// so with RST. Merely returning would let libmicrohttpd shut the connection down in good
    /// order, which a client sees as an end, not as a reset.
    private static func reset(_ socket: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        _ = connect(socket, &nowhere, socklen_t(MemoryLayout<sockaddr>.size))
    }

    /// An answer that ends too early: half its body, or half its status line where it has none.
    private static func cut(_ reply: Reply) -> [UInt8] {
        guard !reply.body.isEmpty else { return Array("HTTP/1.1 2".utf8) }
        var text = "HTTP/1.1 \(reply.status) \(reason(reply.status))\r\n"
        for header in reply.headers { text += "\(header.name): \(header.value)\r\n" }
        text += "Content-Length: \(reply.body.count)\r\n\r\n"
        return Array(text.utf8) + reply.body.prefix(reply.body.count / 2)
    }

    private static func reason(_ status: Int) -> String {
        MHD_get_reason_phrase_for(UInt32(clamping: status)).map { String(cString: $0) } ?? "Status"
    }

    /// The socket's buffer is empty between two answers and larger than any of ours, so one call
    /// takes all of it.
    private static func write(_ bytes: [UInt8], _ socket: Int32) {
        _ = bytes.withUnsafeBytes {
            Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
    }
}
