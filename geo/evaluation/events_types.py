"""Measures of what kind of event is told, and who takes part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from geo.evaluation.corpora import Record
from geo.evaluation.slots import Read, Row, Slots
from geo.events.types import Sample
from geo.gazetteer.names import fold


def case2021(records: Sequence[Record]) -> list[Row]:
    """Weighted F1 of ACLED's sub-event type on snippets, one type each."""
    from geo.events import lexicon, types

    snippets = [record for record in records if record["in_acled"]]
    shares = [types.kinds(_sample(record)) for record in snippets]
    answers = [lexicon.kinds()[types.likeliest(one)].sub_event_type or "none" for one in shares]
    golds = [str(record["acled_sub_event_type"]) for record in snippets]
    right = sum(answer == gold for answer, gold in zip(answers, golds, strict=True))
    return [
        {
            "corpus": "case2021_task2",
            "measure": "sub-event type, weighted F1",
            "f1": round(_weighted_f1(golds, answers), 4),
            "share": round(right / max(len(golds), 1), 4),
            "n": len(golds),
        }
    ]


def _sample(record: Record) -> Sample:
    """Return the text of a record as the regressions see it."""
    from geo import recognition
    from geo.events import types

    return types.sample(recognition.read(str(record["text"])))


def _weighted_f1(golds: Sequence[str], answers: Sequence[str]) -> float:
    total = 0.0
    for label, count in Counter(golds).items():
        right = sum(gold == answer == label for gold, answer in zip(golds, answers, strict=True))
        total += count * 2 * right / (count + answers.count(label))
    return total / max(len(golds), 1)


def plover(read: Read) -> list[Row]:
    """Share of sentences with the right PLOVER code, and F1 of the actors' words.

    The code is the classifier's for the sentence, in the names of the records (an older PLOVER);
    an actor is right where the words of one hold those of the other.
    """
    from geo.events import types

    hits, actors = [], Slots()
    for record, article in read:
        hits.append(record["event"] == types.likeliest(types.codes(_sample(record))))
        golds = {
            fold(str(actor["actorText"]))
            for side in ("source", "target")
            for actor in _listed(record.get(side))
            if actor.get("actorText")
        }
        found = {fold(actor.span.text) for event in article.events for actor in event.actors if actor.span}
        actors.expected += len(golds)
        actors.found += len(found)
        actors.right += len(_matched(golds, found))
    share = sum(hits) / max(len(hits), 1)
    return [
        {"corpus": "plover_gsr", "measure": "PLOVER code", "share": round(share, 4), "n": len(hits)},
        actors.row("plover_gsr", "actors"),
    ]


def _listed(side: list[Record] | str | None) -> list[Record]:
    """Return the actors of a side; a stray word in its place names none."""
    return side if isinstance(side, list) else []


def _matched(golds: set[str], found: set[str]) -> set[str]:
    """Return the golds of which an answer names all or the head."""
    return {gold for gold in golds if any(gold in one or one in gold for one in found)}
