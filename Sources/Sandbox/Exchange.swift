// SPDX-License-Identifier: MIT

import CMicrohttpd
import Glibc
import Model

/// One request on its way through libmicrohttpd, from its first line to the end of its answer.
final class Exchange {
    /// Providers take no bodies worth the name; only a world to load is large.
    static let providerBodyBytesMax = 64 * 1024
    static let controlBodyBytesMax = 256 * 1024 * 1024

    private enum Stage {
        case starting
        case receiving
        case delayed(Delivery)
    }

    let connection: OpaquePointer
    private let target: String
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var stage = Stage.starting

    private init(_ connection: OpaquePointer, target: String) {
        self.connection = connection
        self.target = target
    }

    private var bodyBytesMax: Int {
        target.hasPrefix("/_/") ? Self.controlBodyBytesMax : Self.providerBodyBytesMax
    }

    private func take(_ bytes: UnsafeBufferPointer<CChar>) {
        let room = bodyBytesMax - body.count
        if bytes.count > room { isTooLarge = true }
        body.append(contentsOf: bytes.prefix(room).lazy.map { UInt8(bitPattern: $0) })
    }

    private func finish(_ loop: HTTPLoop, method: String) -> MHD_Result {
        if case .delayed(let delivery) = stage { return Wire.send(delivery, connection) }
        let request = Incoming(
            method: method, target: target, headers: Wire.headers(connection), body: body,
            isTooLarge: isTooLarge)
        let outgoing = loop.answer(request)
        guard outgoing.delayMilliseconds > 0 else {
            return Wire.send(outgoing.delivery, connection)
        }
        stage = .delayed(outgoing.delivery)
        loop.delay(self, milliseconds: outgoing.delayMilliseconds)
        return .YES
    }
}

// MARK: - What libmicrohttpd calls

extension Exchange {
    /// Called with the request line as it came, before libmicrohttpd decodes and shortens it.
    static let began:
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?)
            -> UnsafeMutableRawPointer? = { _, uri, connection in
                guard let connection else { return nil }
                let exchange = Exchange(
                    connection, target: uri.map { String(cString: $0) } ?? "")
                return Unmanaged.passRetained(exchange).toOpaque()
            }

    /// Called once with the headers, for each piece of the body, and once at its end.
    static let handle: MHD_AccessHandlerCallback = {
        context, _, _, method, _, upload, uploadSize, memory in
        guard let context, let pointer = memory?.pointee, let uploadSize else { return .NO }
        let exchange = Unmanaged<Exchange>.fromOpaque(pointer).takeUnretainedValue()
        if case .starting = exchange.stage {
            exchange.stage = .receiving
            return .YES
        }
        if uploadSize.pointee > 0 {
            exchange.take(UnsafeBufferPointer(start: upload, count: uploadSize.pointee))
            uploadSize.pointee = 0
            return .YES
        }
        let loop = Unmanaged<HTTPLoop>.fromOpaque(context).takeUnretainedValue()
        return exchange.finish(loop, method: method.map { String(cString: $0) } ?? "")
    }

    /// Called once for every request that began, however it ended.
    static let completed: MHD_RequestCompletedCallback = { _, _, memory, _ in
        guard let pointer = memory?.pointee else { return }
        Unmanaged<Exchange>.fromOpaque(pointer).release()
        memory?.pointee = nil
    }
}
