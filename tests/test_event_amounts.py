import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from work import lines

from geo.events import amounts

Bounds = tuple[int | None, int | None]


@pytest.mark.parametrize(
    ("words", "bounds", "qualifier"),
    [
        ("16 people", (16, 16), ""),
        ("Nineteen", (19, 19), ""),
        ("at least 16 people", (16, None), "at least"),
        ("more than 30 people", (31, None), "more than"),
        ("up to 85 people", (None, 85), "up to"),
        ("as many as 85 people", (None, 85), "as many as"),
        ("no fewer than 50 people", (50, None), "no fewer than"),
        ("fewer than 10 people", (None, 9), "fewer than"),
        ("about 20 people", (20, 20), "about"),
        ("nearly 20 people", (20, 20), "nearly"),
        ("between 12 and 15 people", (12, 15), "between"),
        ("12 to 15 people", (12, 15), ""),
        ("12-15 people", (12, 15), ""),
        ("two or three people", (2, 3), ""),
        ("dozens of people", (24, None), "dozens"),
        ("hundreds of thousands of people", (200_000, None), "hundreds of thousands"),
        ("several people", (3, None), "several"),
        ("a large number of people", (2, None), "a large number of"),
        ("an unknown number of civilians", (2, None), "an unknown number of"),
        ("a handful of men", (3, None), "a handful of"),
        ("1,200 people", (1200, 1200), ""),
        ("1 200 people", (1200, 1200), ""),
        ("2.5 million people", (2_500_000, 2_500_000), ""),
        ("twenty-one people", (21, 21), ""),
        ("one hundred and twenty people", (120, 120), ""),
        ("one hundred and twenty thousand people", (120_000, 120_000), ""),
        ("a hundred people", (100, 100), ""),
        ("half a dozen people", (6, 6), ""),
        ("ten or more people", (10, None), "or more"),
        ("no one", (0, 0), ""),
        ("2,014 of them", (2014, 2014), ""),
        ("a hundred thousand people", (100_000, 100_000), ""),
        ("a thousand million people", (10**9, 10**9), ""),
        ("6 thousand million people", (6 * 10**9, 6 * 10**9), ""),
        ("1.5 thousand million people", (1_500_000_000, 1_500_000_000), ""),
        ("four thousand two hundred million people", (4_200_000_000, 4_200_000_000), ""),
        ("one million one hundred and six thousand and nine people", (1_106_009, 1_106_009), ""),
        ("a dozen thousand people", (12_000, 12_000), ""),
        ("four and a half million people", (4_500_000, 4_500_000), ""),
        ("a million and a half people", (1_500_000, 1_500_000), ""),
        ("half a billion people", (500_000_000, 500_000_000), ""),
        ("a quarter of a million people", (250_000, 250_000), ""),
        ("several hundred thousand people", (300_000, None), "several hundred thousand"),
        ("a few million people", (3_000_000, None), "a few million"),
        ("tens of millions of people", (20_000_000, None), "tens of millions"),
        ("three lakh people", (300_000, 300_000), ""),
        ("1.2 crore people", (12_000_000, 12_000_000), ""),
        ("four to five million people", (4_000_000, 5_000_000), ""),
        ("2.3 to 2.4 million people", (2_300_000, 2_400_000), ""),
        ("between six and seven hundred people", (600, 700), "between"),
        ("between three hundred and four hundred people", (300, 400), "between"),
        ("between a thousand and two thousand people", (1000, 2000), "between"),
        ("between one hundred and three thousand people", (100, 3000), "between"),
        ("between two hundred and ten and two hundred and twenty people", (210, 220), "between"),
        ("800 to a thousand people", (800, 1000), ""),
    ],
)
def test_numbers_and_their_bounds(words: str, bounds: Bounds, qualifier: str) -> None:
    ((start, end, quantity),) = amounts.find(f"They counted {words}.")
    assert f"They counted {words}."[start:end] in words
    assert ((quantity.low, quantity.high), quantity.qualifier) == (bounds, qualifier)
    assert amounts.read(words) == quantity


@pytest.mark.parametrize(
    "words",
    [
        "$5",
        "$16 million",
        "a 30-day truce",
        "in 2014",
        "on March 3, 2025",
        "on 3 March",
        "5%",
        "12 km away",
        "a 34-year-old man",
        "Ana Ruiz, 34, left",
        "a man of 25",
        "Ana Ruiz (34) left",
        "route 66",
        "Flight 302",
        "No. 12",
        "at 10:30",
        "at 7 p.m.",
        "by 3-1",
        "Covid-19",
        "a magnitude 6.4 quake",
        "how many",
        "10^400",
        "3*4 people",
    ],
)
def test_what_counts_nobody(words: str) -> None:
    assert amounts.find(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "ten billion people",
        "ten thousand million people",
        "three hundred thousand million people",
        "a thousand billion people",
        "5 million million people",
        "8 to 9 billion people",
        "3 to 30 billion people",
        "7 to 20,000,000,000 people",
        "at least 2 to 20 billion people",
        "more than 8,300,000,000 people",
        "up to nine billion people",
        "several thousand billion people",
        "1" + "0" * 400,
    ],
)
def test_more_than_all_people_are_none_and_no_part_of_the_number_counts(words: str) -> None:
    ((start, _, quantity),) = amounts.find(words)
    assert start == 0
    assert (quantity.low, quantity.high) == (None, None)
    assert amounts.read(words) is None


def test_a_sum_of_more_than_all_people_is_none() -> None:
    assert amounts.read("five billion men and four billion women") is None
    assert amounts.read("ten billion people, including five children") is None


def test_a_toll_that_rose_gives_both_numbers() -> None:
    assert [quantity.low for _, _, quantity in amounts.find("It rose from 41 to 63.")] == [41, 63]


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("a man", (1, 1)),
        ("A man of 25", (1, 1)),
        ("the driver", (1, 1)),
        ("his wife", (1, 1)),
        ("one of them", (1, 1)),
        ("Adnan Berg, 58", (1, 1)),
        ("both", (2, 2)),
        ("brothers", (2, None)),
        ("an elderly couple", (2, 2)),
        ("a mother and child", (2, 2)),
        ("two women and a child", (3, 3)),
        ("A couple and their two children", (4, 4)),
        ("the driver and four passengers", (5, 5)),
        ("four of the team and three guards", (7, 7)),
        ("a family of four", (4, 4)),
        ("Ana Lopez, mayor of Abra, and Jon Berg", (2, 2)),
        ("Judge Ana Ruiz, her husband, and their two children", (4, 4)),
        ("at least 16 people, including six children", (16, None)),
        ("five people, three of them children", (5, 5)),
        ("20 men, women and children", (20, 20)),
        ("Three other civilians, two women and a man", (3, 3)),
        ("The monks, five Italians and one Swiss", (6, 6)),
        ("six monks (five Italians and one Swiss) and two women", (8, 8)),
        ("some 900 families (about 4,000 people)", (4000, 4000)),
        ("some 900 families", (900, 900)),
        ("at least two guards and a cook", (3, None)),
        ("nobody", (0, 0)),
        ("no soldiers", (0, 0)),
    ],
)
def test_how_many_a_phrase_tells_of(words: str, bounds: Bounds) -> None:
    quantity = amounts.read(words)
    assert quantity is not None
    assert (quantity.low, quantity.high) == bounds


@pytest.mark.parametrize("words", ["", "in Homs", "the fire", "$5", "1" * 500, "(", "including"])
def test_a_phrase_that_counts_nobody(words: str) -> None:
    assert amounts.read(words) is None


@pytest.mark.parametrize(
    ("words", "value"), [("three", 3), ("Twenty-five", 25), ("a", 1), ("a dozen", 12), ("1,200", 1200)]
)
def test_whole_numbers(words: str, value: int) -> None:
    assert amounts.whole(words) == value


@pytest.mark.parametrize("words", ["", "several", "2 or 3", "at least 3", "three men"])
def test_what_is_no_whole_number(words: str) -> None:
    assert amounts.whole(words) is None


WORDS = (
    "killed wounded dead people 16 of and , . \n including six were no one a the toll rose to or between more than up"
    " missing — - ( ) $ % “ children hundreds 人 damaged 10,00 1.5 million dozen 000 at least his wife couple twenty"
    f" ^ May 2014 ١٢ families under 0 fewer {'9' * 300}"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=25))
def test_wild_words_give_true_spans_and_sound_bounds(words: list[str]) -> None:
    text = " ".join(words)
    last = 0
    for start, end, quantity in amounts.find(text):
        assert last <= start < end <= len(text)
        last = end
        assert quantity.low is None or quantity.low >= 0
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
    total = amounts.read(text)
    assert total is None or total.low is None or total.high is None or total.low <= total.high


@pytest.mark.parametrize(
    "words",
    [
        "12 men and ",
        "1,",
        "12-",
        "one hundred and ",
        "000 ",
        "million ",
        "between 12 and ",
        "0 to 1 million ",
        "a half ",
    ],
)
def test_a_long_text_takes_work_in_proportion(words: str) -> None:
    def work(length: int) -> int:
        text = words * (length // len(words))
        return lines(amounts.find, text) + lines(amounts.read, text)

    work(100)  # reads the lexicons
    assert work(4_000) < 4.4 * work(1_000)  # a square would be 16
