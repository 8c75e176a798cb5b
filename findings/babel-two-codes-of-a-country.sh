#!/usr/bin/env bash
# Babel's territory aliases are no table of ISO 3166: turned around, they give eight countries a code of the past.
#
# Versions: Babel 2.18.0, pycountry 26.2.16, Python 3.11.
#
# Guess:    babel.core.get_global("territory_aliases") says that "SDN" and "729" are SD, so turned around it is the table of
#           three-letter and numeric codes by two letters, and saves another dependency.
# Seen:     It holds the codes of former countries, too, in no order that tells them apart: 736 and 729 are both SD (Sudan
#           before and after South Sudan), 249 and 250 both FR, DDR and DEU both DE. Whoever keeps the last of each gets
#           280 for Germany or 249 for France, depending on the order.
# Matters:  Events of Sudan, Germany, Yemen, France, Ethiopia, … join with nothing in tables that go by ISO's numbers, or
#           with what was before 2011, without an error.
#
# Output:   CD COD,ZAR 180 | DE DDR,DEU 276,278,280 | ET ETH 230,231 | FR FRA,FXX 249,250 | MM BUR,MMR 104
#           SD SDN 729,736 | TL TLS,TMP 626 | YE YEM,YMD 720,886,887
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check babel==2.18.0 pycountry==26.2.16

"$work/venv/bin/python" - <<'PY'
import sys
from collections import defaultdict

import pycountry
from babel.core import get_global

letters, numbers = defaultdict(list), defaultdict(list)
for alias, territories in get_global("territory_aliases").items():
    if len(alias) == 3 and len(territories) == 1:
        (numbers if alias.isdigit() else letters)[territories[0]].append(alias)
several = {}
for country in pycountry.countries:
    mine = sorted(letters[country.alpha_2]), sorted(numbers[country.alpha_2])
    if mine != ([country.alpha_3], [country.numeric]):
        several[country.alpha_2] = mine
for code, (three, numeric) in sorted(several.items()):
    print(code, ",".join(three), ",".join(numeric))
same = sorted(several) == ["CD", "DE", "ET", "FR", "MM", "SD", "TL", "YE"] and several["SD"][1] == ["729", "736"]
sys.exit(0 if same else "the behaviour has changed")
PY
