"""The routes of OGC API - Features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from geo.layers import LAYER_NAMES, LayerName
from geo.service import features, pages
from geo.service.answers import (
    HTML,
    F,
    answer,
    error,
    error_answers,
    feature_parameters,
    no_parameters,
    parameters,
    root_of,
    wants_html,
)
from geo.service.features import GEOJSON
from geo.service.parameters import CRS84, page

if TYPE_CHECKING:
    from geo.store import Store

_OBJECT = {"type": "object"}
_LINKS = {"type": "array", "items": {"type": "object", "required": ["href", "rel"]}}
_FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": {"type": "object", "nullable": True},
        "properties": {"type": "object"},
        "links": _LINKS,
    },
}
_FEATURES = {
    "type": "object",
    "required": ["type", "features", "numberMatched", "numberReturned", "links", "timeStamp"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "features": {"type": "array", "items": _FEATURE},
        "numberMatched": {"type": "integer", "minimum": 0},
        "numberReturned": {"type": "integer", "minimum": 0},
        "timeStamp": {"type": "string", "format": "date-time"},
        "links": _LINKS,
    },
}
_CRS = {"Content-Crs": f"<{CRS84}>"}


def router(store: Store) -> APIRouter:
    """Return the routes over ``store``."""
    routes = APIRouter(tags=["OGC API - Features"])

    @routes.get(
        "/conformance",
        summary="What the service conforms to",
        responses={200: answer(_OBJECT, "application/json", **HTML), **error_answers()},
        openapi_extra={"parameters": [F]},
    )
    def conformance(request: Request) -> Response:
        no_parameters(request)
        found = {"conformsTo": features.CONFORMS_TO}
        if wants_html(request):
            return pages.document("Conformance", rows=[(name,) for name in features.CONFORMS_TO])
        return JSONResponse(found)

    @routes.get(
        "/collections",
        summary="The layers",
        responses={200: answer(_OBJECT, "application/json", **HTML), **error_answers()},
        openapi_extra={"parameters": [F]},
    )
    def collections(request: Request) -> Response:
        no_parameters(request)
        found = features.collections(root_of(request))
        if wants_html(request):
            rows = [(one["id"], one["description"]) for one in found["collections"]]
            targets = [f"/collections/{layer}?f=html" for layer in LAYER_NAMES]
            return pages.document("Collections", rows=rows, targets=targets)
        return JSONResponse(found)

    @routes.get(
        "/collections/{collection}",
        summary="One layer",
        responses={200: answer(_OBJECT, "application/json", **HTML), **error_answers(404)},
        openapi_extra={"parameters": [F]},
    )
    def collection(request: Request, collection: LayerName) -> Response:
        no_parameters(request)
        found = features.collection(root_of(request), collection)
        if wants_html(request):
            links = [(one["rel"], one["href"]) for one in found["links"]]
            return pages.document(
                found["title"], found["description"], rows=links, targets=[href for _, href in links], link_column=1
            )
        return JSONResponse(found)

    @routes.get(
        "/collections/{collection}/queryables",
        summary="The properties that features may be asked for by",
        responses={200: answer(_OBJECT, "application/schema+json"), **error_answers(404)},
        openapi_extra={"parameters": [F]},
    )
    def queryables(request: Request, collection: LayerName) -> Response:
        no_parameters(request)
        return JSONResponse(features.queryables(root_of(request), collection), media_type="application/schema+json")

    def serve(layer: LayerName) -> None:
        """Add the routes of the features of one layer, whose parameters are its own."""

        @routes.get(
            f"/collections/{layer}/items",
            summary=f"Features of the layer {layer}",
            operation_id=f"get_{layer}",
            responses={200: answer(_FEATURES, GEOJSON, **HTML), **error_answers(404)},
            openapi_extra={"parameters": feature_parameters(layer)},
        )
        def items(request: Request) -> Response:
            query = parameters(request)
            html = wants_html(request)
            # The OGC's schema of a feature has no null geometry; /events has also what could not be located.
            asked = page(query, layer, only_located=True)
            matched = store.count_features(layer, asked.selection)
            rows = store.features(layer, asked.selection, limit=asked.limit, offset=asked.offset)
            if html:
                return pages.features(layer, asked, rows, matched, dict(query))
            body = features.items(root_of(request), layer, asked, rows=rows, matched=matched, query=dict(query))
            return Response(body, media_type=GEOJSON, headers=_CRS)

        @routes.get(
            f"/collections/{layer}/items/{{feature_id:path}}",
            summary=f"One feature of the layer {layer}",
            operation_id=f"get_one_of_{layer}",
            responses={200: answer(_FEATURE, GEOJSON, **HTML), **error_answers(404)},
            openapi_extra={
                "parameters": [F, {"name": "crs", "in": "query", "schema": {"type": "string", "enum": [CRS84]}}]
            },
        )
        def item(request: Request, feature_id: str) -> Response:
            query = parameters(request, "f", "crs")
            html = wants_html(request)
            if query.get("crs", CRS84) != CRS84:
                return error(400, f"crs: only {CRS84} is served")
            row = store.feature(layer, feature_id.replace("\0", "")) if len(feature_id) < 2_000 else None
            if row is None:
                return error(404, "there is no such feature")
            if html:
                return pages.feature(layer, row)
            return JSONResponse(features.item(root_of(request), layer, row), media_type=GEOJSON, headers=_CRS)

    for layer in LAYER_NAMES:
        serve(layer)
    return routes
