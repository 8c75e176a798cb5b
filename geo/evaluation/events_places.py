"""Measures of where events are placed."""

from __future__ import annotations

from collections.abc import Sequence

from geo import gazetteer
from geo.evaluation.corpora import Record
from geo.evaluation.events_muc4 import aligned, happenings
from geo.evaluation.report import Cell
from geo.evaluation.slots import Slots
from geo.events.candidates import PlaceCandidate
from geo.gazetteer.names import fold
from geo.model import Article, Event, Layer, ParsedArticle

Read = Sequence[tuple[Record, ParsedArticle]]
Row = dict[str, Cell]


def isaf(read: Read) -> list[Row]:
    """Share of press releases whose first located incident lies in the province of the gold."""
    hits = []
    for record, article in read:
        wanted = provinces(record)
        event = next((one for one in happenings(article) if one.location), None)
        found = event.location.place if event and event.location else None
        hits.append(found is not None and (found.country_code, found.admin1_code) in wanted)
    return [_share("isaf", "province of the event", hits)]


def provinces(record: Record) -> set[tuple[str, str]]:
    """Return country and first-order division of the event of a press release."""
    return {
        (candidate.place.country_code, candidate.place.admin1_code)
        for name in record["events"][0]["location"]["admin1"]
        for candidate in gazetteer.default().lookup(name)
        if candidate.place.country_code == "AF" and candidate.place.feature_code == "ADM1"
    }


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

    A place is right where its words touch those of a gold. Most of the corpus comes from a source in
    which one trigger a sentence is annotated and mostly left without a place that the text gives;
    so the figures for triggers with a place, and for the sources annotated whole, stand beside it; the last
    row weighs them by how many triggers have a place among the records of experts.
    """
    hits, placed, whole, without = [], [], [], []
    for record in records:
        name = name_of_place(record)
        right = touches(name, record["locations"]) if name is not None else not record["locations"]
        hits.append(right)
        if record["locations"]:
            placed.append(right)
        if record["source"] in ANNOTATED_WHOLE:
            whole.append(right)
            if not record["locations"]:
                without.append(right)
    mix = _PLACED_SHARE * sum(placed) / max(len(placed), 1) + (1 - _PLACED_SHARE) * sum(without) / max(len(without), 1)
    return [
        _share("event_location", "right place or right abstention", hits),
        _share("event_location", "right place or right abstention, sources annotated whole", whole),
        _share("event_location", "right place, where there is one", placed),
        _share("event_location", "right abstention, sources annotated whole", without),
        {
            "corpus": "event_location",
            "measure": "the last two, 68 to 32",
            "share": round(mix, 4),
            "n": len(placed) + len(without),
        },
    ]


# How many of the triggers that experts annotated have a place.
_PLACED_SHARE = 0.68
# The sources of ``event_location`` in which every trigger has the places that its sentence gives.
ANNOTATED_WHOLE = frozenset({"wiki", "coalition", "Masdar"})


def name_of_place(record: Record) -> PlaceCandidate | None:
    """Return the name of the place where the annotated trigger of a record happened, None where it has none.

    The reader is measured on names alone: one that the gazetteer does not know stands for a place, too,
    but not what has no capital ("the area").
    """
    from geo import recognition, resolution
    from geo.events import candidates, decoding, layout, reader
    from geo.events.material import Material

    text = str(record["text"])
    reading = recognition.read(text)
    page = candidates.Page.of(reading.encoded) if reading else None
    words = page.words(record["trigger"]["start"], record["trigger"]["end"]) if page else None
    if reading is None or page is None or words is None:
        return None
    toponyms = resolution.resolve(Article(str(record["id"]), text), reading.mentions, gazetteer.default())
    named = [one for one in toponyms if any(character.isupper() for character in one.span.text)]
    places = candidates.places(page, named)
    scores = reader.default().read(page, reading.vectors, places, [], [words])
    if scores is None:
        return None
    return decoding.name_of_place(Material(page, layout.read(text), places, [], [], scores, None), [0])


def touches(name: PlaceCandidate, golds: Sequence[Record]) -> bool:
    """Say whether the words of a name touch those of a gold."""
    return any(name.start < gold["end"] and gold["start"] < name.end for gold in golds)


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
