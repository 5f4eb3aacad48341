# Completion of rescind for bash, printed by: rescind completions bash
_rescind() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= i
    # bash makes words of its own of the = in --name=value.
    [[ $prev == "=" ]] && prev=${COMP_WORDS[COMP_CWORD-2]}
    [[ $cur == "=" ]] && cur=
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${verb:+$verb }${COMP_WORDS[i]}" in
            "init"|"check"|"fetch"|"preview"|"run"|"plan"|"approve"|"apply"|"confirm"|"report"|"stop"|"resolve"|"abandon"|"retry"|"reconcile"|"statement"|"runs"|"show"|"why"|"audit verify"|"audit search"|"audit proof"|"audit export"|"audit archive"|"audit copy"|"providers"|"sandbox"|"completions"|"man"|"help"|"audit") verb="${verb:+$verb }${COMP_WORDS[i]}" ;;
        esac
    done
    case "$verb:$prev" in
        *:--job|*:-j|*:--audit|"preview":--only|"run":--only|"plan":--only|"resolve":--evidence|"reconcile":--against|"reconcile":--refunds|"audit verify":--checkpoint|"audit verify":--key) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        *:--log) COMPREPLY=($(compgen -W "text json" -- "$cur")); return ;;
        *:--ticket|"check":--credential|"check":--base-url|"fetch":--since|"fetch":--credential|"fetch":--base-url|"preview":--account|"preview":--due|"preview":--hold|"preview":--scope|"preview":--column|"preview":--as-of|"preview":--exported-at|"preview":--reopen|"preview":--max-items|"preview":--max-share|"preview":--max-value|"preview":--expect-rows|"preview":--expect-value|"preview":--credential|"preview":--base-url|"run":--account|"run":--due|"run":--hold|"run":--scope|"run":--column|"run":--as-of|"run":--exported-at|"run":--reopen|"run":--max-items|"run":--max-share|"run":--max-value|"run":--expect-rows|"run":--expect-value|"run":--concurrency|"run":--rate|"run":--until|"run":--stop-after-failures|"run":--lock-wait|"run":--wait|"run":--credential|"run":--base-url|"plan":--account|"plan":--due|"plan":--hold|"plan":--scope|"plan":--column|"plan":--as-of|"plan":--exported-at|"plan":--reopen|"plan":--max-items|"plan":--max-share|"plan":--max-value|"plan":--expect-rows|"plan":--expect-value|"plan":--credential|"plan":--base-url|"approve":--reason|"apply":--concurrency|"apply":--rate|"apply":--until|"apply":--stop-after-failures|"apply":--lock-wait|"apply":--credential|"apply":--base-url|"confirm":--wait|"confirm":--credential|"confirm":--base-url|"report":--at|"resolve":--reason|"abandon":--reason|"reconcile":--account|"reconcile":--exported-at|"statement":--account|"runs":--expect-by|"audit archive":--before|"sandbox":--port|"sandbox":--seed|"sandbox":--faults) COMPREPLY=(); return ;;
        "check":--provider|"fetch":--provider|"preview":--provider|"run":--provider|"plan":--provider|"apply":--provider|"confirm":--provider) COMPREPLY=($(compgen -W "shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware" -- "$cur")); return ;;
        "fetch":--out|"fetch":-o|"report":--out|"report":-o|"audit proof":--out|"audit proof":-o) compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur")); return ;;
        "preview":--by|"run":--by|"plan":--by) COMPREPLY=($(compgen -W "id reference tracking_number" -- "$cur")); return ;;
        "report":--format) COMPREPLY=($(compgen -W "html csv xlsx json md junit" -- "$cur")); return ;;
        "resolve":--as) COMPREPLY=($(compgen -W "cancelled not-cancelled written-off" -- "$cur")); return ;;
        "retry":--state) COMPREPLY=($(compgen -W "failed refused not_found dropped" -- "$cur")); return ;;
        "audit export":--format) COMPREPLY=($(compgen -W "har ndjson" -- "$cur")); return ;;
    esac
    if [[ $cur == -* ]]; then
        case "$verb" in
            "init") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "check") COMPREPLY=($(compgen -W "--online --provider --credential --base-url --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "fetch") COMPREPLY=($(compgen -W "--since --out --provider --credential --base-url --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "preview") COMPREPLY=($(compgen -W "--all --account --due --hold --scope --column --as-of --exported-at --only --by --all-rows --again --reopen --max-items --max-share --max-value --expect-rows --expect-value --provider --credential --base-url --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "run") COMPREPLY=($(compgen -W "--account --due --hold --scope --column --as-of --exported-at --only --by --all-rows --again --reopen --max-items --max-share --max-value --expect-rows --expect-value --yes --concurrency --rate --until --stop-after-failures --delete --lock-wait --sandbox --wait --provider --credential --base-url --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "plan") COMPREPLY=($(compgen -W "--account --due --hold --scope --column --as-of --exported-at --only --by --all-rows --again --reopen --max-items --max-share --max-value --expect-rows --expect-value --sandbox --provider --credential --base-url --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "approve") COMPREPLY=($(compgen -W "--reason --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "apply") COMPREPLY=($(compgen -W "--yes --concurrency --rate --until --stop-after-failures --delete --lock-wait --sandbox --provider --credential --base-url --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "confirm") COMPREPLY=($(compgen -W "--all --wait --provider --credential --base-url --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "report") COMPREPLY=($(compgen -W "--format --out --at --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "stop") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "resolve") COMPREPLY=($(compgen -W "--as --reason --evidence --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "abandon") COMPREPLY=($(compgen -W "--reason --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "retry") COMPREPLY=($(compgen -W "--state --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "reconcile") COMPREPLY=($(compgen -W "--against --account --exported-at --refunds --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "statement") COMPREPLY=($(compgen -W "--account --close --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "runs") COMPREPLY=($(compgen -W "--expect-by --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "show") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "why") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "audit verify") COMPREPLY=($(compgen -W "--checkpoint --key --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "audit search") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "audit proof") COMPREPLY=($(compgen -W "--out --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "audit export") COMPREPLY=($(compgen -W "--format --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "audit archive") COMPREPLY=($(compgen -W "--before --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "audit copy") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "providers") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "sandbox") COMPREPLY=($(compgen -W "--port --seed --faults --job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "completions") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "man") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            "help") COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
            *) COMPREPLY=($(compgen -W "--job --audit --json --quiet --verbose --log --no-color --ticket --help --version" -- "$cur")) ;;
        esac
        return
    fi
    case "$verb" in
        "") COMPREPLY=($(compgen -W "init check fetch preview run plan approve apply confirm report stop resolve abandon retry reconcile statement runs show why audit providers sandbox completions man help" -- "$cur")) ;;
        "audit") COMPREPLY=($(compgen -W "verify search proof export archive copy" -- "$cur")) ;;
        "init") compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur")) ;;
        "check") COMPREPLY=() ;;
        "fetch") COMPREPLY=() ;;
        "preview") compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")) ;;
        "run") compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")) ;;
        "plan") compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")) ;;
        "approve") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "apply") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "confirm") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "report") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "stop") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "resolve") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "abandon") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "retry") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "reconcile") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "statement") COMPREPLY=() ;;
        "runs") COMPREPLY=() ;;
        "show") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "why") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "audit verify") COMPREPLY=() ;;
        "audit search") COMPREPLY=() ;;
        "audit proof") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "audit export") COMPREPLY=($(compgen -W "last" -- "$cur")) ;;
        "audit archive") compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")) ;;
        "audit copy") compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")) ;;
        "providers") COMPREPLY=($(compgen -W "shipstation amazon-shipping sendcloud-returns sorted-pro microsoft-hardware" -- "$cur")) ;;
        "sandbox") COMPREPLY=() ;;
        "completions") COMPREPLY=($(compgen -W "bash zsh fish" -- "$cur")) ;;
        "man") COMPREPLY=() ;;
        "help") COMPREPLY=($(compgen -W "init check fetch preview run plan approve apply confirm report stop resolve abandon retry reconcile statement runs show why audit providers sandbox completions man help exit-codes" -- "$cur")) ;;
    esac
}
complete -F _rescind rescind
