import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import language
from geo.events import numbers, quantities, victims
from geo.events.numbers import CountMention

Bounds = tuple[int | None, int | None]


def find(text: str) -> list[CountMention]:
    return numbers.find(language.analyse(text))


def counts(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(m.count.what, m.count.low, m.count.high) for m in find(text) if m.part_of is None]


@pytest.mark.parametrize(
    ("words", "bounds", "qualifier"),
    [
        ("16 people", (16, 16), ""),
        ("at least 16 people", (16, None), "at least"),
        ("more than 30 people", (31, None), "more than"),
        ("up to 85 people", (None, 85), "up to"),
        ("as many as 85 people", (None, 85), "as many as"),
        ("no fewer than 50 people", (50, None), "no fewer than"),
        ("fewer than 10 people", (None, 9), "fewer than"),
        ("about 20 people", (20, 20), "about"),
        ("between 12 and 15 people", (12, 15), "between"),
        ("12 to 15 people", (12, 15), ""),
        ("two or three people", (2, 3), ""),
        ("dozens of people", (24, None), "dozens"),
        ("several people", (3, None), "several"),
        ("1,200 people", (1200, 1200), ""),
        ("2.5 million people", (2_500_000, 2_500_000), ""),
        ("twenty-one people", (21, 21), ""),
        ("two hundred thousand people", (200_000, 200_000), ""),
        ("three hundred and five thousand people", (305_000, 305_000), ""),
        ("one million two hundred thousand and six people", (1_200_006, 1_200_006), ""),
        ("two thousand million people", (2_000_000_000, 2_000_000_000), ""),
        ("one hundred and twenty people", (120, 120), ""),
        ("half a dozen people", (6, 6), ""),
        ("ten or more people", (10, None), "or more"),
    ],
)
def test_quantities_and_their_bounds(words: str, bounds: Bounds, qualifier: str) -> None:
    (found,) = quantities.find(language.analyse(words))
    assert ((found.low, found.high), found.qualifier) == (bounds, qualifier)


@pytest.mark.parametrize(
    "words",
    [
        "ten thousand million people",
        "9,000,000,000 people",
        "99999999999 people",
        "12.5 billion people",
        "at least ten trillion people",
        "between 5 and 20 billion people",
    ],
)
def test_more_than_the_people_of_the_earth_are_no_number(words: str) -> None:
    assert not quantities.find(language.analyse(words))
    for sentence in (f"{words} were killed in the attack in Kabul.", f"The blast in Kabul killed {words}."):
        assert all((low or 0) < 6 and (high or 0) < 6 for _, low, high in counts(sentence))


def test_no_sum_is_more_than_the_people_of_the_earth() -> None:
    assert counts("Five billion men and four billion women were killed.") == []
    assert counts("Five billion men and three billion women were killed.") == [("killed", 8 * 10**9, 8 * 10**9)]


@pytest.mark.parametrize(
    "words",
    [
        "$5",
        "a 30-day truce",
        "in 2014",
        "5%",
        "12 km away",
        "a 34-year-old man",
        "route 66",
        "at 10:30",
        "1" + "0" * 400,
    ],
)
def test_what_counts_nobody(words: str) -> None:
    assert quantities.find(language.analyse(words)) == []


@pytest.mark.parametrize("figure", ["10^400", "12^3", "3*4"])
def test_a_formula_is_not_read_by_its_parts(figure: str) -> None:
    assert quantities.find(language.analyse(f"The flood killed {figure} people.")) == []
    assert not any(400 in bounds or 3 in bounds for _, *bounds in counts(f"The flood killed {figure} people."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed two and wounded five others.", [("killed", 2, 2), ("injured", 5, 5)]),
        ("A man was shot dead.", [("killed", 1, 1)]),
        ("A man was stabbed to death.", [("killed", 1, 1)]),
        ("A couple and their two children died.", [("killed", 4, 4)]),
        ("The slide killed a couple and their two children.", [("killed", 4, 4)]),
        ("Two soldiers and a civilian were killed.", [("killed", 3, 3)]),
        ("Ana Lopez and Jon Berg were killed.", [("killed", 2, 2)]),
        ("12 dead, 40 injured in market blast.", [("killed", 12, 12), ("injured", 40, 40)]),
        ("The storm left dozens dead.", [("killed", 24, None)]),
        ("The death toll rose to 63 from 41.", [("killed", 63, 63)]),
        ("Officials put the number of injured at no fewer than 50.", [("injured", 50, None)]),
        ("The murder of six priests shocked the town.", [("killed", 6, 6)]),
        ("No one was hurt.", [("injured", 0, 0)]),
        ("Police did not kill anyone.", [("killed", 0, 0)]),
        ("There were no casualties.", [("casualties", 0, 0)]),
        ("Police arrested 64 protesters.", [("arrested", 64, 64)]),
        ("Eight people were still missing.", [("missing", 8, 8)]),
        ("More than 3,000 people have been displaced.", [("displaced", 3001, None)]),
        ("Some 7,400 people in the delta were affected.", [("affected", 7400, 7400)]),
        ("The drought affects at least two million people.", [("affected", 2_000_000, None)]),
        ("The outage affected 40 flights.", []),
        ("More than 30 people had been taken to hospital.", [("hospitalised", 31, None)]),
        ("There have been 1,200 cases of cholera.", [("cases", 1200, 1200)]),
        ("The water damaged 60 homes and a school.", [("homes damaged", 60, 60), ("schools damaged", 1, 1)]),
        ("The raid killed or wounded 20 soldiers.", [("casualties", 20, 20)]),
        ("Three other civilians, two women and a man, were killed.", [("killed", 3, 3)]),
        ("Six monks (five Italians and one Swiss) and two women were killed.", [("killed", 8, 8)]),
        ("Gunmen killed Ana Ruiz, mayor of Abra, and Jon Berg.", [("killed", 2, 2)]),
        ("They mourn the murder of senator and presidential candidate Luis Ruiz.", [("killed", 1, 1)]),
        ("The monks, five Italians and one Swiss, were killed.", [("killed", 6, 6)]),
        ("Two boys and eight other people (three guards and five clerks) were wounded.", [("injured", 10, 10)]),
        ("The murder of six priests, a cook, and her daughter shocked the town.", [("killed", 8, 8)]),
        ("The murder of Ana Ruiz, mayor of Abra, and two guards shocked the town.", [("killed", 3, 3)]),
        ("They killed Judge Ana Ruiz, her husband, and their two children.", [("killed", 4, 4)]),
        ("Several men wounded a guard.", [("injured", 1, 1)]),
        ("The thieves shot him and left him badly wounded.", [("injured", 1, 1)]),
        ("He had a part in the attempted assassination of two ministers.", []),
        ("Not a single soldier was killed.", [("killed", 0, 0)]),
        ("The blast left a toll of three people wounded.", [("injured", 3, 3)]),
        ("The crash claimed the lives of a judge and two guards.", [("killed", 3, 3)]),
        ("Twelve miners lost their lives.", [("killed", 12, 12)]),
        ("The bodies of six men were found in a well.", [("killed", 6, 6)]),
        ("Four passengers suffered serious injuries.", [("injured", 4, 4)]),
        ("They condemned the murder in Guatemala of Ana Ruiz and Jon Berg.", [("killed", 2, 2)]),
    ],
)
def test_what_became_of_whom(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It would have killed thousands.",
        "The quake could kill 200 people.",
        "He planned to kill two men.",
        "They plotted the murder of a judge.",
        "About 300 troops were sent.",
        "The firm earned $16 million.",
        "The woman was not hurt.",
        "Flight 302 was late.",
        "The court sentenced two men to death.",
        "The bodies of six saints stand in the church.",
    ],
)
def test_what_did_not_happen_to_anybody(text: str) -> None:
    assert counts(text) == []


def test_a_part_is_tied_to_its_whole_and_never_added() -> None:
    doc = language.analyse("At least 16 people, including six children, were killed.")
    whole, part = numbers.find(doc)
    assert (whole.count.low, whole.part_of) == (16, None)
    assert (part.count.low, part.part_of) == (6, 0)
    assert victims.total(doc, [whole, part]) == whole.count


@pytest.mark.parametrize(
    "text",
    [
        "At least 40 people were arrested in Kano on Friday, among them two nurses.",
        "Police arrested 40 people in Kano on Friday, among them two nurses.",
    ],
)
def test_who_is_among_the_counted_is_a_part_of_them(text: str) -> None:
    whole, part = find(text)
    assert (whole.count.low, whole.part_of) == (40, None)
    assert (part.count.low, part.part_of) == (2, 0)


def test_both_counts_people_only_where_people_were_told_of() -> None:
    assert counts("The critics slaughtered both.") == []
    assert counts("A gunman attacked two sisters, killing both.") == [("killed", 2, 2)]


def test_a_count_points_to_its_words() -> None:
    text = "At least 50 people were wounded, and the mayor said more than 30, including a baby, were in hospital."
    found = find(text)
    assert [mention.count.evidence.text for mention in found] == ["At least 50 people", "more than 30", "a baby"]
    assert all(text[m.count.evidence.start : m.count.evidence.end] == m.count.evidence.text for m in found)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Several men were killed. The 12 men were killed at dawn.", 12, 12),
        ("Three miners were killed. Two others were killed by gas.", 5, 5),
        ("Ana Lopez was killed. Lopez was killed with two of her guards.", 1, 1),
        ("At least 23 people were killed. The death toll rose to 31 from 23.", 31, 31),
        ("Six priests were killed. The six priests and two women were killed in bed.", 8, 8),
        ("Two people were killed. Since 2010, 400 people have been killed.", 2, 2),
        ("Two people were killed. In less than three months five judges have been killed.", 2, 2),
        ("Two people were killed. Since the party was founded, 90 of its members have been killed.", 2, 2),
        ("Nobody was killed.", 0, 0),
        ("Jon Berg was shot dead. His wife said they shouted before her husband was killed.", 1, 1),
        ("Jon Berg was shot dead. His driver was killed.", 2, 2),
    ],
)
def test_the_toll_of_an_event_told_many_times(text: str, low: int, high: int) -> None:
    doc = language.analyse(text)
    toll = victims.total(doc, [mention for mention in numbers.find(doc) if mention.count.what == "killed"])
    assert toll is not None
    assert (toll.low, toll.high) == (low, high)


def test_nothing_told_is_no_toll() -> None:
    assert victims.total(language.analyse("It rained."), []) is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            re.findall(
                r"\S+|\n",
                "killed wounded dead people 16 of and , . \n including six were no one a the toll rose to or between"
                " more than up missing — $ % “ children hundreds 人 damaged 10,00 1.5 million dozen " + "9" * 300,
            )
        ),
        max_size=25,
    )
)
def test_wild_words_give_true_spans_and_sound_bounds(words: list[str]) -> None:
    text = " ".join(words)
    for mention in find(text):
        count = mention.count
        assert text[count.evidence.start : count.evidence.end] == count.evidence.text
        assert count.low is None or count.low >= 0
        assert count.low is None or count.high is None or count.low <= count.high


def test_a_sentence_too_long_for_syntax_counts_nothing_and_ends() -> None:
    assert find("and 12 men were killed by the 3 bombs that " * 150) == []


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            "The death toll from the 6.4-magnitude quake that struck the island of Lombok on Friday has risen to 87.",
            87,
        ),
        ("The death toll from the fire that burnt down to 12 houses in the old town near the port rose to 31.", 31),
        ("The death toll of 63 was confirmed.", 63),
    ],
)
def test_a_toll_is_read_behind_its_verb_however_far(text: str, killed: int) -> None:
    assert ("killed", killed, killed) in counts(text)
