#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""A source in ten lines: usage: rows.py BRAND WINDOW DATE, a JSON object a row on stdout."""
import json
import sys

brand, window, date = sys.argv[1:]
print(f"brand {brand}: {window} days before {date}", file=sys.stderr)  # a remark for people
for number, gmv in enumerate(["120.50", "80.00", "0"], start=1):
    amount = {"amount": gmv, "currency": "USD"}
    print(json.dumps({"id": f"76000000000000000{number:02}", "username": "anna.demo", "gmv": amount,
                      "views": 1000 * number * int(window) // 30, "ctr": "1.5%"}))
