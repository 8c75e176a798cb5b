"""Measures of where events are placed."""

from __future__ import annotations

from collections.abc import Sequence

from geo import gazetteer
from geo.evaluation.corpora import Record
from geo.evaluation.events_muc4 import aligned, happenings
from geo.evaluation.report import Cell
from geo.evaluation.slots import Slots
from geo.gazetteer.names import fold
from geo.model import Event, Layer, MentionKind, ParsedArticle, Place, Toponym

Read = Sequence[tuple[Record, ParsedArticle]]
Row = dict[str, Cell]
# Stands for the place of a name that the gazetteer does not know: the linker is measured on names alone.
_SOMEWHERE = Place(None, "", 0.0, 0.0, source="text")


def isaf(read: Read) -> list[Row]:
    """Share of press releases whose first located incident lies in the province of the gold."""
    places = gazetteer.default()
    hits = []
    for record, article in read:
        wanted = {
            (candidate.place.country_code, candidate.place.admin1_code)
            for name in record["events"][0]["location"]["admin1"]
            for candidate in places.lookup(name)
            if candidate.place.country_code == "AF" and candidate.place.feature_code == "ADM1"
        }
        event = next((one for one in happenings(article) if one.location), None)
        found = event.location.place if event and event.location else None
        hits.append(found is not None and (found.country_code, found.admin1_code) in wanted)
    return [_share("isaf", "province of the event", hits)]


def muc4(read: Read) -> list[Row]:
    """F1 of the finest place name and of the country, over the templates that give a place."""
    finest, country = Slots(), Slots()
    for record, article in read:
        templates = [template for template in record["events"] if not template["optional"]]
        for template, event in aligned(templates, happenings(article)):
            answers = [answer["chain"] for answer in template["location"] if answer.get("chain")]
            if not answers:
                continue
            located = event is not None and event.location is not None
            for slots in (finest, country):
                slots.expected += 1
                slots.found += located
            if event is not None and located:
                finest.right += any(_is_finest(event, chain) for chain in answers)
                country.right += any(_in_country(event, chain) for chain in answers)
    return [finest.row("muc4", "place: finest name"), country.row("muc4", "place: country")]


def _is_finest(event: Event, chain: Sequence[Record]) -> bool:
    if event.location is None:
        return False
    last = chain[-1]
    wanted = {fold(str(item["name"])) for item in last.get("between", [last])}
    place = event.location.place
    names = {fold(place.name), fold(event.location.span.text)}
    if place.feature_code.startswith("PCL"):
        names.add(fold(place.country_name))
    return bool(wanted & names) or any(
        one in other.split() or other in one for one in wanted for other in names if other
    )


def _in_country(event: Event, chain: Sequence[Record]) -> bool:
    if event.location is None or "name" not in chain[0]:
        return False
    codes = {
        candidate.place.country_code
        for candidate in gazetteer.default().lookup(chain[0]["name"])
        if candidate.place.feature_code.startswith("PCL")
    }
    return event.location.place.country_code in codes


def event_location(records: Sequence[Record]) -> list[Row]:
    """Share of triggers with the right place, or rightly with none.

    A place is right where its words touch those of a gold. The figure for triggers with a place
    stands beside it, because the corpus leaves out some places that the text gives.
    """
    from geo import language, recognition
    from geo.events import linking, scenes, triggers

    hits, placed = [], []
    for record in records:
        doc = language.analyse(record["text"])
        toponyms = [Toponym(mention, _SOMEWHERE) for mention in recognition.recognise(record["text"])]
        words = doc.char_span(record["trigger"]["start"], record["trigger"]["end"], alignment_mode="expand")
        if words is None:
            hits.append(not record["locations"])
            continue
        known = next((one for one in triggers.find(doc) if one.first <= words.root.i <= one.last), None)
        mode = known.mode if known else triggers.Mode.EVENT
        trigger = triggers.Trigger(words.root, words.start, words.end - 1, known.kind if known else "attack", mode)
        named = [one for one in toponyms if one.kind in (MentionKind.LITERAL, MentionKind.METONYM)]
        link = linking.link(trigger, scenes.find(doc, named))
        if record["locations"]:
            right = link is not None and any(
                link.scene.start < gold["end"] and gold["start"] < link.scene.end for gold in record["locations"]
            )
            placed.append(right)
        else:
            right = link is None
        hits.append(right)
    return [
        _share("event_location", "right place or right abstention", hits),
        _share("event_location", "right place, where there is one", placed),
    ]


def giveme5w1h(read: Read) -> list[Row]:
    """Share of articles whose first located event lies where a coder said, by phrase or place."""
    hits = []
    for record, article in read:
        phrases = [str(answer["text"]) for answer in record["where"] if answer.get("text")]
        if not phrases:
            continue
        event = next((one for one in article.events if one.location and one.layer is not Layer.BACKGROUND), None)
        hits.append(event is not None and any(_names(event, phrase) for phrase in phrases))
    return [_share("giveme5w1h", "where", hits)]


def _names(event: Event, phrase: str) -> bool:
    if event.location is None:
        return False
    said = fold(phrase)
    names = {fold(event.location.span.text), fold(event.location.place.name)}
    return any(name and (name in said or said in name) for name in names)


def _share(corpus: str, measure: str, hits: Sequence[bool]) -> Row:
    return {"corpus": corpus, "measure": measure, "share": round(sum(hits) / max(len(hits), 1), 4), "n": len(hits)}
