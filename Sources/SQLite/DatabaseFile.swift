// SPDX-License-Identifier: MIT

internal import CSQLite
internal import Glibc

/// The file of a database: where it really is, and made so that nobody else reads it.
struct DatabaseFile {
    /// Its absolute path without a symbolic link in it.
    let path: String

    /// The file a writer opens, created 0600 when it is missing.
    ///
    /// A link in place of the file is refused: whoever can plant one could direct the record
    /// elsewhere. Links among the folders are the administrator's own and are resolved.
    static func forWriting(_ path: String) throws(SQLiteError) -> DatabaseFile {
        let file = try located(path)
        if try !file.create() { try file.requirePlain() }
        return file
    }

    /// The file a copy is written to, created 0600; it must not be there.
    static func forCopying(to path: String) throws(SQLiteError) -> DatabaseFile {
        let file = try located(path)
        guard try file.create() else { throw refusal(path, "exists already") }
        return file
    }

    /// The file a reader opens; it must be there.
    static func forReading(_ path: String) throws(SQLiteError) -> DatabaseFile {
        guard let real = resolved(path) else { throw failure(path) }
        return DatabaseFile(path: real)
    }

    /// Whether frames that only a write-ahead log holds may be waiting beside the file.
    var hasLog: Bool {
        var status = stat()
        return stat(path + "-wal", &status) == 0 && status.st_size > 0
    }

    func remove() { unlink(path) }

    /// Creates the file empty; false when something of its name is there.
    private func create() throws(SQLiteError) -> Bool {
        let made = open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_WRONLY, 0o600)
        guard made >= 0 else {
            guard errno == EEXIST else { throw Self.failure(path) }
            return false
        }
        close(made)
        return true
    }

    /// Only looks: opening and closing the file here would drop the POSIX locks that other
    /// connections of this process hold on it.
    private func requirePlain() throws(SQLiteError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw Self.failure(path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return
        case S_IFLNK: throw Self.refusal(path, "is a symbolic link; name the file itself")
        default: throw Self.refusal(path, "is not a file")
        }
    }

    private static func located(_ path: String) throws(SQLiteError) -> DatabaseFile {
        let (folder, name) = split(path)
        guard !name.isEmpty else { throw refusal(path, "is not the name of a file") }
        guard let real = resolved(folder) else { throw failure(folder) }
        return DatabaseFile(path: (real == "/" ? "" : real) + "/" + name)
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(path[..<slash])
        return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
    }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func failure(_ path: String) -> SQLiteError {
        refusal(path, String(cString: strerror(errno)))
    }

    private static func refusal(_ path: String, _ why: String) -> SQLiteError {
        SQLiteError(extendedCode: SQLITE_CANTOPEN, message: "\(path): \(why)")
    }
}
