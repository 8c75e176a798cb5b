"""Events in words for people: one place for every table, popup and list."""

from __future__ import annotations

from geo.model import Count, DatePrecision, DateRange, Event, EventLocation, GeometryKind, Place
from geo.preferred import countries, preferred

# What stands before a number that it is more than; that it may be; and what stands behind one that it may be.
_ABOVE = {"more than", "well over", "just over", "over", "above", "in excess of"}
_AT_LEAST = {"at least", "no fewer than", "not fewer than", "no less than", "not less than", "a minimum of"}
_AT_LEAST |= {"upwards of", "upward of", "or more"}

EVENT_COLUMNS = ("date", "event", "place", "killed", "injured")


def event_row(event: Event) -> tuple[str, str, str, str, str]:
    """Return one cell for each of ``EVENT_COLUMNS``."""
    return (
        date_words(event.date),
        f"{event.headline} ({event.layer})",
        location_words(event.location),
        count_words(event.killed),
        count_words(event.injured),
    )


def date_words(date: DateRange | None) -> str:
    """Return a date as exactly as it is known: ``2025-04-04``, ``2025-03``, ``2025``."""
    if date is None:
        return "date unknown"
    if date.precision is DatePrecision.YEAR:
        return f"{date.start:%Y}"
    if date.precision is DatePrecision.MONTH and date.start.replace(day=1) == date.end.replace(day=1):
        return f"{date.start:%Y-%m}"
    return f"{date.start}" if date.start == date.end else f"{date.start} to {date.end}"


def place_words(place: Place) -> str:
    """Return a place with what it lies in: ``Brussels, Brussels Capital, Belgium``."""
    code = place.country_code
    country = countries().get(code, place.country_name)
    parts = [preferred(place.name, code), preferred(place.admin1_name, code), country]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def location_words(location: EventLocation | None) -> str:
    """Return where an event was, with its relation to the place and how sure that is."""
    if location is None:
        return "not located"
    words = place_words(location.place)
    if location.relation:
        return f"{location.relation} {words}"
    return f"somewhere in {words}" if location.geometry_kind is GeometryKind.AREA else words


def count_words(count: Count | None) -> str:
    """Return a number as the text gives it: ``16``, ``at least 16``, ``more than 30``, ``dozens (at least 24)``."""
    if count is None:
        return ""
    low, high, word = count.low, count.high, count.qualifier.strip()
    if low is not None and high is not None:
        number = f"{low:,}" if low == high else f"{low:,} to {high:,}"
        return f"{word} {number}" if word and low == high else number
    if low is not None:
        if word.casefold() in _ABOVE:  # "more than 30" is 31 or more
            return f"{word} {low - 1:,}"
        return f"at least {low:,}" if not word or word.casefold() in _AT_LEAST else f"{word} (at least {low:,})"
    return f"up to {high:,}" if high is not None else word
