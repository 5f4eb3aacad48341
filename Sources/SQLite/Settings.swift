// SPDX-License-Identifier: MIT

internal import CSQLite

/// What every connection is set to before its first use.
enum Settings {
    enum Setting {
        case option(Int32, Int32)
        case pragma(String)
    }

    static let common: [Setting] = [
        // A misspelt "column" must be an error, not a text.
        .option(SQLITE_DBCONFIG_DQS_DML, 0),
        .option(SQLITE_DBCONFIG_DQS_DDL, 0),
        // Neither shadow tables nor the schema can be written by SQL.
        .option(SQLITE_DBCONFIG_DEFENSIVE, 1),
        // A schema somebody else wrote may not call functions with effects.
        .option(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
        .option(SQLITE_DBCONFIG_ENABLE_FKEY, 1),
        .pragma("PRAGMA temp_store = MEMORY"),
    ]

    static let scratchCacheBytesMax = 8 << 20

    /// Nothing of a scratch database has to outlive anything, so nothing is journaled or synced.
    static let scratch: [Setting] = [
        .option(SQLITE_DBCONFIG_DQS_DML, 0),
        .option(SQLITE_DBCONFIG_DQS_DDL, 0),
        .pragma("PRAGMA journal_mode = OFF"),
        .pragma("PRAGMA synchronous = OFF"),
        .pragma("PRAGMA cache_size = -\(scratchCacheBytesMax / 1024)"),
    ]

    static let writer: [Setting] = [
        .pragma("PRAGMA journal_mode = WAL"),
        // NORMAL may lose the last commits at a power cut (sqlite.org/pragma.html).
        .pragma("PRAGMA synchronous = FULL"),
    ]

    /// Only a writer checkpoints, and only as `Connection+Checkpoint.swift` does it.
    static let reader: [Setting] = [
        .option(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
        .pragma("PRAGMA wal_autocheckpoint = 0"),
        .pragma("PRAGMA query_only = ON"),
    ]

    static let gate: [Setting] = [
        .option(SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1),
        .pragma("PRAGMA wal_autocheckpoint = 0"),
    ]
}

extension Connection {
    func settle(_ settings: [Settings.Setting]) throws(SQLiteError) {
        waitForLocks(milliseconds: Self.busyWaitMillisecondsMax)
        for setting in settings {
            switch setting {
            case .option(let option, let value):
                guard rescind_db_config(handle, option, value) == SQLITE_OK else {
                    throw SQLiteError(handle)
                }
            case .pragma(let sql): try Statement(handle, sql: sql).run()
            }
        }
    }
}

extension DatabaseFile {
    /// The file as a URI that promises SQLite nobody writes it.
    var immutableName: String {
        let kept = Set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-._~".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var name: [UInt8] = []
        for byte in path.utf8 {
            name +=
                kept.contains(byte)
                ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return "file:" + String(decoding: name, as: UTF8.self) + "?immutable=1"
    }
}
