#!/usr/bin/env bash
# A GeoRSS box written in GML is lost by feedparser, and leaves an empty "where" behind.
#
# Versions: feedparser 6.0.14, Python 3.11.
#
# Guess:    GeoRSS has two ways to write the box of an area, <georss:box>42.9 -71.0 43.0 -69.8</georss:box> and
#           <georss:where> around a <gml:Envelope> with a lower and an upper corner. feedparser reads both ways of points,
#           lines and polygons into the same entry.where, so both boxes become {"type": "Box", "coordinates": …} too.
# Seen:     Only the short one does. Of the Envelope, entry.where is {}, without type and coordinates, and the feed is not
#           marked as malformed (bozo is false). The corners are left as text in entries of their own.
# Matters:  "where" in entry is true, so an alert for an area either stops a reader that goes on to its type, or is
#           left without a place by one that skips what has no type.
#
# Output:   point     bozo=False where={'srsName': None, 'srsDimension': 2, 'type': 'Point', 'coordinates': (-71.0, 42.9)}
#           box       bozo=False where={'type': 'Box', 'coordinates': ((-71.0, 42.9), (-69.8, 43.0))}
#           envelope  bozo=False where={}
#           envelope  gml_lowercorner='42.9 -71.0' gml_uppercorner='43.0 -69.8'
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check feedparser==6.0.14

cat > "$work/alerts.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml">
  <channel>
    <title>Flood alerts</title>
    <link>https://alerts.example.org/</link>
    <description>Three ways to say where</description>
    <item>
      <title>point</title>
      <georss:where><gml:Point><gml:pos>42.9 -71.0</gml:pos></gml:Point></georss:where>
    </item>
    <item>
      <title>box</title>
      <georss:box>42.9 -71.0 43.0 -69.8</georss:box>
    </item>
    <item>
      <title>envelope</title>
      <georss:where>
        <gml:Envelope>
          <gml:lowerCorner>42.9 -71.0</gml:lowerCorner>
          <gml:upperCorner>43.0 -69.8</gml:upperCorner>
        </gml:Envelope>
      </georss:where>
    </item>
  </channel>
</rss>
XML

"$work/venv/bin/python" - "$work/alerts.xml" <<'PY'
import sys

import feedparser

feed = feedparser.parse(sys.argv[1])
entries = {entry.title: entry for entry in feed.entries}
for title, entry in entries.items():
    print(f"{title:9} bozo={bool(feed.bozo)} where={dict(entry.where)}")
envelope = entries["envelope"]
lower, upper = envelope.get("gml_lowercorner"), envelope.get("gml_uppercorner")
print(f"envelope  gml_lowercorner={lower!r} gml_uppercorner={upper!r}")

same = (
    not feed.bozo
    and entries["point"].where["coordinates"] == (-71.0, 42.9)
    and entries["box"].where == {"type": "Box", "coordinates": ((-71.0, 42.9), (-69.8, 43.0))}
    and envelope.where == {}
    and (lower, upper) == ("42.9 -71.0", "43.0 -69.8")
)
sys.exit(0 if same else "the behaviour has changed")
PY
