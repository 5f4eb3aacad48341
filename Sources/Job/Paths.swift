// SPDX-License-Identifier: MIT

/// How paths in a job become paths that can be opened.
package struct Paths: Sendable, Equatable {
    /// The folder of the job file; empty for the working directory.
    package let directory: String
    /// What a leading `~/` stands for, where it is known.
    package let home: String?

    package init(directory: String, home: String? = nil) {
        self.directory = directory
        self.home = home
    }

    /// The paths of a job that lies at `file`.
    package init(ofFile file: String, home: String? = nil) {
        let folders = file.utf8.lastIndex(of: UInt8(ascii: "/")).map { file[..<$0] }
        let root = file.hasPrefix("/") && folders?.isEmpty == true
        self.init(directory: root ? "/" : String(folders ?? ""), home: home)
    }

    /// A relative path is relative to the job file.
    package func resolve(_ path: String) -> String {
        if path.hasPrefix("~/"), let home { return home + path.dropFirst() }
        if path.hasPrefix("/") || directory.isEmpty { return path }
        return directory + (directory.hasSuffix("/") ? "" : "/") + path
    }
}
