"""The pages for people: every text of an article is escaped, nothing comes from elsewhere, scripts need a nonce."""

from __future__ import annotations

import functools
import importlib.resources
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi.responses import HTMLResponse

from geo.layers import LayerName
from geo.service.parameters import Page

if TYPE_CHECKING:
    from jinja2 import Environment

_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
# A page of features for people; programs get more.
_COLUMNS: dict[LayerName, tuple[str, ...]] = {
    "events": ("event_date", "headline", "event_class", "place_name", "country_name", "killed_low", "title"),
    "areas": ("event_date", "place_name", "relation", "country_name", "event_count", "headline", "extent_source"),
    "places": ("name", "admin1_name", "country_name", "mention_count", "article_count", "event_count"),
}


def home() -> HTMLResponse:
    """Return the page where articles are handed in, watched and seen on the map."""
    return _rendered("home.html", script=_asset("home.js"))


def api(document: Mapping[str, Any]) -> HTMLResponse:
    """Return the description of the API, from its OpenAPI document."""
    operations = [
        (method.upper(), path, operation, [*item.get("parameters", ()), *operation.get("parameters", ())])
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "delete"}
    ]
    return _rendered("api.html", document=document, operations=operations)


def document(
    title: str,
    description: str = "",
    *,
    rows: Sequence[Sequence[str]] = (),
    targets: Sequence[str] = (),
    link_column: int = 0,
) -> HTMLResponse:
    """Return a plain table; ``targets`` are the addresses of the cells of one column."""
    cells = [
        [(str(cell), targets[at] if targets and column == link_column else None) for column, cell in enumerate(row)]
        for at, row in enumerate(rows)
    ]
    return _rendered("table.html", title=title, description=description, head=(), rows=cells, links=())


def features(
    layer: LayerName, page: Page, rows: Sequence[Mapping[str, Any]], matched: int, query: Mapping[str, str]
) -> HTMLResponse:
    """Return a page of features as a table."""
    columns = _COLUMNS[layer]
    cells = [
        [
            ("" if row[name] is None else str(row[name]), _item(layer, row["id"]) if at == 1 else None)
            for at, name in enumerate(columns)
        ]
        for row in rows
    ]
    links = []
    last = page.offset + len(rows)
    asked = {name: value for name, value in query.items() if name != "offset"} | {"f": "html"}
    if page.offset:
        links.append(("Back", f"?{urlencode(asked | {'offset': max(0, page.offset - page.limit)})}"))
    if rows and last < matched:
        links.append(("More", f"?{urlencode(asked | {'offset': last})}"))
    description = f"{page.offset + 1:,} to {last:,} of {matched:,}" if rows else f"none of {matched:,}"
    return _rendered("table.html", title=layer, description=description, head=columns, rows=cells, links=links)


def feature(layer: LayerName, row: Mapping[str, Any]) -> HTMLResponse:
    """Return one feature as a table of its fields."""
    title = str(row.get("headline") or row.get("name") or row.get("place_name") or row["id"])
    fields = [
        [(name, None), (str(value), None)] for name, value in row.items() if value is not None and name != "geometry"
    ]
    return _rendered("table.html", title=title, description=layer, head=("field", "value"), rows=fields, links=())


def _item(layer: LayerName, identifier: str) -> str:
    return f"/collections/{layer}/items/{quote(identifier, safe='')}?f=html"


def _rendered(template: str, **values: Any) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    page = _environment().get_template(template).render(nonce=nonce, style=_asset("page.css"), **values)
    # Half of a surrogate pair is no UTF-8.
    body = page.encode("utf-8", "replace")
    return HTMLResponse(body, headers={"Content-Security-Policy": _POLICY.format(nonce=nonce)})


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("geo.service", "assets")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@functools.cache
def _asset(name: str) -> str:
    return (importlib.resources.files("geo.service") / "assets" / name).read_text(encoding="utf-8")
