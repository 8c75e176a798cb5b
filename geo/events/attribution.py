"""Who says what: the speaker of a number, and what one side claims or denies of the other.

A verb of saying with somebody before or behind it, or "according to", attributes a clause (source, cue and content in
the terms of the Penn Discourse Treebank). What a belligerent says of its enemy is a claim whatever the verb.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geo.events import lexicon, phrases, sentences
from geo.events.lemmas import Word, lemmas, sort_of, words
from geo.events.phrases import Phrase
from geo.model import Claim, Count, Span, Stance

# What may stand between somebody and the verb: "the ministry in a statement on Monday also said" has three of them.
_BETWEEN = frozenset({"auxiliary", "adverb", "time", "number"})
_GAP = 4
# So few words behind the verb are no clause: "…, the army said on Monday".
_FEW = 4
# An insertion before a verb has at most so many words.
_INSERTED = 14
_CLOSED = re.compile(r"[,”\"’»]\s*$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words: the characters ``start`` to ``end``; ``speaker`` None where the text has only a pronoun.

    ``cue`` is the verb of saying or "according", ``verb`` its dictionary form.
    """

    speaker: Phrase | None
    cue: Word
    verb: str
    start: int
    end: int


@functools.lru_cache(maxsize=256)
def find(text: str, start: int, end: int, names: frozenset[int] = frozenset()) -> tuple[Attribution, ...]:
    """Return the attributions of a sentence of ``text``, in order; ``names`` as in :func:`geo.events.phrases.find`."""
    sentence, people = phrases.parse(text, start, end, names)
    found: list[Attribution] = []
    for index, word in enumerate(sentence):
        if word.lower == "according" and index + 1 < len(sentence) and sentence[index + 1].lower == "to":
            source = next((one for one in people if 0 < one.first - index <= _GAP), None)
            found.append(Attribution(source, word, "according to", start, _trim(text, start, word.start) or end))
            continue
        verb = _verb_of_saying(sentence, index)
        if verb is not None and (attribution := _spoken(text, sentence, people, index, verb)) is not None:
            found.append(attribution)
    return tuple(found)


def _verb_of_saying(sentence: Sequence[Word], index: int) -> str | None:
    """Return the dictionary form of a verb by which somebody says something, or gives a count ("put the toll at")."""
    forms = lemmas(sentence[index].lower, "v")
    said = next((lemma for lemma in forms if lemma in _stances()), None)
    counting = [lemma for lemma in forms if lemma in _lexicon("counting verb")]
    if said is None and counting:
        behind = {word.lower for word in sentence[index + 1 : index + 1 + _GAP]}
        return counting[0] if behind & _lexicon("count") else None
    return said


def _spoken(text: str, sentence: Sequence[Word], people: Sequence[Phrase], index: int, verb: str) -> Attribution | None:
    start, end = sentence[0].start, max(sentence[-1].end, sentence[index].end)
    cue = sentence[index]
    if index and sentence[index - 1].lower in ("not", "to", "be"):
        return None
    before = _subject(text, sentence, people, index)
    closed = bool(_CLOSED.search(text, start, cue.start)) if index else False
    behind = next((one for one in people if one.first - index in (1, 2)), None)
    said = verb in _stances() and _stances()[verb] is None  # ", said X"; not ", accused X"
    if (
        before is None
        and said
        and closed
        and behind is not None
        and behind.first - index == 1 + _articles(sentence, index + 1)
    ):
        return Attribution(behind, cue, verb, start, _trim(text, start, cue.start))
    pronoun = index and sort_of(sentence[index - 1].lower) == "pronoun"
    if before is None and not pronoun:
        return None
    opening = sentence[before.first].start if before else sentence[index - 1].start
    said_before = _trim(text, start, opening - _length_of_article(text, opening))
    if len(sentence) - index - 1 <= _FEW and said_before - start > _FEW:
        return Attribution(before, cue, verb, start, said_before)
    return Attribution(before, cue, verb, _content(sentence, index), end)


def _content(sentence: Sequence[Word], index: int) -> int:
    """Return where the words begin that a verb of saying gives: behind "that", or behind the day."""
    for step, word in enumerate(sentence[index + 1 : index + _FEW + 2], index + 1):
        if word.lower == "that" and step + 1 < len(sentence):
            return sentence[step + 1].start
    following = index + 1
    while (
        following < len(sentence) - 1
        and not sentence[following + 1].lower.startswith(("'", "’"))  # "said Friday's attack was"
        and (
            sentence[following].lower == "on"
            or sort_of(sentence[following].lower) == "time"
            or _is_day(sentence, following)
        )
    ):
        following += 1
    return sentence[following].start if following < len(sentence) else sentence[index].end


def _is_day(sentence: Sequence[Word], index: int) -> bool:
    """Say whether a number stands behind a month: "on September 14"."""
    return sentence[index].text.isdigit() and sort_of(sentence[index - 1].lower) == "time"


def _subject(text: str, sentence: Sequence[Word], people: Sequence[Phrase], index: int) -> Phrase | None:
    """Return who stands before a verb, also over an apposition: "Ana Ruiz, head of the agency, said"."""
    cue = sentence[index]
    earlier = [one for one in people if one.last < index]
    if not earlier:
        return None
    if (inserted := _before_insertion(text, sentence, earlier, index)) is not None:
        return inserted
    nearest, whole = earlier[-1], _whole(sentence, earlier)
    between = sentence[nearest.last + 1 : index]
    gap = text[sentence[nearest.last].end : cue.start].strip()
    if len(between) <= _GAP and not re.search(r"[;:.,]", gap.rstrip(",")) and all(_may_stand(word) for word in between):
        position = next(number for number, one in enumerate(earlier) if one.first == whole.first)
        if gap.endswith(",") and position and _in_apposition(text, earlier[position - 1], whole):
            return earlier[position - 1]
        return whole
    return whole if gap.endswith(",") and "," in gap[:-1] else None


def _before_insertion(text: str, sentence: Sequence[Word], earlier: Sequence[Phrase], index: int) -> Phrase | None:
    """Return who is named around commas before a verb: "Ana Ruiz, who heads the agency, said"; a name before a noun."""
    gap = text[sentence[index - 1].end : sentence[index].start]
    if "," not in gap:
        return None
    for number in range(len(earlier) - 1, -1, -1):
        one = earlier[number]
        end = sentence[one.last].end
        if one.last + 1 >= index or not text[end:].startswith(","):
            continue
        words_between = sentence[one.last + 1 : index]
        if len(words_between) > _INSERTED or re.search(r"[;:.!?]", text[end : sentence[index].start]):
            return None
        following = earlier[number + 1] if number + 1 < len(earlier) else None
        beside = following is not None and following.first - one.last == 1
        named = following is not None and beside and _proper_name(following.span(text, whole=False).text)
        return following if named and not _proper_name(one.span(text, whole=False).text) else one
    return None


def _whole(sentence: Sequence[Word], earlier: Sequence[Phrase]) -> Phrase:
    """Return the last phrase, with the ones that it only goes on with: "the Foreign Office in London"."""
    for one, following in zip(earlier[-2::-1], earlier[:0:-1], strict=False):
        tie = sentence[one.last + 1 : following.first]
        if (
            not tie
            or tie[0].lower not in _lexicon("of a phrase")
            or len(tie) > 1 + _articles(sentence, following.first - 1)
        ):
            return replace(following, last=earlier[-1].last)
    return replace(earlier[0], last=earlier[-1].last)


def _may_stand(word: Word) -> bool:
    return sort_of(word.lower) in _BETWEEN or word.lower in _lexicon("before verb")


def _in_apposition(text: str, name: Phrase, noun: Phrase) -> bool:
    between = text[name.words[name.last].end : noun.words[noun.first].start]
    return between.lstrip().startswith(",") and between.count(",") == 1 and len(between.split()) <= _GAP


def _articles(sentence: Sequence[Word], index: int) -> int:
    return int(index < len(sentence) and sort_of(sentence[index].lower) == "determiner")


def _length_of_article(text: str, start: int) -> int:
    match = re.search(r"\b(?:the|an?)\s+$", text[max(0, start - 6) : start], re.IGNORECASE)
    return len(match.group()) if match else 0


def _trim(text: str, start: int, end: int) -> int:
    """Return the end of what was said without the comma and the words that lead to who said it."""
    return start + len(text[start:end].rstrip(" ,;:–—-\n\t"))


@functools.cache
def _stances() -> Mapping[str, Stance | None]:
    return {row[0]: Stance(row[1]) if row[1] else None for row in lexicon.read("speech_verbs.tsv")}


def speaker_of(text: str, sentence: tuple[int, int], number: Span, names: frozenset[int] = frozenset()) -> Span | None:
    """Return who gives a number, by the sentence that it stands in; None where nobody is named."""
    covering = [one for one in find(text, *sentence, names) if one.start <= number.start and number.end <= one.end]
    innermost = min(covering, key=lambda one: one.end - one.start, default=None)
    return innermost.speaker.span(text) if innermost and innermost.speaker else None


def speakers_of(text: str, verbs: Sequence[Span], names: frozenset[int] = frozenset()) -> list[str | None]:
    """Return by name who says what each of ``verbs`` (in the order of the text) tells, None where no name tells it.

    A verb without a name of its own ("he added", "speaking in Oslo") goes with the name in its sentence, or else with
    the last one before. A person's name is its last word: "Ana Ruiz", later "Ms Ruiz".
    """
    found: list[str | None] = []
    last: str | None = None
    for verb in verbs:
        named = [
            (one.cue, name)
            for one in find(text, *sentences.around(text, verb), names)
            if one.speaker is not None and (name := _proper_name(one.speaker.span(text, whole=False).text))
        ]
        own = next((name for cue, name in named if cue.start < verb.end and verb.start < cue.end), None)
        last = own or (named[0][1] if named else last)
        found.append(last)
    return found


def _proper_name(words_of_name: str) -> str | None:
    """Return the last word of a name, None for a noun ("the minister", "officials")."""
    last = words_of_name.rsplit(maxsplit=1)[-1] if words_of_name.split() else ""
    return last.strip(".,").lower() if last[:1].isupper() else None


def claims_of(
    text: str,
    telling: Sequence[tuple[int, int]],
    triggers: Sequence[Span],
    counts: Sequence[Count],
    names: frozenset[int] = frozenset(),
) -> tuple[Claim, ...]:
    """Return what one side claims, denies or disputes about an event, in the order of the text.

    Args:
        text: the article.
        telling: the sentences that tell of the event.
        triggers: the words that name it.
        counts: its numbers, also those that are told beside it; those that a claim covers are the claim's.
        names: where names are known to begin.

    """
    return tuple(
        claim for sentence in telling for claim in _claims(text, find(text, *sentence, names), triggers, counts)
    )


def _claims(
    text: str, attributions: Sequence[Attribution], triggers: Sequence[Span], counts: Sequence[Count]
) -> Iterator[Claim]:
    for one in attributions:
        span = Span.of(text, one.start, one.end)
        told = any(trigger.overlaps(span) for trigger in triggers) or any(_covers(span, count) for count in counts)
        if not told or one.start >= one.end:
            continue
        stance = _stances().get(one.verb)
        said = [frozenset(lemmas(word.text)) for word in words(span.text)]
        of_enemy = one.speaker is not None and _of_enemy(one.speaker.span(text).text, said)
        accuses = stance is Stance.CLAIMS and _has(said, "deed") and _has(said, "opponent")
        if stance in (Stance.DENIES, Stance.DISPUTES) or of_enemy or accuses:
            own = () if accuses and not of_enemy else tuple(count for count in counts if _covers(span, count))
            yield Claim(one.speaker.span(text) if one.speaker else None, stance or Stance.CLAIMS, span, own)


def _of_enemy(speaker: str, said: Sequence[frozenset[str]]) -> bool:
    """Say whether a belligerent speaks about what its enemy lost: an army of rebels, rebels of soldiers."""
    if _has(said, "own foe") and _has(said, "loss"):  # only who fights has enemies: "enemy losses", a ministry says
        return True
    named = set(re.findall(r"[\w-]+", speaker.lower()))
    if not named & (_lexicon("belligerent") | _lexicon("irregular")):
        return False
    if _has(said, "foe") and _has(said, "loss verb"):
        return True
    fighters = _lexicon(f"{'regular' if named & _lexicon('irregular') else 'irregular'} fighter")
    losses = [index for index, word in enumerate(said) if word & (_lexicon("loss") - fighters)]
    # "killed 30 rebels", "rebels were killed"; what rebels did to others is no loss of theirs.
    return any(
        word & fighters and (index > losses[0] or (index + 1 < len(said) and "be" in said[index + 1]))
        for index, word in enumerate(said)
        if losses
    )


def _has(said: Sequence[frozenset[str]], kind: str) -> bool:
    return any(word & _lexicon(kind) for word in said)


def _covers(span: Span, count: Count) -> bool:
    return span.start <= count.evidence.start and count.evidence.end <= span.end


@functools.cache
def _lexicon(kind: str) -> frozenset[str]:
    return frozenset(lexicon.rows_of("claims.tsv", kind))
