#!/usr/bin/env bash
# In rdflib's SPARQL every month and year is later than every day: "after 1 May 2024" finds 1999.
#
# Versions: rdflib 7.6.0, pyoxigraph 0.5.13, Python 3.11.
#
# Guess:    FILTER(?when < "2024-06"^^xsd:gYearMonth) compares months, as it compares days and moments. What SPARQL does
#           not compare, a month with a day, is an error, which drops the row, as pyoxigraph does it.
# Seen:     Days are compared with days and moments with moments. Of two values of any other kinds, or of two months or
#           two years, < and > ask for the kind: dates come before moments, and both before years and months, whatever
#           they say. Months are neither before nor after one another. No row fails. "=" is right, and ORDER BY has the
#           same order.
# Matters:  Events are known to the day, the month or the year, and linked data has a type for each. One filter over such
#           data gives whole kinds of dates in the place of the asked span, and a test whose dates are all days is green.
#           A time zone of an xsd:date is dropped when it is read, too, so that 2024-03-03+14:00 equals 2024-03-03.
#
# Output:   < "2024-06"^^xsd:gYearMonth                   rdflib: day, moment          pyoxigraph: May
#           >= "2024-06"^^xsd:gYearMonth                  rdflib: -                    pyoxigraph: July
#           > "2024-05-01"^^xsd:date                      rdflib: 1999, July, May, day, moment pyoxigraph: day
#           < "2024-05-01T00:00:00Z"^^xsd:dateTime        rdflib: day                  pyoxigraph: -
#           = "2024-05"^^xsd:gYearMonth                   rdflib: May                  pyoxigraph: May
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check rdflib==7.6.0 pyoxigraph==0.5.13

"$work/venv/bin/python" - <<'PY'
import sys

import pyoxigraph
import rdflib

PREFIXES = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
FACTS = """
:1999 :when "1999"^^xsd:gYear .
:May :when "2024-05"^^xsd:gYearMonth .
:July :when "2024-07"^^xsd:gYearMonth .
:day :when "2024-12-31"^^xsd:date .
:moment :when "2024-12-31T10:00:00Z"^^xsd:dateTime .
"""
graph = rdflib.Graph().parse(data=PREFIXES + FACTS, format="turtle")
store = pyoxigraph.Store()
store.load((PREFIXES + FACTS).encode(), format=pyoxigraph.RdfFormat.TURTLE)

expected = {
    '< "2024-06"^^xsd:gYearMonth': (["day", "moment"], ["May"]),
    '>= "2024-06"^^xsd:gYearMonth': ([], ["July"]),
    '> "2024-05-01"^^xsd:date': (["1999", "July", "May", "day", "moment"], ["day"]),
    '< "2024-05-01T00:00:00Z"^^xsd:dateTime': (["day"], []),
    '= "2024-05"^^xsd:gYearMonth': (["May"], ["May"]),
}
same = True
for condition, answers in expected.items():
    query = f"{PREFIXES} SELECT ?event {{ ?event :when ?when FILTER(?when {condition}) }}"
    one = sorted(str(row[0]).rpartition("/")[2] for row in graph.query(query))
    two = sorted(row["event"].value.rpartition("/")[2] for row in store.query(query))
    same &= (one, two) == answers
    print(f"{condition:45} rdflib: {', '.join(one) or '-':20} pyoxigraph: {', '.join(two) or '-'}")
zoned = rdflib.Literal("2024-03-03+14:00", datatype=rdflib.XSD.date)
same &= zoned == rdflib.Literal("2024-03-03", datatype=rdflib.XSD.date) and str(zoned) == "2024-03-03"
sys.exit(0 if same else "the behaviour has changed")
PY
