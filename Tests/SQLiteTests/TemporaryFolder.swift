// SPDX-License-Identifier: MIT

import Glibc

/// A folder of one test's own, removed with its files when the test lets go of it.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/rescind-sqlite-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer {
            $0.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nowhere"
        }
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { remove(file(name)) }
            }
            closedir(folder)
        }
        rmdir(path)
    }

    func file(_ name: String) -> String { path + "/" + name }
}

/// The permission bits of a file, or nil when there is none.
func mode(_ path: String) -> UInt32? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : nil
}

func exists(_ path: String) -> Bool { mode(path) != nil }
