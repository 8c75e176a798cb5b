#!/usr/bin/env bash
# "The morning of September 11, 2001" is, for chrono, the day on which the text is read.
#
# Versions: chrono-node 2.10.3, Node 20. The clock is not asked: the moment of reading is given, 15 January 2025.
#
# Guess:    chrono reads "September 11, 2001" in whatever company: a time of day before it sets the hour, or is left out,
#           and "the night of 3-4 March 2024" is a span, or its first night. "September 11, 2001, morning" is 6:00 that
#           day.
# Seen:     With "morning", "afternoon", "evening" or "night" before the date (with "of", "on" or nothing between), the
#           result's text is the whole phrase, and its date the day of reading, at noon; year, month and day are all
#           merely implied. Spans end there, too. "Noon of" and "midnight of" are right, and so is the date before the
#           time of day.
# Matters:  Raids, storms and quakes are told by the night. They are dated to the day of the article, or of the crawl, and
#           the text that the result shows has the right date in it. parseDate, and whoever does not ask isCertain("day"),
#           never learns.
#
# Output:   September 11, 2001, morning            2001-09-11T06 certain
#           the morning of September 11, 2001      2025-01-15T12 implied
#           the noon of September 11, 2001         2001-09-11T12 certain
#           3-4 March 2024 at night                2024-03-03T20 certain to 2024-03-04
#           the night of 3-4 March 2024            2025-01-15T12 implied to 2025-01-15
#           evening 3 March 2024                   2025-01-15T12 implied
#           the night of Monday                    2025-01-15T12 implied
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" chrono-node@2.10.3

TZ=UTC node --input-type=module - <<'JS'
import * as chrono from "chrono-node";

const reading = new Date("2025-01-15T12:00:00Z");
const expected = {
  "September 11, 2001, morning": "2001-09-11T06 certain",
  "the morning of September 11, 2001": "2025-01-15T12 implied",
  "the noon of September 11, 2001": "2001-09-11T12 certain",
  "3-4 March 2024 at night": "2024-03-03T20 certain to 2024-03-04",
  "the night of 3-4 March 2024": "2025-01-15T12 implied to 2025-01-15",
  "evening 3 March 2024": "2025-01-15T12 implied",
  "the night of Monday": "2025-01-15T12 implied",
};
let same = true;
for (const [text, answer] of Object.entries(expected)) {
  const results = chrono.parse(text, reading);
  const [{ start, end, text: found }] = results;
  let seen = start.date().toISOString().slice(0, 13);
  seen += start.isCertain("day") || start.isCertain("weekday") ? " certain" : " implied";
  if (end) seen += ` to ${end.date().toISOString().slice(0, 10)}`;
  console.log(`${text.padEnd(38)} ${seen}`);
  same &&= results.length === 1 && found === text.replace(/^the /, "") && seen === answer;
}
if (!same) console.error("the behaviour has changed");
process.exit(same ? 0 : 1);
JS
