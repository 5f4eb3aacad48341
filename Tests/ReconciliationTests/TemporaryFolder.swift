// SPDX-License-Identifier: MIT

import Glibc

/// A folder for one test, gone with its files when the test lets go of it.
final class TemporaryFolder {
    let path: String
    private var names: [String] = []

    init() {
        var template = Array("/tmp/rescind-reconcile-XXXXXX".utf8CString)
        mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Writes a file and gives its path; its age is set where a test needs it to be later.
    func file(_ text: String, name: String, modified: Int64? = nil) -> String {
        file(Array(text.utf8), name: name, modified: modified)
    }

    func file(_ bytes: [UInt8], name: String, modified: Int64? = nil) -> String {
        let place = "\(path)/\(name)"
        names.append(name)
        if let file = fopen(place, "w") {
            fwrite(bytes, 1, bytes.count, file)
            fclose(file)
        }
        if let modified {
            var times = [timespec(tv_sec: Int(modified), tv_nsec: 0)]
            times.append(times[0])
            utimensat(AT_FDCWD, place, times, 0)
        }
        return place
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}
