"""An annotated article as notation, which people read and write; :mod:`geo.annotation.compiling` reads it again."""

from __future__ import annotations

from geo.annotation import pieces as quoting
from geo.annotation.model import (
    AnnotatedArticle,
    AnnotatedEvent,
    Number,
    Offsets,
    Site,
)

# What stands where the article has no words.
NONE = "-"


def dump(article: AnnotatedArticle, text: str, *, with_text: bool = True) -> str:
    """Return an article as notation, below the numbered pieces of its text.

    Raises:
        NotationError: if marked words cannot be quoted.

    """
    return _Dump(text).article(article, with_text)


class _Dump:
    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces = quoting.split(text)

    def article(self, article: AnnotatedArticle, with_text: bool) -> str:
        day = article.published.isoformat() if article.published else NONE
        inferred = " inferred" if article.published_inferred else ""
        blocks = [f"@ {article.name} | {article.kind} | {day}{inferred}"]
        if with_text:
            blocks.append(quoting.numbered(self._text))
        blocks += [line for event in article.events for line in self._event(event)]
        blocks += self._non_events(article)
        for one in article.other_numbers:
            what = one.what.replace(" ", "_")
            blocks.append(f"X {what} {one.scope} {one.event or NONE} {self._number(one.number)}")
        return "\n".join(blocks)

    def _event(self, event: AnnotatedEvent) -> list[str]:
        head = f"{event.id} {event.event_class} {event.status}" + (" main" if event.main else "")
        if event.alternatives:
            head += f" alt={','.join(event.alternatives)}"
        lines = [head, "  m " + " ; ".join(map(self._quote, event.mentions))]
        if event.site:
            lines.append(f"  p {self._site(event.site)}")
        lines += [f"  p+ {self._site(site)}" for site in event.more_sites]
        if event.anaphor:
            lines.append(f"  a {self._quote(event.anaphor)}")
        if event.when:
            days = event.when.start.isoformat()
            if event.when.end != event.when.start:
                days += f"..{event.when.end.isoformat()}"
            lines.append(f"  d {self._quote(event.when.span)} = {days}")
        lines += [f"  {key} {self._number(one)}" for key, one in (("k", event.killed), ("i", event.injured)) if one]
        lines += [f"  n {one.what}: {self._number(one.number)}" for one in event.numbers]
        if event.claimed_by:
            lines.append(f"  c {self._quote(event.claimed_by)}")
        if event.part_of:
            lines.append(f"  in {event.part_of}")
        return lines

    def _non_events(self, article: AnnotatedArticle) -> list[str]:
        groups: dict[str, list[str]] = {}
        for one in article.non_events:
            groups.setdefault(f"N {one.why} {one.event_class}", []).append(self._quote(one.span))
        return [f"{head}: {' ; '.join(quotes)}" for head, quotes in groups.items()]

    def _quote(self, span: Offsets | None) -> str:
        return quoting.quote(self._text, self._pieces, span) if span else NONE

    def _site(self, site: Site) -> str:
        latitude, longitude = (_degrees(value) for value in (site.latitude, site.longitude))
        country = site.country_code or "--"
        line = f"{self._quote(site.span)} = {site.name} @ {latitude},{longitude} r{site.radius_km:g} {country}"
        return line + ("" if site.known else " unknown") + (f" around {site.around}" if site.around else "")

    def _number(self, number: Number) -> str:
        line = f"{self._quote(number.span)} = {bounds(number.low, number.high)}"
        return line + (f" by {self._quote(number.speaker)}" if number.speaker else "")


def _degrees(value: float | None) -> str:
    return "?" if value is None else repr(value).removesuffix(".0")


def bounds(low: int | None, high: int | None) -> str:
    """Return bounds as ``31``, ``31..``, ``..85`` or ``9..12``."""
    if low == high and low is not None:
        return str(low)
    return f"{'' if low is None else low}..{'' if high is None else high}"
