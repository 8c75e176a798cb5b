#!/usr/bin/env bash
# isodate writes the days around New Year as weeks of the wrong year, and reads them back a year off.
#
# Versions: isodate 0.7.2, Python 3.11.
#
# Guess:    isodate is there for ISO 8601. date_isoformat(day, DATE_EXT_WEEK_COMPLETE) writes Monday, 30 December 2024, as
#           2025-W01-1, as date.isocalendar() has it, and parse_date of what it wrote gives the day back.
# Seen:     The week is ISO's, the year is the calendar's: 2024-W01-1, which is 1 January 2024. Every day whose week belongs
#           to another year than its month is off by 52 weeks or so, in all four formats with weeks and in
#           datetime_isoformat. Of 2000 to 2030 that is 53 days, up to three at a turn of the year.
# Matters:  Weekly counts of events (one layer a week) put the last days of December into the week of last January, and no
#           week of that name is invalid. It goes wrong for a few days a year, which no test in June meets.
#
# Output:   2024-12-30  isodate 2024-W01-1  date.isocalendar() 2025-W01-1  read back 2024-01-01
#           2023-01-01  isodate 2023-W52-7  date.isocalendar() 2022-W52-7  read back 2023-12-31
#           2021-01-02  isodate 2021-W53-6  date.isocalendar() 2020-W53-6  read back 2022-01-08
#           2024-06-03  isodate 2024-W23-1  date.isocalendar() 2024-W23-1  read back 2024-06-03
#           days of 2000 to 2030 that do not come back: 53
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check isodate==0.7.2

"$work/venv/bin/python" - <<'PY'
import datetime as dt
import sys

from isodate import DATE_EXT_WEEK_COMPLETE, date_isoformat, parse_date

seen = []
for text in ("2024-12-30", "2023-01-01", "2021-01-02", "2024-06-03"):
    day = dt.date.fromisoformat(text)
    year, week, weekday = day.isocalendar()
    written = date_isoformat(day, DATE_EXT_WEEK_COMPLETE)
    seen.append((written, f"{parse_date(written)}"))
    print(f"{day}  isodate {written}  date.isocalendar() {year}-W{week:02}-{weekday}  read back {seen[-1][1]}")

days = [dt.date(2000, 1, 1) + dt.timedelta(n) for n in range((dt.date(2031, 1, 1) - dt.date(2000, 1, 1)).days)]
lost = sum(parse_date(date_isoformat(day, DATE_EXT_WEEK_COMPLETE)) != day for day in days)
print(f"days of 2000 to 2030 that do not come back: {lost}")
expected = [
    ("2024-W01-1", "2024-01-01"),
    ("2023-W52-7", "2023-12-31"),
    ("2021-W53-6", "2022-01-08"),
    ("2024-W23-1", "2024-06-03"),
]
sys.exit(0 if seen == expected and lost == 53 else "the behaviour has changed")
PY
