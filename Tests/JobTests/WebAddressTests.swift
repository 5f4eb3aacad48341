// SPDX-License-Identifier: MIT

import Testing

@testable import Job

struct WebAddressTests {
    @Test(arguments: [
        ("https://api.shipstation.com", "https://api.shipstation.com", "api.shipstation.com"),
        ("https://api.sorted.com/pro/", "https://api.sorted.com/pro/", "api.sorted.com"),
        ("https://API.sorted.com:8443/pro", "https://API.sorted.com:8443/pro", "api.sorted.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1"),
        ("http://localhost:8080/x", "http://localhost:8080/x", "localhost"),
        ("http://[::1]:9", "http://[::1]:9", "::1"),
    ])
    func `an address is https, or http to this machine`(
        text: String, kept: String, host: String
    ) throws {
        let address = try WebAddress.read(text)
        #expect(address.text == kept)
        #expect(address.host == host)
    }

    @Test(arguments: [
        ("ftp://x", "must begin with https://"),
        ("api.shipstation.com", "must begin with https://"),
        ("http://api.shipstation.com", "may use http: only to this machine"),
        ("http://127.0.0.1.evil.com", "may use http: only to this machine"),
        ("http://localhost.evil.com", "may use http: only to this machine"),
        ("http://127.1", "may use http: only to this machine"),
        ("http://0.0.0.0", "may use http: only to this machine"),
        ("https://user:canary@x", "must not hold a user name or password"),
        ("http://127.0.0.1@evil.com", "must not hold a user name or password"),
        ("https://x/?key=canary", "must end with its path"),
        ("https://x#canary", "must end with its path"),
        ("https://x\\canary", "must end with its path"),
        ("https://", "has no host"), ("https://:80", "has no host"), ("https:///x", "has no host"),
        ("https://[::1", "has no host"), ("https://[]", "has no host"),
        ("https://a]b", "has no host"), ("https://ho%st", "has no host"),
        ("https://x:0", "has a port"), ("https://x:65536", "has a port"),
        ("https://x:", "has a port"), ("https://x:8x", "has a port"),
        ("https://[::1]x", "has a port"),
        ("https://x y", "must be plain ASCII"), ("https://é", "must be plain ASCII"),
        ("https://x\r\ncanary", "must be plain ASCII"),
    ])
    func `an address that is unsafe or unreadable is refused without repeating it`(
        text: String, beginning: String
    ) {
        let flaw = #expect(throws: WebAddress.Flaw.self) { try WebAddress.read(text) }
        #expect(flaw?.sentence.hasPrefix(beginning) == true)
        #expect(flaw?.sentence.contains("canary") == false)
    }
}
