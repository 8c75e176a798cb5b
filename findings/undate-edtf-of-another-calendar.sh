#!/usr/bin/env bash
# undate writes a date of the Islamic or Hebrew calendar as EDTF with that calendar's numbers, which EDTF reads as our own.
#
# Versions: undate 0.8.0, edtf 5.0.2, Python 3.11.
#
# Guess:    Undate.parse("9 Ramadan 1445", "Islamic") knows its day in our calendar (earliest is 2024-03-19), and compares
#           with other dates by it. EDTF, a profile of ISO 8601, has no other calendar than the Gregorian one, so
#           format("EDTF") writes 2024-03-19, or refuses.
# Seen:     It writes 1445-09-09. The same with ISO8601. The calendar is lost, and undate's own parser reads back a day of
#           September 1445 that differs from the date it came from; a Hebrew year lands in the year 5784. Some dates cannot
#           be read at all: 30 Safar 1445 becomes 1445-02-30.
# Matters:  Dates in texts of the Arab world come out of a catalogue or a feed 579 years early, as valid EDTF, so that no
#           check stops them. earliest and latest hold the right days.
#
# Output:   9 Ramadan 1445   earliest 2024-03-19  EDTF 1445-09-09  read by undate: 1445-09-09, equal: False, by edtf: 1445-09-09
#           3 Tishrei 5785   earliest 2024-10-05  EDTF 5785-07-03  read by undate: 5785-07-03, equal: False, by edtf: 5785-07-03
#           30 Safar 1445    earliest 2023-09-15  EDTF 1445-02-30  read by undate: refused, equal: False, by edtf: refused
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check undate==0.8.0 edtf==5.0.2

"$work/venv/bin/python" - <<'PY'
import sys

from edtf import parse_edtf
from undate import Undate


def attempt(read, text):
    """Return what the parser makes of the text, or "refused"."""
    try:
        return read(text)
    except Exception:
        return "refused"


seen = []
for text, calendar in (("9 Ramadan 1445", "Islamic"), ("3 Tishrei 5785", "Hebrew"), ("30 Safar 1445", "Islamic")):
    date = Undate.parse(text, calendar)
    written = date.format("EDTF")
    back = attempt(lambda one: Undate.parse(one, "EDTF"), written)
    equal = back != "refused" and back == date
    day = back if back == "refused" else back.earliest
    other = attempt(lambda one: "-".join(f"{part:02}" for part in parse_edtf(one).lower_strict()[:3]), written)
    seen.append((f"{date.earliest}", written, f"{day}", equal, other))
    print(
        f"{text:15}  earliest {date.earliest}  EDTF {written}  read by undate: {day}, equal: {equal}, by edtf: {other}"
    )
expected = [
    ("2024-03-19", "1445-09-09", "1445-09-09", False, "1445-09-09"),
    ("2024-10-05", "5785-07-03", "5785-07-03", False, "5785-07-03"),
    ("2023-09-15", "1445-02-30", "refused", False, "refused"),
]
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
