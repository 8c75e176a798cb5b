"""OGC API - Features, Part 1 (OGC 17-069r4, with the classes GeoJSON, HTML and OpenAPI 3.0) over a store.

Part 2 (OGC 18-058r1) is served for the one system that there is, CRS84.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from geo.layers import FIELDS, GEOMETRY_TYPES, LAYER_NAMES, FieldType, LayerName, schema
from geo.service.openapi import MEDIA_TYPE as OPENAPI
from geo.service.parameters import CRS84, Page

Json = dict[str, Any]
GEOJSON = "application/geo+json"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CONFORMS_TO = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
]
TITLES: dict[LayerName, tuple[str, str]] = {
    "events": ("Events", "What the articles tell of, each at a point. What could not be located is in /events."),
    "areas": ("Areas", "The countries, regions and seas that are all that is known of where some events happened."),
    "places": ("Places", "Every place that the articles name, once."),
}
_DATES: dict[LayerName, tuple[str, ...]] = {
    layer: tuple(field.name for field in FIELDS[layer] if field.type is FieldType.DATE) for layer in LAYER_NAMES
}


def link(href: str, rel: str, kind: str = "application/json", title: str | None = None) -> Json:
    """Return a link (RFC 8288) as JSON."""
    return {"href": href, "rel": rel, "type": kind} | ({"title": title} if title else {})


def landing(root: str) -> Json:
    """Return the landing page; ``root`` is the service's address without a slash at its end."""
    return {
        "title": "Dateline",
        "description": "News as events on a map: geocoded, dated, counted and quoted.",
        "links": [
            link(f"{root}/", "self", title="This page"),
            link(f"{root}/", "alternate", "text/html", "The page for people"),
            link(f"{root}/api", "service-desc", OPENAPI, "The API, for programs"),
            link(f"{root}/api.html", "service-doc", "text/html", "The API, for people"),
            link(f"{root}/conformance", "conformance", title="What it conforms to"),
            link(f"{root}/collections", "data", title="The layers"),
            link(f"{root}/feed.atom", "alternate", "application/atom+xml", "New events, as Atom"),
            link(f"{root}/feed.json", "alternate", "application/feed+json", "New events, as JSON Feed"),
        ],
    }


def collections(root: str) -> Json:
    """Return the description of all collections."""
    return {
        "links": [
            link(f"{root}/collections", "self"),
            link(f"{root}/collections?f=html", "alternate", "text/html"),
        ],
        "collections": [collection(root, layer) for layer in LAYER_NAMES],
    }


def collection(root: str, layer: LayerName) -> Json:
    """Return the description of one collection."""
    title, description = TITLES[layer]
    at = f"{root}/collections/{layer}"
    extent: Json = {"spatial": {"bbox": [[-180, -90, 180, 90]], "crs": CRS84}}
    if layer != "places":
        extent["temporal"] = {"interval": [[None, None]], "trs": GREGORIAN}
    return {
        "id": layer,
        "title": title,
        "description": description,
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
        "extent": extent,
        "links": [
            link(at, "self"),
            link(f"{at}?f=html", "alternate", "text/html"),
            link(f"{at}/items", "items", GEOJSON),
            link(f"{at}/items?f=html", "items", "text/html"),
            link(f"{at}/queryables", "http://www.opengis.net/def/rel/ogc/1.0/queryables", "application/schema+json"),
        ],
    }


def queryables(root: str, layer: LayerName) -> Json:
    """Return the JSON Schema of the properties that items may be asked for by."""
    found = schema(layer)
    geometry = "geometry-multipolygon" if GEOMETRY_TYPES[layer] == "MultiPolygon" else "geometry-point"
    return {
        "$schema": found["$schema"],
        "$id": f"{root}/collections/{layer}/queryables",
        "title": TITLES[layer][0],
        "type": "object",
        "properties": found["properties"] | {"geometry": {"format": geometry}},
        "additionalProperties": False,
    }


def items(
    root: str, layer: LayerName, page: Page, *, rows: Sequence[Mapping[str, Any]], matched: int, query: Json
) -> bytes:
    """Return one page of features as GeoJSON.

    Args:
        root: the service's address.
        layer: the collection.
        page: what was asked for.
        rows: the features, as the store gives them.
        matched: how many there are on all pages together.
        query: the parameters of the request, which the links to other pages repeat.

    """
    head = {
        "type": "FeatureCollection",
        "timeStamp": dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": matched,
        "numberReturned": len(rows),
        "links": page_links(
            f"{root}/collections/{layer}/items", page, returned=len(rows), matched=matched, query=query
        ),
    }
    # Features are the bulk: each is encoded once and never copied into a larger object.
    text = json.dumps(head, ensure_ascii=False)[:-1] + ', "features": [\n'
    return (text + ",\n".join(features(layer, rows)) + "\n]}\n").encode()


def page_links(at: str, page: Page, *, returned: int, matched: int, query: Json) -> list[Json]:
    """Return the links of a page to itself, to its HTML, and to the pages beside it."""
    asked = {name: value for name, value in query.items() if name not in {"f", "offset"}}

    def address(**more: Any) -> str:
        parameters = asked | {name: value for name, value in more.items() if value not in (None, 0)}
        return f"{at}?{urlencode(parameters)}" if parameters else at

    links = [
        link(address(offset=page.offset), "self", GEOJSON),
        link(address(offset=page.offset, f="html"), "alternate", "text/html"),
        link(at.removesuffix("/items"), "collection"),
    ]
    if page.offset + returned < matched and returned:
        links.append(link(address(offset=page.offset + returned), "next", GEOJSON))
    if page.offset:
        links.append(link(address(offset=max(0, page.offset - page.limit)), "prev", GEOJSON))
    return links


def item(root: str, layer: LayerName, row: Mapping[str, Any]) -> Json:
    """Return one feature with its links."""
    feature: Json = json.loads(features(layer, [row])[0])
    at = f"{root}/collections/{layer}"
    this = f"{at}/items/{quote(str(row['id']), safe='')}"
    feature["links"] = [
        link(this, "self", GEOJSON),
        link(f"{this}?f=html", "alternate", "text/html"),
        link(at, "collection"),
    ]
    return feature


def features(layer: LayerName, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return features as GeoJSON, one text each."""
    import shapely

    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    geometries = shapely.to_geojson([row["geometry"] for row in rows])
    found = []
    for row, geometry in zip(rows, geometries, strict=True):
        properties = encode(plain(layer, row))
        head = f'{{"type": "Feature", "id": {encode(row["id"])}, "geometry": {geometry or "null"}'
        found.append(f'{head}, "properties": {properties}}}')
    return found


def plain(layer: LayerName, row: Mapping[str, Any]) -> Json:
    """Return the properties of a feature as JSON values."""
    properties = {name: value for name, value in row.items() if name not in {"id", "geometry"}}
    for name in _DATES[layer]:
        if (day := properties[name]) is not None:
            properties[name] = day.isoformat()
    return properties
