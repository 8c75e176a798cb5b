#!/usr/bin/env bash
# pygeofilter gives AND and OR one rank: "x OR y AND z" becomes "(x OR y) AND z".
#
# Versions: pygeofilter 0.4.0, cql2 0.6.0, Python 3.11.
#
# Guess:    In ECQL and in CQL2 text AND binds tighter than OR, as in SQL, which they are modelled on and often turned into.
#           Brackets around the AND are for the reader only.
# Seen:     Both text parsers of pygeofilter take AND and OR as they come, from left to right. The SQL that it makes keeps
#           that reading in its brackets. cql2, the Rust library, reads the same text the other way. With the AND first, the
#           two agree, and CQL2 as JSON has the brackets in its form, so a test of those finds nothing.
# Matters:  "every flood, and fires with more than ten dead" loses all floods with fewer than ten, without a word; and two
#           servers of OGC API Features answer the same filter differently, depending on the library behind them.
#
# Output:   pygeofilter ecql       ((("kind" = 'flood') OR ("kind" = 'fire')) AND ("dead" > 10))  a flood with 2 dead: False
#           pygeofilter cql2_text  ((("kind" = 'flood') OR ("kind" = 'fire')) AND ("dead" > 10))  a flood with 2 dead: False
#           cql2, as JSON, to SQL  (("kind" = 'flood') OR (("kind" = 'fire') AND ("dead" > 10.0)))  a flood with 2 dead: True
#           AND first              all three: True
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check pygeofilter==0.4.0 cql2==0.6.0 shapely==2.2.0

"$work/venv/bin/python" - <<'PY'
import sys

import cql2
from pygeofilter.backends.native.evaluate import NativeEvaluator
from pygeofilter.backends.sql import to_sql_where
from pygeofilter.parsers import cql2_json, cql2_text, ecql

OR_FIRST = "kind = 'flood' OR kind = 'fire' AND dead > 10"
AND_FIRST = "kind = 'fire' AND dead > 10 OR kind = 'flood'"
event = {"kind": "flood", "dead": 2}
columns = {"kind": "kind", "dead": "dead"}


def passes(tree):
    """Tell whether pygeofilter's own evaluation of a parsed filter lets the event pass."""
    return NativeEvaluator({}, use_getattr=False).evaluate(tree)(event)


def read(text):
    """Return a filter as each of the three reads it."""
    return {
        "pygeofilter ecql": ecql.parse(text),
        "pygeofilter cql2_text": cql2_text.parse(text),
        "cql2, as JSON, to SQL": cql2_json.parse(cql2.parse_text(text).to_json()),
    }


seen = []
for name, tree in read(OR_FIRST).items():
    print(f"{name:22} {to_sql_where(tree, columns)}  a flood with 2 dead: {passes(tree)}")
    seen.append(passes(tree))
# cql2's own evaluation, of the text itself
seen.append(cql2.Expr(OR_FIRST).matches({"type": "Feature", "geometry": None, "properties": event}))
first = {passes(tree) for tree in read(AND_FIRST).values()}
print(f"AND first              all three: {first.pop() if len(first) == 1 else first}")
sys.exit(0 if seen == [False, False, True, True] and not first else "the behaviour has changed")
PY
