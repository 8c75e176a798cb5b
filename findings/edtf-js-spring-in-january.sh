#!/usr/bin/env bash
# In edtf.js spring starts on 1 January, four months last five, and "all of March to May" ends in March.
#
# Versions: edtf 4.11.1 (npm), Node 20; edtf 5.0.2 (PyPI), Python 3.11. The two share a name and nothing else.
#
# Guess:    Both are for the same standard, so a date has the same first and last day in both, but perhaps for winter,
#           which each must place in a year. 2024-21 is spring: March to May. 2024-37, the first third of the year, ends
#           in April, and {2024-03..2024-05}, all months from March to May, on 31 May.
# Seen:     edtf.js takes the seasons (also those of a hemisphere, 25 to 32) for the quarters: spring is January to March,
#           autumn July to September. Thirds are five months, so that May and September belong to two of them. The end of
#           a range in braces or brackets is that of its first member; lists with commas are right. What is open at one
#           end ("2024/", end unknown) has null there, which compares as 0, that is 1970.
# Matters:  "Spring 2024" from a catalogue, put on a time line in the browser, is two months before what the server found
#           with the Python package; May's events are counted in two thirds of a year, or, in a range, not at all.
#
# Output:                        edtf.js                   edtf of Python
#           2024-21              2024-01-01 to 2024-03-31  2024-03-01 to 2024-05-31
#           2024-23              2024-07-01 to 2024-09-30  2024-09-01 to 2024-11-30
#           2024-33              2024-01-01 to 2024-03-31  2024-01-01 to 2024-03-31
#           2024-37              2024-01-01 to 2024-05-31  2024-01-01 to 2024-04-30
#           2024-38              2024-05-01 to 2024-09-30  2024-05-01 to 2024-08-31
#           {2024-03..2024-05}   2024-03-01 to 2024-03-31  2024-03-01 to 2024-05-31
#           {2024-03,2024-05}    2024-03-01 to 2024-05-31  2024-03-01 to 2024-05-31
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" edtf@4.11.1
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check edtf==5.0.2

dates="2024-21 2024-23 2024-33 2024-37 2024-38 {2024-03..2024-05} {2024-03,2024-05}"
set -f
node --input-type=module - $dates >js.txt <<'JS'
import edtf from "edtf";

const day = (time) => new Date(time).toISOString().slice(0, 10);
for (const text of process.argv.slice(2)) {
  const date = edtf(text);
  console.log(`${day(date.min)} to ${day(date.max)}`);
}
const open = edtf("2024/");
console.log(open.max === null && open.max < open.min);
JS

"$work/venv/bin/python" - $dates <<'PY'
import sys
import time
from pathlib import Path

from edtf import parse_edtf

*browser, before_its_start = Path("js.txt").read_text().splitlines()
seen = []
for text, there in zip(sys.argv[1:], browser, strict=True):
    date = parse_edtf(text)
    here = " to ".join(time.strftime("%Y-%m-%d", day) for day in (date.lower_strict(), date.upper_strict()))
    seen.append((there, here))
    print(f"{text:20} {there}  {here}")
expected = [
    ("2024-01-01 to 2024-03-31", "2024-03-01 to 2024-05-31"),
    ("2024-07-01 to 2024-09-30", "2024-09-01 to 2024-11-30"),
    ("2024-01-01 to 2024-03-31", "2024-01-01 to 2024-03-31"),
    ("2024-01-01 to 2024-05-31", "2024-01-01 to 2024-04-30"),
    ("2024-05-01 to 2024-09-30", "2024-05-01 to 2024-08-31"),
    ("2024-03-01 to 2024-03-31", "2024-03-01 to 2024-05-31"),
    ("2024-03-01 to 2024-05-31", "2024-03-01 to 2024-05-31"),
]
sys.exit(0 if seen == expected and before_its_start == "true" else "the behaviour has changed")
PY
