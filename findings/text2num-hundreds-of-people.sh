#!/usr/bin/env bash
# text2num makes an exact number of a toll that the news gives in round words: "hundreds of people" becomes "100 of people".
#
# Versions: text2num 3.1.0, Python 3.11.
#
# Guess:    alpha2digit(text, "en") writes "spelled numbers" as digits: "two hundred and fifty people" as "250 people".
#           "hundreds of people" and "tens of thousands" are no numbers and stay; "1.5 million" becomes 1500000 or stays;
#           "half a million" stays, or becomes 500000.
# Seen:     The plurals are taken for 100, 1000 and 1000000, so "tens of thousands" is "10 of 1000". Of a number that is
#           half in digits the word alone is replaced: "1.5 million" is "1.5 1000000", and "half a million" is
#           "half a 1000000". In Spanish and French it is the same ("cientos", "des millions"). A threshold changes nothing
#           for these, and the README has no such word.
# Matters:  What counts the dead reads 100 where the paper said hundreds, 10 where it said tens of thousands, and 1.5, or a
#           million, where it said 1.5 million; all look like figures of the source.
#
# Output:   two hundred and fifty people were killed   250 people were killed
#           hundreds of people were killed             100 of people were killed
#           tens of thousands fled                     10 of 1000 fled
#           millions fled                              1000000 fled
#           1.5 million people fled                    1.5 1000000 people fled
#           half a million people fled                 half a 1000000 people fled
#           dozens of people were killed               dozens of people were killed
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check text2num==3.1.0

"$work/venv/bin/python" - <<'PY'
import sys

from text_to_num import alpha2digit

expected = {
    "two hundred and fifty people were killed": "250 people were killed",
    "hundreds of people were killed": "100 of people were killed",
    "tens of thousands fled": "10 of 1000 fled",
    "millions fled": "1000000 fled",
    "1.5 million people fled": "1.5 1000000 people fled",
    "half a million people fled": "half a 1000000 people fled",
    "dozens of people were killed": "dozens of people were killed",
}
seen = {text: alpha2digit(text, "en") for text in expected}
for text, digits in seen.items():
    print(f"{text:42} {digits}")
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
