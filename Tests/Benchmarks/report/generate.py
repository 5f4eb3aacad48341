#!/usr/bin/env python3
"""Fills an audit database with a run of N items that were carried out, for timing reports.

    generate.py TEMPLATE.db OUT.db N

TEMPLATE.db is any audit database of this version, such as one made by `rescind plan`.
"""
import hashlib, json, os, runpy, sqlite3, sys

template, out, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
for end in ("", "-wal", "-shm"):
    if os.path.exists(out + end):
        os.unlink(out + end)
source = sqlite3.connect(template)
base = sqlite3.connect(out)
source.backup(base)
base.execute("PRAGMA synchronous=OFF")
# Items begin here where apply brings them step by step.
base.execute("DROP TRIGGER item_state_begins")
seq = base.execute("SELECT size FROM log_head").fetchone()[0]
run = 1 + base.execute("SELECT coalesce(max(run), 0) FROM run").fetchone()[0]
start = 1_795_161_600_000
states = ["cancelled"] * 15 + ["refused", "in_doubt", "accepted", "not_found", "held"]
note = "fragile, leave with the neighbour; " * 2
items, requests, answers, verdicts, nows = [], [], [], [], []
planned, held, value = 0, 0, 0


COLUMNS = {
    "item": "run no source line account provider shipment_id reference tracking_number state reason"
    " cost currency sort raw",
    "request": "seq run no account purpose attempt method url headers body sent_at",
    "answer": "seq request status headers body received_at duration_us error reach",
    "verdict": "seq run no request at state reason code attempts confirmed",
    "item_state": "run no account shipment_id state reason code attempts requested_at settled_at"
    " confirmed_at doubted_at",
    "run": "seq run created_at actor host version exports export_sha256 export_made_at as_of rows"
    " planned held excluded settled duplicate unreadable job_sha256 rules_sha256 items_sha256 ticket"
    " blocked_by plan",
    "act": "seq run at actor act detail",
}


def insert(table, rows):
    """Columns that this version does not know keep their defaults, or are empty."""
    known = COLUMNS[table].split()
    more = [row for row in base.execute(f"PRAGMA table_info({table})")
            if row[1] not in known and row[3] and row[4] is None]
    names = ", ".join(known + [row[1] for row in more])
    empty = {"INTEGER": "0", "BLOB": "x''"}
    marks = ", ".join(["?"] * len(known) + [empty.get(row[2], "''") for row in more])
    base.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def flush():
    for table, rows in (("item", items), ("request", requests), ("answer", answers),
                        ("verdict", verdicts), ("item_state", nows)):
        insert(table, rows)
        rows.clear()


def prove():
    """Gives every row its hash, as a report checks them; the second verifier knows how."""
    proof = runpy.run_path(os.path.join(os.path.dirname(__file__), "../../../samples/verify-proof.py"))
    leaf, leaf_hash, types = proof["leaf"], proof["leaf_hash"], proof["TYPES"]
    base.text_factory = lambda octets: (octets,)
    for table in types:
        base.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
    tree = proof["Tree"]()
    for row in base.execute("SELECT * FROM item WHERE run = ? ORDER BY no", (run,)):
        tree.append(leaf_hash(leaf(proof["ITEM"], row[1:])))
    base.execute("UPDATE run SET items_sha256 = ? WHERE run = ?", (tree.root().hex(), run))
    for table, kind in types.items():
        rows = base.execute(f"SELECT * FROM {table}").fetchall()
        base.executemany(f"UPDATE {table} SET leaf = ? WHERE seq = ?",
                         ((leaf_hash(leaf(kind, row[:-1])), row[0]) for row in rows))
    tree = proof["Tree"]()
    for _, _, _, digest in proof["evidence"](base):
        tree.append(digest)
    base.execute("UPDATE log_head SET size = ?, frontier = ?", (tree.size, tree.stored()))


header = ["Shipment ID", "Status", "Created", "Label Cost", "Ship To", "City", "Tags", "Note"]
plan_seq = seq
seq += 2
for no in range(count):
    state = states[no % len(states)]
    shipment, cents = f"se-{10_000_000 + no}", 500 + no % 4000
    cost = f"{cents // 100}.{cents % 100:02}"
    raw = f'{shipment},pending,2026-11-01,{cost},Ann Example {no},Springfield,"a,b",{note}'
    items.append((run, no, 0, no + 2, f"store-{no % 3}", "shipstation", shipment, f"R-{no}",
                  f"1Z{no:012}", "held" if state == "held" else "planned",
                  "VIP customer" if state == "held" else "", cost, "USD", "", raw.encode()))
    if state == "held":
        held += 1
    else:
        planned += 1
        value += cents
        at = start + no * 30
        status = {"refused": 400, "in_doubt": 500, "accepted": 202, "not_found": 404}.get(state, 200)
        body = b'{"errors":[{"error_code":"invalid_status","message":"The shipment is closed."}]}'
        requests.append((seq, run, no, f"store-{no % 3}", "cancel", 1, "PUT",
                         f"https://api.shipstation.com/v2/shipments/{shipment}/cancel",
                         "API-Key: fingerprint:ab12\nAccept: application/json", None, at))
        answers.append((seq + 1, seq, status, "Content-Type: application/json\nX-Request-Id: r", body,
                        at + 90, 90_000, None, None))
        why = "the provider refuses" if status in (400, 404) else ""
        code = "invalid_status" if status in (400, 404) else ""
        verdicts.append((seq + 2, run, no, seq, at + 90, state, why, code, 1, 0))
        settled = None if state == "in_doubt" else at + 90
        nows.append((run, no, f"store-{no % 3}", shipment, state, why, code, 1, at, settled, None,
                     at + 90 if state == "in_doubt" else None))
        seq += 3
    if len(items) >= 10_000:
        flush()
flush()
sha = hashlib.sha256(b"x").hexdigest()
plan = {"exports": [{"path": "in/pending.csv", "sha256": sha, "bytes": 1, "rows": count,
                     "form": "csv", "header": header}],
        "value": {"USD": f"{value // 100}.{value % 100:02}"}, "time_zone": "UTC"}
insert("run", [(plan_seq, run, start, "cron", "bench", "0", json.dumps(["in/pending.csv"]), sha,
                start, "2026-11-20", count, planned, held, 0, 0, 0, 0, None, sha, sha, None, "[]",
                json.dumps(plan))])
for at, act, detail in ((start, "apply", "{}"),
                        (start + count * 30, "apply_ended", '{"status":"finished","exit":3}')):
    position = plan_seq + 1 if act == "apply" else seq
    insert("act", [(position, run, at, "cron", act, detail)])
base.execute("INSERT INTO export (run, no, path) VALUES (?, 0, 'in/pending.csv')", (run,))
prove()
base.commit()
base.close()
print(f"{out}: run {run} with {count} items")
