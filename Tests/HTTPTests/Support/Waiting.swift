// SPDX-License-Identifier: MIT

/// Waits, without a thread of its own, until something has come about.
func until(_ condition: () -> Bool) async throws {
    while !condition() { try await Task.sleep(for: .milliseconds(1)) }
}
