// SPDX-License-Identifier: MIT

import CommandLine
import Model
import Testing

/// Every sentence a wrong command line can bring.
struct UsageMessageTests {
    private static let cases: [(words: String, message: String)] = [
        ("", "no verb given (see rescind help)"),
        ("--json", "no verb given (see rescind help)"),
        ("aply 42", "there is no verb \"aply\"; the nearest is apply (see rescind help)"),
        ("xyzzyplugh", "there is no verb \"xyzzyplugh\" (see rescind help)"),
        (
            "plan a --agian",
            "there is no option \"--agian\"; the nearest is --again (see rescind help plan)"
        ),
        ("--jsno", "there is no option \"--jsno\"; the nearest is --json (see rescind help)"),
        ("show 1 --xyzzyplugh", "there is no option \"--xyzzyplugh\" (see rescind help show)"),
        ("show 1 -z", "there is no option \"-z\" (see rescind help show)"),
        (
            "show 1 -qv",
            "\"-qv\" is not understood; long options begin with two dashes, short ones stand alone "
                + "(see rescind help show)"
        ),
        (
            "check --due x",
            "check takes no --due; preview, run and plan do (see rescind help check)"
        ),
        ("show 1 --port 7", "show takes no --port; sandbox does (see rescind help show)"),
        ("show 1 --no-yes", "show takes no --no-yes; run and apply do (see rescind help show)"),
        ("show 1 --json=yes", "--json takes no value (see rescind help show)"),
        ("show 1 --no-json=yes", "--no-json takes no value (see rescind help show)"),
        ("show 1 --no-job", "--job is no switch, so there is no --no-job (see rescind help show)"),
        (
            "plan a --due",
            "--due needs a value: a SQL expression over the columns, such as age_days >= 7 "
                + "(see rescind help plan)"
        ),
        (
            "approve 1 --reason --json",
            "--reason needs a value: a sentence for the record, such as agreed with the carrier "
                + "(see rescind help approve)"
        ),
        (
            "plan a --by",
            "--by needs a value: one of id, reference, tracking_number (see rescind help plan)"
        ),
        (
            "plan a --due=",
            "--due is empty; it expects a SQL expression over the columns, such as age_days >= 7 "
                + "(see rescind help plan)"
        ),
        ("plan a --due x --due y", "--due is given twice (see rescind help plan)"),
        (
            "plan a --max-items ten",
            "--max-items expects a whole number from 1, such as 500, not \"ten\" "
                + "(see rescind help plan)"
        ),
        (
            "sandbox --port 70000",
            "--port expects a whole number from 0 to 65535, such as 8080, not \"70000\" "
                + "(see rescind help sandbox)"
        ),
        (
            "plan a --max-share 50",
            "--max-share expects a percentage from 0% to 100%, such as 50%, not \"50\" "
                + "(see rescind help plan)"
        ),
        (
            "plan a --max-value 50",
            "--max-value expects a currency in three capital letters and an amount, such as "
                + "USD=50000, not \"50\" (see rescind help plan)"
        ),
        (
            "plan a --as-of 2026-02-30",
            "--as-of expects a date as YYYY-MM-DD, such as 2026-11-20, not \"2026-02-30\" "
                + "(see rescind help plan)"
        ),
        (
            "plan a --exported-at noon",
            "--exported-at expects a time with its zone as in RFC 3339, such as "
                + "2026-11-20T01:58:00Z, not \"noon\" (see rescind help plan)"
        ),
        (
            "apply 1 --until 24:00",
            "--until expects a time of day as HH:MM, such as 06:00, not \"24:00\" "
                + "(see rescind help apply)"
        ),
        (
            "apply 1 --rate 200",
            "--rate expects requests per second or minute, such as 200/m, not \"200\" "
                + "(see rescind help apply)"
        ),
        (
            "apply 1 --stop-after-failures 0",
            "--stop-after-failures expects a whole number from 1, or a percentage, such as 5%, not "
                + "\"0\" (see rescind help apply)"
        ),
        (
            "confirm 1 --wait 30",
            "--wait expects a length of time in ms, s, m, h or d, such as 30m, not \"30\" "
                + "(see rescind help confirm)"
        ),
        (
            "plan a --only b --by sku",
            "--by expects one of id, reference, tracking_number, not \"sku\" "
                + "(see rescind help plan)"
        ),
        (
            "report 1 --format pdf",
            "--format expects some of html,csv,xlsx,json,md,junit with commas between, not \"pdf\" "
                + "(see rescind help report)"
        ),
        (
            "plan a --hold x",
            "--hold expects a name and a SQL expression, such as VIP=tags LIKE '%vip%', not \"x\" "
                + "(see rescind help plan)"
        ),
        (
            "plan a --provider sorted-pro --base-url localhost",
            "--base-url expects an address with https:// or http://, such as "
                + "https://localhost:8080, not \"localhost\" (see rescind help plan)"
        ),
        ("plan a --only b", "--only needs --by FIELD beside it (see rescind help plan)"),
        (
            "plan a --base-url http://[::1]",
            "--base-url needs --provider NAME beside it (see rescind help plan)"
        ),
        (
            "plan",
            "plan needs EXPORT: an export, or - for standard input, such as samples/pending.csv "
                + "(see rescind help plan)"
        ),
        (
            "resolve 42 --as cancelled --reason x",
            "resolve needs ID: the id of a shipment, such as se-28529731 (see rescind help resolve)"
        ),
        ("approve 42", "approve needs --reason TEXT (see rescind help approve)"),
        ("show 1 2", "show takes only RUN; \"2\" is too much (see rescind help show)"),
        ("runs 2", "runs takes no argument; \"2\" is too much (see rescind help runs)"),
        (
            "apply 4x",
            "RUN expects the number of a run, or last, such as 42, not \"4x\" "
                + "(see rescind help apply)"
        ),
        (
            "apply 99999999999999999999",
            "RUN expects the number of a run, or last, such as 42, not \"99999999999999999999\" "
                + "(see rescind help apply)"
        ),
        (
            "statement 2026-13",
            "MONTH expects a month as YYYY-MM, such as 2026-11, not \"2026-13\" "
                + "(see rescind help statement)"
        ),
        (
            "completions tcsh",
            "SHELL expects one of bash, zsh, fish, not \"tcsh\" (see rescind help completions)"
        ),
        ("confirm", "confirm needs RUN or --all (see rescind help confirm)"),
        ("confirm 1 --all", "confirm needs RUN or --all (see rescind help confirm)"),
        (
            "reconcile 1",
            "reconcile needs RUN --against EXPORT or --refunds FILE (see rescind help reconcile)"
        ),
        (
            "reconcile 1 --against a --refunds b",
            "reconcile needs RUN --against EXPORT or --refunds FILE (see rescind help reconcile)"
        ),
        (
            "audit",
            "audit needs one of verify, search, proof, export, archive, copy "
                + "(see rescind help audit)"
        ),
        (
            "audit verfy",
            "there is no audit \"verfy\"; the nearest is verify (see rescind help audit)"
        ),
        (
            "help exitcodes",
            "there is no help for \"exitcodes\"; the nearest is exit-codes (see rescind help)"
        ),
    ]

    @Test(arguments: cases)
    func `a mistake is named in one line`(words: String, message: String) throws {
        let error = try #require(throws: UsageError.self) {
            try Parser(.complete).parse(words.split(separator: " ").map(String.init))
        }
        #expect(error.problem.lines.map(\.text) == ["rescind: " + message])
        #expect(error.problem.exit == .usage)
    }

    @Test func `an empty argument is a variable that was not set`() throws {
        let error = try #require(throws: UsageError.self) {
            try Parser(.complete).parse(["plan", ""])
        }
        #expect(error.problem.what.hasPrefix("EXPORT is empty; it expects an export"))
    }

    @Test func `a pasted page is cut, and its escapes do not reach the screen`() throws {
        let error = try #require(throws: UsageError.self) {
            try Parser(.complete).parse(["\u{1b}]0;x\u{7}" + String(repeating: "a", count: 10_000)])
        }
        let line = try #require(error.problem.lines.first).text
        #expect(line.hasPrefix("rescind: there is no verb \"\\x1b]0;x\\x07aaa"))
        #expect(line.count < 140)
    }

    @Test(arguments: [
        ("plna", "plna"), ("plan", "plan"), ("audit", "audit"), ("", "rescind"),
    ])
    func `the answer names the command as far as it was understood`(
        word: String, command: String
    ) throws {
        let error = try #require(throws: UsageError.self) {
            try Parser(.complete).parse(word.isEmpty ? [] : [word])
        }
        #expect(error.command == (word == "plna" ? "rescind" : command))
    }
}
