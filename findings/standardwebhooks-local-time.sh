#!/usr/bin/env bash
# standardwebhooks signs a moment of another time zone as another moment, and then refuses its own signature.
#
# Versions: standardwebhooks 1.1.0, Python 3.11.
#
# Guess:    Webhook.sign takes a datetime. One with a time zone names a moment, so 12:00 in Kyiv and 10:00 in UTC, which are
#           the same, sign alike, and the header is int(moment.timestamp()).
# Seen:     sign replaces the zone by UTC and does not convert: 12:00+02:00 is signed as 12:00 UTC, two hours off. With the
#           header made from the same datetime, verify of the same library finds no matching signature.
# Matters:  A sender that keeps local times passes its tests on a machine that runs in UTC, and every receiver refuses what
#           it sends from one that does not. Seconds since 1970, or a conversion to UTC before, are safe.
#
# Output:   UTC     accepted
#           +02:00  refused (No matching signature found)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check standardwebhooks==1.1.0

"$work/venv/bin/python" - <<'PY'
import datetime as dt
import sys

from standardwebhooks import Webhook, WebhookVerificationError

webhook = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
now = dt.datetime.now(dt.UTC)
seen = []
for name, moment in (("UTC", now), ("+02:00", now.astimezone(dt.timezone(dt.timedelta(hours=2))))):
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": webhook.sign("msg_1", moment, "{}"),
    }
    try:
        webhook.verify("{}", headers)
        seen.append("accepted")
    except WebhookVerificationError as error:
        seen.append(f"refused ({error})")
    print(f"{name:7} {seen[-1]}")
sys.exit(0 if seen == ["accepted", "refused (No matching signature found)"] else "the behaviour has changed")
PY
