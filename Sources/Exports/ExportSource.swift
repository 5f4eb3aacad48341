// SPDX-License-Identifier: MIT

package import Model

/// The bytes of one export as UTF-8, from a file or standard input, plain or gzip.
package final class ExportSource {
    package let name: String
    package let form: Form
    package let isGzip: Bool
    private let file: RawFile
    private let transcoder: Transcoder
    private let text: Peeked
    package private(set) var facts: FileFacts

    /// Opens an export; `-` is standard input.
    ///
    /// - Parameters:
    ///   - spool: what standard input was put into.
    ///   - digest: is given every byte of the file as it is on disk, in order, before any
    ///     unpacking; for the hash that names the export. It may be called on another thread, one
    ///     call after the other; the last one has returned when the content has ended.
    package init(
        _ name: String, spool: Spool? = nil,
        digest: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws(Problem) {
        self.name = name == "-" ? "standard input" : name
        file = try RawFile(name, spool: spool, digest: digest)
        facts = file.facts
        let raw = try Peeked(file.isRegular ? try ReadAhead(file) : file)
        isGzip = raw.head.starts(with: Gunzip.magic)
        let content = isGzip ? try Peeked(Gunzip(raw, name: self.name)) : raw
        try Self.refuseForeign(content.head, at: self.name)
        let (encoding, mark) = content.head.withUnsafeBytes { Encoding.seen(in: $0) }
        let isCSV = (Form.named(name) ?? Form.seen(in: content.head)) == .csv
        if isCSV || encoding != .utf8 { content.skip(mark) }
        transcoder = Transcoder(
            content, name: self.name, encoding: encoding, mayBeWindows1252: isCSV)
        text = try Peeked(transcoder)
        form = Form.named(name) ?? Form.seen(in: text.head)
    }

    /// The beginning of the text, to look at before it is read.
    var head: [UInt8] { text.head }
    /// The head is all there is.
    var isHeadWhole: Bool { text.isWhole }

    private static func refuseForeign(_ head: [UInt8], at name: String) throws(Problem) {
        guard head.contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            throw Problem(
                .notATable, "the file is empty", at: name, next: "make the export again")
        }
        if let foreign = Foreign.seen(in: head) {
            throw Problem(.notATable, foreign.what, at: name, next: foreign.next)
        }
    }
}

extension ExportSource {
    /// The next piece; 0 is the end of the content.
    package func read(into space: UnsafeMutableRawBufferPointer) throws(Problem) -> Int {
        try text.read(into: space)
    }

    /// Call it when the content has ended: throws if the file changed while it was read.
    package func finish() throws(Problem) {
        try file.checkUnchanged()
        facts.byteCount = file.byteCount
    }

    package var encoding: Encoding { transcoder.encoding }
    /// Only ASCII came so far, so that nothing needs to be checked.
    package var isASCII: Bool { transcoder.isASCII }
}
