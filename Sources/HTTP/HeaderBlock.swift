// SPDX-License-Identifier: MIT

import CCurl
import Model

/// The header lines and the body of one request in memory that libcurl may point into.
///
/// libcurl reads its header list and its body where they lie and frees neither. One block is
/// filled again for each request, which saves two allocations a header line.
struct HeaderBlock: ~Copyable {
    private var bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 1)
    private var used = 0
    private let nodes = UnsafeMutablePointer<curl_slist>.allocate(capacity: Self.linesMax)
    private var count = 0

    /// The request's own lines, those of `headersAsSent`, and those that silence libcurl's.
    private static let linesMax = Limits.requestHeadersMax + 8
    /// A block that a large body made larger is not kept for the next request.
    private static let keptBytesMax = 64 * 1024

    deinit {
        bytes.deallocate()
        nodes.deallocate()
    }

    /// The head of the list, valid until the next `fill`.
    var list: UnsafeMutablePointer<curl_slist>? { count == 0 ? nil : nodes }

    /// Where the body lies; never null, which would make libcurl ask its read callback.
    var body: UnsafeMutableRawPointer? { bytes.baseAddress }

    mutating func fill(with request: borrowing Request) {
        let lines = request.headersAsSent
        reserve(for: lines, body: request.body.count)
        used = 0
        count = 0
        append(request.body)
        for line in lines { append(line) }
        if !request.hasHeader("accept") { append(line: "Accept:") }
        guard request.carriesBody else { return }
        append(line: "Expect:")
        if !request.hasHeader("content-type") { append(line: "Content-Type:") }
    }

    /// Makes room for everything at once: the nodes point into the bytes, so they may not move.
    private mutating func reserve(for lines: [Header], body: Int) {
        var wanted = body + 64
        for line in lines { wanted += line.name.utf8.count + line.value.utf8.count + 3 }
        guard wanted > bytes.count || bytes.count > Self.keptBytesMax else { return }
        bytes.deallocate()
        bytes = .allocate(byteCount: wanted, alignment: 1)
    }

    private mutating func append(_ line: Header) {
        let start = used
        copy(line.name.utf8)
        // `Name;` is how libcurl is told to send a header without a value.
        if line.value.isEmpty {
            copy(";".utf8)
        } else {
            copy(": ".utf8)
            copy(line.value.utf8)
        }
        endLine(from: start)
    }

    private mutating func append(line: StaticString) {
        let start = used
        line.withUTF8Buffer { append($0) }
        endLine(from: start)
    }

    private mutating func copy(_ text: String.UTF8View) {
        if text.withContiguousStorageIfAvailable({ append($0) }) == nil { append(text) }
    }

    private mutating func append(_ text: some Collection<UInt8>) {
        UnsafeMutableRawBufferPointer(rebasing: bytes[used...]).copyBytes(from: text)
        used += text.count
    }

    private mutating func endLine(from start: Int) {
        bytes[used] = 0
        used += 1
        let text = bytes.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
        (nodes + count).initialize(to: curl_slist(data: text, next: nil))
        if count > 0 { nodes[count - 1].next = nodes + count }
        count += 1
    }
}
