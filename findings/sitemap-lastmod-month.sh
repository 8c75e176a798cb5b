#!/usr/bin/env bash
# The day on which ultimate-sitemap-parser reads a sitemap gets into the dates of its pages.
#
# Versions: ultimate-sitemap-parser 1.8.1, python-dateutil 2.9.0.post0, Python 3.11 (3.10 takes another path);
#           freezegun 1.5.5 holds the clock, so that the check does not depend on the day it runs.
#
# Guess:    The sitemap protocol takes lastmod in W3C's date format, which may stop at the month (2024-02) or the year
#           (2024). Such a page is dated at the start of its span, 1 February and 1 January 2024, or has no date.
# Seen:     What is missing comes from today's date. One sitemap, read on two days, dates the same pages differently, and
#           nothing tells them from pages whose day was written. A day that the month lacks becomes the month's last.
# Matters:  An archive's sitemap dates back numbers by month. They get a day that nobody published, a new one with every
#           crawl, so that "changed since the last crawl" and "published by that day" go wrong.
#
# Output:   read on 2026-03-17   month: 2024-02-17  year: 2024-03-17  day: 2024-02-05
#           read on 2026-08-31   month: 2024-02-29  year: 2024-08-31  day: 2024-02-05
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check \
  ultimate-sitemap-parser==1.8.1 python-dateutil==2.9.0.post0 freezegun==1.5.5

cat > "$work/sitemap.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url><loc>https://news.example.org/month</loc><lastmod>2024-02</lastmod></url>
  <url><loc>https://news.example.org/year</loc><lastmod>2024</lastmod></url>
  <url><loc>https://news.example.org/day</loc><lastmod>2024-02-05</lastmod></url>
</urlset>
XML

"$work/venv/bin/python" - "$work/sitemap.xml" <<'PY'
import sys
from pathlib import Path

from freezegun import freeze_time
from usp.tree import sitemap_from_str

text = Path(sys.argv[1]).read_text()
seen = {}
for today in ("2026-03-17", "2026-08-31"):
    with freeze_time(today):
        pages = list(sitemap_from_str(text).all_pages())
    seen[today] = {page.url.rsplit("/", 1)[1]: page.last_modified.date().isoformat() for page in pages}
    print("read on", today, "".join(f"  {name}: {day}" for name, day in seen[today].items()))

expected = {
    "2026-03-17": {"month": "2024-02-17", "year": "2024-03-17", "day": "2024-02-05"},
    "2026-08-31": {"month": "2024-02-29", "year": "2024-08-31", "day": "2024-02-05"},
}
sys.exit(0 if seen == expected else "the behaviour has changed")
PY
