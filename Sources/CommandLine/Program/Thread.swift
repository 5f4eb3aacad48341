// SPDX-License-Identifier: MIT

import Glibc

/// Runs work on a thread of its own; false where the system gives none.
func startThread(_ work: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(Work(work))
    var thread = pthread_t()
    let failed = pthread_create(
        &thread, nil,
        { context in
            guard let context else { return nil }
            Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }, box.toOpaque())
    if failed != 0 { box.release() } else { pthread_detach(thread) }
    return failed == 0
}

private final class Work {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
