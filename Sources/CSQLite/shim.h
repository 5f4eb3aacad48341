// SPDX-License-Identifier: MIT
#pragma once
#include <sqlite3.h>

// Swift cannot import the cast of SQLITE_TRANSIENT, nor call a variadic function.

static inline int rescind_bind_text(
    sqlite3_stmt *statement, int index, const char *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, index, bytes, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int rescind_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// Binds bytes without a copy; they must stay where they are until the statement is reset. Empty is not NULL.
static inline int rescind_lend_text(sqlite3_stmt *statement, int index, const void *bytes, long count) {
    return sqlite3_bind_text64(
        statement, index, count > 0 ? (const char *)bytes : "", (sqlite3_uint64)count, SQLITE_STATIC, SQLITE_UTF8);
}

static inline int rescind_lend_blob(sqlite3_stmt *statement, int index, const void *bytes, long count) {
    return sqlite3_bind_blob64(statement, index, count > 0 ? bytes : "", (sqlite3_uint64)count, SQLITE_STATIC);
}

static inline int rescind_db_config(sqlite3 *database, int option, int value) {
    return sqlite3_db_config(database, option, value, (int *)0);
}

/// Each allocation would otherwise take a lock that all connections share; before the first of them.
static inline int rescind_no_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// A virtual table and its cursor with a pointer to the Swift object behind them; SQLite's own part comes first.
typedef struct {
    sqlite3_vtab base;
    void *owner;
} rescind_vtab;

typedef struct {
    sqlite3_vtab_cursor base;
    void *owner;
} rescind_vtab_cursor;

/// Gives text without a copy; it must stay where it is until the next row. Empty text is not NULL.
static inline void rescind_result_lent(sqlite3_context *context, const void *bytes, int count) {
    sqlite3_result_text(context, count > 0 ? (const char *)bytes : "", count, SQLITE_STATIC);
}

static inline void rescind_result_copied(sqlite3_context *context, const void *bytes, int count) {
    sqlite3_result_text(context, count > 0 ? (const char *)bytes : "", count, SQLITE_TRANSIENT);
}
