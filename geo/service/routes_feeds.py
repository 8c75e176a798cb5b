"""The routes of feeds of new events."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from geo.errors import InputError
from geo.service import feeds, parameters
from geo.service.answers import OFFSET, answer, error_answers, feature_parameters, number, root_of
from geo.service.answers import parameters as query_of
from geo.service.feeds import Addresses

if TYPE_CHECKING:
    from geo.store import News, Store

_ENTRIES = 50
_MOST_ENTRIES = 500
_HOW_MANY = f"How many at most; more than {_MOST_ENTRIES} are {_MOST_ENTRIES}."
_LIMIT = number("limit", _HOW_MANY, 1, _ENTRIES, _MOST_ENTRIES)
_SHARED = {"f", "limit", "offset", "crs", "bbox-crs"}
_FORMS: dict[str, tuple[str, str, Callable[..., bytes]]] = {
    "/feed.atom": ("Atom with GeoRSS", feeds.ATOM, feeds.atom),
    "/feed.json": ("JSON Feed", feeds.JSON_FEED, feeds.json_feed),
}


def router(store: Store) -> APIRouter:
    """Return the routes over ``store``."""
    routes = APIRouter(tags=["Feeds"])
    described = [one for one in feature_parameters("events") if one["name"] not in _SHARED]

    def serve(path: str) -> None:
        form, kind, write = _FORMS[path]

        @routes.get(
            path,
            summary=f"New events, the newest first, as {form}",
            operation_id=f"get{path.replace('/', '_').replace('.', '_')}",
            responses={
                200: answer({"type": "string"} if kind == feeds.ATOM else {"type": "object"}, kind),
                304: {"description": "Nothing changed."},
                **error_answers(),
            },
            openapi_extra={"parameters": [_LIMIT, OFFSET, *described]},
        )
        def feed(request: Request) -> Response:
            return _feed(request, store, path, kind, write)

    for path in _FORMS:
        serve(path)
    return routes


def _feed(request: Request, store: Store, path: str, kind: str, write: Callable[..., bytes]) -> Response:
    query = dict(query_of(request))
    for name in ("f", "crs", "bbox-crs"):
        if name in query:
            raise InputError(f"there is no parameter '{name}'")
    asked = parameters.page({"limit": str(_ENTRIES)} | query, "events")
    limit = min(asked.limit, _MOST_ENTRIES)
    found: Sequence[News] = store.latest_news(asked.selection, limit=limit + 1, offset=asked.offset)
    root = root_of(request)

    def address(offset: int) -> str:
        there = {name: value for name, value in query.items() if name != "offset"}
        there |= {"offset": str(offset)} if offset else {}
        return f"{root}{path}?{urlencode(there)}" if there else f"{root}{path}"

    older = address(asked.offset + limit) if len(found) > limit else None
    chosen = {name: value for name, value in query.items() if name not in {"limit", "offset"}}
    selection = ", ".join(f"{name} {value}" for name, value in sorted(chosen.items()))
    body = write(found[:limit], Addresses(root, address(asked.offset), older), selection=selection)
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", "").replace("W/", "").split(", "):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
