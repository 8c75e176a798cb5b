#!/usr/bin/env bash
# agate makes a column of weekdays into dates of January of the year 1, and "14:30" into 14 minutes and a half.
#
# Versions: agate 1.14.2, parsedatetime 2.6, pytimeparse 1.1.10, Python 3.11.
#
# Guess:    from_csv finds out the types of the columns. Names of weekdays or months are no dates, and stay text, as
#           seasons, quarters and places do. A time of day stays text, too, or becomes hours and minutes. Dates are ISO's,
#           or those of the given format.
# Seen:     What a reader of everyday English takes for a day, counted from 1 January of the year 1, is a date: "Friday"
#           is the first Friday after it, "May" the first of May, "1 week" in a column of dates the eighth of January. Two
#           numbers with a colon are minutes and seconds, three are hours, minutes and seconds. What is written out again
#           (to_csv, to_json, and so csvkit) has these in the place of what was read. One cell that is no day keeps the
#           column text, so that it depends on the rows.
# Matters:  Tables of incidents have a column "weekday", "month" or "time". Counted by month they are right, shown or
#           joined they are in the year 1; half past two in the afternoon is before one in the morning, on every map with
#           a slider.
#
# Output:   month   Date       0001-03-01 0001-05-01
#           weekday Date       0001-01-05 0001-01-08
#           time    TimeDelta  0:14:30 0:09:05
#           season  Text       spring summer
#           place   Text       Friday Harbor Friday
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check agate==1.14.2 parsedatetime==2.6 pytimeparse==1.1.10

"$work/venv/bin/python" - <<'PY'
import io
import sys

import agate

table = agate.Table.from_csv(
    io.StringIO(
        "month,weekday,time,season,place\n"
        "March,Friday,14:30,spring,Friday Harbor\n"
        "May,Monday,9:05,summer,Friday\n"
    )
)
seen = {
    column.name: (type(column.data_type).__name__, " ".join(str(value) for value in column.values()))
    for column in table.columns
}
for name, (kind, values) in seen.items():
    print(f"{name:7} {kind:10} {values}")
expected = {
    "month": ("Date", "0001-03-01 0001-05-01"),
    "weekday": ("Date", "0001-01-05 0001-01-08"),
    "time": ("TimeDelta", "0:14:30 0:09:05"),
    "season": ("Text", "spring summer"),
    "place": ("Text", "Friday Harbor Friday"),
}
written = io.StringIO()
table.to_csv(written)
changed = written.getvalue().splitlines()[1] == "0001-03-01,0001-01-05,0:14:30,spring,Friday Harbor"
sys.exit(0 if seen == expected and changed else "the behaviour has changed")
PY
