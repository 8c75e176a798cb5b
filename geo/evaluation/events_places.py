"""Measures of where events are placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geo import gazetteer
from geo.evaluation.corpora import Record
from geo.evaluation.events_muc4 import aligned, happenings
from geo.evaluation.report import Cell
from geo.evaluation.slots import Slots
from geo.gazetteer.names import fold
from geo.model import Article, Event, Layer, ParsedArticle, Place, Toponym

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geo.events.drafts import Draft
    from geo.events.place_features import Setting
    from geo.events.scenes import Scene

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
    from geo import language, recognition, resolution

    hits, placed, whole, without = [], [], [], []
    for record in records:
        doc = language.analyse(record["text"])
        mentions = recognition.recognise(record["text"])
        toponyms = resolution.resolve(Article(str(record["id"]), record["text"]), mentions, gazetteer.default())
        scene = _linked(record, doc, toponyms)
        right = touches(scene, record["locations"]) if scene is not None else not record["locations"]
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


def _linked(record: Record, doc: Doc, toponyms: Sequence[Toponym]) -> Scene | None:
    from geo.events import place_features, placing

    found = trigger_with_scenes(record, doc, toponyms)
    if found is None:
        return None
    event, candidates, setting = found
    shares = placing.likelihoods(place_features.rows(event, candidates, setting, None))
    link = placing.likeliest(event.link, candidates, shares)
    return answer(link.scene, setting.scenes) if link else None


def answer(scene: Scene, scenes: Sequence[Scene]) -> Scene | None:
    """Return the name that a scene answers with: for "the city" the one that it stands for, None if none does."""
    if not scene.nominal:
        return scene
    named = (one for one in scenes if not one.nominal and one.start < scene.start and one.place.key == scene.place.key)
    return max(named, key=lambda one: one.start, default=None)


def trigger_with_scenes(
    record: Record, doc: Doc, toponyms: Sequence[Toponym]
) -> tuple[Draft, list[Scene], Setting] | None:
    """Return the annotated trigger as an event of its own with the names that may be its place.

    The linker is measured on names alone: one that the gazetteer does not know stands for a place, too,
    but not what has no capital ("the area").
    """
    from geo.events import linking, place_features, scenes, structure, triggers
    from geo.events.drafts import Draft

    words = doc.char_span(record["trigger"]["start"], record["trigger"]["end"], alignment_mode="expand")
    if words is None:
        return None
    known = next((one for one in triggers.find(doc) if one.first <= words.root.i <= one.last), None)
    mode = known.mode if known else triggers.Mode.EVENT
    kind = known.kind if known else "attack"
    trigger = triggers.Trigger(words.root, words.start, words.end - 1, kind, mode)
    named = [
        one if one.place else Toponym(one.mention, Place(None, one.span.text, 0.0, 0.0, source="text"))
        for one in toponyms
        if any(character.isupper() for character in one.span.text)
    ]
    found = scenes.find(doc, named)
    if not found:
        return None
    event = Draft([trigger], kind, linking.link(trigger, found))
    setting = place_features.Setting.of(doc, found, structure.read(record["text"]))
    return event, place_features.candidates(event, setting), setting


def touches(scene: Scene | None, golds: Sequence[Record]) -> bool:
    """Say whether the words of a scene touch those of a gold."""
    return scene is not None and any(scene.start < gold["end"] and gold["start"] < scene.end for gold in golds)


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
