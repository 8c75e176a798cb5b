#!/usr/bin/env bash
# libhxl calls a table invalid because one number in it is far from the others; and it needs six, which it does not ask for.
#
# Versions: libhxl 5.2.2, python-dateutil 4.0.0, six 1.17.0, Python 3.11.
#
# Guess:    hxl.schema().validate(table) is False where a table breaks a rule of HXL: a date that is none, a number that is
#           none, a tag that does not exist. The severity "info" only points something out. Installed by itself, the
#           package can be imported.
# Seen:     Twenty clean rows and one with a large toll: validate() is False, and the only issue has the severity "info"
#           (the default schema looks for outliers). Whoever asks for the truth of the answer refuses every list of events
#           with one disaster in it. And `import hxl` fails until six is installed: it came along with python-dateutil 2.
# Matters:  A check of an export in CI must look at the severity of each issue, not at the answer, and must name six itself.
#
# Output:   import without six: ModuleNotFoundError: No module named 'six'
#           tolls alike   valid=True  issues=[]
#           one disaster  valid=False issues=[('info', '900')]
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check libhxl==5.2.2 python-dateutil==4.0.0
echo "import without six: $("$work/venv/bin/python" -c 'import hxl' 2>&1 | tail -n 1)"
"$work/venv/bin/pip" install -q --disable-pip-version-check six==1.17.0

"$work/venv/bin/python" - <<'PY'
import sys

import hxl


def checked(tolls):
    """Return the answer of libhxl's default schema, and its issues."""
    issues = []
    rows = [["Event", "Killed"], ["#event+id", "#affected+killed"], *([f"e{n}", str(toll)] for n, toll in enumerate(tolls))]
    valid = hxl.schema(None, issues.append).validate(hxl.data(rows))
    return valid, [(issue.rule.severity, issue.value) for issue in issues]


alike = [3, 4, 5, 6, 7] * 4
seen = {"tolls alike": checked(alike), "one disaster": checked([*alike, 900])}
for name, (valid, issues) in seen.items():
    print(f"{name:13} valid={valid!s:5} issues={issues}")
expected = {"tolls alike": (True, []), "one disaster": (False, [("info", "900")])}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
