"""Of whom a number is: "soldiers" of "Eleven soldiers", which says more than the number that the popup shows."""

from __future__ import annotations

import functools
import importlib.resources
import json
import re

from geo.model import Count

_LONGEST = 60  # characters


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    text = (importlib.resources.files("geo.maps") / "toll_words.json").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in json.loads(text).items()}


def victims(count: Count) -> str | None:
    """Return who was harmed, to stand behind the number ("soldiers", "of the attackers") or, in brackets, for it.

    None where the words say no more than that they were people, and for what is counted besides people.
    """
    words = _words()
    evidence = " ".join(re.sub(r'["“”]', "", count.evidence.text).split())
    if count.what not in words["harmed"] or not evidence or len(evidence) > _LONGEST or count.high == 0:
        return None
    tokens = evidence.split(" ")
    start = 0
    while start < len(tokens) and _is_number(tokens[start]):
        start += 1
    rest = tokens[start:]
    if not rest or {word.casefold().strip(".,") for word in rest} <= words["said"] | words["numbers"] | {"its"}:
        return None
    numbered = any(re.search(r"\d", word) or word.casefold() not in {"a", "an", "the"} for word in tokens[:start])
    if start and numbered and "and" not in rest:
        return ("of " if tokens[start - 1].casefold() == "of" else "") + " ".join(rest)
    return f"({evidence[:1].lower() + evidence[1:] if start else evidence})"


def _is_number(word: str) -> bool:
    plain = word.casefold().strip(".,")
    parts = plain.split("-")
    return bool(re.fullmatch(r"[\d.,]+", word)) or all(part in _words()["numbers"] for part in parts)
