"""The routes that give a selection as a map or as a file."""

from __future__ import annotations

import dataclasses
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.background import BackgroundTask
from starlette.responses import FileResponse

from geo.errors import InputError
from geo.layers import FIELDS, LAYER_NAMES, SUFFIXES, LayerName, Layers, write
from geo.service import parameters
from geo.service.answers import SEARCH, answer, error, error_answers, feature_parameters, text
from geo.service.answers import parameters as query_of
from geo.service.jobs import Jobs
from geo.service.parameters import storable, words
from geo.store import Selection, State

if TYPE_CHECKING:
    from geo.store import Store

# Of more articles than this a map shows the latest, and says so.
_ON_MAP = 2_000
_AT_ONCE = 100_000  # features in one file
# The map's own policy is in the page; here it loses the service's origin, so that it could not call it.
_MAP_POLICY = "sandbox allow-scripts allow-popups allow-downloads allow-modals; frame-ancestors 'self'"
_MEDIA_TYPES = {
    ".geojson": "application/geo+json",
    ".geojsonl": "application/geo+json-seq",
    ".gpkg": "application/geopackage+sqlite3",
    ".fgb": "application/flatgeobuf",
    ".parquet": "application/vnd.apache.parquet",
    ".pmtiles": "application/vnd.pmtiles",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}
_WHOLE = {".gpkg", ".kml"}


def router(store: Store, jobs: Jobs) -> APIRouter:
    """Return the routes over ``store``."""
    routes = APIRouter(tags=["Maps and files"])

    @routes.get(
        "/map",
        summary="The map of articles, one file that works without a network",
        responses={200: answer({"type": "string"}, "text/html"), **error_answers(404)},
        openapi_extra={"parameters": [SEARCH, text("job", "The job."), text("article", "The article's id.")]},
    )
    def show_map(request: Request) -> Response:
        query = query_of(request, "q", "job", "article")
        ids = _articles(store, jobs, query)
        if ids is None and ("job" in query or "article" in query):
            return error(404, "there is no such job or article")
        wanted: dict[str, Any] = {"search": words("q", query.get("q", "")), "state": State.PARSED, "ids": ids}
        found = store.summaries(**wanted, limit=_ON_MAP)
        if not found and (ids is None or "article" in query):
            return error(404, "there is no parsed article to map")
        from geo import maps

        matched = store.count_articles(**wanted) if len(found) == _ON_MAP else len(found)
        title = f"The latest {len(found):,} of {matched:,} articles" if matched > len(found) else None
        parsed = list(store.parsed([one.id for one in found]))
        page = maps.build(parsed, title=title, tiles=None).get_root().render()
        return Response(page.encode(), media_type="text/html", headers={"Content-Security-Policy": _MAP_POLICY})

    @routes.get(
        "/export",
        summary="A selection as a file",
        responses={
            200: {
                "description": "The file.",
                "content": {kind.partition(";")[0]: {} for kind in _MEDIA_TYPES.values()},
            },
            **error_answers(404, 413),
        },
        openapi_extra={
            "parameters": [
                text("format", "The format of the file.", tuple(suffix[1:] for suffix in SUFFIXES))
                | {"required": True},
                text("layer", "One layer; without it all, zipped where the format holds only one.", LAYER_NAMES),
                text("job", "The job."),
                text("article", "The article's id."),
                *feature_parameters("events")[3:],
            ]
        },
    )
    def export(request: Request) -> Response:
        query = dict(query_of(request))
        suffix = f".{query.pop('format', '')}"
        if suffix not in SUFFIXES:
            raise InputError(f"format: one of {', '.join(one[1:] for one in SUFFIXES)}")
        layer = query.pop("layer", None)
        if layer is not None and layer not in LAYER_NAMES:
            raise InputError(f"layer: one of {', '.join(LAYER_NAMES)}")
        chosen: dict[str, str] = {name: query.pop(name) for name in ("job", "article") if name in query}
        for name in ("f", "limit", "offset"):
            if name in query:
                raise InputError(f"there is no parameter '{name}'")
        ids = _articles(store, jobs, chosen)
        if ids is None and chosen:
            return error(404, "there is no such job or article")
        selection = parameters.page(query, "events", articles=ids).selection
        if sum(store.count_features(name, _fitting(selection, name)) for name in LAYER_NAMES) > _AT_ONCE:
            return error(413, f"more than {_AT_ONCE:,} features: narrow the selection, or use dateline export")
        return _file(store.layers(selection), suffix, layer)

    return routes


def _articles(store: Store, jobs: Jobs, query: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the ids of the articles that are asked for; None where no job or article is, or there is none such."""
    if "article" in query:
        return (storable(query["article"]),) if store.article(storable(query["article"])) else None
    return jobs.article_ids(storable(query["job"])) if "job" in query else None


def _fitting(selection: Selection, layer: LayerName) -> Selection:
    """Return the selection without what the layer does not have, as the store's layers do."""
    if layer != "places":  # areas are those of the events
        return selection
    known = {field.name for field in FIELDS[layer]}
    values = {name: value for name, value in selection.values.items() if name in known}
    return dataclasses.replace(selection, values=values, since=None, until=None, at_least={})


def _file(layers: Layers, suffix: str, layer: str | None) -> Response:
    """Return the layers as a file: the one, or all, zipped where the format holds only one."""
    place = tempfile.TemporaryDirectory(prefix="dateline-")
    try:
        directory = Path(place.name)
        files = write(layers, directory / f"events{suffix}")
        if suffix in _WHOLE:
            chosen = files[0]
        elif layer is not None:
            chosen = directory / f"{layer}{suffix}"
        else:
            chosen = directory / "dateline.zip"
            with zipfile.ZipFile(chosen, "w", zipfile.ZIP_DEFLATED) as archive:
                for file in sorted(directory.iterdir()):
                    if file != chosen:
                        archive.write(file, file.name)
        kind = _MEDIA_TYPES[chosen.suffix]
        return FileResponse(chosen, media_type=kind, filename=chosen.name, background=BackgroundTask(place.cleanup))
    except BaseException:
        place.cleanup()
        raise
