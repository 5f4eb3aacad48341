// SPDX-License-Identifier: MIT

import Glibc

/// The name under which a database is written until it is finished.
///
/// One name for each file, so that the next attempt clears what a killed one left.
enum Draft {
    static func path(of file: String) -> String { file + ".draft" }

    static func remove(_ draft: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
    }
}
