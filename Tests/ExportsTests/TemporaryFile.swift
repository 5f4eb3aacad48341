// SPDX-License-Identifier: MIT

import Glibc

/// A file for one test, gone when the test lets go of it.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8], name: String = "export.csv") {
        var folder = Array("/tmp/rescind-exports-XXXXXX".utf8CString)
        mkdtemp(&folder)
        path =
            String(decoding: folder.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            + "/" + name
        write(bytes)
    }

    convenience init(_ text: String, name: String = "export.csv") {
        self.init(Array(text.utf8), name: name)
    }

    func write(_ bytes: [UInt8], mode: String = "w") {
        guard let file = fopen(path, mode) else { return }
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    deinit {
        unlink(path)
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        rmdir("/" + folder)
    }
}
