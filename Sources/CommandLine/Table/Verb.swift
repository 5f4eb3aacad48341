// SPDX-License-Identifier: MIT

package import Model

/// Where a verb stands in the help: the way of the data.
package enum VerbGroup: String, CaseIterable, Sendable {
    case start = "Begin"
    case whole = "One command"
    case steps = "or the steps"
    case mend = "When it stuck"
    case money = "Money"
    case past = "Look back"
    case around = "Besides"
}

/// A command line that can be typed as it stands, and what it is for.
package struct Example: Sendable {
    package let says: String
    /// The words after `rescind`.
    package let words: [String]

    package init(_ says: String, _ words: String...) {
        self.says = says
        self.words = words
    }
}

/// One row of the table of verbs.
package struct Verb: Sendable {
    /// The verb as it is typed; of two words for the verbs under `audit`.
    package let name: String
    package let group: VerbGroup
    package let summary: String
    package let details: String
    package let forms: [Form]
    package let options: [OptionRow]
    package let exits: [ExitCode]
    package let examples: [Example]
    /// Whether stdout is always plain bytes, so that `--json` changes only errors.
    package let writesPlain: Bool

    package init(
        _ name: String, _ group: VerbGroup, _ summary: String, _ details: String = "",
        forms: [Form] = [Form()], options: [OptionRow] = [], ends exits: [ExitCode] = [],
        writesPlain: Bool = false, examples: [Example]
    ) {
        self.name = name
        self.group = group
        self.summary = summary
        self.details = details
        self.forms = forms
        self.options = options
        self.exits = [.done, .internalError, .usage] + exits
        self.writesPlain = writesPlain
        self.examples = examples
    }

    package var words: [String] { name.split(separator: " ").map(String.init) }

    /// The options of the verb and those of every verb.
    package var allOptions: [OptionRow] { options + Options.everywhere }

    /// The usage lines, one for each way to call the verb.
    package var usages: [String] {
        forms.map { form in
            let rest = options.contains { option in
                !form.required.contains { $0.name == option.name }
            }
            return ["rescind", name, form.usage, rest ? "[options]" : ""]
                .filter { !$0.isEmpty }.joined(separator: " ")
        }
    }
}
