import datetime as dt
import importlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo import dateline, recognition, resolution
from geo.annotation.model import AnnotatedArticle, Kind
from geo.annotation.texts import Source
from geo.evaluation import events, news
from geo.model import Article
from geo.training import scores


@pytest.mark.parametrize(
    ("text", "place", "date"),
    [
        ("KABUL, Afghanistan (Feb. 3, 2012) - Two men were held.", "KABUL, Afghanistan", dt.date(2012, 2, 3)),
        ("Lima, 7 Mar 88 (EFE) -- [Text] A bomb went off.", "Lima", dt.date(1988, 3, 7)),
        ("Managua (Nicaragua), 5 Feb 90 (La Hora) -- A report.", "Managua (Nicaragua)", dt.date(1990, 2, 5)),
        ("PALU, Indonesia, Sept 17 - An earthquake struck.", "PALU, Indonesia", dt.date(2025, 9, 17)),
        ("OSLO, April 05, 2018 (NORSK WIRE) -- A firm said so.", "OSLO", dt.date(2018, 4, 5)),
        ("DENVER (AP) — The river rose.", "DENVER", None),
        ("Two found dead. CARTHAGE, N.C. (AP) - Police said so.", "CARTHAGE, N.C.", None),
        ("FALLS VILLAGE—The board met.", "FALLS VILLAGE", None),
        (
            "For Immediate Release KABUL, Afghanistan (May 31,2011) \nTwo were held.",
            "KABUL, Afghanistan",
            dt.date(2011, 5, 31),
        ),
        ("2010-09-CA-005\nKABUL, Afghanistan (Sept. 1) - Two were held.", "KABUL, Afghanistan", dt.date(2010, 9, 1)),
    ],
)
def test_datelines_of_the_agencies(text: str, place: str, date: dt.date | None) -> None:
    published = dt.date(2025, 9, 18) if "PALU" in text else None
    found = dateline.find(text, published)
    assert found is not None
    assert (found.place, found.date) == (place, date)
    assert text[found.span.start : found.span.end] == found.span.text


def test_a_date_above_the_report_stands_in_for_a_dateline() -> None:
    first = dateline.find("Apr. 12: Two held in the south\nNEWS RELEASE 2010-04-CA-033\nLast night two were held.")
    assert first is not None
    assert (first.place, first.date) == (None, dt.date(2010, 4, 12))
    last = dateline.find("Morning operational update, June 7, 2011\nTwo were held yesterday.")
    assert last is not None
    assert last.date == dt.date(2011, 6, 7)


def test_a_year_that_nothing_tells_is_not_invented() -> None:
    found = dateline.find("KABUL, Afghanistan (Feb. 07)\nTwo men were held today.")
    assert found is not None
    assert found.date is None


def test_a_yearless_date_in_december_belongs_to_the_year_before_a_january_report() -> None:
    found = dateline.find("LIMA, Dec. 30 - Two died.", dt.date(2020, 1, 2))
    assert found is not None
    assert found.date == dt.date(2019, 12, 30)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "Police said on Friday that two men died.", "IT HAPPENED IN PARIS", "1,2 - 3"]
)
def test_text_without_a_dateline_has_none(text: str) -> None:
    assert dateline.find(text) is None


def test_no_such_day_gives_no_date() -> None:
    found = dateline.find("LIMA, 31 Feb 90 -- Two died.")
    assert found is None or found.date is None


@given(st.text(alphabet=st.sampled_from("ABC abc,.()-–\n12345 JanFeb")))
def test_wild_openings_give_true_spans(text: str) -> None:
    found = dateline.find(text)
    if found is not None:
        assert text[found.span.start : found.span.end] == found.span.text


def test_the_year_of_a_dateline_comes_from_the_day_of_publication_on_the_whole_way() -> None:
    text = "LIMA, Dec. 30 (AP) - Two people died on Tuesday when a bus fell into a river near Cusco, police said."
    parsed = geo.parse(text, published="2026-01-02")
    assert parsed.article.dateline is not None
    assert parsed.article.dateline.date == dt.date(2025, 12, 30)
    assert [event.date.start for event in parsed.events if event.date] == [dt.date(2025, 12, 30)]


WIRE = "QUITO, Dec. 29 (AP) - A bus fell into a river on Monday."
NEW_YEAR = dt.date(2026, 1, 2)


class Resolved(Exception):
    """Ends the reading of an article when its places are resolved."""


def of_training(annotated: AnnotatedArticle, monkeypatch: pytest.MonkeyPatch) -> None:
    article = Article(annotated.id, WIRE, published=annotated.published)
    monkeypatch.setattr(scores, "articles", lambda shared: [(article, None)])
    scores.examples(Path())


def of_the_reader_s_training(annotated: AnnotatedArticle, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch", reason="the extra dateline[train] is not installed")
    reading = importlib.import_module("geo.training.reading")
    reading._example(annotated, WIRE, None, None, None)


def of_news(annotated: AnnotatedArticle, monkeypatch: pytest.MonkeyPatch) -> None:
    news.measure(annotated, Source(WIRE), "own articles")


def of_events(annotated: AnnotatedArticle, monkeypatch: pytest.MonkeyPatch) -> None:
    events.parse({"id": annotated.id, "text": WIRE, "pub_date": str(annotated.published)})


@pytest.mark.parametrize("read", [of_training, of_the_reader_s_training, of_news, of_events])
def test_training_and_evaluation_take_the_year_of_a_dateline_from_the_day_of_publication(
    read: Callable[[AnnotatedArticle, pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(article: Article, *_: Any, **__: Any) -> None:
        days.append(article.dateline and article.dateline.date)
        raise Resolved

    days: list[dt.date | None] = []
    monkeypatch.setattr(resolution, "resolve", resolve)
    monkeypatch.setattr(recognition, "read", lambda text: SimpleNamespace(mentions=[]))
    monkeypatch.setattr(recognition, "recognise", lambda text: [])
    with pytest.raises(Resolved):
        read(AnnotatedArticle("own", "bus", "", Kind.EVENT_NEWS, NEW_YEAR), monkeypatch)
    assert days == [dt.date(2025, 12, 29)]
