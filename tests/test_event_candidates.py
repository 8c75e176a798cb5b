"""What an event may be tied to, and what the reader sees of it beside its words."""

import itertools

import numpy as np
import pytest
from handmade import FRIDAY, ITALY, MILAN, TURIN, encoded, toponyms
from hypothesis import given
from hypothesis import strategies as st

from geo.events import candidates
from geo.events.candidates import PAIR_FEATURES, PLACE_FEATURES, SAME_FEATURES, TIME_FEATURES, TRIGGER_FEATURES, Page
from geo.model import Article, MentionKind

TEXT = "Turin slept. A bomb hit Milan, Italy, on Monday.\n\nIn the city there was smoke on 3 April."
NAMES = {"Turin": TURIN, "Milan": MILAN, "Italy": ITALY}


def page_of(text: str) -> Page:
    return Page.of(encoded(text))


@pytest.mark.parametrize(
    ("characters", "words"),
    [
        ("Turin", (0, 0)),
        ("Tur", (0, 0)),
        ("rin slept", (0, 1)),
        ("rin sle", (0, 1)),
        (".", (2, 2)),
        (" A ", (3, 3)),
        ("slept. A bomb", (1, 4)),
        ("April.", None),
    ],
)
def test_words_that_characters_touch(characters: str, words: tuple[int, int] | None) -> None:
    page = page_of(TEXT)
    start = TEXT.index(characters)
    expected = words or (len(page) - 2, len(page) - 1)
    assert page.words(start, start + len(characters)) == expected


@pytest.mark.parametrize(("start", "end"), [(5, 6), (len(TEXT), len(TEXT) + 9), (3, 3), (5, 5), (0, 0)])
def test_characters_between_words_are_none(start: int, end: int) -> None:
    found = page_of(TEXT).words(start, end)
    assert found is None or (start == end and found[0] == found[1])


@given(st.text(alphabet="ab .\n", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_the_words_of_characters_are_those_that_share_one_with_them(text: str, one: int, other: int) -> None:
    spans = encoded(text).spans
    if not spans or one == other:
        return
    start, end = sorted((one, other))
    touched = [number for number, span in enumerate(spans) if span[0] < end and start < span[1]]
    assert page_of(text).words(start, end) == ((touched[0], touched[-1]) if touched else None)


def test_a_part_of_a_text_counts_its_sentences_and_paragraphs_from_its_own_first_word() -> None:
    whole = page_of(TEXT)
    first = TEXT[: TEXT.index("In the")].count(" ") + 3
    part = Page.of(encoded(TEXT), first)
    assert part.sentence_of[0] == part.paragraph_of[0] == 0
    assert len(part) == len(whole) - first
    assert candidates.places(part, toponyms(TEXT, {"Turin": TURIN})) == [
        one for one in candidates.places(part, []) if one.toponym is None
    ]
    assert part.characters((0, 0)) == whole.characters((first, first))


def test_names_of_one_place_and_equal_unknown_names_have_one_key() -> None:
    text = "Turin, Torino, Borgo Alto and Borgo Alto."
    found = candidates.places(page_of(text), toponyms(text, {"Turin": TURIN, "Torino": TURIN, "Borgo Alto": None}))
    turin, torino, borgo, again = found
    assert turin.key == torino.key
    assert borgo.key == again.key != turin.key


def test_what_stands_for_a_place_is_a_candidate_but_not_within_a_name() -> None:
    found = candidates.places(page_of(TEXT), toponyms(TEXT, NAMES))
    assert [TEXT[one.start : one.end] for one in found] == ["Turin", "Milan", "Italy", "the city", "there"]
    assert [one.toponym is None for one in found] == [False, False, False, True, True]
    text = "They met at the Town of Turin hall in the town."
    (name, town) = candidates.places(page_of(text), toponyms(text, {"the Town of Turin": TURIN}))
    assert (text[name.start : name.end], town.start) == ("the Town of Turin", text.rindex("the town"))


def test_every_candidate_has_a_row_of_features() -> None:
    page = page_of(TEXT)
    names = toponyms(TEXT, NAMES)
    places = candidates.places(page, names)
    times = candidates.time_candidates(page, Article("a", TEXT, published=FRIDAY))
    assert [TEXT[slice(*page.characters(one.words))] for one in times] == ["Monday", "3 April"]
    for rows, shape in (
        (candidates.place_features(page, places), (len(places), PLACE_FEATURES)),
        (candidates.time_features(page, times), (len(times), TIME_FEATURES)),
        (candidates.pair_features(page, np.array([4, 5]), np.array([0, 6, 8])), (2, 3, PAIR_FEATURES)),
        (candidates.same_features(page, [(4, 4), (5, 5)], places, times), (2, 2, SAME_FEATURES)),
        (candidates.trigger_features(page, [(4, 4), (5, 5)], times), (2, TRIGGER_FEATURES)),
        (candidates.place_features(page, []), (0, PLACE_FEATURES)),
        (candidates.time_features(page, []), (0, TIME_FEATURES)),
        (candidates.pair_features(page, np.array([4]), np.array([], dtype=np.int64)), (1, 0, PAIR_FEATURES)),
    ):
        assert rows.shape == shape
        assert rows.dtype == np.float32
        assert np.isfinite(rows).all()


def test_the_kind_of_a_name_is_seen() -> None:
    rows = [
        candidates.place_features(
            page := page_of(TEXT), candidates.places(page, toponyms(TEXT, {"Turin": TURIN}, kind))
        )
        for kind in MentionKind
    ]
    assert all((one[0] != other[0]).any() for one, other in itertools.combinations(rows, 2))


@pytest.mark.parametrize("opening", ["TURIN - ", "TURIN: ", "TURIN, Italy (AP) — ", "TURIN (Reuters) -- "])
def test_a_name_in_a_dateline_is_seen_as_one(opening: str) -> None:
    def row(text: str) -> list[float]:
        page = page_of(text)
        found: list[float] = candidates.place_features(page, candidates.places(page, toponyms(text, {"TURIN": TURIN})))[
            0
        ].tolist()
        return found

    assert row(f"{opening}A bomb went off.") != row("TURIN had A bomb go off.")


def test_pairs_know_before_and_behind_and_the_nearest() -> None:
    page = page_of(TEXT)
    near, far = candidates.pair_features(page, np.array([4]), np.array([3, 0]))[0]
    behind = candidates.pair_features(page, np.array([4]), np.array([5]))[0, 0]
    assert (near != far).any()
    assert (near != behind).any()


def test_words_that_are_alike_are_seen_to_be() -> None:
    page = page_of("A bomb and a bombing and a raid.")
    rows = candidates.same_features(page, [(1, 1), (4, 4), (7, 7)], [], [])
    assert rows[0, 0, 0] == rows[1, 1, 0] == 1
    assert rows[0, 1, 0] == rows[0, 2, 0] == 0
    assert rows[..., 3].all()


def test_days_and_places_of_two_sentences_are_compared() -> None:
    text = "A bomb hit Turin on Monday. Another bomb hit Milan on Tuesday. The bomb in Turin on Monday killed two."
    page = page_of(text)
    places = candidates.places(page, toponyms(text, NAMES))
    times = candidates.time_candidates(page, Article("a", text, published=FRIDAY))
    bombs = [page.words(start, start + 4) for start in (2, 36, 67)]
    assert [text[slice(*page.characters(one))] for one in bombs if one] == ["bomb"] * 3
    rows = candidates.same_features(page, [one for one in bombs if one], places, times)
    unlike = rows[0, 2] - rows[0, 1]
    assert unlike[9:13].tolist() == [1, -1, 1, -1]


@pytest.mark.parametrize(
    ("told", "other"),
    [("on Friday", "in March"), ("in March", "in 1998"), ("next week", "on Friday"), ("in 1998", "today")],
)
def test_how_old_the_time_of_a_sentence_is_is_seen(told: str, other: str) -> None:
    def row(when: str) -> list[float]:
        text = f"A bomb went off in Turin {when}."
        page = page_of(text)
        times = candidates.time_candidates(page, Article("a", text, published=FRIDAY))
        found: list[float] = candidates.trigger_features(page, [(1, 1)], times)[0].tolist()
        return found

    assert row(told) != row(other)
    assert row("by surprise")[-1] == 1
