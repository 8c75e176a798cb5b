"""What the lines of a page are, and how exactly places are known."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import layout, precision, relations
from geo.events.layout import LineKind
from geo.gazetteer.expressions import locate
from geo.model import GeometryKind, Place

PAGE = """Bridge closed after storm

The old bridge was closed on Friday after the storm.

Damage to be assessed

Engineers will look at it, the council said.
Read more:
Ferry sinks off Port Ambro
Teachers walk out over pay
The bridge was built in 1902.
Sign up to our newsletter
Image: The bridge in 2019
"""


def kinds(text: str, title: str | None = None) -> list[LineKind]:
    return [line.kind for line in layout.read(text, title).lines]


def test_a_page_is_taken_apart() -> None:
    body, link = LineKind.BODY, LineKind.FURNITURE
    assert kinds(PAGE) == [LineKind.HEADLINE, body, LineKind.CROSSHEAD, body, link, link, link, body, link, link]


def test_text_without_full_stops_is_all_told() -> None:
    assert kinds("gunmen attack village\nnine dead") == [LineKind.BODY, LineKind.BODY]


@given(st.text())
def test_lines_lie_in_the_text_in_order(text: str) -> None:
    lines = layout.read(text).lines
    assert all(line.start < line.end <= len(text) for line in lines)
    assert all(one.end <= other.start for one, other in itertools.pairwise(lines))


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        ("It struck about 40 km north of ", "about 40 km north of"),
        ("It sank 12 nautical miles off the coast of ", "12 nautical miles off the coast of"),
        ("It sank off the southern coast of ", "off the southern coast of"),
        ("Shells fell near the town of ", "near the town of"),
        ("Rain fell in northern ", "northern"),
        ("It happened in ", None),
        ("He is 40 and lives in ", None),
    ],
)
def test_relations(words: str, relation: str | None) -> None:
    assert relations.before(f"{words}Palu", len(words)) == relation


@pytest.mark.parametrize(
    ("feature_class", "code", "expected"),
    [
        ("P", "PPL", (GeometryKind.POINT, 1, 1)),
        ("A", "ADM2", (GeometryKind.AREA, 2, 3)),
        ("A", "ADM1", (GeometryKind.AREA, 3, 4)),
        ("A", "PCLI", (GeometryKind.AREA, 3, 6)),
        ("H", "SEA", (GeometryKind.AREA, 3, 7)),
        ("S", "AIRP", (GeometryKind.POINT, 1, 1)),
    ],
)
def test_codes_of_precision(feature_class: str, code: str, expected: tuple[GeometryKind, int, int]) -> None:
    codes = precision.of(Place(1, "X", 0.0, 0.0, feature_class, code, "XX"))
    assert (codes.geometry_kind, codes.geo_precision, codes.where_prec) == expected


def test_near_a_town_is_less_exact_than_in_it() -> None:
    town = Place(1, "X", 0.0, 0.0, "P", "PPL", "XX", population=10_000)
    assert precision.of(town, "near").geo_precision == 2
    assert locate(town, "near").uncertainty_m > locate(town).uncertainty_m


def test_a_line_that_goes_on_in_lower_case_is_told_text() -> None:
    text = "Rebels Attack Mill\n\nA patrol in the north killed a\nsuspected rebel on Monday.\nIt then left."
    assert [line.kind for line in layout.read(text).lines] == [
        LineKind.HEADLINE,
        LineKind.BODY,
        LineKind.BODY,
        LineKind.BODY,
    ]
