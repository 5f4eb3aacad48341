#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks what rescind says it did, without rescind.

    verify-proof.py PROOF... --key rescind.pub      a file that `rescind audit proof` wrote
    verify-proof.py audit.db [--key rescind.pub] [--checkpoint FILE]...     a whole record

Written from Sources/Proof/README.md and Sources/Audit/README.md alone, with Python's standard library; the
signature is checked by the openssl command. Without --key a database is held against the keys it names
itself, which proves that it is whole, not whose it is. Exit 0: as it was written; 10: not; 2: cannot tell.
"""

import argparse
import base64
import hashlib
import json
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile

TYPES = {"run": 1, "request": 2, "answer": 3, "verdict": 4, "act": 5}
ITEM, LABEL = 16, 17
# What an archive takes from a row and what stands there then; what is left has a leaf of type 32 and above.
PAYLOAD = {
    "request": {"url": "''", "headers": "''", "body": "NULL"},
    "answer": {"headers": "NULL", "body": "NULL"},
    "item": {"raw": "x''"},
}
BARE_TYPE = {"request": 34, "answer": 35, "item": 48}
RECORD, ARCHIVE = 0x72736364, 0x72736361
# SHA-256 over "type name sql table" of every object of the schema, sorted, a line each.
SCHEMA = "c8e18acbebff2efb0638596f986a334036221aae57b3364bb6da20f29ff0624f"
MAY_BECOME = {
    "planned": "sending held superseded dropped",
    "sending": "planned in_doubt accepted cancelled already_cancelled refused not_found failed",
    "in_doubt": "sending accepted cancelled refused not_found",
    "accepted": "cancelled refused in_doubt",
    "cancelled": "in_doubt",
}
VOID_MAY_BECOME = {
    "nothing": "voiding voided",
    "voiding": "open in_doubt voided refused not_found",
    "open": "voiding in_doubt voided refused",
    "in_doubt": "open voiding voided refused not_found",
}
CLAIMING = {"sending", "in_doubt", "accepted", "cancelled", "already_cancelled"}
STATES = set(" ".join(MAY_BECOME.values()).split()) | {"unreadable", "duplicate", "settled"}
EMPTY = hashlib.sha256(b"").digest()


class Wrong(Exception):
    """Something is not as it was written; `record` is its position where it is a record."""

    def __init__(self, what, record=None):
        super().__init__(what)
        self.record = record


# Bytes and hashes


def field(value):
    if value is None:
        return b"\x00"
    if isinstance(value, int):
        return b"\x01" + struct.pack(">q", value)
    kind, octets = (b"\x02", value[0]) if isinstance(value, tuple) else (b"\x03", value)
    if isinstance(octets, float):
        octets = repr(octets).encode()
    return kind + struct.pack(">Q", len(octets)) + octets


def leaf(kind, values):
    return bytes([kind]) + b"".join(map(field, values))


def leaf_hash(octets):
    return hashlib.sha256(b"\x00" + octets).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The right edge of the tree, the largest subtree first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def append(self, digest):
        carry = self.size
        while carry & 1:
            digest, carry = node(self.peaks.pop(), digest), carry >> 1
        self.peaks.append(digest)
        self.size += 1

    def root(self):
        if not self.peaks:
            return EMPTY
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node(peak, root)
        return root

    def stored(self):
        return struct.pack(">Q", self.size) + b"".join(self.peaks)


def climb(digest, index, size, path):
    """The root that follows from an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise Wrong("a record's index is beyond the log")
    last = size - 1
    for sibling in path:
        if last == 0:
            raise Wrong("a proof has too many hashes")
        if index & 1 or index == last:
            digest = node(sibling, digest)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            digest = node(digest, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise Wrong("a proof has too few hashes")
    return digest


# Keys, notes, checkpoints


def parse_key(text):
    if text.startswith("PRIVATE+KEY+"):
        raise ValueError("this is the private key, which stays where it is: name the .pub file beside it")
    try:
        name, identity, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
    except ValueError:
        raise ValueError("this holds a line that is no public key") from None
    digest = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if len(raw) != 33 or raw[0] != 1 or digest.hex() != identity:
        raise ValueError("this holds a line that is no public key")
    return name, digest, raw[1:]


def signature_fits(public, signature, message):
    der = bytes.fromhex("302a300506032b6570032100") + public
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der) + b"\n-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("key", "signature", "message")]
        for path, content in zip(paths, (pem, signature, message)):
            with open(path, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", paths[0], "-rawin"]
        command += ["-sigfile", paths[1], "-in", paths[2]]
        return subprocess.run(command, capture_output=True).returncode == 0


def checkpoint(note, keys, place):
    """Origin, size and root of a note, once one of the keys is known to have signed it."""
    head, blank, tail = note.rpartition("\n\n")
    text, lines = (head + "\n").encode(), tail.split("\n")
    if not blank or lines[-1] or not lines[:-1]:
        raise Wrong(f"{place}: it is no note")
    signed = False
    for line in lines[:-1]:
        parts = line.split(" ")
        try:
            raw = base64.b64decode(parts[2], validate=True)
        except (IndexError, ValueError):
            raise Wrong(f"{place}: a signature line cannot be read") from None
        if len(parts) != 3 or parts[0] != "\u2014" or base64.b64encode(raw).decode() != parts[2]:
            raise Wrong(f"{place}: a signature line cannot be read")
        for name, identity, public in keys:
            if (parts[1], raw[:4]) == (name, identity):
                if not signature_fits(public, raw[4:], text):
                    raise Wrong(f"{place}: the signature does not fit")
                signed = True
    if not signed:
        raise Wrong(f"{place}: not signed by a key that is trusted here")
    lines = head.split("\n")
    try:
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        raise Wrong(f"{place}: it is no checkpoint") from None
    return origin, size, root


def split_notes(octets):
    """The notes of a checkpoint file, and what is left after the last whole one."""
    notes, start, position = [], 0, 0
    opening = "\u2014 ".encode()
    while (end := octets.find(b"\n", position)) >= 0:
        is_signature = octets[position:end].startswith(opening)
        position = end + 1
        if is_signature and not octets[position:].startswith(opening):
            notes.append(octets[start:position].decode(errors="replace"))
            start = position
    return notes, octets[start:]


# A proof file


def verify_proof(octets, keys):
    lines = octets.decode().split("\n")
    if lines[0] != "rescind-proof v1" or not lines[1].startswith("records "):
        raise Wrong("this is no proof")
    count, at, records = int(lines[1][8:]), 2, []
    for _ in range(count):
        body, index = base64.b64decode(lines[at][5:]), int(lines[at + 1][6:])
        end = lines.index("", at + 2)
        records.append((body, index, [base64.b64decode(line) for line in lines[at + 2 : end]]))
        at = end + 1
    origin, size, root = checkpoint("\n".join(lines[at:]), keys, "the checkpoint")
    for body, index, path in records:
        if climb(leaf_hash(body), index, size, path) != root:
            raise Wrong(f"record {index} is not in the signed log", index)
    return {"origin": origin, "size": size, "records": count, "first_bad": None}


# A whole record


def ask(database, sql, *values):
    return database.execute(sql, values)


def evidence(database):
    """The evidence rows in the order of the log: position, table, columns, stored hash."""
    sources = {}
    for table in TYPES:
        cursor = ask(database, f"SELECT * FROM {table} NOT INDEXED ORDER BY seq")
        row = cursor.fetchone()
        if row:
            sources[table] = (row, cursor)
    while sources:
        table = min(sources, key=lambda name: sources[name][0][0])
        row, cursor = sources[table]
        yield row[0], table, row[:-1], row[-1]
        row = cursor.fetchone()
        if row:
            sources[table] = (row, cursor)
        else:
            del sources[table]


def check_log(database, claims, size):
    tree, covered, misfits = Tree(), 0, []
    # An archive may have made these rows bare; check_archives proves what is left of them.
    bare = set()
    if archives(database):
        for table in ("request", "answer"):
            bare.update(seq for (seq,) in ask(database, f"SELECT seq FROM {table} WHERE {is_bare(table)}"))
    claims = sorted(claims, key=lambda claim: claim[0])

    def hold():
        nonlocal covered
        while claims and claims[0][0] == tree.size:
            size, root, place, how = claims.pop(0)
            if tree.root() == root:
                covered = size if how == "signed" else covered
            elif how == "signed":
                raise Wrong(f"the log is not what {place} signed", min(covered, max(0, size - 1)))
            else:
                misfits.append(Wrong(f"{place}: of the first {size} records it says another thing"))

    hold()
    for position, table, columns, stored in evidence(database):
        if position > tree.size:
            raise Wrong(f"record {tree.size} is missing", tree.size)
        if position < tree.size:
            raise Wrong(f"{table}: two records have position {position}", position)
        if position >= size:
            raise Wrong(f"{table}: record {position} stands beyond the end of the log", position)
        digest = leaf_hash(leaf(TYPES[table], columns))
        if stored != digest and position not in bare:
            raise Wrong(f"{table}: the columns are not those of the stored hash", position)
        tree.append(stored)
        hold()
    if claims:
        raise Wrong(f"the end is missing: {claims[-1][2]} has {claims[-1][3]} {claims[-1][0]}", tree.size)
    if tree.size < size:
        raise Wrong(f"the records up to {size} are missing", tree.size)
    if ask(database, "SELECT size, frontier FROM log_head").fetchone() != (size, tree.stored()):
        raise Wrong("log_head is not the edge of the log's tree")
    if misfits:
        raise misfits[0]


def check_items(database):
    names = "planned held settled duplicate unreadable"
    runs = set()
    sql = f"SELECT seq, run, exports, items_sha256, rows, excluded, {names.replace(' ', ', ')} FROM run NOT INDEXED ORDER BY seq"
    for seq, run, exports, digest, rows, excluded, *counts in ask(database, sql):
        runs.add(run)
        if rows != excluded + sum(counts):
            raise Wrong("run: the counts do not add up to the rows", seq)
        paths = ask(database, "SELECT path FROM export WHERE run = ? ORDER BY no", run)
        if [path[0].decode() for (path,) in paths] != json.loads(exports[0]):
            raise Wrong("run: its exports are not those of the table export", seq)
        labels = {}
        for row in ask(database, "SELECT * FROM label WHERE run = ? ORDER BY no, label_id", run):
            labels.setdefault(row[1], []).append(row[1:])
        sql = f"SELECT no, leaf FROM item_leaf WHERE run = ? AND no IN (SELECT no FROM item WHERE run = ? AND {is_bare('item')})"
        bare = dict(ask(database, sql, run, run))
        tree, found = Tree(), {}
        for row in ask(database, "SELECT * FROM item WHERE run = ? ORDER BY no", run):
            found[row[10]] = found.get(row[10], 0) + 1
            tree.append(bare.get(row[1]) or leaf_hash(leaf(ITEM, row[1:])))
            for label in labels.pop(row[1], []):
                tree.append(leaf_hash(leaf(LABEL, label)))
        if labels or (tree.root().hex().encode(),) != digest:
            raise Wrong("run: the items are not those that were planned", seq)
        for name, count in zip(names.split(), counts):
            if found.get((name.encode(),), 0) != count:
                raise Wrong(f"run: the number of {name} items is wrong", seq)
    for table in ("item", "label", "export"):
        for (run,) in ask(database, f"SELECT DISTINCT run FROM {table}"):
            if run not in runs:
                raise Wrong(f"{table}: rows of run {run}, which does not exist")


def is_bare(table):
    empty = " AND ".join(f"{column} IS {value}" for column, value in PAYLOAD[table].items())
    if table == "answer":
        return f"status IS NOT NULL AND {empty}"
    if table == "item":
        leaf = "SELECT 1 FROM item_leaf kept WHERE kept.run = item.run AND kept.no = item.no"
        return f"{empty} AND EXISTS ({leaf})"
    return empty


def archives(database):
    """The acts that begin and end archives: position, word, detail."""
    sql = "SELECT seq, act, detail FROM act NOT INDEXED WHERE act IN ('archive', 'archive_ended') ORDER BY seq"
    return [(seq, act[0].decode(), json.loads(detail[0])) for seq, act, detail in ask(database, sql)]


def check_archives(database):
    """What archives left of their rows is what the newest of their acts says."""
    acts, state, items = archives(database), hashlib.sha256(), 0
    for table in PAYLOAD if acts else ():
        columns = [row[1][0].decode() for row in ask(database, f"PRAGMA table_info({table})")]
        kept = ", ".join(name for name in columns if name not in PAYLOAD[table] and name != "leaf")
        order = "run, no" if table == "item" else "seq"
        for row in ask(database, f"SELECT {kept} FROM {table} WHERE {is_bare(table)} ORDER BY {order}"):
            state.update(leaf_hash(leaf(BARE_TYPE[table], row)))
            items += table == "item"
    if ask(database, "SELECT count(*) FROM item_leaf").fetchone()[0] != items:
        raise Wrong("item_leaf: it has hashes of items that no archive took")
    if not acts:
        return
    seq, word, detail = acts[-1]
    if seq >= ask(database, "SELECT coalesce(max(size), 0) FROM checkpoint").fetchone()[0]:
        raise Wrong("act: no checkpoint signs this archive", seq)
    if ask(database, "PRAGMA application_id").fetchone()[0] == ARCHIVE:
        expected = next(detail for _, word, detail in reversed(acts) if word == "archive")["sealed_sha256"]
    else:
        ended = [detail["left_sha256"] for _, word, detail in acts if word == "archive_ended"]
        expected = ended[-1] if ended else EMPTY.hex()
    if state.hexdigest() != expected:
        raise Wrong("act: what this archive left of rows is not what it signed", seq)


EVENTS = """
    SELECT run, no, seq, 1, sent_at, CASE purpose WHEN 'void' THEN 'voiding' ELSE 'sending' END, '', '', attempt, 0,
        purpose, label
    FROM request NOT INDEXED WHERE purpose IN ('cancel', 'void') AND run IS NOT NULL AND no IS NOT NULL
    UNION ALL
    SELECT v.run, v.no, v.seq, 0, v.at, v.state, v.reason, v.code, v.attempts, v.confirmed,
        coalesce((SELECT purpose FROM request WHERE request.seq = v.request), ''), v.label
    FROM verdict v NOT INDEXED ORDER BY 1, 2, 3"""


def move_item(old, event):
    """What an item's state is after an intent or a verdict."""
    intent, at, new, reason, code, attempts, confirmed, purpose = event
    before = old[0] if old else "planned"
    now = list(old or ("planned", (b"",), (b"",), 0, None, None, None, None, 0, None))
    now[0] = new
    if intent:
        now[3:6] = [attempts if purpose == (b"cancel",) else 0, at, None]
        now[8:10] = [0, None]
        return now
    settled = None if new in ("planned", "sending", "in_doubt") else at
    same = old is not None and before == new and now[5] is not None
    now[1:4] = [reason, code, attempts]
    now[5] = now[5] if same else settled
    if old and confirmed:
        now[6] = at
    elif old and new == "in_doubt":
        now[6] = None
    if old and new == "in_doubt" and before == "sending":
        now[7] = at
    if old and purpose == (b"look",):
        now[8:10] = [now[8] + 1, at]
    return now


def check_states(database):
    items, labels = {}, {}
    for run, no, seq, intent, at, state, reason, code, attempts, confirmed, purpose, label in ask(database, EVENTS):
        new, table = state[0].decode(errors="replace"), "request" if intent else "verdict"
        if label is not None:
            old = labels.get((run, no, label))
            word = "voiding" if intent else new
            before = old[0] if old else "nothing"
            if word != before and word not in VOID_MAY_BECOME.get(before, "").split():
                raise Wrong(f"{table}: it brings a label from {before} to {word}", seq)
            voided, doubted = (old[3], old[4]) if old else (None, None)
            voided = at if word == "voided" and voided is None else voided
            doubted = at if word == "in_doubt" else doubted
            labels[run, no, label] = (word, code, attempts, voided, doubted)
            if not intent:
                continue
        new, old = "sending" if intent else new, items.get((run, no))
        before = old[0] if old else "planned"
        if new not in STATES or new != before and new not in MAY_BECOME.get(before, "").split():
            raise Wrong(f"{table}: it brings an item from {before} to {new}", seq)
        items[run, no] = move_item(old, (intent, at, new, reason, code, attempts, confirmed, purpose))
    sql = """SELECT s.run, s.no, s.account, s.shipment_id, s.state, s.reason, s.code, s.attempts, s.requested_at,
        s.settled_at, s.confirmed_at, s.doubted_at, s.looks, s.looked_at, s.claims, i.account, i.shipment_id,
        i.state
        FROM item_state s LEFT JOIN item i ON i.run = s.run AND i.no = s.no"""
    for run, no, account, shipment, state, *rest in ask(database, sql):
        place = f"item_state: run {run}, item {no}"
        if (account, shipment, (b"planned",)) != tuple(rest[10:]):
            raise Wrong(f"{place} was not planned")
        now = items.pop((run, no), None)
        if now is None or [(now[0].encode(),), *now[1:], int(now[0] in CLAIMING)] != [state, *rest[:10]]:
            raise Wrong(f"{place} does not follow from its requests and verdicts")
    for run, no in items:
        raise Wrong(f"item_state: run {run}, item {no} is missing")
    sql = "SELECT run, no, label_id, state, code, attempts, voided_at, doubted_at FROM label_state"
    found = {tuple(row[:3]): (row[3][0].decode(errors="replace"), *row[4:]) for row in ask(database, sql)}
    if found != labels:
        raise Wrong("label_state: a row does not follow from requests and verdicts")


def check_money(database):
    acts = {seq: json.loads(detail[0]) for seq, detail in ask(database, "SELECT seq, detail FROM act NOT INDEXED")}
    named = {(act, name) for act, detail in acts.items() for name in ("rows", "label_rows")
             if f"{name}_sha256" in detail and detail.get(name)}
    for table, name in (("compared", "rows"), ("credit", "rows"), ("label_money", "label_rows")):
        sums = {}
        for row in ask(database, f"SELECT * FROM {table} ORDER BY act, no"):
            sums.setdefault(row[0], []).append(leaf_hash(leaf(ord("m"), row)))
        for act, hashes in sorted(sums.items()):
            detail = acts.get(act, {})
            digest = hashlib.sha256(b"".join(hashes)).hexdigest()
            if (detail.get(name), detail.get(f"{name}_sha256")) != (len(hashes), digest):
                raise Wrong(f"{table}: the rows of act {act} are not those it names", act)
            named.discard((act, name))
    for act, name in sorted(named):
        raise Wrong(f"act: the {name} of act {act} are missing", act)


def check_schema(database):
    sql = "SELECT type, name, coalesce(sql, ''), tbl_name FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
    lines = sorted(b" ".join(value[0] for value in row) for row in ask(database, sql))
    if hashlib.sha256(b"\n".join(lines)).hexdigest() != SCHEMA:
        raise Wrong("schema: a table, trigger, index or view is missing, changed or added")
    numbers = [ask(database, f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    if numbers[0] not in (RECORD, ARCHIVE) or numbers[1] != 1:
        raise Wrong("schema: this is no audit database of this version")


def check_indexes(database):
    for (result,) in ask(database, "PRAGMA integrity_check(1)"):
        if result != (b"ok",):
            raise Wrong(f"database: {result[0].decode(errors='replace')}")


def collect(database, path, keys, elsewhere, wrongs):
    """Every checkpoint, signature checked; the file beside the database must hold the same."""
    claims, (origin,) = [], ask(database, "SELECT origin FROM log_head").fetchone()

    def take(note, place):
        try:
            name, size, root = checkpoint(note, keys, place)
            if name.encode() != origin[0]:
                raise Wrong(f"{place}: it is of another log")
            claims.append((size, root, place, "signed"))
            return size
        except Wrong as wrong:
            wrongs.append(wrong)
            return None

    stored = {}
    for size, note in ask(database, "SELECT size, note FROM checkpoint ORDER BY size").fetchall():
        note = note[0].decode(errors="replace")
        stored[size] = note
        if take(note, f"checkpoint {size}") not in (size, None):
            wrongs.append(Wrong(f"checkpoint {size}: its note is of another size"))
    for other in elsewhere:
        for number, note in enumerate(split_notes(open(other, "rb").read())[0]):
            take(note, f"{other}, note {number + 1}")
    beside = path + ".checkpoints"
    if os.path.exists(beside):
        compare(split_notes(open(beside, "rb").read()), stored, take, wrongs)
    elif len(stored) > 1 and os.path.exists(path + ".lock"):
        wrongs.append(Wrong("the checkpoint file is gone from a record that was sent from here"))
    if os.path.exists(path + ".sent"):
        take_mark(path + ".sent", origin[0], claims, wrongs)
    return claims, len(stored)


def take_mark(path, origin, claims, wrongs):
    """How far the record went when something last left; empty where nothing did."""
    lines = open(path, "rb").read().split(b"\n")
    if lines == [b""]:
        return
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        wrongs.append(Wrong(f"{path}: it does not say how far the record went"))
        return
    if lines[0] != origin:
        wrongs.append(Wrong(f"{path}: it is of another log"))
    else:
        claims.append((size, root, path, "noted"))


def compare(content, stored, take, wrongs):
    notes, rest = content
    newest, last, found = max(stored, default=-1), -1, {}
    for number, note in enumerate(notes):
        size = take(note, f"the checkpoint file, note {number + 1}")
        if size is None:
            continue
        if size <= last:
            wrongs.append(Wrong("the checkpoint file is not in order"))
        found[size], last = note, max(last, size)
    for size, note in stored.items():
        if found.get(size, note if size == newest else None) != note:
            wrongs.append(Wrong(f"checkpoint {size}: it is not the same in the checkpoint file"))
    for size in set(found) - set(stored):
        if size < newest or size != last:
            wrongs.append(Wrong(f"checkpoint {size}: it is missing in the database"))
    if rest and not (stored and stored[newest].encode().startswith(rest)):
        wrongs.append(Wrong("the checkpoint file does not end with a whole note"))


def named_keys(database):
    for (detail,) in ask(database, "SELECT detail FROM act NOT INDEXED WHERE act = 'key' ORDER BY seq"):
        try:
            yield parse_key(json.loads(detail[0])["verifier"])
        except (ValueError, KeyError, TypeError, Wrong):
            continue


def verify_database(path, keys, elsewhere):
    database = sqlite3.connect(f"file:{os.path.abspath(path)}?mode=ro", uri=True)
    database.text_factory = lambda octets: (octets,)
    wrongs, records, count = [], 0, 0

    def attempt(check, *arguments):
        try:
            return check(*arguments)
        except Wrong as wrong:
            wrongs.append(wrong)
        except (sqlite3.DatabaseError, UnicodeError, TypeError, KeyError) as error:
            wrongs.append(Wrong(f"database: it is damaged ({error})"))

    attempt(check_schema, database)
    keys = keys or attempt(lambda: list(named_keys(database))) or []
    collected = attempt(collect, database, path, keys, elsewhere, wrongs)
    size = attempt(lambda: ask(database, "SELECT size FROM log_head").fetchone()[0])
    if collected and size is not None:
        (claims, count), records = collected, size
        attempt(check_log, database, claims, size)
    for check in (check_items, check_archives, check_money, check_states, check_indexes):
        attempt(check, database)
    first = min((wrong for wrong in wrongs if wrong.record is not None), key=lambda wrong: wrong.record, default=None)
    first = first or (wrongs[0] if wrongs else None)
    bad = first and {"record": first.record, "what": str(first)}
    return {"records": records, "checkpoints": count, "first_bad": bad}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="+")
    parser.add_argument("--key")
    parser.add_argument("--checkpoint", action="append", default=[])
    arguments = parser.parse_args()
    bad = False
    try:
        keys = [parse_key(line) for line in open(arguments.key)] if arguments.key else []
    except (OSError, ValueError) as error:
        parser.error(f"{arguments.key}: {error}")
    try:
        if not keys and not all(map(is_database, arguments.file)):
            parser.error("a proof is checked with --key: the .pub file beside the key that signed it")
        for path in arguments.file:
            result = verify(path, keys, arguments.checkpoint)
            bad = bad or result["first_bad"] is not None
            print(json.dumps(result))
    except OSError as error:
        parser.error(str(error))
    sys.exit(10 if bad else 0)


def is_database(path):
    with open(path, "rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def verify(path, keys, elsewhere):
    try:
        if is_database(path):
            return verify_database(path, keys, elsewhere)
        return verify_proof(open(path, "rb").read(), keys)
    except (Wrong, ValueError, IndexError, sqlite3.DatabaseError) as error:
        return {"first_bad": {"record": getattr(error, "record", None), "what": str(error)}}


if __name__ == "__main__":
    main()
