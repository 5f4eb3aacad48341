// SPDX-License-Identifier: MIT

import Model

/// Every verb, in the order of the help: the way of the data.
package enum Verbs {
    package static let all: [Verb] = [
        initialise, check, fetch, preview, run, plan, approve, apply, confirm, report, stop,
        resolve, abandon, retry, reconcile, statement, runs, show, why, auditVerify, auditSearch,
        auditProof, auditExport, auditArchive, auditCopy, providers, sandbox, completions, man,
        help,
    ]
}

// MARK: Begin
extension Verbs {
    package static let initialise = Verb(
        "init", .start, "Write a job file and a sample export to start from.",
        """
        Writes a commented rescind.json5 and a small export into the directory, and says the next \
        command. A file that is there already is never replaced.
        """,
        forms: [Form(Arguments.directory.maybe)], ends: [.storage],
        examples: [
            Example("Start in this directory.", "init"),
            Example("Start in a directory of its own.", "init", "night"),
        ])
    package static let check = Verb(
        "check", .start, "Find every problem of the job at once.",
        """
        Looks at the job file, rules, credentials, limits and exports, and names every problem \
        with its place and what to write instead. It sends nothing, unless --online is given: \
        then one harmless read per account shows that its credential works.
        """,
        options: [Options.online.row] + Options.oneOff, ends: [.storage],
        examples: [
            Example("Check the job in this directory.", "check"),
            Example("Also try every account.", "check", "--online"),
        ])
    package static let fetch = Verb(
        "fetch", .start, "Let the provider itself make the export.",
        """
        Reads all pages of pending shipments from the provider and writes an export that holds \
        its time and stated total, so that plan can tell whether it is complete. Providers that \
        offer no list say why.
        """,
        forms: [Form(Arguments.account.some)],
        options: [Options.since.row, Options.out.row] + Options.oneOff,
        ends: [.stopped, .auditInvalid, .storage],
        examples: [
            Example("Fetch what is pending in one account.", "fetch", "us-store"),
            Example(
                "Only what was made since a day, into a directory.", "fetch", "us-store",
                "--since", "2026-11-01", "--out", "in"),
        ])
    package static let preview = Verb(
        "preview", .start, "See how a file is read and what rules would choose.",
        """
        Shows which columns were recognised and what is missing; with rules also what they would \
        choose, with examples of each side. It stores nothing and sends nothing.
        """,
        forms: [Form(Arguments.export.one)],
        options: [Options.everyRow.row] + Options.choosing + Options.oneOff,
        examples: [
            Example("See how an export is read.", "preview", "samples/pending.csv"),
            Example(
                "Try a rule before it becomes one.", "preview", "samples/pending.csv", "--due",
                "status = 'pending' AND age_days >= 7"),
        ])
}

// MARK: One command, or the steps
extension Verbs {
    package static let run = Verb(
        "run", .whole, "Plan, show, ask, apply, confirm and report.",
        """
        The night, and the one-off. Without EXPORT it takes each account's newest file by the \
        job's pattern; NAME=EXPORT binds a file to an account. An unfinished run of the same \
        export is continued instead of planned again, so it is safe to start twice, after a crash \
        and after a reboot. Earlier runs that have something open are looked at too.
        """,
        forms: [Form(Arguments.export.any)],
        options: Options.choosing + Options.sending + [Options.wait.row] + Options.oneOff,
        ends: [
            .refusals, .doubt, .overdue, .blocked, .stopped, .locked, .auditInvalid, .storage,
        ],
        examples: [
            Example("One file, asked before anything is sent.", "run", "samples/pending.csv"),
            Example(
                "The night: nobody to ask, half an hour for confirmations.", "run", "--yes",
                "--wait", "30m"),
            Example(
                "A rehearsal that sends nothing to anyone.", "run", "samples/pending.csv",
                "--sandbox", "--yes"),
        ])
    package static let plan = Verb(
        "plan", .steps, "Choose what is due and store the plan; send nothing.",
        """
        Reads the exports, lets the rules of the job choose, and stores the plan as a run. Every \
        row of the export is accounted for. A plan over a limit is stored as blocked, with every \
        reason, and ends with 6. Options may only tighten what the job sets.
        """,
        forms: [Form(Arguments.export.some)],
        options: Options.choosing + [Options.sandbox.row] + Options.oneOff,
        ends: [.blocked, .auditInvalid, .storage],
        examples: [
            Example("Plan an export.", "plan", "samples/pending.csv"),
            Example(
                "Plan with a rule of this day and a limit.", "plan", "samples/pending.csv",
                "--due", "age_days >= 30", "--max-items", "100"),
            Example(
                "Only the shipments of a list.", "plan", "samples/pending.csv", "--only",
                "these.csv", "--by", "reference"),
        ])
    package static let approve = Verb(
        "approve", .steps, "Allow a blocked plan, as another person.",
        """
        Lifts what blocks this one run. Whoever planned it cannot approve it, and the approval \
        holds for the plan as it stands and for no other. The record belongs to one user: others \
        act on it through sudo -u, and who called sudo is the one on record.
        """,
        forms: [Form(Arguments.run.one, required: [Options.reason.row])],
        options: [Options.reason.row], ends: [.blocked, .auditInvalid, .storage],
        examples: [
            Example(
                "Allow run 42.", "approve", "42", "--reason", "the warehouse closes on Friday")
        ])
    package static let apply = Verb(
        "apply", .steps, "Carry the plan out, or continue it.",
        """
        Sends what the run planned, within its limits. Every request is on disk before it leaves, \
        so it can be stopped or killed at any moment and started again. On a finished run it \
        sends nothing and ends with that run's own code.
        """,
        forms: [Form(Arguments.run.one)], options: Options.sending + Options.oneOff,
        ends: [
            .refusals, .doubt, .overdue, .blocked, .stopped, .locked, .auditInvalid, .storage,
        ],
        examples: [
            Example("Carry out run 42, after a question.", "apply", "42"),
            Example(
                "Slowly, and not after six in the morning.", "apply", "last", "--rate", "60/m",
                "--until", "06:00", "--yes"),
        ])
    package static let confirm = Verb(
        "confirm", .steps, "Ask the providers what became of it.",
        """
        Looks at everything that is accepted, in doubt or not yet seen cancelled, where the \
        provider offers a look. It never sends a cancel.
        """,
        forms: [Form(Arguments.run.one), Form(required: [Options.everyRun.row])],
        options: [Options.everyRun.row, Options.wait.row] + Options.oneOff,
        ends: [.refusals, .doubt, .overdue, .stopped, .auditInvalid, .storage],
        examples: [
            Example("Look once.", "confirm", "42"),
            Example("Look at all runs for half an hour.", "confirm", "--all", "--wait", "30m"),
        ])
    package static let report = Verb(
        "report", .steps, "Write the reports of a run.",
        """
        Writes reports/run-N in every form, and the index of all runs. Made twice at the same \
        position of the record it is the same to the byte. A report that does not add up is not \
        written.
        """,
        forms: [Form(Arguments.run.one)],
        options: [Options.forms.row, Options.out.row, Options.at.row],
        ends: [.auditInvalid, .storage],
        examples: [
            Example("Report on the newest run.", "report", "last"),
            Example(
                "Only what a spreadsheet opens.", "report", "42", "--format", "csv,xlsx", "--out",
                "month-end"),
        ])
}

// MARK: When it stuck
extension Verbs {
    package static let stop = Verb(
        "stop", .mend, "End a running apply after what is in flight.",
        """
        Nothing new is sent after it. What was not sent stays planned, and apply continues it.
        """,
        forms: [Form(Arguments.run.maybe)], ends: [.auditInvalid, .storage],
        examples: [Example("Stop what is running now.", "stop")])
    package static let resolve = Verb(
        "resolve", .mend, "Record what a person found out about items.",
        """
        Puts a person's finding beside the provider's word, never over it; reports count the two \
        apart.
        """,
        forms: [
            Form(
                Arguments.run.one, Arguments.id.some,
                required: [Options.finding.row, Options.reason.row])
        ],
        options: [Options.finding.row, Options.reason.row, Options.evidence.row],
        ends: [.blocked, .auditInvalid, .storage],
        examples: [
            Example(
                "The carrier says it never left.", "resolve", "42", "se-28529731", "--as",
                "cancelled", "--reason", "carrier confirmed by telephone", "--evidence",
                "mail.eml")
        ])
    package static let abandon = Verb(
        "abandon", .mend, "Give up what was not sent yet.",
        """
        Items that were not sent are dropped from the run: all of them, or the ones named. What \
        was sent stays what it is.
        """,
        forms: [
            Form(
                Arguments.run.one, Arguments.id.any, required: [Options.reason.row])
        ],
        options: [Options.reason.row], ends: [.blocked, .auditInvalid, .storage],
        examples: [
            Example(
                "The rest of run 42 will not be sent.", "abandon", "42", "--reason",
                "the season was extended")
        ])
    package static let retry = Verb(
        "retry", .mend, "Plan again what failed in a run.",
        """
        Makes a new plan from items of an earlier run that ended without effect. It sends \
        nothing; apply does.
        """,
        forms: [Form(Arguments.run.one)], options: [Options.states.row],
        ends: [.blocked, .auditInvalid, .storage],
        examples: [
            Example("Plan again what failed.", "retry", "42"),
            Example("Also what was refused.", "retry", "42", "--state", "failed,refused"),
        ])
}

// MARK: Money
extension Verbs {
    package static let reconcile = Verb(
        "reconcile", .money, "Compare our record with a later export or refunds.",
        """
        With --against it puts every shipment of the run into one class: matched, missing on one \
        side, mismatched, open. With --refunds it matches credits against all runs by the \
        strongest key, never by amount alone.
        """,
        forms: [
            Form(Arguments.run.one, required: [Options.against.row]),
            Form(required: [Options.refunds.row]),
        ],
        options: [
            Options.against.row, Options.account.row, Options.exportedAt.row, Options.refunds.row,
        ],
        ends: [.differences, .auditInvalid, .storage],
        examples: [
            Example(
                "Against an export of the next morning.", "reconcile", "42", "--against",
                "in/us-store/pending-later.csv"),
            Example("Against the carrier's credits.", "reconcile", "--refunds", "refunds.csv"),
        ])
    package static let statement = Verb(
        "statement", .money, "State what was expected and credited in a month.",
        """
        Per account and currency: expected at the start, voided, credited by invoice, written \
        off, and expected at the end by age. It names its cut-off, time zone, runs and position \
        in the record.
        """,
        forms: [Form(Arguments.month.one)],
        options: [Options.ofAccount.row, Options.close.row], ends: [.auditInvalid, .storage],
        examples: [
            Example("The statement of November.", "statement", "2026-11"),
            Example("Close it for good.", "statement", "2026-11", "--close"),
        ])
}

// MARK: Look back
extension Verbs {
    package static let runs = Verb(
        "runs", .past, "List the runs, their totals and what is open.",
        """
        With --expect-by it is a dead-man check for a second timer: it ends with 12 when the run \
        of today did not begin, or has not ended.
        """,
        options: [Options.expectBy.row], ends: [.missedRun, .storage],
        examples: [
            Example("All runs, the newest first.", "runs"),
            Example("Was there a run last night?", "runs", "--expect-by", "06:00"),
        ])
    package static let show = Verb(
        "show", .past, "Show one run: plan, limits, states, what is next.",
        "A blocked run shows every reason.",
        forms: [Form(Arguments.run.one)], ends: [.storage],
        examples: [Example("The newest run.", "show", "last")])
    package static let why = Verb(
        "why", .past, "Explain one shipment, excluded ones too.",
        """
        Shows its rows in the export, what each rule said and which values it saw, the exchanges \
        with the provider, and earlier runs. Without RUN it looks through all runs.
        """,
        forms: [Form(Arguments.run.maybe, Arguments.id.one)], ends: [.storage],
        examples: [
            Example("Why was it chosen in run 42?", "why", "42", "se-28529731"),
            Example("Everything about a shipment.", "why", "se-28529731"),
        ])
    package static let auditVerify = Verb(
        "audit verify", .past, "Prove that nobody altered the record.",
        """
        Computes every record, derived table and checkpoint again, and names the first that is \
        wrong. It says why it trusts the key.
        """,
        options: [Options.checkpoint.row, Options.key.row], ends: [.auditInvalid, .storage],
        examples: [
            Example("Verify the record of this directory.", "audit", "verify"),
            Example(
                "Hold it against checkpoints kept elsewhere.", "audit", "verify", "--checkpoint",
                "anchored.checkpoints", "--key", "rescind.pub"),
        ])
    package static let auditSearch = Verb(
        "audit search", .past, "Find shipments and exchanges in the record.",
        """
        Looks for an id, reference, tracking number, request id of the provider, status or date.
        """,
        forms: [Form(Arguments.text.one)], ends: [.storage],
        examples: [Example("By tracking number.", "audit", "search", "1Z999AA10123456784")])
    package static let auditProof = Verb(
        "audit proof", .past, "Write one shipment's proof, to be checked offline.",
        """
        Writes one file with the exchanges, their inclusion proofs and the checkpoint. Whoever \
        has the public key can check it without us.
        """,
        forms: [Form(Arguments.run.one, Arguments.id.one)], options: [Options.out.row],
        ends: [.auditInvalid, .storage],
        examples: [Example("The proof of one shipment.", "audit", "proof", "42", "se-28529731")])
    package static let auditExport = Verb(
        "audit export", .past, "Write the exchanges of a run to standard output.",
        "As HAR 1.2 for a browser's developer tools, or as one JSON object a line.",
        forms: [Form(Arguments.run.one, required: [Options.exchangeForm.row])],
        options: [Options.exchangeForm.row], ends: [.storage], writesPlain: true,
        examples: [Example("For a browser.", "audit", "export", "42", "--format", "har")])
    package static let auditArchive = Verb(
        "audit archive", .past, "Move exchanges of old runs into a sealed file.",
        """
        Leaf hashes, keys, states and money stay, so that statement and verify still work. The \
        move is itself an act in the record.
        """,
        forms: [Form(Arguments.file.one, required: [Options.before.row])],
        options: [Options.before.row], ends: [.locked, .auditInvalid, .storage],
        examples: [
            Example(
                "Runs that ended last year.", "audit", "archive", "--before", "2026-01-01",
                "audit-2025.db")
        ])
    package static let auditCopy = Verb(
        "audit copy", .past, "Write a consistent copy of the record.",
        "It can be made at any time, also while a run is sending.",
        forms: [Form(Arguments.file.one)], ends: [.storage],
        examples: [Example("Copy it for the auditor.", "audit", "copy", "audit-copy.db")])
}

// MARK: Besides
extension Verbs {
    package static let providers = Verb(
        "providers", .around, "Show what each provider can do.",
        "Ids, preconditions, limits, looks, and how every answer is judged.",
        forms: [Form(Arguments.provider.maybe)],
        examples: [
            Example("All providers.", "providers"),
            Example("Everything about one.", "providers", "shipstation"),
        ])
    package static let sandbox = Verb(
        "sandbox", .around, "Serve the five providers, simulated, on this machine.",
        "It runs until it is stopped, and keeps a journal of every request it received. Faults: "
            + "302, 429, 500, 502, 503, 500-after, slow, truncated, garbage, reset-before, "
            + "reset-after, expire-token.",
        options: [Options.port.row, Options.seed.row, Options.faults.row], ends: [.storage],
        writesPlain: true,
        examples: [
            Example(
                "On a fixed port, with a bad night.", "sandbox", "--port", "8080", "--faults",
                "429=0.05,reset-after=0.01")
        ])
    package static let completions = Verb(
        "completions", .around, "Print the completions for a shell.",
        forms: [Form(Arguments.shell.one)], writesPlain: true,
        examples: [Example("For bash.", "completions", "bash")])
    package static let man = Verb(
        "man", .around, "Print the manual page.", "Written in roff; man -l shows it.",
        writesPlain: true, examples: [Example("To a file.", "man")])
    package static let help = Verb(
        "help", .around, "Show help for a verb, or for the exit codes.",
        forms: [Form(Arguments.topic.any)], writesPlain: true,
        examples: [
            Example("All options of plan.", "help", "plan"),
            Example("What to do on each exit code.", "help", "exit-codes"),
        ])
}
