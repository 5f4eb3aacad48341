// SPDX-License-Identifier: MIT

import CZlib
import Model

/// The content of a gzip file, of all its members one after the other.
final class Gunzip: ByteSource {
    static let inputBytes = 64 << 10
    static let magic: [UInt8] = [0x1F, 0x8B]

    private let name: String
    private let source: any ByteSource
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var isBetweenMembers = false
    private var isAtEnd = false

    init(_ source: any ByteSource, name: String) throws(Problem) {
        self.source = source
        self.name = name
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: Self.inputBytes, alignment: 16)
        guard rescind_gunzip_init(stream) == Z_OK else {
            throw Problem(.internal, "zlib could not be prepared", at: name)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    func read(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        guard let start = space.baseAddress, !space.isEmpty else { return 0 }
        stream.pointee.next_out = start.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_out = uInt(clamping: space.count)
        let offered = stream.pointee.avail_out
        while !isAtEnd, stream.pointee.avail_out == offered {
            try refill()
            if !isAtEnd { try inflateSome() }
        }
        return Int(offered - stream.pointee.avail_out)
    }

    private func refill() throws(Problem) {
        guard stream.pointee.avail_in == 0 else { return }
        let count = try source.read(into: input)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.pointee.avail_in = uInt(count)
        guard count == 0 else { return }
        guard isBetweenMembers else {
            throw broken("the gzip file is cut off: it ends before its content does")
        }
        isAtEnd = true
    }

    private func inflateSome() throws(Problem) {
        if isBetweenMembers { try beginMember() }
        guard stream.pointee.avail_in > 0 else { return }
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END:
            inflateReset(stream)
            isBetweenMembers = true
        default: throw broken("the gzip file is damaged (\(reason))")
        }
    }

    /// Zeros after the last member are padding, as tapes leave it; anything else begins a member.
    private func beginMember() throws(Problem) {
        while stream.pointee.avail_in > 0, stream.pointee.next_in.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
        }
        if stream.pointee.avail_in > 0 { isBetweenMembers = false }
    }

    private var reason: String { stream.pointee.msg.map { String(cString: $0) } ?? "zlib" }

    private func broken(_ what: String) -> Problem {
        Problem(
            .notATable, what, at: name,
            next: "make or download the export again; gzip -t checks it")
    }
}
