// SPDX-License-Identifier: MIT

// `environ` is a variable to Swift; nothing in this program changes it after its start.
@preconcurrency import Glibc

/// A command line of the job at work.
package struct Child: Sendable {
    /// Why a command did not do what it was asked to.
    package enum Failure: Error, Equatable, Sendable {
        /// The system could not start or watch it.
        case system(Int32)
        case exit(Int32)
        case signal(Int32)
        /// It did not end in time, and was ended.
        case late
    }

    /// What it reads and writes; nil is nothing to read, and our own standard output.
    package struct Streams: Sendable {
        package var input: Int32?
        package var output: Int32?
        /// Its messages go nowhere.
        package var isSilent: Bool

        package init(input: Int32? = nil, output: Int32? = nil, isSilent: Bool = false) {
            (self.input, self.output, self.isSilent) = (input, output, isSilent)
        }
    }

    private static let pauseMicroseconds: useconds_t = 2000

    private let process: pid_t
    /// It leads a process group of its own, so that all it started can be ended with it.
    private let leadsGroup: Bool

    package static func start(
        _ line: String, _ streams: Streams, ownGroup: Bool = true
    ) throws(Failure) -> Child {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        if let input = streams.input {
            posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        if let output = streams.output {
            posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO)
        }
        if streams.isSilent {
            posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepareSignals(&attributes, ownGroup: ownGroup)
        let words = ["sh", "-c", line]
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, "/bin/sh", &files, &attributes, arguments, environ)
        guard code == 0 else { throw .system(code) }
        return Child(process: process, leadsGroup: ownGroup)
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

    /// Ends it now, with all it started.
    package func kill() {
        _ = Glibc.kill(leadsGroup ? -process : process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// Waits for its end; anything but exit 0 is a failure, and one that is late is ended.
    package func end(withinMilliseconds: Int64) throws(Failure) {
        let deadline = Moments.now + withinMilliseconds
        var status: Int32 = 0
        while true {
            let ended = waitpid(process, &status, WNOHANG)
            if ended == process { break }
            if ended < 0, errno != EINTR { throw .system(errno) }
            guard Moments.now < deadline else {
                kill()
                throw .late
            }
            usleep(Self.pauseMicroseconds)
        }
        let signal = status & 0x7f
        guard signal == 0 else { throw .signal(signal) }
        let code = (status >> 8) & 0xff
        guard code == 0 else { throw .exit(code) }
    }

    /// Gives a command something to read and waits for its end; what it prints is a message.
    package static func feed(
        _ bytes: [UInt8], to line: String, withinMilliseconds: Int64
    ) throws(Failure) {
        let pipe = try Pipe()
        let child: Child
        do throws(Failure) {
            defer { close(pipe.reading) }
            child = try start(line, Streams(input: pipe.reading, output: STDERR_FILENO))
        } catch {
            close(pipe.writing)
            throw error
        }
        let begun = Moments.now
        do throws(Failure) {
            defer { close(pipe.writing) }
            try pipe.write(bytes, withinMilliseconds: withinMilliseconds)
        } catch {
            child.kill()
            throw error
        }
        try child.end(withinMilliseconds: withinMilliseconds - (Moments.now - begun))
    }
}

extension Child.Failure {
    /// What happened, after the word `it`: `ended with exit 3`.
    package var words: String {
        switch self {
        case .system(let code): "could not be run: \(String(cString: strerror(code)))"
        case .exit(let code): "ended with exit \(code)"
        case .signal(let signal): "was ended by signal \(signal)"
        case .late: "did not end in time"
        }
    }
}
