#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Times reconciling a run against a later export, next to the plan of the same rows.

    measure.py RESCIND [ROWS]

RESCIND is a release build. 1,000,000 rows by default, a quarter of them planned. Two later exports:
a quiet one, in which one planned shipment in a hundred is still open, and a loud one, in which
every sixth row besides was cancelled by somebody else. Prints CPU seconds, seconds by the clock,
peak memory and the ratios to the plan of the same run of this script; nothing here asserts a time.
"""
import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
GENERATOR = os.path.join(HERE, "..", "plan")


def run(name, *words, allowed=(0,)):
    """CPU and wall seconds of one command; the latter say little where others use the machine."""
    start = time.monotonic()
    child = subprocess.Popen(words, stdout=subprocess.PIPE)
    output = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in allowed:
        sys.exit(f"{name} ended with {child.returncode}:\n{output}")
    cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    print(f"{name:24} {cpu:7.2f} s CPU {wall:7.2f} s wall {peak:7.0f} MB", flush=True)
    return cpu, wall


def cancel_planned(database):
    """Lets the record say that everything planned was cancelled; only for timing, and unproven."""
    with sqlite3.connect(database) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'item_state'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "INSERT INTO item_state (run, no, account, shipment_id, state, reason, code, attempts,"
            " requested_at, settled_at, claims) SELECT run, no, account, shipment_id, 'cancelled', '', '',"
            " 1, 1795139880000, 1795139880000, 1 FROM item WHERE state = 'planned'")


def later(source, target, planned, loud):
    with open(source, newline="") as old, open(target, "w", newline="") as new:
        rows, out = csv.reader(old), csv.writer(new, lineterminator="\n")
        header = next(rows)
        out.writerow(header)
        status, ours = header.index("Status"), 0
        for row in rows:
            if row[0] in planned:
                ours += 1
                row[status] = "pending" if ours % 100 == 0 else "cancelled"
            elif row[status] == "cancelled" and not loud:
                row[status] = "processing"
            out.writerow(row)


def main():
    rescind = os.path.abspath(sys.argv[1])
    rows = sys.argv[2] if len(sys.argv) > 2 else "1000000"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ.update(KEY="k", XDG_DATA_HOME=folder, ROWS=rows)
        subprocess.run([GENERATOR, "--generate", "export.csv"], check=True)
        # Over the standard limits it is stored as blocked, which takes as long.
        plan = run("plan", rescind, "plan", "export.csv", "--provider", "shipstation",
                   "--credential", "apiKey=env:KEY", "--as-of", "2026-11-20", "--due",
                   "status = 'pending' AND age_days >= 7", "--exported-at",
                   subprocess.check_output(["date", "-u", "+%FT%TZ"], text=True).strip(),
                   allowed=(0, 6))
        cancel_planned("audit.db")
        with sqlite3.connect("audit.db") as connection:
            planned = {row[0] for row in connection.execute(
                "SELECT shipment_id FROM item WHERE state = 'planned'")}
        for loud in (False, True):
            name = "reconcile, loud" if loud else "reconcile, quiet"
            later("export.csv", "later.csv", planned, loud)
            os.utime("later.csv", (4102444800, 4102444800))
            taken = run(name, rescind, "reconcile", "last", "--against", "later.csv",
                        allowed=(9,))
            cpu, wall = (mine / its for mine, its in zip(taken, plan))
            print(f"{'times the plan':24} {cpu:7.2f}       {wall:7.2f}")


main()
