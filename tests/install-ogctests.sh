#!/bin/sh
# The OGC's tests want older libraries than ours, so they get an environment of their own.
set -eu
cd "$(dirname "$0")/.."
.ogctests/bin/python -c "import ogctests" >/dev/null 2>&1 && exit 0
echo "Installing the tests of OGC API - Features." >&2
"${PYTHON:-python3}" -m venv .ogctests
.ogctests/bin/python -m pip install --quiet --disable-pip-version-check ogctests==0.1.15
