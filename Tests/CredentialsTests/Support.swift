// SPDX-License-Identifier: MIT

import Glibc
import Job
import Model

@testable import Credentials

/// Eight digits that depend on every byte, so that tests can name a fingerprint.
func testFingerprint(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return (0..<4).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }.hex
}

func makeRedactor() -> Redactor { Redactor(fingerprint: Fingerprint(keyed: testFingerprint)) }

func fingerprint(_ text: String) -> String { "secret:" + testFingerprint(Array(text.utf8)) }

/// A reader whose variables are these.
func reader(_ variables: [String: String] = [:], timeout: Interval = .seconds(10)) -> SecretReader {
    SecretReader(environment: { variables[$0] }, commandTimeout: timeout)
}

/// A folder of its own for one test, removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    var template = Array("/tmp/rescind-credentials-XXXXXX\0".utf8CString)
    guard let made = mkdtemp(&template) else { throw Secret.Flaw.system(errno) }
    let folder = String(cString: made)
    defer { removeAll(folder) }
    return try body(folder)
}

private func removeAll(_ folder: String) {
    guard let listing = opendir(folder) else { return }
    while let entry = readdir(listing) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { unlink("\(folder)/\(name)") }
    }
    closedir(listing)
    rmdir(folder)
}

func write(_ bytes: some Sequence<UInt8>, to path: String, mode: mode_t = 0o600) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    let content = Array(bytes)
    _ = Glibc.write(descriptor, content, content.count)
    fchmod(descriptor, mode)
    close(descriptor)
}

extension Timestamp {
    /// Seconds after the start of a simulated night.
    static func at(_ seconds: Double) -> Timestamp {
        Timestamp(milliseconds: 1_790_000_000_000).adding(seconds: seconds)
    }
}
