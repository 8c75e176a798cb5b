"""Who does it, to whom, and who says it: by the order of words around the words that name an event.

Subjects stand before their verb, objects behind it; "by" gives who does it, "against" and "on" to whom.
Better nobody than the wrong one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geo.events import attribution, lexicon, phrases
from geo.events.attribution import Attribution
from geo.events.lemmas import Word, is_verb_form, lemmas, sort_of
from geo.events.mentions import Status
from geo.events.phrases import Phrase
from geo.model import Actor, ActorRole, EventClass, Span, Toponym

_REACH = 6
# What ends a clause; a relative pronoun goes on with the one before it.
_CLAUSE_END = re.compile(r"[;:]|\s[–—-]+\s")
_TALK = frozenset({EventClass.DIPLOMACY, EventClass.STATEMENT})
# What nobody does: only those who are harmed are parties.
_UNDONE = frozenset({EventClass.DISASTER, EventClass.ACCIDENT, EventClass.HEALTH})


@dataclass(frozen=True, slots=True)
class _Clause:
    """A sentence with its phrases for parties, and the words ``first`` to ``last`` of it that name the event."""

    text: str
    words: Sequence[Word]
    people: Sequence[Phrase]
    first: int
    last: int

    def before(self) -> list[Phrase]:
        return [one for one in self.people if one.last < self.first]

    def behind(self) -> list[Phrase]:
        """Return the phrases behind the event up to where another clause begins."""
        ends = (index for index in range(self.last + 1, len(self.words)) if self.words[index].lower in _words("apart"))
        end = next(ends, len(self.words))
        return [one for one in self.people if self.last < one.first < end and self.unbroken(self.last, one.first)]

    def tie(self, phrase: Phrase) -> str:
        """Return the word before a phrase, without articles, numbers and participles ("by masked gunmen")."""
        index = phrase.first - 1
        while index >= 0 and (
            sort_of(self.words[index].lower) in ("determiner", "number")
            or (
                self.words[index].lower.endswith("ed")
                and index
                and sort_of(self.words[index - 1].lower) in ("preposition", "determiner")
            )
        ):
            index -= 1
        return self.words[index].lower if index >= 0 else ""

    def unbroken(self, first: int, last: int) -> bool:
        """Say whether no clause ends between two words, both left out."""
        return not _CLAUSE_END.search(self.text, self.words[first].end, self.words[last].start)


def of(
    text: str,
    sentences: Sequence[tuple[int, int]],
    triggers: Sequence[Span],
    toponyms: Sequence[Toponym],
    *,
    event_class: EventClass,
    status: Status,
) -> list[Actor]:
    """Return the parties of an event in the order of the text, each with the words that name it.

    Args:
        text: the article.
        sentences: the sentences that tell of the event.
        triggers: the words that name it.
        toponyms: the names of places: a town is no party, a state is one.
        event_class: the class of the event.
        status: whether it happened or was said.

    """
    states = phrases.states(toponyms)
    names = frozenset(toponym.span.start for toponym in toponyms)
    found: dict[str, Actor] = {}
    for start, end in sentences:
        inside = [trigger for trigger in triggers if start <= trigger.start and trigger.end <= end]
        if not inside:
            continue
        words, people = phrases.parse(text, start, end, names)
        said = attribution.find(text, start, end, names)
        here = [toponym for toponym in toponyms if start <= toponym.span.start < end]
        parties = [one for one in people if _is_somebody(text, one, here, states) and _is_apart(one, inside)]
        for trigger in inside:
            telling = _Telling(_clause(text, words, parties, said, trigger), said, trigger, event_class, status)
            for phrase, role in _roles(telling):
                if role is not ActorRole.ACTOR or event_class not in _UNDONE:
                    actor = _actor(text, phrase, role, states)
                    found.setdefault(actor.name, actor)
    return sorted(found.values(), key=lambda actor: (actor.span or Span(0, 0, ""), actor.role))


def _is_apart(phrase: Phrase, triggers: Sequence[Span]) -> bool:
    """Say whether a phrase is none of the words that name the event; a group is a party also there."""
    return phrase.group is not None or not any(phrase.overlaps(one.start, one.end) for one in triggers)


def _actor(text: str, phrase: Phrase, role: ActorRole, states: dict[int, str]) -> Actor:
    span = phrase.span(text, whole=False)
    lone = phrase.first == phrase.last
    return Actor(states.get(span.start, span.text) if lone else span.text, role, span)


def _is_somebody(text: str, phrase: Phrase, toponyms: Sequence[Toponym], states: dict[int, str]) -> bool:
    """Say whether a phrase names a party: no town does, nor "people", "the report" and a short form in brackets."""
    span = phrase.span(text)
    if text[max(0, span.start - 1) : span.start] == "(":
        return False
    places = [toponym for toponym in toponyms if toponym.span.overlaps(span)]
    if phrase.group is None:
        towns = [one.span for one in places if one.span.start not in states]
        return not any(town.start <= span.start and span.end <= town.end for town in towns)
    if phrase.group in ("body", "person"):
        return any(word.text[0].isupper() for word in phrase.words[max(phrase.first, 1) : phrase.last + 1])
    return phrase.last > phrase.first or not set(lemmas(phrase.words[phrase.last].text)) & _words("anybody")


@dataclass(frozen=True, slots=True)
class _Telling:
    """Words that name an event, in their clause, with who says what in its sentence."""

    clause: _Clause | None
    said: Sequence[Attribution]
    trigger: Span
    event_class: EventClass
    status: Status


def _cue(said: Sequence[Attribution], trigger: Span) -> Attribution | None:
    """Return the attribution whose verb is among the words that name the event."""
    return next((one for one in said if one.cue.start < trigger.end and trigger.start < one.cue.end), None)


def _clause(
    text: str, words: Sequence[Word], parties: Sequence[Phrase], said: Sequence[Attribution], trigger: Span
) -> _Clause | None:
    """Return the clause of a trigger; who only reports it from behind ("…, police said") is no party in it."""
    own = [index for index, word in enumerate(words) if word.start < trigger.end and trigger.start < word.end]
    if not own:
        return None
    cue = _cue(said, trigger)
    reporters = [one.speaker for one in said if one is not cue and one.cue.start > trigger.start]
    clause = _Clause(text, words, parties, own[0], own[-1])
    people = [one for one in parties if one not in reporters and not _describes(clause, one)]
    return replace(clause, people=people)


def _roles(telling: _Telling) -> Iterator[tuple[Phrase, ActorRole]]:
    clause, event_class = telling.clause, telling.event_class
    cue = _cue(telling.said, telling.trigger)
    if clause is None:
        return
    spoken = telling.status is Status.STATEMENT or event_class is EventClass.STATEMENT
    if spoken and cue is not None and cue.speaker is not None:
        yield cue.speaker, ActorRole.SPEAKER
        rest = replace(clause, people=[one for one in clause.people if one is not cue.speaker])
        yield from ((one, ActorRole.TARGET) for one in _addressed(rest))
    elif spoken or event_class in _TALK:
        sources = _subjects(clause) or _by(clause)
        yield from ((one, ActorRole.SPEAKER if spoken else ActorRole.ACTOR) for one in sources)
        yield from ((one, ActorRole.TARGET) for one in _addressed(clause) if one not in sources)
    else:
        yield from ((one, role) for one, role in _deed(clause) if _is_party(clause, one, event_class))


def _is_party(clause: _Clause, phrase: Phrase, event_class: EventClass) -> bool:
    """Say whether a name without a noun may be a party of a deed: behind a preposition it rather says where."""
    if phrase.group is not None:
        return True
    return event_class not in _UNDONE and (
        clause.tie(phrase) in ("by", "against") or sort_of(clause.tie(phrase)) != "preposition"
    )


def _describes(clause: _Clause, phrase: Phrase) -> bool:
    """Say whether a phrase only describes the thing behind it: "police custody", "Libya's airport".

    Before the words of the event themselves it says whose deed that is: "a rebel attack".
    """
    words, after = clause.words, phrase.last + 1
    if after + 1 < min(len(words), clause.first) and words[after].lower in ("'s", "’s"):
        return not all(phrases.is_plain(word) for word in words[after + 1 : clause.first])
    lone = words[phrase.last].text[0].islower() and after < len(words) and after != clause.first
    return lone and not words[phrase.last].lower.endswith("s") and phrases.is_plain(words[after])


def _addressed(clause: _Clause) -> list[Phrase]:
    """Return whom words or a deed of state are about: the first behind the verb that does not only place it."""
    found = [one for one in clause.behind() if clause.tie(one) not in _words("placing")]
    return _with_listed(clause, found)


def _with_listed(clause: _Clause, behind: Sequence[Phrase]) -> list[Phrase]:
    """Return the first of some phrases with those listed behind it."""
    found = list(behind[:1])
    for one in behind[1:]:
        if not _listed(clause, found[-1], one):
            break
        found.append(one)
    return found


def _deed(clause: _Clause) -> Iterator[tuple[Phrase, ActorRole]]:
    by = _by(clause)
    yield from ((one, ActorRole.ACTOR) for one in by)
    if _is_verb(clause):
        passive = _is_passive(clause) or bool(by)
        undergoes = passive or any(lemma in _words("v") for lemma in lemmas(clause.words[clause.first].lower, "v"))
        role = ActorRole.TARGET if undergoes else ActorRole.ACTOR
        yield from ((one, role) for one in _subjects(clause))
        if not undergoes:
            yield from ((one, ActorRole.TARGET) for one in _objects(clause))
        return
    noun = any(lemma in _words("n") for lemma in lemmas(clause.words[clause.last].lower, "n"))
    yield from ((one, ActorRole.TARGET if noun else ActorRole.ACTOR) for one in _owners(clause))
    yield from ((one, ActorRole.TARGET) for one in clause.behind()[:2] if _leads_to(clause, one, _words("against")))
    if _carried(clause):
        yield from ((one, ActorRole.ACTOR) for one in _subjects(clause))


def _is_verb(clause: _Clause) -> bool:
    """Say whether the words of the event are a verb, by their form or by what stands around them."""
    word = clause.words[clause.first]
    before = clause.words[clause.first - 1] if clause.first else None
    if before is not None and (sort_of(before.lower) in ("determiner", "preposition") or before.lower in ("'s", "’s")):
        return before.lower == "to" and not word.lower.endswith("ing")
    if is_verb_form(word.text):
        return before is None or not phrases.is_plain(before) or not word.lower.endswith("ing")
    follows = clause.last + 1 < len(clause.words) and sort_of(clause.words[clause.last + 1].lower) == "determiner"
    return follows or (before is not None and sort_of(before.lower) in ("auxiliary", "pronoun"))


def _is_passive(clause: _Clause) -> bool:
    word = clause.words[clause.first].lower
    if word.endswith("ing") or not is_verb_form(word):
        return False
    before = clause.words[max(0, clause.first - 3) : clause.first]
    return any(one.lower in _words("passive") for one in before)


def _subjects(clause: _Clause) -> list[Phrase]:
    """Return the nearest before the event that no preposition ties, with those listed before it."""
    found: list[Phrase] = []
    for one in reversed(clause.before()):
        if not clause.unbroken(one.last, clause.first) or (found and not _listed(clause, one, found[-1])):
            break
        tie = clause.tie(one)
        if (sort_of(tie) == "preposition" and tie != "between") or (not found and _another_verb(clause, one)):
            continue
        found.append(one)
    return found[::-1]


def _another_verb(clause: _Clause, phrase: Phrase) -> bool:
    """Say whether the phrase is the object of a verb before it: "officials freed miners and arrested two"."""
    index = phrase.first - 1
    while index >= 0 and sort_of(clause.words[index].lower) in ("determiner", "number"):
        index -= 1
    return index > 0 and is_verb_form(clause.words[index].text)


def _listed(clause: _Clause, one: Phrase, following: Phrase) -> bool:
    """Say whether two phrases are neighbours in a list."""
    between = clause.text[clause.words[one.last].end : clause.words[following.first].start]
    return re.fullmatch(r"\s*(?:,|and|or|,\s*and|&)\s*(?:the\s+|an?\s+)?", between) is not None


def _objects(clause: _Clause) -> list[Phrase]:
    """Return the first behind the verb, with those listed behind it."""
    behind = clause.behind()
    if not behind or not clause.unbroken(clause.last, behind[0].first):
        return []
    between = clause.words[clause.last + 1 : behind[0].first]
    sorts = [sort_of(word.lower) for word in between]
    if len(between) > _REACH or any(sort in ("conjunction", "auxiliary", "pronoun") for sort in sorts):
        return []
    if any(
        sort == "preposition" and word.lower not in _words("against") | _words("object")
        for word, sort in zip(between, sorts, strict=True)
    ):
        return []
    return _with_listed(clause, behind)


def _by(clause: _Clause) -> list[Phrase]:
    return [one for one in clause.behind()[:2] if _leads_to(clause, one, frozenset({"by"}))]


def _leads_to(clause: _Clause, phrase: Phrase, ties: frozenset[str]) -> bool:
    near = phrase.first - clause.last - 1 <= _REACH
    return near and clause.tie(phrase) in ties and clause.unbroken(clause.last, phrase.first)


def _owners(clause: _Clause) -> list[Phrase]:
    """Return whose deed a noun names: "a Russian missile strike", "the rebels' attack"."""
    for one in reversed(clause.before()):
        between = clause.words[one.last + 1 : clause.first]
        if all(phrases.is_plain(word) or word.lower in ("'s", "’s") for word in between) and len(between) <= 3:
            return [one]
        break
    return []


def _carried(clause: _Clause) -> bool:
    """Say whether a verb before the noun carries it: "carried out an attack"."""
    before = clause.words[max(0, clause.first - _REACH) : clause.first]
    carrying = frozenset(lexicon.rows_of("support.tsv", "carries"))
    return any(carrying & set(lemmas(word.lower, "v")) for word in before)


@functools.cache
def _words(sort: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("undergoing.tsv", sort))
