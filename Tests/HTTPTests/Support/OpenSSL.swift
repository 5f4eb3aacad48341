// SPDX-License-Identifier: MIT

import Glibc
import Testing

/// Certificates and a TLS server from the `openssl` command, in a directory that goes away.
final class OpenSSL: Sendable {
    let directory: String

    init() throws {
        var template = Array("/tmp/rescind-tls-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        directory = try #require(made)
        for name in ["authority", "other"] {
            try makeCertificate(name, ["-subj", "/CN=\(name)"])
        }
    }

    deinit {
        for name in ["authority", "other", "server"] {
            unlink(file(name))
            unlink("\(directory)/\(name).key")
        }
        rmdir(directory)
    }

    /// A certificate in PEM: `authority` signs the server's, `other` signs nothing.
    func file(_ name: String) -> String { "\(directory)/\(name).pem" }

    /// Starts a server whose certificate names `host` and is signed by `authority`.
    func serve(as host: String) throws -> TLSServer {
        try makeCertificate(
            "server",
            [
                "-subj", "/CN=server", "-addext", "subjectAltName=\(host)",
                "-addext", "basicConstraints=critical,CA:FALSE",
                "-CA", file("authority"), "-CAkey", directory + "/authority.key",
            ])
        return try TLSServer([
            "s_server", "-accept", "127.0.0.1:0", "-www", "-cert", file("server"),
            "-key", directory + "/server.key",
        ])
    }

    private func makeCertificate(_ name: String, _ options: [String]) throws {
        let process = try Process(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-keyout", "\(directory)/\(name).key",
                "-out", file(name),
            ] + options)
        process.end()
    }
}

/// `openssl s_server`, which answers every GET with a page about the connection.
struct TLSServer {
    let port: UInt16
    private let process: Process

    fileprivate init(_ arguments: [String]) throws {
        process = try Process(arguments)
        let line = process.firstLine(startingWith: "ACCEPT ")
        port = try #require(line.split(separator: ":").last.flatMap { UInt16($0) })
    }

    func stop() {
        process.kill()
        process.end()
    }
}

/// A run of the `openssl` command.
private struct Process {
    private let id: pid_t
    private let output: Int32

    init(_ arguments: [String]) throws {
        var pipe: [Int32] = [0, 0]
        Glibc.pipe(&pipe)
        for end in pipe { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        output = pipe[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, pipe[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let words = (["openssl"] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        var id: pid_t = 0
        let code = posix_spawnp(&id, "openssl", &actions, nil, words + [nil], environ)
        close(pipe[1])
        self.id = id
        try #require(code == 0, "the openssl command is needed for this test")
    }

    /// Reads until a line with that start; empty when the output ends first.
    func firstLine(startingWith start: String) -> String {
        var line = ""
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte != UInt8(ascii: "\n") {
                line.unicodeScalars.append(Unicode.Scalar(byte))
            } else if line.hasPrefix(start) {
                return line
            } else {
                line = ""
            }
        }
        return ""
    }

    /// SIGKILL: a child of a task's thread inherits its mask, in which SIGTERM is blocked.
    func kill() { Glibc.kill(id, SIGKILL) }

    func end() {
        close(output)
        var status: Int32 = 0
        waitpid(id, &status, 0)
    }
}
