// SPDX-License-Identifier: MIT

import Formats
import Model

/// Exchanges as one JSON object a line, named as the columns of the view.
package enum ExchangeLines {
    package static func line(_ exchange: RecordedExchange) -> [UInt8] {
        JSON.Value.object(
            [
                JSON.Member("id", .whole(exchange.id)),
                JSON.Member("run", .whole(exchange.run)),
                JSON.Member("line", .whole(exchange.line)),
                JSON.Member("account", .string(exchange.account)),
                JSON.Member("shipment_id", .text(exchange.shipmentID)),
                JSON.Member("purpose", .string(exchange.purpose)),
                JSON.Member("attempt", .whole(exchange.attempt)),
                JSON.Member("method", .string(exchange.method)),
                JSON.Member("url", .string(exchange.url)),
                JSON.Member("request_headers", .string(exchange.requestHeaders)),
            ] + body("request_body", exchange.requestBody) + [
                JSON.Member("sent_at", .string(exchange.sentAt)),
                JSON.Member("status", .whole(exchange.status)),
                JSON.Member("response_headers", .text(exchange.responseHeaders)),
            ] + body("response_body", exchange.responseBody) + [
                JSON.Member("received_at", .text(exchange.receivedAt)),
                JSON.Member("duration_ms", .milliseconds(exchange.durationMicroseconds)),
                JSON.Member("error", .text(exchange.error)),
            ]
        ).bytes + [UInt8(ascii: "\n")]
    }

    /// JSON has no bytes: what is no UTF-8 goes as base64 under a name that says so.
    private static func body(_ name: String, _ bytes: [UInt8]?) -> [JSON.Member] {
        guard let bytes else { return [JSON.Member(name, .null)] }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return [JSON.Member(name + "_base64", .string(bytes.base64))]
        }
        return [JSON.Member(name, .string(text))]
    }
}

/// Exchanges as HAR 1.2, which browsers' developer tools open.
package enum HAR {
    package static let opening: [UInt8] = Array(
        (#"{"log":{"version":"1.2","creator":{"name":"rescind","version":""# + Version.number
            + #""},"entries":["#).utf8)
    package static let separator: [UInt8] = Array(",\n".utf8)
    package static let closing: [UInt8] = Array("]}}\n".utf8)

    package static func entry(_ exchange: RecordedExchange) -> [UInt8] {
        let time = JSON.Value.milliseconds(exchange.durationMicroseconds)
        return JSON.Value.object([
            JSON.Member("startedDateTime", .string(exchange.sentAt)),
            JSON.Member("time", time.isNull ? 0 : time),
            JSON.Member("request", request(exchange)),
            JSON.Member("response", response(exchange)),
            JSON.Member("cache", .object([])),
            JSON.Member("timings", ["send": 0, "wait": time.isNull ? 0 : time, "receive": 0]),
            JSON.Member("comment", .string(comment(exchange))),
        ]).bytes
    }

    private static func comment(_ exchange: RecordedExchange) -> String {
        let shipment = exchange.shipmentID.map { ", shipment \($0)" } ?? ""
        return "exchange \(exchange.id), \(exchange.purpose)\(shipment)"
    }

    private static func request(_ exchange: RecordedExchange) -> JSON.Value {
        var members = common(exchange.requestHeaders, exchange.requestBody)
        members += [
            JSON.Member("method", .string(exchange.method)),
            JSON.Member("url", .string(exchange.url)),
            JSON.Member("queryString", .array(query(exchange.url))),
        ]
        if let body = exchange.requestBody {
            members.append(
                JSON.Member(
                    "postData",
                    [
                        "mimeType": .string(type(exchange.requestHeaders)),
                        "text": .string(String(decoding: body, as: UTF8.self)),
                    ]))
        }
        return .object(members)
    }

    /// A request without an answer has status 0, as browsers write it.
    private static func response(_ exchange: RecordedExchange) -> JSON.Value {
        let headers = exchange.responseHeaders ?? ""
        let body = exchange.responseBody ?? []
        var content = [
            JSON.Member("size", .whole(Int64(body.count))),
            JSON.Member("mimeType", .string(type(headers))),
        ]
        if let text = String(validating: body, as: UTF8.self) {
            content.append(JSON.Member("text", .string(text)))
        } else {
            content += [
                JSON.Member("text", .string(body.base64)), JSON.Member("encoding", "base64"),
            ]
        }
        var members = common(headers, exchange.responseBody)
        members += [
            JSON.Member("status", .whole(exchange.status ?? 0)),
            JSON.Member("statusText", ""),
            JSON.Member("content", .object(content)),
            JSON.Member("redirectURL", .string(value(of: "location", in: headers) ?? "")),
        ]
        if let error = exchange.error { members.append(JSON.Member("_error", .string(error))) }
        return .object(members)
    }

    private static func common(_ headers: String, _ body: [UInt8]?) -> [JSON.Member] {
        [
            JSON.Member("httpVersion", "HTTP/1.1"), JSON.Member("cookies", .array([])),
            JSON.Member("headers", .array(pairs(headers).map(\.json))),
            JSON.Member("headersSize", -1),
            JSON.Member("bodySize", .whole(Int64(body?.count ?? 0))),
        ]
    }
}

// MARK: Pieces of a message
extension HAR {
    private struct Pair {
        var name: String
        var value: String

        var json: JSON.Value { ["name": .string(name), "value": .string(value)] }
    }

    private static func pairs(_ headers: String) -> [Pair] {
        headers.split(separator: "\n").compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return Pair(name: String(line[..<colon]), value: String(line[colon...].dropFirst(2)))
        }
    }

    private static func value(of name: String, in headers: String) -> String? {
        pairs(headers).first { $0.name.lowercased() == name }?.value
    }

    private static func type(_ headers: String) -> String {
        value(of: "content-type", in: headers) ?? ""
    }

    private static func query(_ url: String) -> [JSON.Value] {
        guard let mark = url.firstIndex(of: "?") else { return [] }
        return url[url.index(after: mark)...].split(separator: "&").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "").json
        }
    }
}

extension JSON.Value {
    fileprivate static func whole(_ number: Int64?) -> JSON.Value {
        number.map { .number(String($0)) } ?? .null
    }

    fileprivate static func text(_ text: String?) -> JSON.Value {
        text.map(JSON.Value.string) ?? .null
    }

    fileprivate static func milliseconds(_ microseconds: Int64?) -> JSON.Value {
        microseconds.map { us in
            .number("\(us / 1000)." + String(1000 + us.magnitude % 1000).dropFirst())
        } ?? .null
    }
}
