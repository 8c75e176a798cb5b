"""What all routes share: links' root, negotiation, errors as JSON, and parameters as OpenAPI describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from geo.errors import ArticleError, DatelineError, InputError, Interrupted, SourceNotFound, StoreError
from geo.layers import FIELDS, FieldType, LayerName
from geo.service.features import link
from geo.service.jobs import Busy
from geo.service.parameters import CRS84, DEFAULT_LIMIT, LEAST, MAX_LIMIT, whole

Json = dict[str, Any]
_RETRY_S = 30
ERROR_SCHEMA: Json = {
    "type": "object",
    "properties": {"code": {"type": "string"}, "description": {"type": "string"}},
    "required": ["code", "description"],
}


def error_answers(*statuses: int) -> dict[int | str, Json]:
    """Return the error answers of a route for OpenAPI; those of the guard are among them."""
    words = {
        400: "A parameter or the body is wrong; the description says which.",
        401: "A token is needed.",
        403: "Another web page may not do this.",
        404: "There is no such thing.",
        405: "This is not done to this address.",
        408: "The request took too long to arrive.",
        413: "The request is too large.",
        415: "The body is no JSON.",
        421: "The service is not called by this name.",
        422: "There is no article to be had from what was sent.",
        429: "There is too much to do; try again later.",
        503: "The store cannot be reached, or the service is ending or beginning.",
    }
    content = {"application/json": {"schema": ERROR_SCHEMA}}
    return {
        status: {"description": words[status], "content": content} for status in sorted({400, 401, 421, 503, *statuses})
    }


def answer(content: str | Json, kind: str, description: str = "The answer.", **more: Json) -> Json:
    """Return a good answer of a route for OpenAPI: a schema for each media type, here the first."""
    schema = {"$ref": content} if isinstance(content, str) else content
    return {"description": description, "content": {kind: {"schema": schema}, **more}}


HTML: Json = {"text/html": {"schema": {"type": "string"}}}
F: Json = {
    "name": "f",
    "in": "query",
    "description": "The form of the answer; without it, the header Accept decides.",
    "schema": {"type": "string", "enum": ["json", "html"]},
}


def number(name: str, description: str, minimum: int, default: int, maximum: int | None = None) -> Json:
    """Describe a whole number in the query."""
    schema: Json = {"type": "integer", "minimum": minimum, "default": default}
    if maximum is not None:
        schema["maximum"] = maximum
    return {"name": name, "in": "query", "required": False, "style": "form", "explode": False, "schema": schema} | {
        "description": description
    }


def text(name: str, description: str, values: tuple[str, ...] = ()) -> Json:
    """Describe text in the query."""
    schema: Json = {"type": "string", "maxLength": 500} | ({"enum": list(values)} if values else {})
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


LIMIT = number("limit", f"How many at most; more than {MAX_LIMIT} are {MAX_LIMIT}.", 1, DEFAULT_LIMIT, MAX_LIMIT)
OFFSET = number("offset", "How many to leave out, for the next page.", 0, 0)
SEARCH = text("q", "Words that are all in the texts, in any case.")


def feature_parameters(layer: LayerName) -> list[Json]:
    """Describe the query parameters of a request for features."""
    numbers = {"type": "number"}
    box = {"type": "array", "minItems": 4, "maxItems": 6, "items": numbers}
    kinds = {FieldType.INTEGER: "integer", FieldType.NUMBER: "number"}
    filters = []
    for field in FIELDS[layer]:
        schema: Json = {"type": kinds.get(field.type, "string")}
        if field.type is FieldType.DATE:
            schema["format"] = "date"
        if field.values:
            schema["enum"] = list(field.values)
        filters.append(
            {"name": field.name, "in": "query", "required": False, "schema": schema}
            | {"description": field.description}
        )
    least = [
        {"name": name, "in": "query", "required": False, "schema": {"type": "integer", "minimum": 0}}
        | {"description": f"Only events with a {field} of so many or more."}
        for name, field in (LEAST.items() if layer != "places" else ())
    ]
    systems = {"type": "string", "enum": [CRS84]}
    return [
        F,
        LIMIT,
        OFFSET,
        {
            "name": "bbox",
            "in": "query",
            "required": False,
            "style": "form",
            "explode": False,
            "schema": box,
            "description": "West, south, east, north in degrees; west of more than east crosses the antimeridian. "
            "Features without geometry are left out.",
        },
        {
            "name": "datetime",
            "in": "query",
            "required": False,
            "style": "form",
            "explode": False,
            "schema": {"type": "string"},
            "description": "A day or time, or two with a slash between them, .. for an open end. "
            "Events without a date are left out; places have no time.",
        },
        {"name": "crs", "in": "query", "required": False, "schema": systems, "description": "Only CRS84."},
        {"name": "bbox-crs", "in": "query", "required": False, "schema": systems, "description": "Only CRS84."},
        SEARCH,
        *least,
        *filters,
    ]


def paging(query: Mapping[str, str]) -> tuple[int, int]:
    """Return limit and offset."""
    limit = whole("limit", query.get("limit", str(DEFAULT_LIMIT)), 1)
    return min(limit, MAX_LIMIT), whole("offset", query.get("offset", "0"), 0)


def listed(
    name: str, rows: list[Json], matched: int, *, at: str, query: Mapping[str, str], paging: tuple[int, int]
) -> Json:
    """Return a page of a list: ``rows`` of ``matched`` ones, with links to the pages beside it."""
    limit, offset = paging

    def address(start: int) -> str:
        asked: dict[str, Any] = {key: value for key, value in query.items() if key != "offset"}
        asked |= {"offset": start} if start else {}
        return f"{at}?{urlencode(asked)}" if asked else at

    links = [link(address(offset), "self")]
    if rows and offset + len(rows) < matched:
        links.append(link(address(offset + len(rows)), "next"))
    if offset:
        links.append(link(address(max(0, offset - limit)), "prev"))
    return {"matched": matched, "returned": len(rows), "links": links, name: rows}


def root_of(request: Request) -> str:
    """Return the service's address without a slash at its end."""
    return str(request.base_url).rstrip("/")


def wants_html(request: Request) -> bool:
    """Say whether the answer is for people: by ``f``, else by what the client accepts first."""
    wanted = request.query_params.get("f")
    if wanted not in {None, "json", "html"}:
        raise InputError("f: json or html")
    if wanted:
        return wanted == "html"
    accepted = request.headers.get("accept", "").lower()
    html, json = accepted.find("text/html"), accepted.find("json")
    return html >= 0 and (json < 0 or html < json)


def parameters(request: Request, *known: str) -> Mapping[str, str]:
    """Return the query parameters.

    Raises:
        InputError: if one is unknown or given twice.

    """
    found: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if known and name not in known:
            raise InputError(f"there is no parameter '{name[:60]}'")
        if name in found:
            raise InputError(f"{name[:60]}: given twice")
        found[name] = value
    return found


def no_parameters(request: Request) -> None:
    """Refuse query parameters where there are none (but ``f``)."""
    parameters(request, "f")


def error(status: int, description: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as the OGC's schema has it."""
    return JSONResponse({"code": str(status), "description": description}, status, headers=dict(headers or {}))


def _of_dateline(_request: Request, raised: Exception) -> Response:
    """Return the answer to an error that was raised on purpose: one table for all routes."""
    description = " ".join(str(raised).split())
    match raised:
        case SourceNotFound():
            return error(422, description)
        case InputError():
            return error(400, description)
        case ArticleError():
            return error(422, description)
        case StoreError():
            return error(
                503, "the store cannot be reached or written to; try again later", {"Retry-After": str(_RETRY_S)}
            )
        case Interrupted():
            return error(503, "the service is ending, or beginning; try again later", {"Retry-After": str(_RETRY_S)})
        case _:
            return error(500, "the service lacks something that it needs; its log says what")


def _of_busy(_request: Request, _raised: Exception) -> Response:
    return error(429, "there is too much to do; try again later", {"Retry-After": str(_RETRY_S)})


def _of_validation(_request: Request, raised: Exception) -> Response:
    """Return what is wrong with path or body, without repeating it."""
    assert isinstance(raised, RequestValidationError)
    first = raised.errors()[0]
    where = [str(part) for part in first.get("loc", ()) if not isinstance(part, int)]
    if where[:1] == ["path"]:
        return error(404, "there is no such collection")
    name = ".".join(where[1:])[:80]
    message = "the body is no JSON" if first.get("type") == "json_invalid" else str(first.get("msg", "is wrong"))
    return error(400, f"{name}: {message}" if name else message)


def _of_http(_request: Request, raised: Exception) -> Response:
    assert isinstance(raised, HTTPException)
    words = {404: "there is nothing at this address", 405: "this is not done to this address"}
    return error(raised.status_code, words.get(raised.status_code, str(raised.detail)), raised.headers)


def _of_unforeseen(_request: Request, _raised: Exception) -> Response:
    # The guard writes into the log where it happened; here nothing is said of it.
    return error(500, "the service failed; its log says where")


ERRORS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    DatelineError: _of_dateline,
    Busy: _of_busy,
    RequestValidationError: _of_validation,
    HTTPException: _of_http,
    Exception: _of_unforeseen,
}
