"""What a number of people counts, by the words beside it: arrested, missing, displaced, cases."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from geo.events import layout, lexicon
from geo.events.lemmas import lemmas, words

# Words from the number to the word that says what became of the counted, at most.
_REACH = 9
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


@functools.cache
def _meanings() -> Mapping[str, str]:
    return {row[0]: row[2] for row in lexicon.read("casualty_words.tsv")}
