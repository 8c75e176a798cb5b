"""What the page shows where scripts are off: what is missing, and the events as a list."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from geo.maps.document import Entry
from geo.maps.headlines import readable
from geo.maps.words import days, number
from geo.model import GeometryKind
from geo.preferred import preferred

# A page of very many events is packed to stay small; its plain list must not undo that.
_AT_MOST = 500


def listed(heading: str, entries: Sequence[Entry], labels: Mapping[str, str], language: str = "en") -> str:
    """Return the events as HTML, every text of an article escaped."""
    items = "\n".join(f"<li>{_item(entry, labels, language)}</li>" for entry in entries[:_AT_MOST])
    more = (
        labels["noscript.more"].format(n=number(len(entries) - _AT_MOST, language)) if len(entries) > _AT_MOST else ""
    )
    said = labels["noscript"] if entries else labels["list.none"]
    return (
        f'<main class="without-script" tabindex="0">\n<h1 dir="auto">{html.escape(heading)}</h1>\n'
        f"<p>{html.escape(said)}</p>\n"
        f"<ol>\n{items}\n</ol>\n<p>{html.escape(more)}</p>\n</main>"
    )


def _item(entry: Entry, labels: Mapping[str, str], language: str) -> str:
    event = entry.event
    when = days(event.date, language) if event.date else labels["date.unknown"]
    parts = ((readable(event), "b"), (_where(entry, labels), "span"), (when, "span"))
    return " · ".join(f'<{tag} dir="auto">{html.escape(text)}</{tag}>' for text, tag in parts)


def _where(entry: Entry, labels: Mapping[str, str]) -> str:
    """Return where it happened, as the script of the page says it."""
    location = entry.event.location
    if location is None:
        return labels["place.none"]
    code = location.place.country_code
    official = preferred(location.place.name, code)
    name = preferred(entry.spelling, code) if entry.spelling else official
    if entry.inside:
        key = "place.in.about" if location.geometry_kind is GeometryKind.AREA else "place.in"
        return labels[key].format(place=name, area=official)
    place = f"{location.relation} {name}" if location.relation else name
    return labels["place.somewhere"].format(place=place) if location.geometry_kind is GeometryKind.AREA else place
