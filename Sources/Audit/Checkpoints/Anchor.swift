// SPDX-License-Identifier: MIT

// `environ` is a variable to Swift; nothing in this program changes it after its start.
@preconcurrency import Glibc
import Model

/// A command that carries checkpoints out of this machine's reach: mail, a bucket, another host.
struct Anchor {
    static let secondsMax = 60
    private static let waitMicroseconds: useconds_t = 10_000

    let line: String

    /// Hands over one note; what went wrong, if anything did.
    func take(_ note: String) -> Problem? {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return SmallFile.failure("anchor") }
        // No other child of ours may inherit an end: it would hold the stream open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var process: pid_t = 0
        let code = spawn(reading: ends[0], &process)
        close(ends[0])
        guard code == 0 else {
            close(ends[1])
            return problem(String(cString: strerror(code)))
        }
        // A note is shorter than a pipe; a command that reads nothing cannot hold us up.
        try? SmallFile.write(Array(note.utf8), to: ends[1], "anchor")
        close(ends[1])
        return end(of: process)
    }

    private func spawn(reading input: Int32, _ process: inout pid_t) -> Int32 {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
        // Standard output is the command's result; what the anchor prints is a message.
        posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let words = ["sh", "-c", line]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        return posix_spawn(&process, "/bin/sh", &files, &attributes, arguments, environ)
    }

    private func end(of process: pid_t) -> Problem? {
        var status: Int32 = 0
        for _ in 0..<(Self.secondsMax * 1_000_000 / Int(Self.waitMicroseconds)) {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process {
                return status == 0 ? nil : problem("it ended with \(words(for: status))")
            }
            if ended < 0, errno != EINTR { return problem(String(cString: strerror(errno))) }
            usleep(Self.waitMicroseconds)
        }
        kill(-process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return problem("it did not end within \(Self.secondsMax) seconds")
    }

    private func words(for status: Int32) -> String {
        let signal = status & 0x7f
        return signal == 0 ? "exit \((status >> 8) & 0xff)" : "signal \(signal)"
    }

    private func problem(_ why: String) -> Problem {
        Problem(
            .storage, "the checkpoint was not anchored: \(why)", at: line,
            next: "hand the checkpoint over yourself; it is in the checkpoint file")
    }
}
