import datetime as dt

import pytest

from geo import gazetteer, language
from geo.events import extract
from geo.model import Article
from geo.pipeline import parse_article

FRIDAY = dt.date(2025, 4, 4)


def headline(text: str) -> str:
    article = Article("test", text, published=FRIDAY)
    (event,) = extract(article, language.analyse(text), [], gazetteer.default())
    return event.headline


@pytest.mark.parametrize(
    ("text", "toll"),
    [
        ("A 34-year-old man was killed in a shooting on Friday.", "1 killed"),
        ("More than 4,300 people were killed in an earthquake on Friday.", "more than 4,300 killed"),
        ("More than thirty people were killed in an earthquake on Friday.", "more than 30 killed"),
        ("At least 16 people were killed in an earthquake on Friday.", "at least 16 killed"),
        ("Fewer than 10 people were killed in an earthquake on Friday.", "fewer than 10 killed"),
        ("An estimated 60 people were killed in an earthquake on Friday.", "an estimated 60 killed"),
        ("Upwards of 900 people were killed in an earthquake on Friday.", "upwards of 900 killed"),
        ("In excess of 900 people were killed in an earthquake on Friday.", "in excess of 900 killed"),
        ("Well over a hundred people were killed in an earthquake on Friday.", "well over 100 killed"),
        ("Close to 200 people were killed in an earthquake on Friday.", "close to 200 killed"),
        ("Thirty or more people were killed in an earthquake on Friday.", "30 or more killed"),
        ("Dozens of people were killed in an earthquake on Friday.", "dozens killed"),
    ],
)
def test_the_headline_gives_the_count_and_no_age(text: str, toll: str) -> None:
    assert headline(text).endswith(f": {toll}")


def test_a_headline_starts_with_the_clause_itself() -> None:
    text = "The mayor said on Monday that rebels had burned down the school. It was closed."
    article = Article("test", text, published=FRIDAY)
    lines = [event.headline for event in extract(article, language.analyse(text), [], gazetteer.default())]
    assert not any(line.startswith("That") for line in lines)


def test_what_has_no_label_of_its_own_is_called_what_the_text_calls_it() -> None:
    text = "More than 100 inmates escaped in a prison break in Port-au-Prince on Saturday."
    headlines = [event.headline for event in parse_article(Article("break", text)).events]
    assert headlines == ["Prison break in Port-au-Prince"]
