"""What a page says of itself in JSON-LD (schema.org)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Object = dict[str, Any]

TYPE = "application/ld+json"
# All scripts of a page together, in characters. Live pages of a day have some 500,000; lists and objects in one another
# take thirty times their size in memory.
_MOST = 2_000_000
# Before the JSON may stand what hides it from parsers of XHTML.
_BEFORE = re.compile(r"(?:[^{\[]++|\[CDATA\[)*+")
# Where an object holds others that the page is about; in other places (an author, "related") it only mentions them.
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_PARTS = "hasPart"
_PREFIXES = ("schema:", "http://schema.org/", "https://schema.org/")
# Lists and objects in one another.
_DEEPEST = 8
# Texts in JSON-LD are plain, or the markup of paragraphs; what no page can hold is in neither.
_LINE_END = re.compile(r"<(?:br|/?(?:p|div|li|ul|ol|blockquote|h[1-6]))\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """One script: its JSON as it stands there, and what it holds, None where it is no JSON."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class LinkedData:
    """All that a page says of itself, in its order: the objects that it is about, and those that are parts of them."""

    documents: tuple[Document, ...] = ()
    objects: tuple[Object, ...] = ()
    parts: tuple[Object, ...] = ()

    def of(self, kinds: Collection[str], key: str = "@type", headline: str | None = None) -> list[Object]:
        """Return the objects of these types that say something under ``key``; those under ``headline`` where there are.

        A part may be another report that the page only shows: without the headline it counts where it is the only one.
        """
        objects, parts = (
            [one for one in group if one.get(key) and not types(one).isdisjoint(kinds)]
            for group in (self.objects, self.parts)
        )
        named = [one for one in (*objects, *parts) if headline and words(one, "headline") == headline]
        return named or objects or (parts if len(parts) == 1 else [])

    @property
    def body(self) -> str:
        """The longest report that stands there as text, a paragraph a line."""
        return max(("\n".join(paragraphs(one, "articleBody")) for one in self.objects), key=len, default="")


def read(tree: HtmlElement) -> LinkedData:
    """Return what a page says of itself; scripts beyond all measure, and what is no JSON, say nothing."""
    documents = tuple(_documents(tree))
    objects: list[Object] = []
    parts: list[Object] = []
    for document in documents:
        _collect(document.value, _DEEPEST, objects, parts)
    return LinkedData(documents, tuple(objects), tuple(parts))


def types(one: Object) -> frozenset[str]:
    """Return the types of an object, without the address of their vocabulary."""
    named = one.get("@type", ())
    given = named if isinstance(named, list) else [named]
    return frozenset(_plain_name(name) for name in given if isinstance(name, str))


def value(one: Object, key: str) -> str | None:
    """Return the text or number under ``key``, of several the first, also where its type stands beside it."""
    given = one.get(key)
    if isinstance(given, list):
        given = given[0] if given else None
    if isinstance(given, dict):
        given = given.get("@value")
    return str(given) if isinstance(given, str | int | float) and given != "" else None


def words(one: Object, key: str) -> str | None:
    """Return what an object says under ``key``, where it is text."""
    value = one.get(key)
    return " ".join(_as_text(value).split()) or None if isinstance(value, str) else None


def paragraphs(one: Object, key: str) -> tuple[str, ...]:
    """Return the paragraphs of what an object says under ``key``, where it is text or the markup of one."""
    value = one.get(key)
    if not isinstance(value, str):
        return ()
    plain = _TAG.sub("", _LINE_END.sub("\n", html.unescape(value)))
    return tuple(" ".join(line.split()) for line in _as_text(plain).splitlines() if line.strip())


def _documents(tree: HtmlElement) -> Iterator[Document]:
    left = _MOST
    decoder = json.JSONDecoder(strict=False)
    for script in tree.iter("script"):
        if script.get("type", "").partition(";")[0].strip().lower() != TYPE or len(script.text or "") > left:
            continue
        text = _as_text(script.text or "")
        left -= len(text)
        before = _BEFORE.match(text)
        start = before.end() if before else 0
        try:
            value, end = decoder.raw_decode(text, start)  # what stands behind it is no part of it
        except (ValueError, RecursionError):
            value, end = None, len(text)
        yield Document(text[start:end], value)


def _collect(value: Any, deep: int, objects: list[Object], parts: list[Object]) -> None:
    """Add the objects in ``value`` to ``objects``, and their parts to ``parts``."""
    if not deep:
        return
    if isinstance(value, list):
        for one in value:
            _collect(one, deep - 1, objects, parts)
    elif isinstance(value, dict):
        # Whoever writes with the vocabulary's prefix means the same.
        value = {_plain_name(key) if key.startswith(_PREFIXES) else key: one for key, one in value.items()}
        objects.append(value)
        for key in _HOLDERS:
            _collect(value.get(key), deep - 1, objects, parts)
        _collect(value.get(_PARTS), deep - 1, parts, parts)


def _plain_name(name: str) -> str:
    """Return the name of a type or property without its vocabulary, which is an address or a prefix."""
    return re.split("[/:#]", name)[-1]


def _as_text(value: str) -> str:
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", value)
