#!/usr/bin/env bash
# pyshp cuts a number that is wider than its field to the digits that fit: 12,500,000,000 is written as 1,250,000,000.
#
# Versions: pyshp 3.1.6, Python 3.11.
#
# Guess:    A number that does not fit into its field, N of 10 digits, raises an error, as a date that is no date does, or
#           is written as missing, since the first digits of a number are no shorter number. A text that is None is
#           missing, as numbers, dates and truths that are None are.
# Seen:     The digits behind the tenth are left out, without a word. A minus counts as a digit. With decimals these go
#           first (that is rounding down at worst), then the digits before the point. None in a field of text becomes the
#           word "None".
# Matters:  Damage in a small currency, people affected, square metres: ten times too small, or a hundred times, in the
#           largest values only, and in the right order of no column. Where the field is wide enough all is well, so that
#           tests pass; and an event without a name is called "None".
#
# Output:   N 10     12500000000    read back 1250000000
#           N 10     -1250000000    read back -125000000
#           N 10     1438069596     read back 1438069596
#           F 8.2    123456789.25   read back 12345678.0
#           C 20     None           read back 'None'
#           N 10     None           read back None
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pyshp==3.1.6

"$work/venv/bin/python" -W error - "$work" <<'PY'
import sys

import shapefile

cases = [
    (("N", 10, 0), 12_500_000_000, 1_250_000_000),
    (("N", 10, 0), -1_250_000_000, -125_000_000),
    (("N", 10, 0), 1_438_069_596, 1_438_069_596),
    (("F", 8, 2), 123_456_789.25, 12_345_678.0),
    (("C", 20), None, "None"),
    (("N", 10, 0), None, None),
]
same = True
for number, (field, value, expected) in enumerate(cases):
    path = f"{sys.argv[1]}/{number}"
    with shapefile.Writer(path) as writer:
        writer.field("value", *field)
        writer.point(30, 50)
        writer.record(value)
    with shapefile.Reader(path) as reader:
        seen = reader.record(0)["value"]
    same &= seen == expected
    size = ".".join(str(part) for part in field[1:] if part)
    print(f"{field[0]} {size:6} {value!s:14} read back {seen!r}")
sys.exit(0 if same else "the behaviour has changed")
PY
