"""What a page says of itself in JSON-LD (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Object = dict[str, Any]
# Where an object holds others that the page is about; in other places (an author, "related") it only mentions them.
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 4


def objects(tree: HtmlElement) -> list[Object]:
    """Return the objects that the page is about, in its order; what is no JSON says nothing."""
    found: list[Object] = []
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            try:
                found += _flat(json.loads(script.text or "", strict=False), _DEEPEST)
            except (ValueError, RecursionError):
                continue
    return found


def types(one: Object) -> frozenset[str]:
    """Return the types of an object, without the address of their vocabulary."""
    named = one.get("@type", ())
    given = named if isinstance(named, list) else [named]
    return frozenset(name.rpartition("/")[2] for name in given if isinstance(name, str))


def words(one: Object, key: str) -> str | None:
    """Return what an object says under ``key``, where it is text."""
    value = one.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _flat(value: Any, deep: int) -> Iterator[Object]:
    if isinstance(value, list):
        for one in value:
            yield from _flat(one, deep)
    elif isinstance(value, dict) and deep:
        yield value
        for key in _HOLDERS:
            yield from _flat(value.get(key), deep - 1)
