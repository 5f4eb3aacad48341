// SPDX-License-Identifier: MIT

internal import CSQLite
package import Model

extension SQLiteError {
    /// The failure in a person's words; `path` names the database it happened in.
    package func problem(at path: String) -> Problem {
        if isCorrupt {
            return Problem(
                .auditInvalid, "the database is damaged or is no database (\(message))", at: path,
                next: "restore it from a backup; keep this file for the auditors")
        }
        if isBusy {
            return Problem(
                .locked, "another process holds the database and did not let go", at: path,
                next: "wait for it to end, then run the same command again")
        }
        guard isStorage else {
            return Problem(
                .internal, "the database refused a statement: \(self)", at: path,
                next: "rescind audit verify; where it finds nothing, this is a fault of rescind")
        }
        return Problem(.storage, storageSentence, at: path, next: storageAdvice)
    }

    private var storageSentence: String {
        switch code {
        case SQLITE_FULL: "there is no space left for the database"
        case SQLITE_READONLY, SQLITE_PERM: "the database cannot be written (\(message))"
        case SQLITE_CANTOPEN: "the database cannot be opened (\(message))"
        default: "the disk failed under the database (\(message))"
        }
    }

    private var storageAdvice: String {
        switch code {
        case SQLITE_FULL: "free space on its disk, then run the same command again"
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN:
            "check the owner and the permissions of the file and its folder"
        default: "check the disk, then run the same command again"
        }
    }
}
