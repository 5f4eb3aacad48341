// SPDX-License-Identifier: MIT

import Formats
import Glibc
import Model

/// The folder of one run's reports.
///
/// One folder tells one story: files of an earlier position go away when a new position comes in.
struct ReportFolder {
    let path: String

    init(_ path: String) throws(Problem) {
        self.path = path
        try Self.make(path)
    }

    /// Makes the folder and those above it; only the owner may look inside.
    private static func make(_ path: String) throws(Problem) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
            guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
                throw Problem(
                    .storage, "the folder cannot be made: \(String(cString: strerror(errno)))",
                    at: made, next: "name another directory with --out DIR")
            }
        }
    }

    static let manifestName = "manifest.json"

    /// What the manifest that stands there names; nothing where there is none of ours.
    func earlier() -> (position: Int64, files: [JSON.Value])? {
        guard let bytes = SmallFile.read("\(path)/\(Self.manifestName)"),
            let manifest = try? JSON.parse(bytes), let position = manifest["at"]?.int
        else { return nil }
        return (Int64(position), manifest["files"]?.array ?? [])
    }

    /// Takes away a file that an earlier report of ours made.
    func remove(_ name: String) {
        guard !name.isEmpty, !name.contains("/"), !name.hasPrefix(".") else { return }
        unlink("\(path)/\(name)")
    }

    func has(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }
}

/// A small file of ours, read whole.
enum SmallFile {
    static let bytesMax = 64 << 20

    static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var space = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= bytesMax {
            let count = space.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            bytes.append(contentsOf: space[..<count])
        }
        return nil
    }
}
