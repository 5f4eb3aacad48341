// SPDX-License-Identifier: MIT

import Formats
import Model
import Testing

@testable import Sandbox

@Suite struct `Microsoft Hardware in the sandbox` {
    private static let id = "14461751976964157/1152921504621467613/1152921504606978422"

    private static func removal(_ answer: Answer) -> String? {
        let entries = answer.json["targeting"]?["hardwareIds"]?.array ?? []
        return entries.first?["distributionState"]?.string
    }

    @Test(arguments: [(Scenario.normal, nil), (.fail, "added"), (.stuck, "pendingRemove")])
    func `a cancellation shows only as targeting that is removed`(
        scenario: Scenario, end: String?
    ) throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id, scenario: scenario)])
        #expect(Self.removal(try bench.look(.microsoftHardware, Self.id)) == "added")
        let answer = try bench.cancel(.microsoftHardware, Self.id)
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(Self.removal(try bench.look(.microsoftHardware, Self.id)) == "pendingRemove")
        bench.server.advanceClock(milliseconds: 3000)
        #expect(Self.removal(try bench.look(.microsoftHardware, Self.id)) == end)
    }

    @Test func `ids above 2^53 arrive and leave unharmed`() throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id)])
        let looked = try bench.look(.microsoftHardware, Self.id)
        #expect(looked.text.contains("\"id\":1152921504606978422,"))
        #expect(looked.text.contains("\"productId\":14461751976964157,"))
        let rounded = "14461751976964156/1152921504621467600/1152921504606978400"
        #expect(try bench.cancel(.microsoftHardware, rounded).status == 404)
    }

    @Test(arguments: [
        "1.15292150460698E+18", "1152921504606978422.0", "-5", "9223372036854775808", "0",
    ])
    func `an id that is no 64-bit integer is invalid input`(label: String) throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id)])
        let answer = try bench.cancel(
            .microsoftHardware, "14461751976964157/1152921504621467613/\(label)")
        #expect(answer.status == 400)
        #expect(answer.json["statusCode"]?.string?.lowercased() == "invalidinput")
    }

    @Test(arguments: [
        ("microsoftApproval", 204), ("MicrosoftApproval", 204), ("gradual rollout", 204),
        ("awaiting review", 204), ("5", 204), ("3", 400), ("created", 400),
        ("finalizePublishing", 400), ("processSharing", 400), ("anotherPartner", 400),
    ])
    func `only approval and gradual rollout can be cancelled`(status: String, answer: Int) throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id, status: status)])
        let cancelled = try bench.cancel(.microsoftHardware, Self.id)
        #expect(cancelled.status == answer)
        if answer == 400 {
            let code = cancelled.json["statusCode"]?.string?.lowercased()
            #expect(code == "requestinvalidforcurrentstate")
        }
    }

    @Test func `a cancel takes no parameters`() throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id)])
        let path = Bench.path(.microsoftHardware, Self.id) + "/cancel?force=true"
        #expect(try bench.send(.microsoftHardware, "PUT", path).status == 400)
        #expect(bench.effects.isEmpty)
    }

    @Test func `a second cancel is refused`() throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id)])
        #expect(try bench.cancel(.microsoftHardware, Self.id).status == 204)
        #expect(try bench.cancel(.microsoftHardware, Self.id).status == 400)
        #expect(bench.effects == ["cancelling \(Self.id)"])
    }

    @Test func `a label busy with another workflow is free after a while`() throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id, scenario: .busy)])
        let statuses = try (1...3).map { _ in try bench.cancel(.microsoftHardware, Self.id).status }
        #expect(statuses == [400, 400, 204])
    }

    @Test(arguments: [
        ("grant_type=client_credentials&client_id=c&client_secret=s", "invalid_request"),
        (
            "grant_type=client_credentials&client_id=c&client_secret=s&scope=x",
            "invalid_request"
        ),
        (
            "grant_type=client_credentials&client_id=c&client_secret=s&resource=https%3A%2F%2Fx",
            "invalid_resource"
        ),
    ])
    func `a token needs the resource, not a scope`(form: String, code: String) throws {
        let bench = try Bench()
        let answer = try bench.client.send(
            "POST", "/microsoft/tenant/oauth2/token", ["Content-Type": Bench.form], body: form)
        #expect(answer.status == 400)
        #expect(answer.json["error"]?.string == code)
    }

    @Test func `the numbers of a token are strings`() throws {
        let bench = try Bench()
        let answer = try bench.client.send(
            "POST", "/microsoft/tenant/oauth2/token", ["Content-Type": Bench.form],
            body: Bench.microsoftForm)
        #expect(answer.json["expires_in"]?.string == "3599")
        #expect(answer.json["expires_on"]?.string != nil)
    }

    @Test(arguments: ["", "Bearer", "Bearer eyJ0eXAi.made-up", "Basic YTpi"])
    func `without a valid token nothing happens`(header: String) throws {
        let bench = try Bench([SandboxItem(.microsoftHardware, Self.id)])
        let answer = try bench.client.send(
            "PUT", Bench.path(.microsoftHardware, Self.id) + "/cancel",
            ["Authorization": header])
        #expect(answer.status == 401)
        #expect(bench.effects.isEmpty)
    }

    /// All elements of a list, over its next links.
    private static func all(_ bench: Bench, _ path: String) throws -> [JSON.Value] {
        var next: String? = path
        var found: [JSON.Value] = []
        while let path = next {
            let page = try bench.send(
                .microsoftHardware, "GET", "/microsoft/v2.0/my/hardware" + path
            ).json
            found += page["value"]?.array ?? []
            let link = page["links"]?.array?.first { $0["rel"]?.string == "next_link" }
            let start = bench.server.baseURL(.microsoftHardware).utf8.count
            next = link?["href"]?.string.map { String($0.dropFirst(start)) }
        }
        return found
    }

    @Test func `the walk from products over submissions finds every label`() throws {
        let bench = try Bench { $0.generated = 250 }
        var labels: Set<String> = []
        for product in try Self.all(bench, "/products") {
            let id = try #require(product["id"]?.text)
            for submission in try Self.all(bench, "/products/\(id)/submissions") {
                let other = try #require(submission["id"]?.text)
                let path = "/products/\(id)/submissions/\(other)/shippingLabels/?pageSize=2"
                for label in try Self.all(bench, path) {
                    labels.insert("\(id)/\(other)/\(label["id"]?.text ?? "")")
                }
            }
        }
        #expect(labels.count == 250)
    }
}
