"""What of a web page goes to the extractor: its text and what it says of itself, in measure.

Some searches of the extractor take time by the square of the length, in scripts above all: 32 kB of broken JSON-LD take
seconds, and a page may have 20 MB. So it gets of JSON-LD what it makes use of, title and outlet above all; what we read
there ourselves (:mod:`geo.sources.linked_data`) is read before.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from geo.errors import UnreadableSource
from geo.sources import linked_data
from geo.sources.linked_data import Document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Text and markup without scripts, styles and pictures; the largest live pages have two megabytes of it.
MAX_BYTES = 5_000_000
_LEFT_OUT = "style", "svg", "canvas", "noscript", "template", "iframe", "object", "embed"
# Of JSON-LD, all scripts together:
_MOST_LINKED_DATA = 8_000
_TELLING = frozenset({"@graph", "alternateName", "description", "headline", "legalName", "name", "publisher"})
_OF_USE = _TELLING | {"@context", "@type"}
_LONGEST_VALUE = 500
_LONGEST_LIST = 20
_LONGEST_ATTRIBUTE = 4_000
# A second opinion of the extractor compares paragraphs with their neighbours: short ones by the square of their number.
_BLOCKS = (
    *("blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("li", "ol", "p", "pre", "table", "td", "tfoot", "th", "thead", "tr", "ul"),
)
_MOST_BLOCKS = 5_000
IN_MANY_PARTS = f"a page of more than {_MOST_BLOCKS:,} parts, whose text may be found with less care"


def loaded(data: bytes) -> HtmlElement | None:
    """Return a page as a tree, without what is no part of its text, None where there is no tree in it."""
    import trafilatura
    from lxml import etree

    tree: HtmlElement | None = trafilatura.load_html(data)
    if tree is not None:
        etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_LEFT_OUT, with_tail=False)
    return tree


def trim(tree: HtmlElement, documents: Iterable[Document], name: str) -> None:
    """Leave of a page what the extractor is to see.

    Args:
        tree: the page.
        documents: what it says of itself in JSON-LD.
        name: what errors call it.

    Raises:
        UnreadableSource: if it holds more than an article has around it.

    """
    from lxml import etree

    # All at once: taken out one by one, each script would move the text behind all those before it.
    etree.strip_elements(tree, "script", with_tail=False)
    left = _MOST_LINKED_DATA
    for text in map(_slim, documents):
        if 0 < len(text) <= left:
            left -= len(text)
            etree.SubElement(tree, "script", type=linked_data.TYPE).text = text
    for element in tree.iter(etree.Element):
        for key, value in element.attrib.items():
            if len(value) > _LONGEST_ATTRIBUTE:  # a picture, as a rule
                del element.attrib[key]
    if len(etree.tostring(tree, encoding="utf-8")) > MAX_BYTES:
        raise UnreadableSource(f"{name} holds more than {MAX_BYTES // 1_000_000} MB of text and markup")


def is_in_many_parts(tree: HtmlElement) -> bool:
    """Say whether a page has so many paragraphs, lines of lists and cells that not all of the extractor is for it."""
    return next(itertools.islice(tree.iter(*_BLOCKS), _MOST_BLOCKS, None), None) is not None


def _slim(document: Document) -> str:
    """Return what is of use in JSON-LD; what is no JSON as it is."""
    if document.value is None:
        return document.text
    try:
        of_use = _short(document.value)
        return json.dumps(of_use) if of_use else ""
    except RecursionError:
        return ""


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        of_use = ((key, one) for key, one in value.items() if key in _OF_USE and _is_short(one))
        kept = {key: short for key, one in of_use if (short := _short(one))}
        return kept if kept.keys() & _TELLING else {}
    if isinstance(value, list):
        return [short for one in value if _is_short(one) and (short := _short(one))][:_LONGEST_LIST]
    return value


def _is_short(value: Any) -> bool:
    return not isinstance(value, str) or len(value) <= _LONGEST_VALUE
