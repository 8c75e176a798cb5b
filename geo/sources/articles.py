"""Text and records to articles, whose day and language are looked for where nobody tells them.

What is only beside the text (a title of another kind, a day that cannot be read) never loses the article: it is left
out, and a remark says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from typing import Any

from geo.errors import InvalidDate, UnreadableSource
from geo.model import Article
from geo.sources import languages, mastheads
from geo.sources.days import read_day, shown

# The longest reports run to about 100,000 characters; what is longer is a book or a dump.
MAX_CHARACTERS = 400_000
# What a record may hold; only the text is needed.
FIELDS = ("id", "text", "title", "url", "source", "published", "language")
_TITLE_LENGTH = 200


def article_from_text(
    text: str, name: str = "text", *, published: dt.date | None = None, title: str | None = None
) -> Article:
    """Return an article made of plain text; ``name`` is what errors call it.

    Its day is ``published``, or else what stands above the report ("Published 4 April 2025").

    Raises:
        UnreadableSource: if there is no text, too much of it, or something that is no text.

    """
    check_text(text, name)
    remarks: list[str] = []
    if published is None:
        published = _masthead(text, name, remarks)
    return Article(
        id=digest(text),
        text=text,
        title=title or _title_line(text),
        published=published,
        language=said_language(text, None, remarks),
        remarks=tuple(remarks),
    )


def article_from_record(record: dict[str, Any], where: str, published: dt.date | None) -> Article:
    """Return the article of one record of a corpus; ``where`` is what errors call it.

    Args:
        record: "text", and if known "id", "title", "url", "source", "published", "language".
        where: file and line.
        published: the publication date where the record has none that can be read.

    Raises:
        UnreadableSource: if there is no text in it, or no id that can be one.

    """
    if not isinstance(record.get("text"), str):
        raise UnreadableSource(f'{where}: an object with "text" is needed')
    # Half of a surrogate pair can be written in JSON but in no file: one character for one.
    text = record["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    check_text(text, where)
    remarks: list[str] = []
    title, url, source, said = (_optional(record, field, where, remarks) for field in FIELDS[2:5] + FIELDS[6:])
    return Article(
        id=_identifier(record, where) or digest(text),
        text=text,
        title=title,
        url=url,
        source=source,
        published=_day(record, where, published, remarks) or published or _masthead(text, where, remarks),
        language=said_language(text, said, remarks),
        remarks=tuple(remarks),
    )


def said_language(text: str, said: str | None, remarks: list[str]) -> str:
    """Return the language of a text; where it is not English, a remark says what that means."""
    language = languages.language_of(text, said)
    if not languages.is_english(language):
        remarks.append(languages.remark(shown(language)))
    return language


def check_text(text: str, name: str) -> None:
    """Let a text pass that can be an article's.

    Raises:
        UnreadableSource: if it cannot.

    """
    name = shown(name)
    if not text.strip():
        raise UnreadableSource(f"{name} is empty")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableSource(
            f"{name} has {len(text):,} characters, an article has at most {MAX_CHARACTERS:,}: "
            "give many articles as JSONL, one a line"
        )
    if "\0" in text:
        raise UnreadableSource(f"{name} is a binary file, not text")


def digest(text: str) -> str:
    """Return an id for an article that has none: the same text has the same."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def _masthead(text: str, name: str, remarks: list[str]) -> dt.date | None:
    try:
        return mastheads.day(text)
    except InvalidDate as error:
        remarks.append(f"{shown(name)}: read without a day of publication: {error}")
        return None


def _day(record: dict[str, Any], where: str, given: dt.date | None, remarks: list[str]) -> dt.date | None:
    value = record.get("published")
    # A column of seconds with gaps comes as floats, with "not a number" for the gaps.
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise InvalidDate("is no date: write it as 2025-04-04")
        return read_day(str(value))
    except (InvalidDate, ValueError) as error:  # Python writes no numbers of thousands of digits
        reason = error if isinstance(error, InvalidDate) else "is no date: write it as 2025-04-04"
        remarks.append(f'{where}: "published" {reason}; the article is read {_as_of(given)}')
        return None


def _as_of(given: dt.date | None) -> str:
    return f"as of {given}" if given else "without a day of publication"


def _identifier(record: dict[str, Any], where: str) -> str | None:
    value = record.get("id")
    # A column of whole numbers with gaps comes as floats, with "not a number" for the gaps.
    if isinstance(value, float) and (value.is_integer() or math.isnan(value)):
        value = None if math.isnan(value) else int(value)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnreadableSource(f'{where}: "id" must be a string or a whole number')
    return written(str(value))


def _optional(record: dict[str, Any], field: str, where: str, remarks: list[str]) -> str | None:
    value = record.get(field)
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    if not isinstance(value, str):
        remarks.append(f'{where}: "{field}" is no string; the article is read without it')
        return None
    return written(value)


def written(value: str) -> str:
    """Return the value as it can be written to a file."""
    return value.encode("utf-8", "replace").decode("utf-8")


def _title_line(text: str) -> str | None:
    """Return the first line where it stands alone like a headline: short, without a full stop."""
    first, blank, rest = text.lstrip().partition("\n\n")
    alone = blank and rest.strip() and "\n" not in first and len(first) <= _TITLE_LENGTH
    return first.strip() if alone and not first.rstrip().endswith((".", "!", ":", ",", ";", "”", '"')) else None
