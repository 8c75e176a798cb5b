#!/usr/bin/env bash
# For georss-client, a house in the middle of a warned area is far from it: the warning is left out as too far away.
#
# Versions: georss-client 2026.6.1, georss-generic-client 2026.6.0, Python 3.11. A small server on 127.0.0.1 serves the feed.
#
# Guess:    filter_radius is the "radius in kilometers around the home coordinates in which events from the feed are
#           included". A warning whose polygon holds the home is 0 km away, and one whose border runs by 2 km off is 2 km
#           away; both are included.
# Seen:     The distance is that to the nearest corner of the polygon, also from inside. A home in the middle of a warned
#           square of 290 km is 201 km from it, and of a long strip whose border is 2 km away, 212 km. With a radius of
#           50 km only the small fire next door is left.
# Matters:  Warnings of storms and heat have few corners and cover the home: the larger the area, the surer it is left out,
#           without a word, and what comes through is the small events. (Home Assistant's GeoRSS sensors rest on this.)
#
# Output:   no radius    storm: 201 km  heat: 212 km  fire: 8 km
#           50 km        fire: 8 km
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check georss-client==2026.6.1 georss-generic-client==2026.6.0

cat > "$work/warnings.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:georss="http://www.georss.org/georss">
  <channel>
    <title>Warnings</title>
    <link>https://warnings.example.org/</link>
    <description>Three areas</description>
    <item>
      <title>storm</title>
      <guid>1</guid>
      <georss:polygon>49.2 35.0 51.8 35.0 51.8 39.0 49.2 39.0 49.2 35.0</georss:polygon>
    </item>
    <item>
      <title>heat</title>
      <guid>2</guid>
      <georss:polygon>50.52 34.0 53.0 34.0 53.0 40.0 50.52 40.0 50.52 34.0</georss:polygon>
    </item>
    <item>
      <title>fire</title>
      <guid>3</guid>
      <georss:polygon>50.55 37.08 50.6 37.08 50.6 37.2 50.55 37.08</georss:polygon>
    </item>
  </channel>
</rss>
XML

NO_PROXY=127.0.0.1 "$work/venv/bin/python" - "$work/warnings.xml" <<'PY'
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from georss_generic_client import GenericFeed

body = Path(sys.argv[1]).read_bytes()
HOME = (50.5, 37.0)


class Feed(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Feed)
threading.Thread(target=server.serve_forever, daemon=True).start()
seen = {}
for name, radius in (("no radius", None), ("50 km", 50)):
    status, entries = GenericFeed(HOME, f"http://127.0.0.1:{server.server_port}/", filter_radius=radius).update()
    assert status == "OK"
    seen[name] = {entry.title: round(entry.distance_to_home) for entry in entries}
    print(f"{name:10}", "".join(f"  {title}: {distance} km" for title, distance in seen[name].items()))

expected = {"no radius": {"storm": 201, "heat": 212, "fire": 8}, "50 km": {"fire": 8}}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
