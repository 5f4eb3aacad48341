// SPDX-License-Identifier: MIT

import Model

/// Bodies no provider documents, as proxies, portals and broken back ends send them.
enum Garbage {
    static let bodies: [(type: String, body: [UInt8])] = [
        ("text/html", Array("<html><body><h1>200 OK</h1>Please log in.</body></html>".utf8)),
        ("application/json", []),
        ("application/json", Array("{\"payload\":{\"shipmentId\":".utf8)),
        ("application/json", Array("[]".utf8)),
        ("application/json", Array("\"ok\"".utf8)),
        ("application/json", Array("null".utf8)),
        ("application/json", [0xff, 0xfe, 0x00, 0x7b, 0x00, 0x7d, 0x80, 0xc0]),
        ("text/plain; charset=utf-8", Array("キャンセルは正常に完了しました。".utf8)),
        ("application/json", Array(repeating: UInt8(ascii: "["), count: 5000)),
    ]

    /// The reply with such a body; a 204, which cannot have one, becomes a 200.
    static func spoil(_ reply: Reply, _ request: Incoming, _ scene: Scene) -> Reply {
        let choice = scene.lottery.pick(bodies.count, "garbage", request.method, request.rawPath)
        let (type, body) = bodies[choice]
        let headers = reply.headers.filter { $0.name.lowercased() != "content-type" }
        return Reply(
            reply.status == 204 ? 200 : reply.status,
            headers: [Header("Content-Type", type)] + headers, body: body)
    }
}
