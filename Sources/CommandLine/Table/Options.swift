// SPDX-License-Identifier: MIT

package import Model

/// Every option of every verb, one constant each.
package enum Options {}

// MARK: With every command
extension Options {
    package static let job = Option(
        "job", short: "j", "FILE", .file("a job file", example: "rescind.json5"), in: .everywhere,
        "Take this job file instead of rescind.json5.")
    package static let audit = Option(
        "audit", "FILE", .file("an audit database", example: "audit.db"), in: .everywhere,
        "Take this audit database instead of the job's.",
        details: "Without a job file it is audit.db in the current directory.")
    package static let json = Option(
        "json", in: .everywhere, "Answer with exactly one JSON object, also on errors.")
    package static let quiet = Option(
        "quiet", short: "q", in: .everywhere, "Say only results and problems.")
    package static let verbose = Option(
        "verbose", short: "v", in: .everywhere, "Say more about each step.")
    package static let log = Option(
        "log", "text|json", .choice(LogForm.allCases), in: .everywhere,
        "Write messages on standard error as text, or as JSON lines.")
    package static let noColor = Option(
        "no-color", in: .everywhere, "Use no colour; so does NO_COLOR in the environment.")
    package static let ticket = Option(
        "ticket", "ID", .text("the id of a ticket", example: "OPS-1234"), in: .everywhere,
        "Record this ticket with everything the command does.")
    package static let help = Option(
        "help", short: "h", in: .everywhere, "Show the help of the verb.")
    package static let version = Option("version", in: .everywhere, "Show the version.")

    package static let everywhere: [OptionRow] = [
        job.row, audit.row, json.row, quiet.row, verbose.row, log.row, noColor.row, ticket.row,
        help.row, version.row,
    ]
}

// MARK: plan, run, preview
extension Options {
    package static let account = Option(
        "account", "NAME", .text("the name of an account", example: "us-store"), in: .choosing,
        "The account of exports that have no account column.")
    package static let due = Option(
        "due", "EXPR",
        .text("a SQL expression over the columns", example: "age_days >= 7"), in: .choosing,
        "Choose rows for which this SQL expression is true.")
    package static let hold = Option(
        repeated: "hold", "NAME=EXPR",
        .named("a name and a SQL expression", example: "VIP=tags LIKE '%vip%'"), in: .choosing,
        "Hold back rows for which this is true, or cannot be told.")
    package static let scope = Option(
        "scope", "EXPR",
        .text("a SQL expression over the columns", example: "status = 'pending'"), in: .choosing,
        "What could be cancelled at all: the whole of which a share is a part.")
    package static let column = Option(
        repeated: "column", "FIELD=HEADER",
        .named("a field and the header it has in the export", example: "id=Shipment ID"),
        in: .choosing, "Read a field from the column with this header.")
    package static let asOf = Option(
        "as-of", "DATE", .date, in: .choosing, "Count age_days up to this date instead of today.")
    package static let exportedAt = Option(
        "exported-at", "TIME", .moment, in: .choosing,
        "When the export was made; needed for standard input.")
    package static let only = Option(
        "only", "FILE", .file("a list of shipments", example: "these.csv"), in: .choosing,
        "Choose only shipments in this list; needs --by.", needs: "by")
    package static let by = Option(
        "by", "FIELD", .choice(MatchField.allCases), in: .choosing,
        "Which field the list of --only names.", needs: "only")
    package static let allRows = Option(
        "all-rows", in: .choosing, "Choose every row, with no due rule.")
    package static let again = Option(
        "again", in: .choosing, "Plan an export that has been planned already.")
    package static let reopen = Option(
        repeated: "reopen", "ID", .text("the id of a shipment", example: "se-28529731"),
        in: .choosing,
        "Allow a shipment an earlier run cancelled, once a look saw it open.")
    package static let maxItems = Option(
        "max-items", "N", .number(example: "500"), in: .limits,
        "Block the plan above this many shipments of an account.")
    package static let maxShare = Option(
        "max-share", "P%", .share, in: .limits,
        "Block the plan above this share of what could be cancelled.")
    package static let maxValue = Option(
        repeated: "max-value", "CUR=AMOUNT", .money, in: .limits,
        "Block the plan above this value; once for each currency.")
    package static let expectRows = Option(
        "expect-rows", "N", .number(0...Int.max, example: "12480"), in: .limits,
        "Block the plan unless the export has this many rows.")
    package static let expectValue = Option(
        repeated: "expect-value", "CUR=AMOUNT", .money, in: .limits,
        "Block the plan unless the planned value is this.")

    package static let choosing: [OptionRow] = [
        account.row, due.row, hold.row, scope.row, column.row, asOf.row, exportedAt.row, only.row,
        by.row, allRows.row, again.row, reopen.row, maxItems.row, maxShare.row, maxValue.row,
        expectRows.row, expectValue.row,
    ]
}

// MARK: apply, run
extension Options {
    package static let yes = Option(
        "yes", short: "y", in: .sending, "Do not ask; needed where there is no terminal to ask on.")
    package static let concurrency = Option(
        "concurrency", "N", .number(1...1024, example: "8"), in: .sending,
        "At most this many requests of an account in flight.")
    package static let rate = Option(
        "rate", "N/s|N/m", .rate, in: .sending,
        "At most this many requests of an account in a time.")
    package static let until = Option(
        "until", "HH:MM", .timeOfDay, in: .sending, "Send nothing new after this time of day.")
    package static let stopAfterFailures = Option(
        "stop-after-failures", "N|P%", .tolerance, in: .sending,
        "Stop when more than this fail.")
    package static let delete = Option(
        "delete", in: .sending, "Delete at the provider after the cancel; cannot be undone.",
        details: "Only Sorted PRO, and only where the account says deleteAfterCancel too.")
    package static let lockWait = Option(
        "lock-wait", "DURATION", .duration, in: .sending,
        "Wait this long for another process that is sending.")
    package static let sandbox = Option(
        "sandbox", in: .sending, "Rehearse against the built-in sandbox.",
        details: """
            The same job and export; no credential is read, and the record goes to rehearsal.db \
            of its own.
            """)

    package static let sending: [OptionRow] = [
        yes.row, concurrency.row, rate.row, until.row, stopAfterFailures.row, delete.row,
        lockWait.row, sandbox.row,
    ]
}

// MARK: An account without a job file
extension Options {
    package static let provider = Option(
        "provider", "NAME", .choice(ProviderName.allCases), in: .account,
        "The provider of a one-off without a job file.")
    package static let credential = Option(
        repeated: "credential", "FIELD=REF",
        .named("a field and a reference to its secret", example: "apiKey=env:SHIPSTATION_API_KEY"),
        in: .account, "Where a secret is found: env:, file:, command: or credential:.",
        needs: "provider")
    package static let baseURL = Option(
        "base-url", "URL", .url, in: .account, "The provider's address, where it is not the usual.",
        needs: "provider")

    package static let oneOff: [OptionRow] = [provider.row, credential.row, baseURL.row]
}

// MARK: Of single verbs
extension Options {
    package static let online = Option(
        "online", "Also try each account with a harmless read.")
    package static let since = Option(
        "since", "DATE", .date, "Only shipments made on this day or later.")
    package static let out = Option(
        "out", short: "o", "DIR", .directory("a directory", example: "in"),
        "Write into this directory.")
    package static let everyRow = Option(
        "all", "Write every row as one JSON object a line, as the file has it.")
    package static let reason = Option(
        "reason", "TEXT", .text("a sentence for the record", example: "agreed with the carrier"),
        "Why; it is kept with the act.")
    package static let everyRun = Option(
        "all", "Ask about every run that has something open.")
    package static let wait = Option(
        "wait", "DURATION", .duration,
        "Go on asking for this long, until nothing is open.")
    package static let finding = Option(
        "as", "FINDING", .choice(Finding.allCases), "What was found.")
    package static let evidence = Option(
        "evidence", "FILE", .file("a file that shows it", example: "mail.eml"),
        "Record the name and the SHA-256 of this file with it.")
    package static let against = Option(
        "against", "EXPORT", .file("a later export", example: "in/us-store/pending-later.csv"),
        "The later export of the same account.")
    package static let refunds = Option(
        "refunds", "FILE", .file("a file of credits", example: "refunds.csv"),
        "Refunds and credits, matched against all runs.")
    package static let ofAccount = Option(
        "account", "NAME", .text("the name of an account", example: "us-store"),
        "Only this account.")
    package static let close = Option(
        "close", "Close the month on the record; later credits fall in the next.")
    package static let forms = Option(
        "format", "LIST", .list(ReportForm.allCases),
        "Only these forms instead of all.")
    package static let at = Option(
        "at", "SIZE", .number(example: "98412"),
        "As the record stood when it had this many entries.")
    package static let states = Option(
        "state", "LIST", .list(ItemState.retriable),
        "Only items that ended so, instead of failed ones.")
    package static let expectBy = Option(
        "expect-by", "HH:MM", .timeOfDay,
        "End with 12 unless a run began today and ended by this time.")
    package static let checkpoint = Option(
        "checkpoint", "FILE", .file("a file of checkpoints", example: "audit.db.checkpoints"),
        "Hold the log against the checkpoints kept elsewhere.")
    package static let key = Option(
        "key", "FILE", .file("a public key", example: "rescind.pub"),
        "Trust this public key and no other.")
    package static let exchangeForm = Option(
        "format", "har|ndjson", .choice(ExchangeForm.allCases), "The form of the exchanges.")
    package static let before = Option(
        "before", "DATE", .date, "Runs that ended before this day.")
    package static let port = Option(
        "port", "N", .number(0...65535, example: "8080"), "Listen on this port; 0 is any free one.")
    package static let seed = Option(
        "seed", "N", .number(0...Int.max, example: "7"), "The seed of shipments and faults.")
    package static let faults = Option(
        "faults", "LIST", .text("faults with their probability", example: "429=0.05,500=0.01"),
        "Faults with their probability, such as 429=0.05,slow=0.01.")
}
