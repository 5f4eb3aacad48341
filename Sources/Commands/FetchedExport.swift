// SPDX-License-Identifier: MIT

import Formats
import Job
import Model
import Proof

/// The file a fetch writes: the provider's own rows, with time, stated total and pages around
/// them, so that a plan can tell whether it is the whole list.
final class FetchedExport {
    private static let pieceBytesMax = 1 << 16

    let path: String
    private(set) var rows = 0
    private let file: NewFile
    private var hash = SHA256()
    private var piece: [UInt8] = []

    init(_ account: Account, _ begun: Timestamp, since: CivilDate?, folder: String?) throws(Problem)
    {
        let time = begun.description.prefix(19).filter { $0 != "-" && $0 != ":" }
        path = Paths(directory: folder ?? "")
            .resolve("\(account.name)-pending-\(time)Z.json")
        if let folder { try NewFile.makeFolder(folder) }
        file = try NewFile(path)
        let head =
            [
                ("exported_at", begun.description), ("provider", account.provider.rawValue),
                ("account", account.name),
            ] + (since.map { [("since", "\($0)")] } ?? [])
        var text = "{"
        for (name, value) in head {
            text += "\"\(name)\":"
            text += String(decoding: JSON.Value.string(value).bytes, as: UTF8.self) + ","
        }
        try put(Array((text + "\n\"shipments\":[").utf8))
    }

    /// Adds a row, one JSON object on one line.
    func add(_ row: [UInt8]) throws(Problem) {
        try put(Array((rows == 0 ? "\n" : ",\n").utf8) + row)
        rows += 1
    }

    /// Ends the file and moves it to its place; the answer is its SHA-256.
    func finish(total: Int, pages: Int) throws(Problem) -> String {
        try put(Array("\n],\"total\":\(total),\"pages_read\":\(pages)}\n".utf8))
        try file.write(piece)
        hash.update(piece)
        try file.finish()
        return hash.digest.hex
    }

    private func put(_ bytes: [UInt8]) throws(Problem) {
        piece += bytes
        guard piece.count >= Self.pieceBytesMax else { return }
        try file.write(piece)
        hash.update(piece)
        piece.removeAll(keepingCapacity: true)
    }
}
