import datetime as dt

import pytest

from geo import gazetteer, language
from geo.events import extract
from geo.model import Article

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
    ],
)
def test_the_headline_gives_the_count_and_no_age(text: str, toll: str) -> None:
    assert headline(text).endswith(f": {toll}")


def test_a_headline_starts_with_the_clause_itself() -> None:
    text = "The mayor said on Monday that rebels had burned down the school. It was closed."
    article = Article("test", text, published=FRIDAY)
    lines = [event.headline for event in extract(article, language.analyse(text), [], gazetteer.default())]
    assert not any(line.startswith("That") for line in lines)
