// SPDX-License-Identifier: MIT

import Glibc

/// A process that holds secrets leaves no image of its memory on the disk.
enum CoreDump {
    /// Lowers the limit for core files, for this process and the commands it starts.
    ///
    /// To 1 and not to 0: both are too small for a file, and 1 is what also keeps the kernel from
    /// handing the image to a collector such as systemd-coredump (`core(5)`, *Piping core dumps*).
    static func prevent() {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(1, limit.rlim_max)
        _ = setrlimit(resource, &limit)
    }

    private static let resource = __rlimit_resource_t(UInt32(RLIMIT_CORE.rawValue))
}
