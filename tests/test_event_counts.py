"""What a number counts by the words beside it: parsed, whatever the network thinks."""

import pytest

from geo.events import candidates, counting, reader
from geo.events.reader import NumberSpan


@pytest.mark.parametrize(
    ("text", "number", "named"),
    [
        ("The district has 340 cases and 12 deaths.", "340", "cases"),
        ("The district has 340 cases and 12 deaths.", "12", "killed"),
        ("It reported 71 newly confirmed infections.", "71", "cases"),
        ("There were nine fatalities and 40 injuries.", "40", "injured"),
        ("There were nine fatalities and 40 injuries.", "nine", "killed"),
        ("Police made 16 arrests overnight.", "16", "arrested"),
        ("The count stood at 12, deaths having slowed.", "12", None),
        ("Seven of the deaths were of children.", "Seven", None),
        ("Some 20 people spoke in the case.", "20", None),
        ("They found 30 bodies.", "30", None),
        ("The patrol fired back, killing several of the raiders.", "several", "killed"),
        ("The blast wounded 14 near the gate.", "14", "injured"),
        ("Three raiders were killed, 14 got away.", "14", None),
    ],
)
def test_the_noun_or_verb_of_a_number_says_what_it_counts(text: str, number: str, named: str | None) -> None:
    start = text.index(number)
    assert counting.named(text, start, start + len(number)) == named


def test_the_noun_goes_before_the_network_and_other_words_only_where_it_is_unsure() -> None:
    seen = [
        NumberSpan((3, 3), "killed", 0.97, "killed"),
        NumberSpan((6, 6), "other", 0.9),
        NumberSpan((9, 9), "other", 0.3),
        NumberSpan((18, 18), "killed", 0.9, "killed"),
    ]
    told = [
        candidates.Toll((3, 3), "other", is_named=True),
        candidates.Toll((6, 6), "killed"),
        candidates.Toll((9, 9), "injured"),
        candidates.Toll((12, 12), "killed", is_put_at=True),
        candidates.Toll((15, 15), "killed"),
        candidates.Toll((18, 18), "injured"),
    ]
    spans = reader._with_tolls(seen, told)
    assert [(one.words[0], one.what, one.toll) for one in spans] == [
        (3, "other", None),
        (6, "other", None),
        (9, "injured", "injured"),
        (12, "killed", "killed"),
        (18, "injured", "injured"),
    ]
