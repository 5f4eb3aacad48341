// SPDX-License-Identifier: MIT

import Model
import Providers
import Testing

struct AddressTests {
    static let paths: [(ProviderName, String, String)] = [
        (.shipStation, "PUT", "https://api.shipstation.com/v2/shipments/se-28529731/cancel"),
        (
            .amazonShipping, "PUT",
            "https://sellingpartnerapi-na.amazon.com/shipping/v2/shipments/amzn1.sid.87906797587784.100/cancel"
        ),
        (.sendcloudReturns, "PATCH", "https://panel.sendcloud.sc/api/v3/returns/1751075/cancel"),
        (
            .sortedPro, "PUT",
            "https://api.sorted.com/pro/shipments/sp_00792815110958000332875334549504/cancel"
        ),
        (
            .microsoftHardware, "PUT",
            "https://manage.devcenter.microsoft.com/v2.0/my/hardware/products/14461751976964157"
                + "/submissions/1152921504621467613/shippingLabels/1152921504606980231/cancel"
        ),
    ]

    @Test(arguments: paths)
    func `a cancel goes where the page says, with an empty body and no secret`(
        _ name: ProviderName, _ method: String, _ url: String
    ) throws {
        let request = try name.provider.cancel(name.exampleID, at: name.endpoint)
        #expect(request.method.rawValue == method)
        #expect(request.url == url)
        #expect(request.body.isEmpty)
        let names = request.headers.map { $0.name.lowercased() }
        for secret in ["authorization", "api-key", "x-api-key", "x-amz-access-token"] {
            #expect(!names.contains(secret))
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `a slash at the end of the base address changes nothing`(_ name: ProviderName) throws {
        var endpoint = name.endpoint
        endpoint.baseURL += "//"
        let with = try name.provider.cancel(name.exampleID, at: endpoint)
        let without = try name.provider.cancel(name.exampleID, at: name.endpoint)
        #expect(with == without)
    }

    @Test func `a look asks Microsoft for the targeting`() throws {
        let id = ProviderName.microsoftHardware.exampleID
        let look = try Microsoft().look(id, at: ProviderName.microsoftHardware.endpoint)
        let url = try #require(look?.url)
        #expect(url.hasSuffix("/shippingLabels/1152921504606980231?includeTargetingInfo=true"))
    }

    static let attacks = [
        ".", "..", "../x", "a/../b", "..\\x", "a\\..\\b", "/..", "./", "", "a\u{0}b", "a\nb",
        "a\r\nHost: evil", "\u{7F}", "a\u{85}b", "a\u{200B}b", "a\u{202E}b", "\u{FEFF}a",
        String(repeating: "a", count: 257),
    ]

    @Test(arguments: attacks)
    func `an id that could lead elsewhere is refused before anything is sent`(_ id: String) throws {
        for name in ProviderName.allCases {
            #expect(throws: Problem.self) {
                try name.provider.cancel(id, at: name.endpoint)
            }
            if name != .amazonShipping {
                #expect(throws: Problem.self) { try name.provider.look(id, at: name.endpoint) }
            }
        }
        let labels = ShipStation()
        let endpoint = ProviderName.shipStation.endpoint
        #expect(throws: Problem.self) { try labels.void(id, at: endpoint) }
        #expect(throws: Problem.self) { try labels.look(label: id, at: endpoint) }
        #expect(throws: Problem.self) { try labels.labels(of: id, page: 1, at: endpoint) }
        let deletion = try #require(Sorted().deletion)
        #expect(throws: Problem.self) {
            try deletion.delete(id, at: ProviderName.sortedPro.endpoint)
        }
    }

    static let encoded: [(String, String)] = [
        ("a/b", "a%2Fb"), ("a\\b", "a%5Cb"), ("a?b", "a%3Fb"), ("a#b", "a%23b"),
        ("a%2fb", "a%252fb"), ("%2e%2e", "%252e%252e"), ("a&b=c;d", "a%26b%3Dc%3Bd"),
        ("a b", "a%20b"), ("a+b", "a%2Bb"), ("é", "%C3%A9"), ("包裹", "%E5%8C%85%E8%A3%B9"),
        ("a:b@c", "a%3Ab%40c"), ("...", "..."), ("a..b", "a..b"), ("~-_.", "~-_."),
    ]

    @Test(arguments: encoded)
    func `every other id stays one segment of its own path`(_ id: String, _ segment: String) throws
    {
        for name in [ProviderName.shipStation, .amazonShipping, .sendcloudReturns, .sortedPro] {
            let url = try name.provider.cancel(id, at: name.endpoint).url
            #expect(url.hasSuffix("/\(segment)/cancel"))
            let plain = try name.provider.cancel("x", at: name.endpoint).url
            #expect(url.split(separator: "/").count == plain.split(separator: "/").count)
        }
    }

    @Test(arguments: encoded.map(\.0))
    func `Microsoft's ids are three numbers and nothing else`(_ id: String) {
        #expect(throws: Problem.self) {
            try Microsoft().cancel(id, at: ProviderName.microsoftHardware.endpoint)
        }
    }

    @Test(arguments: ProviderName.allCases)
    func `random ids never leave their path`(_ name: ProviderName) throws {
        var random = SeededRandom(seed: 41)
        let alphabet = Array("ab1./\\%?#&=:;@ \u{0}\r\n\tüÿ包\u{202E}")
        let marker = try name.provider.cancel(name.exampleID, at: name.endpoint).url
        let slashes = marker.count { $0 == "/" }
        for _ in 0..<3000 {
            let id = String(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? "a"
                })
            guard let url = try? name.provider.cancel(id, at: name.endpoint).url else { continue }
            #expect(url.count { $0 == "/" } == slashes)
            #expect(url.hasSuffix("/cancel"))
            #expect(url.utf8.allSatisfy { (0x21...0x7E).contains($0) })
            #expect(!url.contains("/../") && !url.contains("/./"))
            #expect(!url.dropFirst(8).contains { "?#\\".contains($0) })
        }
    }
}
