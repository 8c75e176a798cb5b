"""The routes that show articles and their events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from geo import contract
from geo.errors import InputError
from geo.service import features, parameters
from geo.service.answers import (
    LIMIT,
    OFFSET,
    SEARCH,
    answer,
    error,
    error_answers,
    feature_parameters,
    listed,
    paging,
    root_of,
    text,
)
from geo.service.answers import parameters as query_of
from geo.service.parameters import STATES, storable, wanted_articles

if TYPE_CHECKING:
    from geo.store import Store, Summary

_LIST = {"type": "object", "required": ["matched", "returned", "links"]}
_ARTICLE = {"type": "object", "required": ["id", "state", "parsed"]}


def router(store: Store) -> APIRouter:
    """Return the routes over ``store``."""
    routes = APIRouter(tags=["Articles and events"])

    @routes.get(
        "/articles",
        summary="Articles, the latest first",
        responses={200: answer(_LIST, "application/json"), **error_answers()},
        openapi_extra={
            "parameters": [LIMIT, OFFSET, SEARCH, text("state", "What became of it.", STATES), text("job", "The job.")]
        },
    )
    def list_articles(request: Request) -> Response:
        query = query_of(request, "limit", "offset", "q", "state", "job")
        limit, offset = paging(query)
        wanted = wanted_articles(query)
        matched = store.count_articles(**wanted)
        rows = [_as_json(one) for one in store.summaries(**wanted, limit=limit, offset=offset)]
        return JSONResponse(
            listed("articles", rows, matched, at=f"{root_of(request)}/articles", query=query, paging=(limit, offset))
        )

    @routes.get(
        "/articles/{article_id:path}",
        summary="One article with all that was found in it",
        responses={200: answer(_ARTICLE, "application/json"), **error_answers(404)},
    )
    def show_article(request: Request, article_id: str) -> Response:
        query_of(request, "")
        found = store.summaries(ids=[storable(article_id)], limit=1)
        if not found:
            return error(404, "there is no such article")
        parsed = next(store.parsed([found[0].id]), None)
        return JSONResponse(_as_json(found[0]) | {"parsed": contract.to_dict(parsed) if parsed else None})

    @routes.get(
        "/events",
        summary="Events, also those that could not be located",
        responses={200: answer(_LIST, "application/json"), **error_answers()},
        openapi_extra={"parameters": feature_parameters("events")[1:]},
    )
    def list_events(request: Request) -> Response:
        query = query_of(request)
        if "f" in query:
            raise InputError("there is no parameter 'f'")
        asked = parameters.page(query, "events")
        matched = store.count_features("events", asked.selection)
        rows = store.features("events", asked.selection, limit=asked.limit, offset=asked.offset)
        found = [features.plain("events", row) for row in rows]
        at = f"{root_of(request)}/events"
        return JSONResponse(listed("events", found, matched, at=at, query=query, paging=(asked.limit, asked.offset)))

    return routes


def _as_json(article: Summary) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "source": article.source,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "characters": article.characters,
        "received_at": article.received_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "state": str(article.state),
        "reason": article.reason,
        "job": article.batch,
        "event_count": article.event_count,
        "made_by": str(article.made_by) if article.made_by else None,
    }
