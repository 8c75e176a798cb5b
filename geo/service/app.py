"""The application: what it works with, put together once."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from geo import fetching
from geo.service import (
    features,
    openapi,
    pages,
    routes_articles,
    routes_features,
    routes_feeds,
    routes_files,
    routes_intake,
    webhooks,
)
from geo.service.answers import ERRORS, HTML, F, answer, error_answers, no_parameters, root_of, wants_html
from geo.service.jobs import Jobs
from geo.service.safety import Guard, Limits
from geo.service.webhooks import Webhooks
from geo.settings import ARTICLE_LIMIT_S
from geo.store import Store
from geo.watching import Pages
from geo.working import Backlog, Workers

if TYPE_CHECKING:
    from geo.service.safety import App


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service behaves.

    Attributes:
        store: path or database URL.
        token: what clients must show; None asks for none.
        local_only: whether it answers only to names of this machine.
        allow_private: whether it may fetch from this machine and its networks.
        workers: processes that parse.
        limit_s: seconds that one article may take.
        max_pending: articles that may wait before more are refused (HTTP 429).
        webhooks: URLs that new events are posted to; a fragment says which.
        webhook_secret: what these messages are signed with.

    """

    store: str
    token: str | None = None
    local_only: bool = True
    allow_private: bool = False
    workers: int = 1
    limit_s: float = ARTICLE_LIMIT_S
    max_pending: int = 10_000
    webhooks: tuple[str, ...] = ()
    webhook_secret: str | None = None
    limits: Limits = field(default_factory=Limits)


def create(settings: Settings) -> App:
    """Return the service as an ASGI application; its processes start with it and end with it.

    Raises:
        InputError: if a webhook or its secret is wrong.
        StoreError: if the store cannot be opened.

    """
    key, targets = webhooks.checked(settings.webhooks, settings.webhook_secret)
    store = Store(settings.store)
    posting = Webhooks(store, targets, key, allow_private=settings.allow_private)
    workers = Workers(settings.workers, settings.limit_s)
    backlog = Backlog(store, workers, done=lambda _: posting.wake())
    fetch = functools.partial(fetching.fetch, allow_private=settings.allow_private)
    jobs = Jobs(store, workers, backlog, Pages(fetch, workers), settings.max_pending)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        backlog.close()
        posting.close()
        workers.close()
        backlog.join()
        posting.join()
        store.close()

    app = FastAPI(
        title="Dateline",
        description="News as events on a map. Features by OGC API - Features, articles by JSON.",
        openapi_url=None,  # FastAPI's own is of version 3.1 and its pages load scripts from elsewhere
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        exception_handlers=ERRORS,  # type: ignore[arg-type]
        # An address with a slash too much is wrong, not elsewhere.
        redirect_slashes=False,
    )
    _add_front(app)
    app.include_router(routes_features.router(store))
    app.include_router(routes_intake.router(jobs, workers))
    app.include_router(routes_articles.router(store))
    app.include_router(routes_feeds.router(store))
    app.include_router(routes_files.router(store, jobs))
    return Guard(app, token=settings.token, local_only=settings.local_only, limits=settings.limits)


def _add_front(app: FastAPI) -> None:
    """Add the landing page and the description of the API."""

    @app.get(
        "/",
        summary="The page for people, and the landing page for programs",
        tags=["OGC API - Features"],
        responses={200: answer({"type": "object"}, "application/json", **HTML), **error_answers()},
        openapi_extra={"parameters": [F]},
    )
    def landing(request: Request) -> Response:
        no_parameters(request)
        return pages.home() if wants_html(request) else JSONResponse(features.landing(root_of(request)))

    @app.get(
        "/api",
        summary="This description",
        tags=["OGC API - Features"],
        responses={200: answer({"type": "object"}, openapi.MEDIA_TYPE), **error_answers()},
        openapi_extra={"parameters": [F]},
    )
    def description(request: Request) -> Response:
        no_parameters(request)
        return JSONResponse(_described(app), media_type=openapi.MEDIA_TYPE)

    @app.get("/api.html", include_in_schema=False)
    def description_for_people(request: Request) -> Response:
        no_parameters(request)
        return pages.api(_described(app))


def _described(app: FastAPI) -> Mapping[str, Any]:
    from geo.about import VERSION

    app.version = VERSION
    return openapi.as_3_0(app.openapi())
