#compdef rescind
# Completion of rescind for zsh, printed by: rescind completions zsh
_rescind() {
    local curcontext="$curcontext" state line
    local -a everywhere verbs
    everywhere=(
        '--job=[Take this job file instead of rescind.json5.]:FILE:_files'
        '-j[Take this job file instead of rescind.json5.]:FILE:_files'
        '--audit=[Take this audit database instead of the job'\''s.]:FILE:_files'
        '--json[Answer with exactly one JSON object, also on errors.]'
        '--quiet[Say only results and problems.]'
        '-q[Say only results and problems.]'
        '--verbose[Say more about each step.]'
        '-v[Say more about each step.]'
        '--log=[Write messages on standard error as text, or as JSON lines.]:text|json:(text json)'
        '--no-color[Use no colour; so does NO_COLOR in the environment.]'
        '--ticket=[Record this ticket with everything the command does.]:ID: '
        '--help[Show the help of the verb.]'
        '-h[Show the help of the verb.]'
        '--version[Show the version.]'
    )
    _arguments -C -S $everywhere '1: :->verb' '*:: :->rest' && return
    case $state in
        verb)
            verbs=(
                'init:Write a job file and a sample export to start from.'
                'check:Find every problem of the job at once.'
                'fetch:Let the provider itself make the export.'
                'preview:See how a file is read and what rules would choose.'
                'run:Plan, show, ask, apply, confirm and report.'
                'plan:Choose what is due and store the plan; send nothing.'
                'approve:Allow a blocked plan, as another person.'
                'apply:Carry the plan out, or continue it.'
                'confirm:Ask the providers what became of it.'
                'report:Write the reports of a run.'
                'stop:End a running apply after what is in flight.'
                'resolve:Record what a person found out about items.'
                'abandon:Give up what was not sent yet.'
                'retry:Plan again what failed in a run.'
                'reconcile:Compare our record with a later export or refunds.'
                'statement:State what was expected and credited in a month.'
                'runs:List the runs, their totals and what is open.'
                'show:Show one run\: plan, limits, states, what is next.'
                'why:Explain one shipment, excluded ones too.'
                'audit:verify, search, proof, export, archive, copy.'
                'providers:Show what each provider can do.'
                'sandbox:Serve the five providers, simulated, on this machine.'
                'completions:Print the completions for a shell.'
                'man:Print the manual page.'
                'help:Show help for a verb, or for the exit codes.'
            )
            _describe verb verbs ;;
        rest)
            case $words[1] in
                init) _arguments -S $everywhere \
                    '*:DIR:_files -/' ;;
                check) _arguments -S $everywhere \
                    '--online[Also try each account with a harmless read.]' \
                    '--provider=[The provider of a one-off without a job file.]:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' \
                    '*--credential=[Where a secret is found\: env\:, file\:, command\: or credential\:.]:FIELD=REF: ' \
                    '--base-url=[The provider'\''s address, where it is not the usual.]:URL: ' ;;
                fetch) _arguments -S $everywhere \
                    '--since=[Only shipments made on this day or later.]:DATE: ' \
                    '--out=[Write into this directory.]:DIR:_files -/' \
                    '-o[Write into this directory.]:DIR:_files -/' \
                    '--provider=[The provider of a one-off without a job file.]:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' \
                    '*--credential=[Where a secret is found\: env\:, file\:, command\: or credential\:.]:FIELD=REF: ' \
                    '--base-url=[The provider'\''s address, where it is not the usual.]:URL: ' \
                    '*:ACCOUNT: ' ;;
                preview) _arguments -S $everywhere \
                    '--all[Write every row as one JSON object a line, as the file has it.]' \
                    '--account=[The account of exports that have no account column.]:NAME: ' \
                    '--due=[Choose rows for which this SQL expression is true.]:EXPR: ' \
                    '*--hold=[Hold back rows for which this is true, or cannot be told.]:NAME=EXPR: ' \
                    '--scope=[What could be cancelled at all\: the whole of which a share is a part.]:EXPR: ' \
                    '*--column=[Read a field from the column with this header.]:FIELD=HEADER: ' \
                    '--as-of=[Count age_days up to this date instead of today.]:DATE: ' \
                    '--exported-at=[When the export was made; needed for standard input.]:TIME: ' \
                    '--only=[Choose only shipments in this list; needs --by.]:FILE:_files' \
                    '--by=[Which field the list of --only names.]:FIELD:(id reference tracking_number)' \
                    '--all-rows[Choose every row, with no due rule.]' \
                    '--again[Plan an export that has been planned already.]' \
                    '*--reopen=[Allow a shipment an earlier run cancelled, once a look saw it open.]:ID: ' \
                    '--max-items=[Block the plan above this many shipments of an account.]:N: ' \
                    '--max-share=[Block the plan above this share of what could be cancelled.]:P%: ' \
                    '*--max-value=[Block the plan above this value; once for each currency.]:CUR=AMOUNT: ' \
                    '--expect-rows=[Block the plan unless the export has this many rows.]:N: ' \
                    '*--expect-value=[Block the plan unless the planned value is this.]:CUR=AMOUNT: ' \
                    '--provider=[The provider of a one-off without a job file.]:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' \
                    '*--credential=[Where a secret is found\: env\:, file\:, command\: or credential\:.]:FIELD=REF: ' \
                    '--base-url=[The provider'\''s address, where it is not the usual.]:URL: ' \
                    '*:EXPORT:_files' ;;
                run) _arguments -S $everywhere \
                    '--account=[The account of exports that have no account column.]:NAME: ' \
                    '--due=[Choose rows for which this SQL expression is true.]:EXPR: ' \
                    '*--hold=[Hold back rows for which this is true, or cannot be told.]:NAME=EXPR: ' \
                    '--scope=[What could be cancelled at all\: the whole of which a share is a part.]:EXPR: ' \
                    '*--column=[Read a field from the column with this header.]:FIELD=HEADER: ' \
                    '--as-of=[Count age_days up to this date instead of today.]:DATE: ' \
                    '--exported-at=[When the export was made; needed for standard input.]:TIME: ' \
                    '--only=[Choose only shipments in this list; needs --by.]:FILE:_files' \
                    '--by=[Which field the list of --only names.]:FIELD:(id reference tracking_number)' \
                    '--all-rows[Choose every row, with no due rule.]' \
                    '--again[Plan an export that has been planned already.]' \
                    '*--reopen=[Allow a shipment an earlier run cancelled, once a look saw it open.]:ID: ' \
                    '--max-items=[Block the plan above this many shipments of an account.]:N: ' \
                    '--max-share=[Block the plan above this share of what could be cancelled.]:P%: ' \
                    '*--max-value=[Block the plan above this value; once for each currency.]:CUR=AMOUNT: ' \
                    '--expect-rows=[Block the plan unless the export has this many rows.]:N: ' \
                    '*--expect-value=[Block the plan unless the planned value is this.]:CUR=AMOUNT: ' \
                    '--yes[Do not ask; needed where there is no terminal to ask on.]' \
                    '-y[Do not ask; needed where there is no terminal to ask on.]' \
                    '--concurrency=[At most this many requests of an account in flight.]:N: ' \
                    '--rate=[At most this many requests of an account in a time.]:N/s|N/m: ' \
                    '--until=[Send nothing new after this time of day.]:HH\:MM: ' \
                    '--stop-after-failures=[Stop when more than this fail.]:N|P%: ' \
                    '--delete[Delete at the provider after the cancel; cannot be undone.]' \
                    '--lock-wait=[Wait this long for another process that is sending.]:DURATION: ' \
                    '--sandbox[Rehearse against the built-in sandbox.]' \
                    '--wait=[Go on asking for this long, until nothing is open.]:DURATION: ' \
                    '--provider=[The provider of a one-off without a job file.]:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' \
                    '*--credential=[Where a secret is found\: env\:, file\:, command\: or credential\:.]:FIELD=REF: ' \
                    '--base-url=[The provider'\''s address, where it is not the usual.]:URL: ' \
                    '*:EXPORT:_files' ;;
                plan) _arguments -S $everywhere \
                    '--account=[The account of exports that have no account column.]:NAME: ' \
                    '--due=[Choose rows for which this SQL expression is true.]:EXPR: ' \
                    '*--hold=[Hold back rows for which this is true, or cannot be told.]:NAME=EXPR: ' \
                    '--scope=[What could be cancelled at all\: the whole of which a share is a part.]:EXPR: ' \
                    '*--column=[Read a field from the column with this header.]:FIELD=HEADER: ' \
                    '--as-of=[Count age_days up to this date instead of today.]:DATE: ' \
                    '--exported-at=[When the export was made; needed for standard input.]:TIME: ' \
                    '--only=[Choose only shipments in this list; needs --by.]:FILE:_files' \
                    '--by=[Which field the list of --only names.]:FIELD:(id reference tracking_number)' \
                    '--all-rows[Choose every row, with no due rule.]' \
                    '--again[Plan an export that has been planned already.]' \
                    '*--reopen=[Allow a shipment an earlier run cancelled, once a look saw it open.]:ID: ' \
                    '--max-items=[Block the plan above this many shipments of an account.]:N: ' \
                    '--max-share=[Block the plan above this share of what could be cancelled.]:P%: ' \
                    '*--max-value=[Block the plan above this value; once for each currency.]:CUR=AMOUNT: ' \
                    '--expect-rows=[Block the plan unless the export has this many rows.]:N: ' \
                    '*--expect-value=[Block the plan unless the planned value is this.]:CUR=AMOUNT: ' \
                    '--sandbox[Rehearse against the built-in sandbox.]' \
                    '--provider=[The provider of a one-off without a job file.]:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' \
                    '*--credential=[Where a secret is found\: env\:, file\:, command\: or credential\:.]:FIELD=REF: ' \
                    '--base-url=[The provider'\''s address, where it is not the usual.]:URL: ' \
                    '*:EXPORT:_files' ;;
                approve) _arguments -S $everywhere \
                    '--reason=[Why; it is kept with the act.]:TEXT: ' \
                    '*:RUN:(last)' ;;
                apply) _arguments -S $everywhere \
                    '--yes[Do not ask; needed where there is no terminal to ask on.]' \
                    '-y[Do not ask; needed where there is no terminal to ask on.]' \
                    '--concurrency=[At most this many requests of an account in flight.]:N: ' \
                    '--rate=[At most this many requests of an account in a time.]:N/s|N/m: ' \
                    '--until=[Send nothing new after this time of day.]:HH\:MM: ' \
                    '--stop-after-failures=[Stop when more than this fail.]:N|P%: ' \
                    '--delete[Delete at the provider after the cancel; cannot be undone.]' \
                    '--lock-wait=[Wait this long for another process that is sending.]:DURATION: ' \
                    '--sandbox[Rehearse against the built-in sandbox.]' \
                    '--provider=[The provider of a one-off without a job file.]:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' \
                    '*--credential=[Where a secret is found\: env\:, file\:, command\: or credential\:.]:FIELD=REF: ' \
                    '--base-url=[The provider'\''s address, where it is not the usual.]:URL: ' \
                    '*:RUN:(last)' ;;
                confirm) _arguments -S $everywhere \
                    '--all[Ask about every run that has something open.]' \
                    '--wait=[Go on asking for this long, until nothing is open.]:DURATION: ' \
                    '--provider=[The provider of a one-off without a job file.]:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' \
                    '*--credential=[Where a secret is found\: env\:, file\:, command\: or credential\:.]:FIELD=REF: ' \
                    '--base-url=[The provider'\''s address, where it is not the usual.]:URL: ' \
                    '*:RUN:(last)' ;;
                report) _arguments -S $everywhere \
                    '--format=[Only these forms instead of all.]:LIST:(html csv xlsx json md junit)' \
                    '--out=[Write into this directory.]:DIR:_files -/' \
                    '-o[Write into this directory.]:DIR:_files -/' \
                    '--at=[As the record stood when it had this many entries.]:SIZE: ' \
                    '*:RUN:(last)' ;;
                stop) _arguments -S $everywhere \
                    '*:RUN:(last)' ;;
                resolve) _arguments -S $everywhere \
                    '--as=[What was found.]:FINDING:(cancelled not-cancelled written-off)' \
                    '--reason=[Why; it is kept with the act.]:TEXT: ' \
                    '--evidence=[Record the name and the SHA-256 of this file with it.]:FILE:_files' \
                    '*:RUN:(last)' ;;
                abandon) _arguments -S $everywhere \
                    '--reason=[Why; it is kept with the act.]:TEXT: ' \
                    '*:RUN:(last)' ;;
                retry) _arguments -S $everywhere \
                    '--state=[Only items that ended so, instead of failed ones.]:LIST:(failed refused not_found dropped)' \
                    '*:RUN:(last)' ;;
                reconcile) _arguments -S $everywhere \
                    '--against=[The later export of the same account.]:EXPORT:_files' \
                    '--account=[The account of exports that have no account column.]:NAME: ' \
                    '--exported-at=[When the export was made; needed for standard input.]:TIME: ' \
                    '--refunds=[Refunds and credits, matched against all runs.]:FILE:_files' \
                    '*:RUN:(last)' ;;
                statement) _arguments -S $everywhere \
                    '--account=[Only this account.]:NAME: ' \
                    '--close[Close the month on the record; later credits fall in the next.]' \
                    '*:MONTH: ' ;;
                runs) _arguments -S $everywhere \
                    '--expect-by=[End with 12 unless a run began today and ended by this time.]:HH\:MM: ' ;;
                show) _arguments -S $everywhere \
                    '*:RUN:(last)' ;;
                why) _arguments -S $everywhere \
                    '*:RUN:(last)' ;;
            audit)
                _arguments -C -S $everywhere '1: :(verify search proof export archive copy)' '*:: :->deep'
                case $words[1] in
                verify) _arguments -S $everywhere \
                    '--checkpoint=[Hold the log against the checkpoints kept elsewhere.]:FILE:_files' \
                    '--key=[Trust this public key and no other.]:FILE:_files' ;;
                search) _arguments -S $everywhere \
                    '*:TEXT: ' ;;
                proof) _arguments -S $everywhere \
                    '--out=[Write into this directory.]:DIR:_files -/' \
                    '-o[Write into this directory.]:DIR:_files -/' \
                    '*:RUN:(last)' ;;
                export) _arguments -S $everywhere \
                    '--format=[The form of the exchanges.]:har|ndjson:(har ndjson)' \
                    '*:RUN:(last)' ;;
                archive) _arguments -S $everywhere \
                    '--before=[Runs that ended before this day.]:DATE: ' \
                    '*:FILE:_files' ;;
                copy) _arguments -S $everywhere \
                    '*:FILE:_files' ;;
                esac ;;
                providers) _arguments -S $everywhere \
                    '*:NAME:(shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware)' ;;
                sandbox) _arguments -S $everywhere \
                    '--port=[Listen on this port; 0 is any free one.]:N: ' \
                    '--seed=[The seed of shipments and faults.]:N: ' \
                    '--faults=[Faults with their probability, such as 429=0.05,slow=0.01.]:LIST: ' ;;
                completions) _arguments -S $everywhere \
                    '*:SHELL:(bash zsh fish)' ;;
                man) _arguments -S $everywhere ;;
                help) _arguments -S $everywhere \
                    '*:VERB:(init check fetch preview run plan approve apply confirm report stop resolve abandon retry reconcile statement runs show why audit providers sandbox completions man help exit-codes)' ;;
            esac ;;
    esac
}
_rescind "$@"
