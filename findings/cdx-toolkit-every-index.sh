#!/usr/bin/env bash
# cdx-toolkit asks every index of Common Crawl for three days of news, and its estimate for them covers the whole month.
#
# Versions: cdx_toolkit 0.9.39, requests 2.34.2, Python 3.11. A small server on 127.0.0.1 stands for Common Crawl's list of
#           crawls (77 of them, seven a year) and for their indexes; it answers that nothing was captured, and one page.
#
# Guess:    The README says that the code "selects which monthly CC indices to use based solely on date ranges". Captures
#           from 1 to 3 February 2024 are asked of the crawls around February 2024, two or three of 77; the estimate of
#           their number asks the same crawls for the same days.
# Seen:     get and iter ask all 77: they set crawl=None themselves, which then counts as a choice of crawls and skips that
#           by date. They also turn the fetcher's own list round in place, so that the newest crawl is asked first in one
#           call and the oldest in the next. Only get_size_estimate chooses by date, three of 77; but it pads a "to" that
#           is a day to the end of its month (and that of a leap year to 28 February).
# Matters:  A day of news costs as many requests as the whole archive: with the pause of a second that the package keeps
#           between two, minutes instead of seconds, and a public service is asked a hundred times for nothing. With a limit
#           over several years, the same call gives the newest captures, then the oldest. And the estimate, made to
#           decide whether to ask, is of another span. To name the crawls (crawl=[…]) avoids the first two.
#
# Output:   get                77 of 77 indexes, 2024-48 to 2014-05, days 20240201 to 20240203
#           get                77 of 77 indexes, 2014-05 to 2024-48, days 20240201 to 20240203
#           iter               77 of 77 indexes, 2024-48 to 2014-05, days 20240201 to 20240203
#           get_size_estimate   3 of 77 indexes, 2024-10 to 2023-48, days 20240201000000 to 20240228235959
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check cdx_toolkit==0.9.39 requests==2.34.2

CDXT_CACHE_DIR="$work/cache/" CDXT_DEFAULT_MIN_RETRY_INTERVAL=0 NO_PROXY=127.0.0.1 "$work/venv/bin/python" - <<'PY'
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import cdx_toolkit

CRAWLS = [f"{year}-{week:02}" for year in range(2014, 2025) for week in (5, 10, 18, 26, 33, 40, 48)]
asked = []


class Mirror(BaseHTTPRequestHandler):
    def do_GET(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path == "/collinfo.json":
            status = 200
            body = [{"cdx-api": f"http://127.0.0.1:{self.server.server_port}/CC-MAIN-{crawl}-index"} for crawl in CRAWLS]
        elif "showNumPages" in query:
            status, body = 200, {"pages": 0, "pageSize": 5, "blocks": 0}
        else:
            status, body = (400, {}) if query.get("page", ["0"]) != ["0"] else (404, {"message": "No Captures found"})
        if url.path != "/collinfo.json" and status != 400:
            asked.append((url.path[9:16], query["from"][0], query["to"][0]))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Mirror)
threading.Thread(target=server.serve_forever, daemon=True).start()
fetcher = cdx_toolkit.CDXFetcher(source="cc", cc_mirror=f"http://127.0.0.1:{server.server_port}/")

seen = []
for name in ("get", "get", "iter", "get_size_estimate"):
    asked.clear()
    found = getattr(fetcher, name)("news.example.org/*", from_ts="20240201", to="20240203")
    assert not (list(found) if name == "iter" else found)
    ((start, end),) = {(first, last) for _, first, last in asked}
    seen.append((len(asked), asked[0][0], asked[-1][0], start, end))
    print(f"{name:17} {len(asked):3} of {len(CRAWLS)} indexes, {asked[0][0]} to {asked[-1][0]}, days {start} to {end}")

expected = [
    (77, "2024-48", "2014-05", "20240201", "20240203"),
    (77, "2014-05", "2024-48", "20240201", "20240203"),
    (77, "2024-48", "2014-05", "20240201", "20240203"),
    (3, "2024-10", "2023-48", "20240201000000", "20240228235959"),
]
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
