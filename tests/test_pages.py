"""Web pages: their day by one order of trust, live pages, embedded posts, and pages with hardly any text."""

import contextlib
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import sources
from geo.errors import InputError
from geo.model import Article
from geo.sources.pages import OWN_DAY

TEXT = (
    "<p>Three people were hurt when a crane fell on a bus stop in Split, the fire brigade said in the evening.</p>"
    "<p>The wind had torn it from its rails. The stop was crowded, because a ferry had just come in from Brač.</p>"
)
MORE = (
    "<p>The harbour stays closed until the wind drops, and the trams go only as far as the theatre, the city said.</p>"
)
GIVEN = dt.date(2023, 3, 3)


def data(*objects: Any, kind: str = "application/ld+json", around: tuple[str, str] = ("", "")) -> str:
    before, behind = around
    return "".join(f'<script type="{kind}">{before}{json.dumps(one)}{behind}</script>' for one in objects)


def page(
    head: str = "", byline: str = "", text: str = TEXT, url: str | None = None, given: dt.date | None = None
) -> Article:
    html = (
        f"<html lang='en'><head><title>Crane falls in Split</title>{head}</head><body><nav><time datetime='2001-01-01'>"
        f"old</time></nav><article><h1>Crane falls in Split</h1>{byline}{text}</article></body></html>"
    )
    return sources.article_from_html(html.encode(), "page", given, url)


WEB_PAGE = {"@type": "WebPage", "datePublished": "2019-05-20"}
NEWS = {"@type": "NewsArticle", "headline": "Crane falls in Split", "datePublished": "2024-11-09T23:10:00-05:00"}
OTHER = {"@type": "NewsArticle", "headline": "Rain in Rome", "datePublished": "2020-02-02"}
PICTURES = [
    {"@type": "ImageObject", "url": f"https://herald.example/{'x' * 300}/{number}", "caption": "A crane. " * 40}
    for number in range(60)
]
META = "<meta property='article:published_time' content='2024-11-10T08:00:00Z'>"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        (data({"@context": "https://schema.org", "@graph": [WEB_PAGE, NEWS]}), "2024-11-09"),
        (data({"@context": "https://schema.org", "@graph": [*PICTURES, WEB_PAGE, NEWS]}), "2024-11-09"),
        (data([*PICTURES, NEWS | {"articleBody": "The crane fell. " * 2_000}]), "2024-11-09"),
        (data(WEB_PAGE | {"mainEntity": NEWS}), "2024-11-09"),
        (data(WEB_PAGE | {"hasPart": NEWS | {"headline": "Crane falls"}}), "2024-11-09"),
        (data(WEB_PAGE | {"hasPart": [{"@type": "WPFooter"}, NEWS | {"headline": "Crane falls"}]}), "2024-11-09"),
        (data(WEB_PAGE | {"mainEntity": {"@type": "WebPageElement", "hasPart": [OTHER, NEWS]}}), "2024-11-09"),
        (data(NEWS, kind="application/ld+json; charset=utf-8"), "2024-11-09"),
        (data(NEWS, kind=" Application/LD+JSON"), "2024-11-09"),
        (data(NEWS, around=("<![CDATA[", "]]>")), "2024-11-09"),
        (data([NEWS], around=("\n//<![CDATA[\n", "\n//]]>\n")), "2024-11-09"),
        (data(NEWS, around=("/*<![CDATA[*/ ", " /*]]>*/")), "2024-11-09"),
        (data(NEWS, around=("<!-- ", " -->")), "2024-11-09"),
        (data(NEWS, around=("", ";")), "2024-11-09"),
        (data(NEWS | {"about": "\v"}).replace("\\u000b", "\v"), "2024-11-09"),
        (data(OTHER, NEWS) + META, "2024-11-09"),
        (data(NEWS | {"@type": ["Article", "https://schema.org/ReportageNewsArticle"]}), "2024-11-09"),
        (data(NEWS | {"datePublished": "20241109"}), "2024-11-09"),
        (data(NEWS | {"datePublished": 1731110400}), "2024-11-09"),
        (data(NEWS | {"datePublished": "1987-11-09"}), "1987-11-09"),
        (data(NEWS | {"datePublished": "2024-11"}) + META, "2024-11-10"),
        ("<script type='application/ld+json'>{broken</script>" + META, "2024-11-10"),
        (data({f"schema:{key}" if key[0] != "@" else key: value for key, value in NEWS.items()}), "2024-11-09"),
        (data(NEWS | {"@type": "schema:NewsArticle"}), "2024-11-09"),
        (data(NEWS | {"datePublished": {"@type": "DateTime", "@value": "2024-11-09T08:00"}}), "2024-11-09"),
        (data(NEWS | {"datePublished": ["2024-11-09"]}), "2024-11-09"),
        (data(NEWS | {"datePublished": "1970-01-01T00:00:00+00:00"}) + META, "2024-11-10"),
        ("<meta name='dc.date' content='2020-01-01'>" + META, "2024-11-10"),
    ],
)
def test_what_the_page_says_for_machines_goes_before_what_was_given(head: str, day: str) -> None:
    assert page(head, given=GIVEN).published == dt.date.fromisoformat(day)


def test_that_the_own_day_of_a_page_goes_before_another_that_was_given_is_remarked() -> None:
    assert page(META, given=GIVEN).remarks == (OWN_DAY,)
    assert page(META, given=dt.date(2024, 11, 10)).remarks == ()
    assert page(META).remarks == ()
    assert page(given=GIVEN).remarks == ()


@pytest.mark.parametrize(
    ("byline", "day"),
    [
        ("<time datetime='2024-11-09T10:00'>9 Nov</time>", "2024-11-09"),
        ("<time class='updated' datetime='2024-11-12'>x</time><time datetime='2024-11-09'>x</time>", "2024-11-09"),
        ("<span itemprop='datePublished'>9 November 2024</span>", "2024-11-09"),
        ("<span property='schema:datePublished' content='2024-11-09T08:00:00Z'>x</span>", "2024-11-09"),
        ("<span property='dc:date dc:created' content='2024-11-09T08:00:00+01:00'>Saturday</span>", "2024-11-09"),
        (
            "<span property='schema:name'>1 May 2020</span><abbr class='published' title='2024-11-09'>x</abbr>",
            "2024-11-09",
        ),
    ],
)
def test_a_time_by_the_headline_is_said_for_machines_too(byline: str, day: str) -> None:
    assert page(byline=byline, given=GIVEN).published == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("head", "byline", "url"),
    [
        (data(WEB_PAGE | {"datePublished": "2024-11-09"}), "", None),
        (data(WEB_PAGE | {"datePublished": "2024-11-09", "hasPart": [OTHER, OTHER | {"headline": "Snow"}]}), "", None),
        ("", "", "https://herald.example/world/2024/11/09/crane-falls"),
        ("", "", "https://herald.example/world/2024/nov/09/crane-falls"),
        ("", "", "https://herald.example/crane-falls-20241109.html"),
        ("", "<div class='post-date'>By Jane Roe | 9 November 2024, 10:15</div>", None),
        ("", "<p>Published: 9 November 2024</p>", None),
    ],
)
def test_what_only_hints_at_the_day_comes_behind_what_was_given(head: str, byline: str, url: str | None) -> None:
    assert page(head, byline, url=url).published == dt.date(2024, 11, 9)
    assert page(head, byline, url=url, given=GIVEN).published == GIVEN


@pytest.mark.parametrize("said", ["07/03/2024", "2024-11", "2999-01-01", "soon"])
def test_a_day_that_cannot_be_told_is_none_and_says_so(said: str) -> None:
    found = page(data(NEWS | {"datePublished": said}))
    assert found.published is None
    (remark,) = found.remarks
    assert remark.startswith("page: read without a day of publication: ")
    assert page(data(NEWS | {"datePublished": said}), given=GIVEN).published == GIVEN


def test_the_outlet_is_read_beside_many_other_things() -> None:
    outlet = {"publisher": {"@type": "Organization", "name": "The Split Times"}}
    found = page(data({"@context": "https://schema.org", "@graph": [*PICTURES, WEB_PAGE, NEWS | outlet]}))
    assert found.source == "The Split Times"


@pytest.mark.parametrize(
    "body", ["The crane fell.\n\nNobody stood there.", "<p>The crane fell.</p><p>Nobody stood there."]
)
def test_a_report_that_only_stands_in_the_data_is_read_whatever_its_length(body: str) -> None:
    for times in (1, 500):
        head = data(NEWS | {"articleBody": body + f"<br>{'It is cold. ' * times}"})
        for text in ("<p>Loading</p>", ""):
            found = page(head, text=text)
            assert found.text.splitlines()[:2] == ["The crane fell.", "Nobody stood there."]
            assert found.text.endswith("It is cold. It is cold." if times > 1 else "It is cold.")
            assert found.title == "Crane falls in Split"


def test_a_page_without_any_day_has_none_and_no_remark() -> None:
    found = page()
    assert (found.published, found.remarks) == (None, ())


def update(heading: str, when: str, words: str) -> str:
    return f"<article><time datetime='{when}'>x</time><h2>{heading}</h2><p>{words}</p></article>"


UPDATES = (
    ("Crane falls in Split", "2024-11-10T07:30:00+01:00", "Three people were hurt this morning, firemen say."),
    ("Ferries stay in Zadar", "2024-11-09T22:00:00+01:00", "No ferry leaves tonight because of the wind."),
    ("Roofs torn off in Ploče", "2024-11-09T20:00:00+01:00", "Two houses have lost their roofs, a reporter says."),
)


def live(head: str = "", body: str | None = None) -> Article:
    inside = "".join(update(*one) for one in UPDATES) if body is None else body
    html = f"<html lang='en'><head>{head}</head><body><main><h1>Storm live</h1><div>{inside}</div></main></body></html>"
    return sources.article_from_html(html.encode(), "page", GIVEN)


@pytest.mark.parametrize("head", ["", data({"@type": "LiveBlogPosting", "headline": "Storm live"})])
def test_a_live_page_keeps_its_headline_the_headings_and_the_days(head: str) -> None:
    found = live(head)
    assert (found.title, found.published) == ("Storm live", dt.date(2024, 11, 9))
    assert found.text.splitlines() == [
        "Crane falls in Split",
        "November 10, 2024: Three people were hurt this morning, firemen say.",
        "Ferries stay in Zadar",
        "No ferry leaves tonight because of the wind.",
        "Roofs torn off in Ploče",
        "Two houses have lost their roofs, a reporter says.",
    ]


@pytest.mark.parametrize("head", ["", data({"@type": "LiveBlogPosting", "headline": "Storm live"})])
@pytest.mark.parametrize(
    "shape",
    [
        "<div class='update'><time datetime='{when}'>x</time><h2>{heading}</h2><p>{words}</p></div>",
        "<div><h3>{heading}</h3><div><p>{words}</p></div><div><b><time datetime='{when}'>x</time></b></div></div>",
        "<div><div><time datetime='{when}'>x</time> <time datetime='2025-01-01'>changed</time></div>"
        "<h2>{heading}</h2><div><p>{words}</p></div></div>",
        "<live-update><time datetime='{when}'>x</time><h2>{heading}</h2><p>{words}</p></live-update>",
        "<table><tr><td><time datetime='{when}'>x</time></td><td><h4>{heading}</h4><p>{words}</p></td></tr></table>",
        "<li><article><time datetime='{when}'>x</time><h2>{heading}</h2><p>{words}</p></article></li>",
        "<div itemprop='liveBlogUpdate'><meta itemprop='datePublished' content='{when}'><h2>{heading}</h2>"
        "<p>{words}</p></div>",
    ],
)
def test_updates_keep_their_days_whatever_they_stand_in(head: str, shape: str) -> None:
    updates = [shape.format(heading=heading, when=when, words=words) for heading, when, words in UPDATES]
    assert live(head, "".join(updates)) == live(head)
    by_day = f"<div>{updates[0]}</div><div>{''.join(updates[1:])}</div>"
    assert live(head, by_day) == live(head)


def test_the_day_of_an_embedded_post_is_not_that_of_the_update() -> None:
    post = "<blockquote><p>Look at this.</p><time datetime='2024-10-01'>October 1</time></blockquote>"
    shape = "<div>{post}<h2>{heading}</h2><p>{words}</p><time datetime='{when}'>x</time></div>"
    updates = [shape.format(post=post, heading=heading, when=when, words=words) for heading, when, words in UPDATES]
    text = live(body="".join(updates)).text
    assert "November 10, 2024: Look at this." in text
    assert "October" not in text


@pytest.mark.parametrize(
    "shape",
    [
        "<div class='comment'><time datetime='2024-11-1{0}'>x</time><p>{words}</p></div>",
        "<div><time datetime='2024-11-1{0}'>x</time><h3><a href='/{0}'>Crane {0}</a></h3><p>{words}</p></div>",
        "<a href='/{0}'><article><time datetime='2024-11-1{0}'>x</time><h3>Crane {0}</h3><p>{words}</p></article></a>",
    ],
)
def test_comments_and_teasers_are_no_updates(shape: str) -> None:
    words = "I have never seen one fall before, and I have lived here all my life. " * 3
    others = "".join(shape.format(number, words=words) for number in range(9))
    found = page(META, text=TEXT + MORE + f"<div>{others}</div>")
    assert "Three people were hurt when a crane fell" in found.text
    assert "November" not in found.text


def test_a_live_page_may_hold_its_updates_for_machines_only() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": heading, "datePublished": when, "articleBody": words}
        for heading, when, words in UPDATES
    ]
    head = data({"@type": "LiveBlogPosting", "headline": "Storm live", "liveBlogUpdate": updates})
    assert live(head, "<p>Loading …</p>").text == live().text
    assert live(head, update(*UPDATES[1])).text == live().text


def test_a_long_day_of_updates_for_machines_only_is_read() -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"Bridge {number} is closed",
            "datePublished": f"2024-11-{9 if number < 30 else 10}T{number % 24:02}:00:00Z",
            "articleBody": f"<p>Bridge {number} is closed to cars.</p><p>{'The wind is too strong. ' * 25}</p>",
        }
        for number in range(40)
    ]
    head = data({"@type": "LiveBlogPosting", "headline": "Storm live", "liveBlogUpdate": updates})
    for body in ("<p>Loading …</p>", ""):
        found = live(head, body)
        assert (found.title, found.published) == ("Storm live", dt.date(2024, 11, 9))
        lines = found.text.splitlines()
        assert lines[::3] == [f"Bridge {number} is closed" for number in range(40)]
        assert (lines[1], lines[-2]) == (
            "Bridge 0 is closed to cars.",
            "November 10, 2024: Bridge 39 is closed to cars.",
        )


def test_a_list_of_other_reports_makes_no_live_page() -> None:
    teasers = "".join(update(*one) for one in UPDATES)
    found = page(text=TEXT + MORE + f"<section><h2>More</h2>{teasers}</section>")
    assert found.title == "Crane falls in Split"
    assert "Three people were hurt when a crane fell" in found.text


def test_who_signs_an_embedded_post_is_no_part_of_the_report() -> None:
    post = (
        "<blockquote class='twitter-tweet'><p>We are sending two more teams.</p>&mdash; Rescue Geneva (@rescue) "
        "<a href='https://x.example/1'>November 9, 2024</a></blockquote>"
    )
    found = page(text=TEXT + post + MORE)
    assert "We are sending two more teams." in found.text
    assert "Geneva" not in found.text


def test_a_page_of_which_hardly_anything_is_read_says_so() -> None:
    found = page(text="<p>Watch the video of the crane here.</p>")
    assert [remark for remark in found.remarks if "hardly any text found on this page" in remark]
    assert page().remarks == ()


@settings(max_examples=30, deadline=None)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=20)
        | st.sampled_from(["2024-11-09", "04/05/2024"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        *("@graph", "@type", "datePublished", "headline", "mainEntity", "hasPart", "liveBlogUpdate"),
                        *("articleBody", "publisher"),
                    ]
                ),
                inner | st.sampled_from(["NewsArticle", "WebPage", "LiveBlogPosting"]),
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_a_page_says_of_itself_it_is_read(said: Any) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(page(data(said)), Article)
