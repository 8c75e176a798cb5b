#!/usr/bin/env bash
# extruct loses a date that stands in a <time> of its own: the microdata has the property, with an empty text.
#
# Versions: extruct 0.18.0, Python 3.11.
#
# Guess:    HTML takes the value of <time itemprop="startDate">2024-06-03</time> from its text when it has no datetime
#           attribute (an element's "datetime value"), so extruct gives "2024-06-03", as it does of a <span>.
# Seen:     Only the attribute is read. Without it the value is "", the key is there, and "uniform" keeps it so. The same
#           page's microformats, read by extruct's other parser, do have the date.
# Matters:  Pages that write the date in ISO's form have no reason to write it twice, and HTML's own examples do not. The
#           event is found, with name and place, and its date is an empty text, which looks as if the page had none; a
#           check for the key passes.
#
# Output:   microdata    span: 2024-06-03  time with datetime: 2024-06-03  time without: (empty)
#           microformat  time without: 2024-06-03
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check extruct==0.18.0

cat > "$work/event.html" <<'HTML'
<!DOCTYPE html>
<html lang="en">
  <head><title>Flood</title></head>
  <body>
    <div class="h-event" itemscope itemtype="https://schema.org/Event">
      <h1 class="p-name" itemprop="name">Flood</h1>
      <span itemprop="previousStartDate">2024-06-03</span>
      <time itemprop="doorTime" datetime="2024-06-03">3 June</time>
      <time class="dt-start" itemprop="startDate">2024-06-03</time>
    </div>
  </body>
</html>
HTML

"$work/venv/bin/python" - "$work/event.html" <<'PY'
import sys
from pathlib import Path

import extruct

found = extruct.extract(Path(sys.argv[1]).read_text(), syntaxes=["microdata", "microformat"])
event = found["microdata"][0]["properties"]
span, with_attribute, without = (event[name] for name in ("previousStartDate", "doorTime", "startDate"))
print(f"microdata    span: {span}  time with datetime: {with_attribute}  time without: {without or '(empty)'}")
start = found["microformat"][0]["properties"]["start"]
print(f"microformat  time without: {start[0]}")
same = (span, with_attribute, without, start) == ("2024-06-03", "2024-06-03", "", ["2024-06-03"])
sys.exit(0 if same else "the behaviour has changed")
PY
