// SPDX-License-Identifier: MIT

package import Model

/// What the help is asked about.
package enum HelpTopic: Sendable, Equatable {
    case overview
    case verb(String)
    case exitCodes
}

/// What a command line asks for; help and version answer before anything else is looked at.
package enum ParseResult: Sendable {
    case perform(Invocation)
    case help(HelpTopic)
    case version(json: Bool)
}

/// A command line that cannot be understood, with what is known of it for the answer.
package struct UsageError: Error, Sendable {
    package let problem: Problem
    /// The verb as far as it was understood, for `command` in the JSON answer.
    package let command: String
    /// Whether nothing was asked for at all, so that the help is the answer.
    package let nothingAsked: Bool

    init(_ what: String, next: String = "rescind help", command: String = "rescind") {
        problem = Problem(.usage, what, next: next)
        self.command = command
        nothingAsked = false
    }

    private init(nothingAskedFor next: String) {
        problem = Problem(.usage, "no verb given", next: next)
        command = "rescind"
        nothingAsked = true
    }

    static let noVerb = UsageError(nothingAskedFor: "rescind help")
}
