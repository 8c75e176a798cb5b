"""The map as a plain picture, drawn with matplotlib where there is no browser."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geo.errors import MissingExtra
from geo.files import write_whole
from geo.layers import symbols
from geo.maps import areas, basemap, document
from geo.maps.build import chosen_of, heading_of
from geo.maps.words import labels
from geo.model import Event, EventClass, GeometryKind, Layer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geo.layers import Layers
    from geo.layers.build import OneOrMore

Marker = Literal["o", "^", "s", "v", "D", "P", "p", "8", "h"]
# The page's shapes (assets/js/symbols.js), with matplotlib's names.
_MARKERS: dict[EventClass, Marker] = {
    EventClass.VIOLENCE: "o",
    EventClass.PROTEST: "^",
    EventClass.DISASTER: "s",
    EventClass.ACCIDENT: "v",
    EventClass.CRIME: "D",
    EventClass.HEALTH: "P",
    EventClass.DIPLOMACY: "p",
    EventClass.STATEMENT: "8",
    EventClass.OTHER: "h",
}
SYMBOLS = {name: (symbol.colour, _MARKERS[name]) for name, symbol in symbols.SYMBOLS.items()}
LAND, WATER, BORDER, INK, MUTED = "#f3f0ea", "#dbe4e8", "#c4bbae", "#211f1c", "#655f56"
DPI = 100


def static(
    parsed: OneOrMore,
    path: Path | str,
    *,
    layers: Layers | None = None,
    title: str | None = None,
    size: tuple[int, int] = (1440, 900),
) -> Path:
    """Write a PNG of the events, ``size`` pixels wide and high, without a browser.

    Raises:
        InputError: if an event has coordinates that lie nowhere on Earth.
        OutputError: if the file cannot be written.
        MissingExtra: if matplotlib is not installed.

    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("A picture needs Chromium, or matplotlib: pip install 'dateline[picture]'.") from error
    from geo import gazetteer

    places = gazetteer.default()
    chosen, outline = chosen_of(parsed, layers, places)
    entries = chosen.entries
    figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI, facecolor=WATER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    entries = [entry for entry in entries if not document.is_doubtful(entry.event)]
    events = [entry.event for entry in entries]
    hatched = areas.pack(entries, outline)
    words = labels("en")
    _draw_ground(axes, basemap.world() | basemap.around(entries, places))
    _draw_areas(axes, hatched, events)
    _draw_events(axes, [event for event in events if event.location])
    _frame(axes, events, hatched, size)
    _caption(axes, heading_of(chosen, title, words), words, events)
    content = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(content, format="png", dpi=DPI, metadata={"Software": None})
    return write_whole(Path(path), content.getvalue())


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    sine = math.sin(math.radians(max(-85.0, min(85.0, latitude))))
    return longitude, math.degrees(math.log((1 + sine) / (1 - sine)) / 2)


def _project(points: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
    return [_mercator(point[0], point[1]) for point in points]


def _unpacked(ring: Sequence[int]) -> list[tuple[float, float]]:
    steps = np.asarray(ring, dtype=np.int64).reshape(-1, 2)
    return _project((np.cumsum(steps, axis=0) * basemap.UNIT).tolist())


def _draw_ground(axes: Axes, ground: dict[str, Any]) -> None:
    from matplotlib.collections import LineCollection, PolyCollection

    land = [_unpacked(ring) for country in ground["countries"] for ring in country["rings"]]
    lakes = [_unpacked(ring) for lake in ground["lakes"] for ring in lake["rings"]]
    divisions = [_unpacked(ring) for lines in ground["admin1_lines"] for ring in lines["rings"]]
    axes.add_collection(PolyCollection(land, facecolor=LAND, edgecolor=BORDER, linewidth=0.6))
    axes.add_collection(PolyCollection(lakes, facecolor=WATER))
    axes.add_collection(LineCollection(divisions, colors=BORDER, linewidths=0.4, linestyles="dashed"))
    for name, latitude, longitude, _, kind in ground["towns"]:
        if kind == "scene":
            axes.annotate(
                plain(name), _mercator(longitude, latitude), (0, -17), textcoords="offset points",
                ha="center", va="top", fontsize=9, color=INK, clip_on=True, zorder=6,
            )  # fmt: skip


def _draw_areas(axes: Axes, hatched: Sequence[dict[str, Any]], events: Sequence[Event]) -> None:
    from matplotlib.collections import PolyCollection

    for area in hatched:
        event = events[area["events"][0]]
        colour = SYMBOLS[event.event_class][0]
        geometry = area["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [_project(ring) for polygon in polygons for ring in polygon]
        axes.add_collection(
            PolyCollection(rings, facecolor="none", edgecolor=colour, hatch="////", linewidth=0.8, alpha=0.5)
        )
        if event.location:
            axes.annotate(
                plain(area["name"]), _mercator(event.location.longitude, event.location.latitude), (0, -10),
                textcoords="offset points", ha="center", va="top", fontsize=9, style="italic", color=INK, clip_on=True,
            )  # fmt: skip


def _draw_events(axes: Axes, located: Sequence[Event]) -> None:
    """Draw the quieter layers first; events at one place stand side by side."""
    at_place: dict[tuple[float, float], int] = {}
    for event in sorted(located, key=lambda event: event.layer is Layer.INCIDENT):
        if event.location is None:
            continue
        point = (event.location.longitude, event.location.latitude)
        before = at_place[point] = at_place.get(point, -1) + 1
        x, y = _mercator(*point)
        colour, shape = SYMBOLS[event.event_class]
        hollow = document.is_unsure(event) or event.location.geometry_kind is GeometryKind.AREA
        diameter = _diameter(event) * 72 / DPI
        axes.plot(
            [x], [y], marker=shape, markersize=diameter, linestyle="none", color=colour,
            markerfacecolor="white" if hollow else colour, markeredgecolor=colour if hollow else "white",
            markeredgewidth=1.6 if hollow else 1.2, zorder=5,
            transform=axes.transData + _shift(before),
        )  # fmt: skip


def _shift(place: int) -> Any:
    """Move the second, third, … symbol of one place around it, in pixels."""
    from matplotlib.transforms import Affine2D

    if place == 0:
        return Affine2D()
    ring, step = divmod(place - 1, 6)
    angle, radius = step * math.pi / 3, 22 * (ring + 1)
    return Affine2D().translate(radius * math.cos(angle), radius * math.sin(angle))


def _diameter(event: Event) -> float:
    toll = document.harmed(event)
    size = 12 + 16 * math.sqrt(min(toll, 200) / 200)
    return max(size, 14) if event.layer is Layer.INCIDENT else min(size, 12)


def _frame(axes: Axes, events: Sequence[Event], hatched: Sequence[dict[str, Any]], size: tuple[int, int]) -> None:
    """Show all events, with room around them, in the proportions of the picture."""
    from shapely.geometry import shape

    points = [_mercator(event.location.longitude, event.location.latitude) for event in events if event.location]
    for area in hatched:
        west, south, east, north = shape(area["geometry"]).bounds
        points += [_mercator(west, south), _mercator(east, north)]
    if not points:
        points = [(-170.0, -65.0), (175.0, 120.0)]
    xs, ys = zip(*points, strict=True)
    ratio = size[0] / size[1]
    height = max((max(ys) - min(ys)) * 1.6, (max(xs) - min(xs)) * 1.4 / ratio, 8.0)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    axes.set_xlim(x - height * ratio / 2, x + height * ratio / 2)
    axes.set_ylim(y - height / 2, y + height / 2)
    axes.set_aspect("equal")


def _caption(axes: Axes, heading: str, words: dict[str, str], events: Sequence[Event]) -> None:
    from matplotlib.lines import Line2D

    used = [one for one in EventClass if any(event.event_class is one for event in events)]
    handles = [
        Line2D(
            [], [], linestyle="none", marker=SYMBOLS[one][1], color=SYMBOLS[one][0], markersize=8,
            label=words[f"class.{one.value}"],
        )
        for one in used
    ]  # fmt: skip
    axes.legend(
        handles=handles, loc="lower left", fontsize=10, facecolor="#fcfbf8", edgecolor="#e4dfd6", framealpha=1,
        borderpad=1, labelcolor=INK,
    )  # fmt: skip
    title = plain(heading if len(heading) <= 100 else heading[:99] + "…")
    box = {"facecolor": "#fcfbf8", "edgecolor": "#e4dfd6", "boxstyle": "round,pad=0.7"}
    axes.text(
        0.012, 0.975, title, transform=axes.transAxes, va="top", fontsize=14, fontweight="bold", color=INK, bbox=box,
        zorder=8,
    )  # fmt: skip
    axes.text(0.995, 0.008, words["attribution"], transform=axes.transAxes, ha="right", fontsize=8, color=MUTED)


def plain(text: str) -> str:
    """Return text that matplotlib draws as it is: no mathematics between dollar signs, no control characters."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return shown.replace("\\", "\\\\").replace("$", r"\$")
