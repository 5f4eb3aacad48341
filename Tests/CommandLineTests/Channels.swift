// SPDX-License-Identifier: MIT

import CommandLine
import Glibc
import Model
import Synchronization
import Testing

/// Everything there is to read until the other side closes.
func readAll(_ descriptor: Int32) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return all }
        all += buffer[..<count]
    }
}

/// A pipe whose text can be taken once the writing end is closed.
struct Channel {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        (reading, writing) = (ends[0], ends[1])
    }

    func text() -> String {
        close(writing)
        defer { close(reading) }
        return String(decoding: readAll(reading), as: UTF8.self)
    }
}

/// A terminal of our own: what the program writes to `screen` can be read from `keyboard`.
struct PseudoTerminal {
    let keyboard: Int32
    let screen: Int32

    init(columns: Int, rows: Int = 24) throws {
        keyboard = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(keyboard >= 0)
        // TIOCSPTLCK and TIOCGPTN, which unlockpt and ptsname call; Swift's Glibc has neither.
        var lock: Int32 = 0
        var number: Int32 = 0
        let unlocked = ioctl(keyboard, 0x4004_5431, &lock)
        let named = ioctl(keyboard, 0x8004_5430, &number)
        try #require(unlocked == 0 && named == 0)
        let name = "/dev/pts/\(number)"
        screen = open(name, O_RDWR | O_NOCTTY)
        try #require(screen >= 0)
        var modes = termios()
        tcgetattr(screen, &modes)
        // Line ends stay as they are written, and what is typed does not come back.
        modes.c_oflag &= ~tcflag_t(OPOST)
        modes.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(screen, TCSANOW, &modes)
        resize(columns: columns, rows: rows)
    }

    func resize(columns: Int, rows: Int = 24) {
        var size = winsize()
        size.ws_col = UInt16(columns)
        size.ws_row = UInt16(rows)
        _ = ioctl(screen, UInt(TIOCSWINSZ), &size)
    }

    /// What arrived so far.
    func text() -> String {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var waiting = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 0) == 1, waiting.revents & Int16(POLLIN) != 0 {
            let count = read(keyboard, &buffer, buffer.count)
            guard count > 0 else { break }
            all += buffer[..<count]
        }
        return String(decoding: all, as: UTF8.self)
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(keyboard, bytes, bytes.count)
    }

    func close() {
        _ = Glibc.close(keyboard)
        _ = Glibc.close(screen)
    }
}

/// A clock that stands until it is moved.
final class HandClock: Clock {
    private let moved = Mutex<Int64>(0)

    var now: Timestamp {
        Timestamp(milliseconds: 1_795_140_000_000 + monotonicMilliseconds)
    }

    var monotonicMilliseconds: Int64 { moved.withLock { $0 } }

    func move(milliseconds: Int64) { moved.withLock { $0 += milliseconds } }
}
