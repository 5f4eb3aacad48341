// SPDX-License-Identifier: MIT

package import Model

/// Every argument that can stand after a verb.
package enum Arguments {
    package static let run = Argument("RUN", .run)
    package static let id = Argument("ID", .text("the id of a shipment", example: "se-28529731"))
    package static let export = Argument(
        "EXPORT", .file("an export, or - for standard input", example: "samples/pending.csv"))
    package static let account = Argument(
        "ACCOUNT", .text("the name of an account of the job", example: "us-store"))
    package static let directory = Argument("DIR", .directory("a directory", example: "night"))
    package static let month = Argument("MONTH", .month)
    package static let text = Argument(
        "TEXT", .text("an id, reference, tracking number or date", example: "se-28529731"))
    package static let file = Argument("FILE", .file("a file to write", example: "audit-copy.db"))
    package static let provider = Argument("NAME", .choice(ProviderName.allCases))
    package static let shell = Argument("SHELL", .choice(Shell.allCases))
    package static let topic = Argument(
        "VERB", .text("a verb, or exit-codes", example: "plan"))
}
