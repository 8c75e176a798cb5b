"""What a number of people counts, by the words beside it: arrested, missing, displaced, cases."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from geo.events import layout, lexicon
from geo.events.lemmas import lemmas, words

# Words from the number to the word that says what became of the counted, at most.
_REACH = 9
# The same for killed and injured, whose words stand nearer.
_BEHIND, _BEFORE = 4, 5
_COUNTED_AT = frozenset({"at", "to"})
_TOLL = ("killed", "injured")


def counted(text: str, start: int, end: int) -> str | None:
    """Return what the number ``text[start:end]`` counts, None where no word says it.

    The nearest word of the sentence decides, after the number before what stands before it; dead and hurt are those
    alone who are called so directly ("100 wounded people").
    """
    sentence = layout.sentence_at(text, start)
    after = words(text, end, sentence[1])[:_REACH]
    before = words(text, sentence[0], start)[-_REACH:]
    beside = [*enumerate(after), *((2 * distance + 1, word) for distance, word in enumerate(reversed(before)))]
    for distance, word in sorted(beside, key=lambda pair: pair[0]):
        what = next((_meanings()[lemma] for lemma in lemmas(word.text) if lemma in _meanings()), None)
        if what is not None and (what not in _TOLL or (distance == 0 and after)):
            return what
    return None


def toll(text: str, start: int, end: int) -> str | None:
    """Return "killed" or "injured" where the words beside the number ``text[start:end]`` say so, None where none does.

    Behind it: "50 people were wounded", "12 dead"; before it: "the number of injured at 50", "the toll rose to 12".
    """
    sentence = layout.sentence_at(text, start)
    before = words(text, sentence[0], start)[-_BEFORE:]
    is_put_at = bool(before) and before[-1].lower in _COUNTED_AT
    for beside in (words(text, end, sentence[1])[:_BEHIND], list(reversed(before)) if is_put_at else []):
        for word in beside:
            what = next((_meanings()[lemma] for lemma in lemmas(word.text) if lemma in _meanings()), None)
            if what is not None or word.text[0].isdigit():
                if what in _TOLL:
                    return what
                break
    return None


def is_put_at(text: str, start: int) -> bool:
    """Say whether the number that begins at ``start`` is what something is put at, or rises to."""
    before = words(text, layout.sentence_at(text, start)[0], start)[-1:]
    return bool(before) and before[-1].lower in _COUNTED_AT


def fate(text: str, start: int, end: int) -> str | None:
    """Return what became of those whom the number counts, besides death and injury; None where it is something else."""
    what = counted(text, start, end)
    return what if what in lexicon.rows_of("fates.tsv", "fate") else None


@functools.cache
def _meanings() -> Mapping[str, str]:
    return {row[0]: row[2] for row in lexicon.read("casualty_words.tsv")}
