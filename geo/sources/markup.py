"""What of a web page goes to the extractor: its text and what it says of itself, in measure.

Some searches of the extractor take time by the square of the length, in scripts above all: 32 kB of broken JSON-LD take
seconds, and a page may have 20 MB.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from geo.errors import UnreadableSource

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Text and markup without scripts, styles and pictures; the largest live pages have two megabytes of it.
MAX_BYTES = 5_000_000
_LEFT_OUT = "style", "svg", "canvas", "noscript", "template", "iframe", "object", "embed"
_LINKED_DATA = "application/ld+json"
# What a page says of itself in JSON-LD is headline, day, author and outlet. All scripts together:
_MOST_LINKED_DATA = 8_000
_LONGEST_VALUE = 500
_LONGEST_LIST = 20
_LONGEST_ATTRIBUTE = 4_000


def trimmed(data: bytes, name: str) -> HtmlElement | None:
    """Return a page as a tree, without what the extractor is not to see, None where there is no tree in it.

    Raises:
        UnreadableSource: if it holds more than an article has around it.

    """
    import trafilatura
    from lxml import etree

    tree: HtmlElement | None = trafilatura.load_html(data)
    if tree is None:
        return None
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *_LEFT_OUT, with_tail=False)
    left = _MOST_LINKED_DATA
    for script in list(tree.iter("script")):
        text = _slim(script.text or "") if script.get("type") == _LINKED_DATA else ""
        if 0 < len(text) <= left:
            script.text = text
            left -= len(text)
        else:
            script.drop_tree()
    for element in tree.iter(etree.Element):
        for key, value in element.attrib.items():
            if len(value) > _LONGEST_ATTRIBUTE:  # a picture, as a rule
                del element.attrib[key]
    if len(etree.tostring(tree, encoding="utf-8")) > MAX_BYTES:
        raise UnreadableSource(f"{name} holds more than {MAX_BYTES // 1_000_000} MB of text and markup")
    return tree


def _slim(text: str) -> str:
    """Return JSON-LD as it is where it is short; else without long texts and lists, or none where it is no JSON."""
    if len(text) <= _MOST_LINKED_DATA:
        return text
    try:
        return json.dumps(_short(json.loads(text, strict=False)), ensure_ascii=False)
    except (ValueError, RecursionError):
        return ""


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items() if len(key) < _LONGEST_VALUE and _is_short(one)}
    if isinstance(value, list):
        return [_short(one) for one in value[:_LONGEST_LIST] if _is_short(one)]
    return value


def _is_short(value: Any) -> bool:
    return not isinstance(value, str) or len(value) <= _LONGEST_VALUE
