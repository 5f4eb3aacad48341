// SPDX-License-Identifier: MIT

import Foundation

/// A wall clock that can be set while a program runs: a library loaded before the C library's own.
///
/// The monotonic clock stays as it is, as it does when an administrator or NTP sets the time.
struct WallClock {
    static let compiler = "/usr/bin/gcc"
    static var canBeSet: Bool { FileManager.default.isExecutableFile(atPath: compiler) }

    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdlib.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>
        int clock_gettime(clockid_t clock, struct timespec *time) {
            int result = syscall(SYS_clock_gettime, clock, time);
            if (result || clock != CLOCK_REALTIME) return result;
            char text[32] = {0};
            int file = open(getenv("WALL_CLOCK_AHEAD"), O_RDONLY | O_CLOEXEC);
            if (file >= 0) {
                if (read(file, text, sizeof text - 1) > 0) time->tv_sec += atol(text);
                close(file);
            }
            return 0;
        }
        """

    private let stage: Stage

    /// Puts the clock under the stage's program, showing the right time.
    init(_ stage: Stage) throws {
        self.stage = stage
        try stage.write("clock.c", Self.source)
        try set(secondsAhead: 0)
        let process = Process()
        process.executableURL = URL(filePath: Self.compiler)
        process.arguments = ["-shared", "-fPIC", "-o", "clock.so", "clock.c"]
        process.currentDirectoryURL = stage.folder
        try process.run()
        process.waitUntilExit()
        stage.program.environment["LD_PRELOAD"] = stage.folder.appending(path: "clock.so").path
        stage.program.environment["WALL_CLOCK_AHEAD"] = stage.folder.appending(path: "ahead").path
    }

    func set(secondsAhead seconds: Int) throws { try stage.write("ahead", "\(seconds)\n") }
}
