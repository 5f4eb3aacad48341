// SPDX-License-Identifier: MIT

// `environ` is a variable to Swift; nothing in this program changes it after its start.
@preconcurrency import Glibc
import Job
import Model

/// What a `command:` reference prints.
///
/// The line goes to `/bin/sh -c` as the job has it; nothing secret is ever in an argument.
enum ChildOutput {
    /// The first line of what the command prints; its messages go to our standard error.
    ///
    /// Only the first line counts, because password stores print notes below the password.
    static func firstLine(of line: String, timeout: Interval) throws(Secret.Flaw) -> [UInt8] {
        let child = try Child.start(line)
        defer { close(child.output) }
        let bytes: [UInt8]
        do throws(Secret.Flaw) {
            bytes = try Descriptor.bytes(from: child.output, deadline: Deadline(after: timeout))
        } catch {
            child.kill()
            throw error
        }
        try child.requireSuccess(within: Deadline(after: timeout))
        return Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
    }
}

/// A running command.
private struct Child {
    let process: pid_t
    let output: Int32
    /// It leads a process group of its own, so that all it started can be ended with it.
    let leadsGroup: Bool

    static func start(_ line: String) throws(Secret.Flaw) -> Child {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .system(errno) }
        defer { close(ends[1]) }
        // No other child of ours may inherit an end: it would hold the stream open.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        // With a terminal the command stays in our group, or it could not ask for a passphrase.
        let leadsGroup = !hasTerminal()
        var process: pid_t = 0
        let code = spawn(line, output: ends[1], ownGroup: leadsGroup, &process)
        guard code == 0 else {
            close(ends[0])
            throw .system(code)
        }
        return Child(process: process, output: ends[0], leadsGroup: leadsGroup)
    }

    private static func hasTerminal() -> Bool {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { return false }
        close(terminal)
        return true
    }

    private static func spawn(
        _ line: String, output: Int32, ownGroup: Bool, _ process: inout pid_t
    ) -> Int32 {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepareSignals(&attributes, ownGroup: ownGroup)
        let words = ["sh", "-c", line]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        return posix_spawn(&process, "/bin/sh", &files, &attributes, arguments, environ)
    }

    /// The command sees the signals as a login shell would, whatever this process ignores or holds.
    private static func prepareSignals(_ attributes: inout posix_spawnattr_t, ownGroup: Bool) {
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let group = ownGroup ? POSIX_SPAWN_SETPGROUP : 0
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | group
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }

    func kill() {
        _ = Glibc.kill(leadsGroup ? -process : process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    func requireSuccess(within deadline: Deadline) throws(Secret.Flaw) {
        let status = try end(within: deadline)
        let signal = status & 0x7f
        if signal != 0 { throw .unreadable("the command was ended by signal \(signal)") }
        let code = (status >> 8) & 0xff
        if code != 0 { throw .unreadable("the command ended with exit \(code)") }
    }

    /// Waits for a command that closed its output but may still run.
    private func end(within deadline: Deadline) throws(Secret.Flaw) -> Int32 {
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { return status }
            if ended < 0, errno != EINTR { throw .system(errno) }
            if deadline.remaining == 0 {
                kill()
                throw .unreadable("the command did not end in time")
            }
            usleep(2000)
        }
    }
}
