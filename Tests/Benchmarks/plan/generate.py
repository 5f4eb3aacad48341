#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Writes an export of pending shipments, as CSV or NDJSON by the file's name.

    generate.py FILE [ROWS]

1,000,000 rows (the default) are about 160 MB of CSV. A quarter of them is pending and older than
a week on 2026-11-20. The same number of rows is always the same file. Prints figures only.
"""
import json
import os
import random
import sys

HEADER = ["Shipment ID", "Order Number", "Status", "Created At", "Ship Date", "Label Cost",
          "Currency", "Carrier", "Service", "Tracking Number", "Label ID", "Tags",
          "Ship To Name", "Ship To City", "Notes"]
NOTES = ["", "leave at the door", 'call "before" 5, ring twice', "line one\nline two",
         "plain note text"]


def rows(count):
    chance = random.Random(7)
    for number in range(count):
        due = chance.random() < 0.25
        pending = due or chance.random() < 0.3
        status = "pending" if pending else chance.choice(
            ["label_purchased", "cancelled", "processing"])
        # Due rows are from October; other pending rows are at most a week old on 20 November.
        day = chance.randint(1, 28) if due or not pending else chance.randint(14, 20)
        date = f"2026-{10 if due or not pending else 11:02d}-{day:02d}"
        yield [f"se-{28000000 + number}", f"1000{number}", status,
               f"{date}T{number % 24:02d}:15:00Z", date,
               f"{chance.randint(100, 3000) / 100:.2f}", "USD", "ups", "ups_ground",
               f"1Z999AA1{number:010d}", f"se-{58000000 + number}",
               chance.choice(["", "", "", "vip", "gift"]), f"Jane Doe {number % 977}", "Austin",
               chance.choice(NOTES)]


def cell(text):
    if any(mark in text for mark in ',"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def main():
    path = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    with open(path, "w", encoding="utf-8", newline="") as file:
        if path.endswith((".ndjson", ".jsonl")):
            for row in rows(count):
                file.write(json.dumps(dict(zip(HEADER, row)), separators=(",", ":")) + "\n")
        else:
            file.write(",".join(HEADER) + "\n")
            for row in rows(count):
                file.write(",".join(map(cell, row)) + "\n")
    print(f"{count} rows, {os.path.getsize(path) / 1e6:.1f} MB: {path}")


main()
