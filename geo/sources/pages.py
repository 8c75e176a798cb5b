"""Web pages to articles, without what stands around them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Protocol

from geo.errors import InputError, UnreadableSource
from geo.model import Article
from geo.sources import linked_data, live, markup, page_days
from geo.sources.articles import MAX_CHARACTERS, check_text, digest, said_language
from geo.sources.days import shown

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# The same words for every page, so that a command says it once.
OWN_DAY = "a page that says its own day of publication is read as of that day, not of the one given (--published)"
# A page of which less is read shows its article otherwise: by a script, behind a payment, in a picture.
_HARDLY_ANY = 200
# Days are read by us; the extractor is not to look for them everywhere.
_DATES = {"original_date": True, "extensive_search": False}
_EMBEDDED = re.compile(r"tweet|twitter|bluesky|instagram|mastodon|tiktok|fb-post|telegram", re.IGNORECASE)


class ReadPage(Protocol):
    """Finds the article of a web page, as :func:`article_from_html` does."""

    def __call__(self, data: bytes, name: str, published: dt.date | None, url: str | None = None) -> Article:
        """Return the article."""
        ...


def article_from_html(data: bytes, name: str, published: dt.date | None, url: str | None = None) -> Article:
    """Return the article of a web page, without what stands around it.

    Args:
        data: the page as it came.
        name: what errors call it.
        published: the day of publication, where the page does not say it for certain (:mod:`geo.sources.page_days`).
        url: where the page came from.

    Raises:
        UnreadableSource: if there is no article on it.

    """
    import trafilatura
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import Document

    remarks: list[str] = []
    if b"\0" in data:
        raise UnreadableSource(f"{shown(name)} is a binary file, not a web page")
    try:
        tree = markup.loaded(data)
        if tree is None:
            raise UnreadableSource(f"{shown(name)}: no article found on this web page")
        said = linked_data.read(tree)
        markup.trim(tree, said.documents, shown(name))
        _strip_signatures(tree)
        found = live.find(tree, said)
        page = None
        if not found:  # of many short paragraphs the extractor takes time by the square
            in_parts = markup.is_in_many_parts(tree)
            if in_parts:
                remarks.append(f"{shown(name)}: {markup.IN_MANY_PARTS}")
            page = trafilatura.bare_extraction(
                tree,
                url=url,
                fast=in_parts,
                include_comments=False,
                with_metadata=True,
                date_extraction_params=_DATES,
            )
        if not isinstance(page, Document):  # without a text
            page = extract_metadata(tree, url, _DATES)
        text = (found.text if found else page.text) or ""
        if len(text) < _HARDLY_ANY and len(said.body) <= MAX_CHARACTERS:
            text = max(text, said.body, key=len)
        if not text.strip():
            raise UnreadableSource(f"{shown(name)}: no article found on this web page")
        title = (found and found.title) or page.title or None
        day = page_days.find(tree, said, page.url or url, text, title)
    except InputError:
        raise
    except (RecursionError, ValueError) as error:
        raise UnreadableSource(f"{shown(name)}: this web page cannot be read ({type(error).__name__})") from error
    check_text(text, name)
    own = (found and found.day) or day.said
    if own and published and own != published:
        remarks.append(OWN_DAY)
    published = own or published or day.hinted
    if published is None and day.problem:
        remarks.append(f"{shown(name)}: read without a day of publication: {day.problem}")
    if len(text) < _HARDLY_ANY:
        remarks.append(f"{shown(name)}: hardly any text found on this page ({len(text)} characters)")
    return Article(
        id=digest(text),
        text=text,
        title=title,
        url=page.url or url,
        source=page.sitename or None,
        published=published,
        language=said_language(text, _said_language(tree), remarks),
        remarks=tuple(remarks),
    )


def _said_language(tree: HtmlElement) -> str | None:
    """Return what the page says of its language, in the attribute of its root or in a meta element."""
    given: str | None = tree.get("lang") or tree.get("xml:lang")
    if given:
        return given
    for element in tree.iter("meta"):
        names = {(element.get(name) or "").lower() for name in ("http-equiv", "property", "name")}
        if names & {"content-language", "og:locale", "dc.language"} and (content := element.get("content")):
            return str(content).partition(",")[0].strip()
    return None


def _strip_signatures(tree: HtmlElement) -> None:
    """Leave of embedded posts what they say, without who signs them ("— UN in New York (@UN) April 4, 2025")."""
    for quote in tree.iter("blockquote"):
        if _EMBEDDED.search(quote.get("class") or "") and any(one.tag == "p" for one in quote):
            for one in list(quote):
                one.tail = None
                if one.tag != "p":
                    quote.remove(one)
