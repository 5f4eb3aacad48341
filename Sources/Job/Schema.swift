// SPDX-License-Identifier: MIT

import Model

/// Every key of the job file, in the order a person meets them.
///
/// Reading, "did you mean", `check` and the job that `init` writes are functions of this table.
package enum Schema {
    package static let job: [Key] = files + time + people + choosing + safety + after

    private static let files = [
        Key(
            "audit", .path, example: "\"audit.db\"", fallback: "\"audit.db\"",
            "The audit database."),
        Key(
            "reports", .path, example: "\"reports\"", fallback: "\"reports\"",
            "The folder reports are written to."),
        Key(
            "keepExports", .pathOrFalse, example: "\"exports.kept\"",
            fallback: "\"exports.kept\"",
            "Where every export that was read is kept by its sha256; false keeps none."),
    ]

    private static let time = [
        Key(
            "timeZone", .timeZone, example: "\"UTC\"", fallback: "\"UTC\"",
            "The time zone of until, of age_days and of dates without an offset."),
        Key(
            "dateOrder", .word(["dmy", "mdy"]), example: "\"dmy\"", fallback: "null",
            "How exports write 03/04/2026: day or month first."),
        Key(
            "maxExportAge",
            .interval(.seconds(1)...Interval(milliseconds: Interval.millisecondsMax)),
            example: "\"26h\"", fallback: "\"26h\"",
            "An older export is refused: its statuses are stale."),
    ]

    private static let people = [
        Key(
            "defaults", .defaults, example: "{ shipstation: { concurrency: 8 } }",
            "What all accounts of a provider share; {account} stands for the account's name."),
        Key(
            "accounts", .accounts,
            example:
                "{ \"us-store\": { provider: \"shipstation\", apiKey: \"env:SHIPSTATION_API_KEY\" } }",
            "The accounts shipments are cancelled with."),
        Key(
            "account", .text, example: "\"us-store\"",
            "The account of exports that have no account column."),
    ]

    private static let choosing = [
        columns, rules,
        Key(
            "holdList", .path, example: "\"holds.csv\"",
            "A CSV with id,reason,by,until: shipments that are never sent."),
        Key(
            "order", .order, example: "\"ship_date\"", fallback: "\"ship_date\"",
            "What is sent first when time runs out."),
        Key(
            "ruleTests", .path, example: "\"rules-test.csv\"",
            "A CSV to test the rules: each row's _expect says what it should become, the first row's "
                + "_as_of to which day ages count."),
    ]

    private static let safety = [
        limits,
        Key(
            "expect", .section(expect), example: "{ rows: \">=100\", due: \">=1\" }",
            "What an export must hold, or the plan is blocked."),
        Key(
            "approval", .section(approval), example: "{ by: [\"opslead\"], above: { items: 500 } }",
            "Who allows a blocked plan, and above what every plan is blocked."),
        Key(
            "accept", .section(accept), example: "{ refused: \"1%\" }",
            "How much may go wrong before a run ends with exit 3."),
        Key(
            "requireTicket", .flag, example: "true", fallback: "false",
            "Whether approving and applying need --ticket."),
    ]

    private static let after = [
        Key(
            "anchor", .command, example: "\"mail -s checkpoint audit@example.com\"",
            "A command that gets each signed checkpoint on its standard input."),
        Key(
            "notify", .command, example: "\"curl -fsS --json @- https://example.com/hook\"",
            "A command that gets the summary of each run as JSON on its standard input."),
        Key(
            "redact", .patterns, example: "[\"ship_to.*\"]", fallback: "[]",
            "Fields of answers and exports that are recorded as fingerprints; then an answer that"
                + " is no JSON is one whole."),
        Key(
            "signingKey", .path, example: "\"/etc/rescind/signing.key\"",
            "The key that signs checkpoints; by default one below $XDG_DATA_HOME."),
    ]
}

extension Schema {
    /// The keys that stand at the top and in an account alike.
    static let columns = Key(
        "columns", .columns, example: "{ id: \"Shipment ID\" }",
        "The header of the export that holds a field, where it is not recognised.")
    static let rules = Key(
        "rules", .section(ruleKeys), example: "{ due: \"status = 'pending'\" }",
        "Which shipments are cancelled, as SQL over the columns of the export.")
    static let limits = Key(
        "limits", .section(limitKeys), example: "{ items: 1000 }",
        "What a run may do at most.")

    private static let ruleKeys = [
        Key(
            "scope", .expression, example: "\"status IN ('pending', 'on_hold')\"",
            "What could be cancelled at all: the whole that the share is a part of."),
        Key(
            "due", .rules,
            example: "{ \"stale a week\": \"status = 'pending' AND age_days >= 7\" }",
            "What is cancelled; the first rule that is true is the reason."),
        Key(
            "hold", .rules, example: "{ \"VIP customer\": \"tags LIKE '%vip%'\" }",
            "What is protected although it is due."),
    ]

    private static let limitKeys = [
        Key(
            "items", .count(0...1_000_000_000), example: "1000", fallback: "1000",
            "Shipments."),
        Key(
            "share", .share, example: "\"50%\"", fallback: "\"50%\"",
            "Part of the scope, from 20 rows on."),
        Key("value", .money, example: "{ USD: \"50000\" }", "Cost of the shipments by currency."),
        Key(
            "failures", .tolerance, example: "\"5%\"", fallback: "\"5%\"",
            "Failed, refused and doubtful items before a lane stops."),
        Key("until", .time, example: "\"06:00\"", "Nothing new is sent from then on."),
    ]

    private static let expect = [
        Key("rows", .expectation, example: "\">=100\"", "Rows of the export."),
        Key("due", .expectation, example: "\">=1\"", "Shipments that are due."),
        Key("value", .moneyExpectation, example: "{ USD: \">=1\" }", "Cost of the due shipments."),
    ]

    private static let approval = [
        Key("by", .texts, example: "[\"opslead\", \"finance\"]", "Users of this machine."),
        Key(
            "above", .section(above), example: "{ items: 500, value: { USD: \"10000\" } }",
            "A larger plan needs approval."),
    ]

    private static let above = [
        Key("items", .count(0...1_000_000_000), example: "500", "Shipments."),
        Key("value", .money, example: "{ USD: \"10000\" }", "Cost by currency."),
    ]

    private static let accept = [
        Key("refused", .tolerance, example: "\"1%\"", fallback: "0", "Refused by the provider."),
        Key("not_found", .tolerance, example: "\"1%\"", fallback: "0", "Unknown to the provider."),
        Key("failed", .tolerance, example: "\"1%\"", fallback: "0", "Failed after all attempts."),
    ]
}
