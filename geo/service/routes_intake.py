"""The routes by which articles come in, and that tell how far they are."""

from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from geo import contract, pipeline, sources
from geo.errors import InputError
from geo.service.answers import LIMIT, OFFSET, answer, error, error_answers, listed, paging, root_of
from geo.service.answers import parameters as query_of
from geo.service.bodies import FlatRoute
from geo.service.jobs import Busy, Jobs
from geo.service.parameters import storable
from geo.working import tasks

if TYPE_CHECKING:
    from geo.working import Workers

_PARSING = 16  # requests that may wait for a process
_JOB = {
    "type": "object",
    "required": [
        "id",
        "kind",
        "name",
        "created",
        "state",
        "articles",
        "parsed",
        "failed",
        "pending",
        "known",
        "errors",
    ],
}
_PARSED = {
    "type": "object",
    "required": ["article", "toponyms", "events", "remarks"],
    "properties": {
        "remarks": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What reading the article had to leave open, such as its language or its day.",
        }
    },
}
_LIST = {"type": "object", "required": ["matched", "returned", "links", "jobs"]}


class About(BaseModel):
    """What a client may say of an article besides its text."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str | None, Field(max_length=1_000, description="The headline, where it is not in the text.")] = (
        None
    )
    published: Annotated[
        dt.date | None, Field(description="The day of publication, from which 'Friday' is counted.")
    ] = None
    home: Annotated[
        str | None, Field(max_length=200, description='Where the outlet is at home, "Alexandria, Louisiana".')
    ] = None


class Text(About):
    """One article, to be parsed at once."""

    text: Annotated[str, Field(max_length=sources.MAX_CHARACTERS, description="The article.")]


class Submission(About):
    """Exactly one of text, html, jsonl, url and feed."""

    text: Annotated[str | None, Field(max_length=sources.MAX_CHARACTERS, description="An article.")] = None
    html: Annotated[str | None, Field(description="A web page with an article.")] = None
    jsonl: Annotated[str | None, Field(description="Articles, one JSON object a line.")] = None
    url: Annotated[str | None, Field(max_length=2_000, description="The address of a web page.")] = None
    feed: Annotated[str | None, Field(max_length=2_000, description="The address of an RSS or Atom feed.")] = None
    name: Annotated[str | None, Field(max_length=200, description="The name of the file, for messages.")] = None

    @model_validator(mode="after")
    def _one(self) -> Submission:
        given = [name for name in ("text", "html", "jsonl", "url", "feed") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("exactly one of text, html, jsonl, url and feed is needed")
        return self


def router(jobs: Jobs, workers: Workers) -> APIRouter:
    """Return the routes that hand over to ``jobs`` and parse in ``workers``."""
    routes = APIRouter(tags=["Handing in"], route_class=FlatRoute)
    waiting = threading.BoundedSemaphore(_PARSING + workers.count)

    @routes.post(
        "/parse",
        summary="Find the places and events of one article; nothing is kept",
        responses={200: answer(_PARSED, "application/json"), **error_answers(403, 408, 413, 422, 429)},
    )
    def parse(request: Request, given: Annotated[Text, Body()]) -> Response:
        query_of(request, "")
        _check(given)
        article = sources.article_from_text(storable(given.text), "text", published=given.published, title=given.title)
        if not waiting.acquire(blocking=False):
            raise Busy
        try:
            parsed = workers.call(tasks.parse, article, given.home, name="text")
        finally:
            waiting.release()
        return JSONResponse(contract.to_dict(parsed) | {"remarks": list(article.remarks)})

    @routes.post(
        "/articles",
        status_code=202,
        summary="Hand articles in: text, a page, a corpus, an address or a feed",
        responses={202: answer(_JOB, "application/json", "The job."), **error_answers(403, 408, 413, 422, 429)},
    )
    def submit(request: Request, given: Annotated[Submission, Body()]) -> Response:
        query_of(request, "")
        _check(given)
        job = _taken(jobs, given)
        root = root_of(request)
        return JSONResponse(jobs.as_json(job, root), 202, headers={"Location": f"{root}/jobs/{job.id}"})

    @routes.get(
        "/jobs",
        summary="What was handed in, the latest first",
        responses={200: answer(_LIST, "application/json"), **error_answers()},
        openapi_extra={"parameters": [LIMIT, OFFSET]},
    )
    def list_jobs(request: Request) -> Response:
        query = query_of(request, "limit", "offset")
        limit, offset = paging(query)
        found, matched = jobs.latest(limit, offset)
        root = root_of(request)
        rows = [jobs.as_json(job, root) for job in found]
        return JSONResponse(listed("jobs", rows, matched, at=f"{root}/jobs", query=query, paging=(limit, offset)))

    @routes.get(
        "/jobs/{job_id}",
        summary="How far something is that was handed in",
        responses={200: answer(_JOB, "application/json"), **error_answers(404)},
    )
    def show_job(request: Request, job_id: str) -> Response:
        query_of(request, "")
        job = jobs.get(storable(job_id))
        return error(404, "there is no such job") if job is None else JSONResponse(jobs.as_json(job, root_of(request)))

    return routes


def _taken(jobs: Jobs, given: Submission) -> Any:
    name = storable(given.name or "what was sent")
    if given.url is not None:
        return jobs.take_page(given.url, given.published, given.home)
    if given.feed is not None:
        return jobs.take_feed(given.feed, given.home)
    if given.text is not None:
        found = sources.article_from_text(storable(given.text), name, published=given.published, title=given.title)
        return jobs.take_text(found, given.home)
    content, suffix = (given.html, ".html") if given.html is not None else (given.jsonl, ".jsonl")
    return jobs.take_file((content or "").encode("utf-8", "replace"), name, suffix, given.published, given.home)


def _check(given: About) -> None:
    """Refuse what would be left out of account or make every date wrong, while somebody can still mend it."""
    if given.published is not None:
        sources.parse_date(given.published.isoformat())
    if given.home and (problem := pipeline.unknown_home(storable(given.home))) is not None:
        raise InputError(problem)
