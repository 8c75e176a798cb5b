"""From characters to tokens and back, in time that does not grow with the document.

``Doc.text`` and ``Doc.char_span`` walk over the whole document at every call; a document's index
is made once and kept with it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from geo.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

_KEY = "dateline.offsets"
# A longer "sentence" is a table or a list, whose syntax says nothing and costs its square in time.
_LONGEST_SENTENCE = 400


class Offsets:
    """The text of a document and where its tokens begin."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self.text: str = doc.text
        # spaCy makes a Token anew at each look, and a dozen rules look at all of them.
        self.tokens = list(doc)
        self._starts = [token.idx for token in self.tokens]
        self._people: dict[str, list[Token]] | None = None
        self._parsed: list[tuple[int, Token]] | None = None

    def words(self, start: int, end: int) -> Words:
        """Return the tokens that the characters from ``start`` to ``end`` touch, one at least."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first, bisect_right(self._starts, end - 1) - 1)
        return self._doc[first : last + 1]

    def span(self, first: int, end: int) -> Span:
        """Return the characters of the tokens from ``first`` up to but without ``end``."""
        last = self._doc[end - 1]
        return Span.of(self.text, self._doc[first].idx, last.idx + len(last))

    def people(self) -> dict[str, list[Token]]:
        """Return the words of the names of people by their text."""
        if self._people is None:
            self._people = {}
            for token in self.tokens:
                if token.ent_type_ == "PERSON":
                    self._people.setdefault(token.text, []).append(token)
        return self._people

    def parsed(self) -> list[tuple[int, Token]]:
        """Return the number of the sentence and the token, for each token whose syntax can be relied upon."""
        if self._parsed is None:
            self._parsed = [
                (number, token)
                for number, sentence in enumerate(self._doc.sents)
                if len(sentence) <= _LONGEST_SENTENCE
                for token in self.tokens[sentence.start : sentence.end]
            ]
        return self._parsed


def parsed_tokens(doc: Doc) -> list[tuple[int, Token]]:
    """Return the number of the sentence and the token, for each token whose syntax can be relied upon."""
    return of(doc).parsed()


def of(doc: Doc) -> Offsets:
    """Return the index of ``doc``, made at the first call."""
    index = doc.user_data.get(_KEY)
    if not isinstance(index, Offsets):
        index = Offsets(doc)
        doc.user_data[_KEY] = index
    return index
