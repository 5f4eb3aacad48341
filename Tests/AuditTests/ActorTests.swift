// SPDX-License-Identifier: MIT

import Audit
import Glibc
import Testing

struct ActorTests {
    private static let daemon = getpwnam("daemon").pointee.pw_uid

    @Test func `the variable of sudo is believed of root alone`() {
        let other = Actor(effective: Self.daemon, login: nil, sudo: "root")
        #expect(other == Actor(user: "daemon"))
        #expect(other.person == "daemon")
        let root = Actor(effective: 0, login: nil, sudo: "daemon")
        #expect(root == Actor(user: "root", sudo: "daemon"))
        #expect(root.person == "daemon")
    }

    @Test func `who logged in counts before what the variable says`() {
        let actor = Actor(effective: 0, login: Self.daemon, sudo: "nobody")
        #expect(actor.person == "daemon")
        #expect("\(actor)" == "root (login daemon, sudo nobody)")
        #expect(Actor(effective: 0, login: 0, sudo: "daemon") == Actor(user: "root"))
    }

    @Test(arguments: ["no-such-user-here", "daemon\nroot", "daemon\u{1b}[2J", "", " "])
    func `a name the system does not know is nobody's`(name: String) {
        #expect(Actor(effective: 0, login: nil, sudo: name) == Actor(user: "root"))
    }
}
