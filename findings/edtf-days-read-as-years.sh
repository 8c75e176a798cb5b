#!/usr/bin/env bash
# "3-5 March 2024" becomes 5 March 2003 when edtf reads it: the first day is taken for the year.
#
# Versions: edtf 5.0.2, Python 3.11.
#
# Guess:    text_to_edtf turns English text into EDTF: "3 March 2024" into 2024-03-03 and "1851-1852" into 1851/1852. So
#           "3-5 March 2024" becomes 2024-03-03/2024-03-05, or, as other texts that it does not understand, None.
# Seen:     A whole, certain day of another year, without any of EDTF's marks for doubt: the first number is read as a year
#           of two digits, the 2024 is dropped. "10-12 March 2024" is 2010-03-12, "1 or 2 March 2024" is 2001-03-02, and
#           "March 3-5, 2024" is 2005-03-03. The README shows ranges of years only, and does not name this.
# Matters:  Floods, fighting and elections last days, and news dates them so. They end up around 2003 to 2031, in order and
#           valid, and lower_strict and upper_strict of them are one day.
#
# Output:   3 March 2024                 2024-03-03
#           3-5 March 2024               2003-03-05
#           10-12 March 2024             2010-03-12
#           March 3-5, 2024              2005-03-03
#           night of 3 to 4 March 2024   2003-03-04
#           1 or 2 March 2024            2001-03-02
#           from March 2024 to May 2024  None
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check edtf==5.0.2

"$work/venv/bin/python" - <<'PY'
import sys

from edtf import text_to_edtf

expected = {
    "3 March 2024": "2024-03-03",
    "3-5 March 2024": "2003-03-05",
    "10-12 March 2024": "2010-03-12",
    "March 3-5, 2024": "2005-03-03",
    "night of 3 to 4 March 2024": "2003-03-04",
    "1 or 2 March 2024": "2001-03-02",
    "from March 2024 to May 2024": None,
}
seen = {text: text_to_edtf(text) for text in expected}
for text, date in seen.items():
    print(f"{text:28} {date}")
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
