"""The front door for Python: what it shows, and what it says to wrong arguments."""

import datetime as dt
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import geo
from geo import layers, maps
from geo.errors import InputError, Remark
from geo.model import Article, ParsedArticle

TEXT = "OSLO (AP) - At least two people were killed when a ferry sank near Bergen on Monday, police said.\n" * 3


@pytest.fixture(scope="module")
def parsed() -> geo.Parsed:
    return geo.parse(TEXT, published="2025-04-04", title="A <b>ferry</b> sank")


def test_what_is_found_is_shown_in_one_line(parsed: geo.Parsed) -> None:
    assert repr(parsed).startswith(
        f"<Parsed '{parsed.article.id}' 'A <b>ferry</b> sank': {len(parsed.events)} events, "
    )
    built = layers.build([parsed])
    long = ParsedArticle(Article("x" * 900, "Words. " * 90_000, title="News " * 900), parsed.toponyms * 99, ())
    for shown in (parsed, built, long, [parsed, parsed]):
        assert len(repr(shown)) < 400
        assert "\n" not in repr(shown)
    assert TEXT not in repr(parsed.article)
    assert len(repr(parsed.toponyms[0])) < 800


def test_a_notebook_shows_the_map_and_the_events_escaped(parsed: geo.Parsed) -> None:
    shown = parsed._repr_html_()
    assert shown.startswith("<iframe srcdoc=")
    assert "sandbox=" in shown
    assert "<b>ferry" not in shown
    assert "<caption>A &lt;b&gt;ferry&lt;/b&gt; sank</caption>" in shown
    assert shown.count("<tr>") == 1 + len(parsed.events)
    assert "at least 2" in shown


@pytest.mark.parametrize("text", [None, 7, b"Two people died.", ["Two people died."], Path("news.txt")])
def test_what_is_no_text_is_refused_by_name_and_type(text: Any) -> None:
    with pytest.raises(InputError, match=rf"^text: str is needed, not {type(text).__name__}$"):
        geo.parse(text)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"published": 20250404}, r"published: date \| str \| None is needed, not int"),
        ({"title": ["A"]}, r"title: str \| None is needed, not list"),
        ({"home": ("Oslo", "Norway")}, r"home: str \| None is needed, not tuple"),
    ],
)
def test_wrong_types_of_options_are_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=f"^{message}$"):
        geo.parse(TEXT, **options)


@pytest.mark.parametrize("source", [None, 3, b"news.txt", ["news.txt"]])
def test_what_is_no_source_is_refused_at_once(source: Any) -> None:
    with pytest.raises(InputError, match=r"^source: str \| Path is needed, not "):
        geo.read(source)  # not only when the first article is asked for


def test_a_moment_of_publication_is_its_day() -> None:
    found = geo.parse(TEXT, published=dt.datetime(2025, 4, 4, 23, 59, tzinfo=dt.UTC))
    assert found.article.published == dt.date(2025, 4, 4)


def test_an_unknown_home_is_said_and_a_known_one_is_not() -> None:
    with pytest.warns(UserWarning, match="the home 'Qwxzville, Nowhere' is not in the gazetteer") as caught:
        geo.parse(TEXT, home="Qwxzville,\n Nowhere")
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        geo.parse(TEXT, home="Alexandria, Louisiana")
        geo.parse(TEXT, home="")


def test_an_unknown_layer_is_refused_with_those_that_there_are(parsed: geo.Parsed) -> None:
    with pytest.raises(InputError, match=r"no layer 'event': events, areas, places"):
        parsed.to_geodataframe("event")


def test_a_frame_becomes_events_with_the_index_of_their_rows() -> None:
    index = pd.MultiIndex.from_tuples([("a", 1), ("a", 2), ("b", 1), ("b", 2)], names=["desk", "number"])
    frame = pd.DataFrame(
        {
            "body": [TEXT, None, "A bomb killed five people in Kabul on Wednesday.", "Nothing at all."],
            "published": [pd.Timestamp("2025-04-04"), pd.NaT, dt.date(2025, 4, 4), None],
            "id": [1, 2, 3, 4],
            "title": ["Ferry", float("nan"), "Bomb", None],
            "text": "another column",
        },
        index=index,
    )
    with pytest.warns(UserWarning, match=r"^1 of 4 rows are left out, the first because row \('a', 2\): ") as caught:
        events = geo.parse_frame(frame, text="body")
    assert caught[0].filename == __file__
    assert events.crs == "EPSG:4326"
    assert list(events.index.names) == ["desk", "number"]
    assert set(events.index) == {("a", 1), ("b", 1)}
    bomb = events.loc[[("b", 1)]].iloc[0]
    assert (bomb.place_name, bomb.killed_low, bomb.article_id, bomb.title) == ("Kabul", 5, "3", "Bomb")
    assert str(bomb.event_date)[:10] == "2025-04-02"
    alone = geo.parse(TEXT, published="2025-04-04")
    assert len(events.loc[[("a", 1)]]) == len(alone.events)
    joined = frame.merge(events, "left", left_index=True, right_index=True, suffixes=("", "_event"))
    assert set(joined.loc[[("b", 1)], "headline"]) == set(events.loc[[("b", 1)], "headline"])
    assert joined.loc[[("b", 2)], "headline"].isna().all()


def test_a_frame_says_what_was_left_open_of_its_rows_each_once() -> None:
    swedish = "Tre personer dog när en färja sjönk utanför Göteborg på fredagen, och flera är försvunna, säger polisen."
    frame = pd.DataFrame({"text": [swedish, swedish + " Hamnen är stängd.", "The museum is open."]})
    frame["published"] = [None, None, "some day"]
    with pytest.warns(Remark) as caught:
        events = geo.parse_frame(frame)
    assert [name.filename for name in caught] == [__file__] * 2
    language, day = (str(one.message) for one in caught)
    assert "events are read in English only: of articles in Swedish (sv)" in language
    assert day.startswith('row 2: "published"')
    assert "without a day of publication" in day
    assert not len(events)


def test_an_empty_frame_has_no_events_and_all_columns() -> None:
    events = geo.parse_frame(pd.DataFrame({"text": []}))
    assert len(events) == 0
    assert [field.name for field in layers.FIELDS["events"]] == [name for name in events.columns if name != "geometry"]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ([TEXT], "frame: DataFrame is needed, not list"),
        (pd.Series([TEXT]), "frame: DataFrame is needed, not Series"),
        (pd.DataFrame({"body": [TEXT]}), "one column 'text' is needed, the frame has 0"),
        (pd.DataFrame([[TEXT, TEXT]], columns=["text", "text"]), "one column 'text' is needed, the frame has 2"),
    ],
)
def test_what_is_no_frame_of_texts_is_refused(frame: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        geo.parse_frame(frame)


def test_layers_and_maps_take_one_article_or_several_and_nothing_else(parsed: geo.Parsed) -> None:
    assert len(layers.build(parsed).events) == len(parsed.events)
    assert len(layers.events([parsed, parsed])) == 2 * len(parsed.events)
    assert maps.build(parsed).get_root().render() == maps.build([parsed]).get_root().render()
    for build in (layers.build, layers.events, maps.build):
        for wrong in (None, 7, TEXT, [parsed, TEXT], parsed.article):
            with pytest.raises(InputError, match=r"^a parsed article is needed, such as geo.parse gives, not "):
                build(wrong)  # type: ignore[operator]
