"""Where news outlets sit: what a local paper calls "Paris" is the Paris it is printed in."""

from __future__ import annotations

import csv
from functools import cache
from urllib.parse import urlsplit

from geo import settings

FILE = "outlets.tsv"


def home(address: str | None) -> str | None:
    """Return the home of the outlet at a URL or domain as "Town, Division, Country", or None if it is not known."""
    if not address:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:  # brackets that are no IPv6 address: then it is no outlet either
        return None
    labels = host.lower().removeprefix("www.").split(".")
    known = _homes()
    return next((known[name] for i in range(len(labels) - 1) if (name := ".".join(labels[i:])) in known), None)


@cache
def _homes() -> dict[str, str]:
    path = settings.load().data_dir / FILE
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return {row["domain"]: row["home"] for row in rows}
