// SPDX-License-Identifier: MIT

import Glibc

/// A folder for one test, gone with its files when the test lets go of it.
final class TemporaryFolder {
    private let path: String
    private var names: Set<String> = []

    init() {
        var template = Array("/tmp/rescind-lock-XXXXXX".utf8CString)
        mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The path of a file in it.
    func file(_ name: String) -> String {
        names.formUnion([name, name + ".lock"])
        return "\(path)/\(name)"
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
