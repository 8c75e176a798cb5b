"""From scores to events, on scores made by hand."""

import datetime as dt

import numpy as np
import pytest
from handmade import FRIDAY, ITALY, MILAN, ROME, SURE, TURIN, Handmade, toponyms
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.events import decoding
from geo.events.mentions import Status, Told
from geo.model import EventClass, MentionKind

ITALIAN = {"Turin": TURIN, "Milan": MILAN, "Rome": ROME, "Italy": ITALY}


def words_of(told: Told) -> list[str]:
    return [trigger.span.text for trigger in told.triggers]


def place_of(told: Told) -> str | None:
    return told.scene.place.name if told.scene and told.scene.place else None


def test_words_that_are_likely_of_one_event_are_joined() -> None:
    hand = Handmade("Rebels bombed a mill. A dam burst. The bombing hurt nobody.", ["bombed", "burst", "bombing"])
    hand.are_one(0, 2, 0.8)
    hand.are_one(0, 1, 0.2)
    assert [words_of(told) for told in hand.told()] == [["bombed", "bombing"], ["burst"]]


def test_a_chain_of_likely_pairs_joins_nothing_whose_mean_is_unlikely() -> None:
    hand = Handmade("A raid, a fight, a fire.", ["raid", "fight", "fire"])
    hand.are_one(0, 1, 0.6)
    hand.are_one(1, 2, 0.4)
    assert [words_of(told) for told in hand.told()] == [["raid", "fight"], ["fire"]]
    hand.are_one(0, 2, 0.6)
    assert [words_of(told) for told in hand.told()] == [["raid", "fight", "fire"]]


def test_words_with_different_places_are_less_likely_of_one_event() -> None:
    text = "A raid in Turin, an attack in Milan, an attack."
    hand = Handmade(text, ["raid", "attack", "attack"], toponyms(text, ITALIAN))
    hand.is_at(0, "Turin")
    hand.is_at(1, "Milan")
    hand.are_one(0, 1, 0.6)
    hand.are_one(1, 2, 0.6)
    assert [(place_of(told), len(told.triggers)) for told in hand.told()] == [("Turin", 1), ("Milan", 2)]


def test_he_said_goes_to_the_statement_of_who_spoke_last() -> None:
    text = 'Ana Ruiz said that prices rose. Ole Lund said that they fell. "Nothing is dear," he said.'
    hand = Handmade(text, ["said", "said", "said"])
    for index in range(3):
        hand.status(index, Status.STATEMENT)
    hand.are_one(0, 2, 0.9)
    assert [[one.span.start for one in told.triggers] for told in hand.told()] == [
        [text.index("said")],
        [text.index("said that they"), text.rindex("said")],
    ]


def test_a_number_takes_in_the_words_that_bound_it() -> None:
    hand = Handmade("A raid killed more than 40 men, up to 60 it seems.", ["raid"])
    hand.counts("40", "killed", 0)
    (raid,) = hand.told()
    assert raid.killed is not None
    assert (raid.killed.evidence.text, raid.killed.low, raid.killed.high) == ("more than 40", 41, None)


def test_what_is_likely_unreal_or_no_event_is_left_out() -> None:
    hand = Handmade("A raid, a plan, a drill.", ["raid", "plan", "drill"])
    hand.status(1, Status.NONE)
    hand.named[2] = 0.2
    assert [words_of(told) for told in hand.told()] == [["raid"]]
    hand.status(0, Status.NONE)
    assert hand.told() == []


def test_status_and_class_are_those_of_the_surest_words() -> None:
    hand = Handmade("A raid, the raid.", ["raid", "raid"])
    hand.are_one(0, 1, 1.0)
    hand.status(0, Status.HISTORY, 0.9)
    hand.named[1] = 0.4
    hand.classes[0] = np.eye(len(hand.classes[0]), dtype=np.float32)[decoding.CLASSES.index(EventClass.CRIME)]
    (told,) = hand.told()
    assert (told.status, told.event_class) == (Status.HISTORY, EventClass.CRIME)


def test_one_word_that_knows_the_place_speaks_for_those_that_know_none() -> None:
    hand = Handmade(
        "Shells hit Turin. The shelling ended.", ["hit", "shelling"], toponyms("Shells hit Turin.", ITALIAN)
    )
    hand.are_one(0, 1, 0.9)
    hand.is_at(0, "Turin", 4.0)
    (told,) = hand.told()
    assert told.scene is not None
    assert (place_of(told), told.scene.words.text, told.scene.name_start) == ("Turin", "Turin", 11)


def test_two_names_of_one_place_count_together() -> None:
    text = "Turin and Turin, not Milan, saw the raid."
    hand = Handmade(text, ["raid"], toponyms(text, ITALIAN))
    for name, nth, share in (("Turin", 0, 0.3), ("Turin", 1, 0.25), ("Milan", 0, 0.4)):
        hand.is_at(0, name, float(np.log(share)), nth)
    hand.place_scores[0, -1] = np.log(0.05)
    (told,) = hand.told()
    assert place_of(told) == "Turin"
    assert told.scene is not None
    assert (told.scene.score, told.scene.words.start) == (pytest.approx(0.55, abs=0.01), 0)
    assert [scene.place for scene in told.further_scenes] == [MILAN]


def test_an_event_that_is_likelier_nowhere_has_no_place() -> None:
    text = "Turin slept. A raid ended."
    hand = Handmade(text, ["raid"], toponyms(text, ITALIAN))
    hand.is_at(0, "Turin", -0.5)
    (nowhere,) = hand.told()
    assert (nowhere.scene, nowhere.further_scenes) == (None, ())
    hand.is_at(0, "Turin", 0.5)
    (somewhere,) = hand.told()
    assert place_of(somewhere) == "Turin"
    assert 0 < nowhere.score < 1
    assert 0 < somewhere.score < 1


def test_there_is_the_nearest_fitting_name_before() -> None:
    text = "Milan is far. Turin woke. A raid hurt two people there. Rome slept."
    hand = Handmade(text, ["raid"], toponyms(text, ITALIAN))
    hand.is_at(0, "there")
    (told,) = hand.told()
    assert told.scene is not None
    assert (told.scene.words.text, told.scene.place, told.scene.name_start) == ("there", TURIN, None)


def test_the_capital_is_no_other_town() -> None:
    text = "Rome is calm, and so is Turin. A raid in the capital failed."
    hand = Handmade(text, ["raid"], toponyms(text, ITALIAN))
    hand.is_at(0, "the capital")
    assert [place_of(told) for told in hand.told()] == ["Rome"]


def test_there_without_any_name_is_no_place() -> None:
    hand = Handmade("A raid failed there.", ["raid"])
    hand.is_at(0, "there")
    (told,) = hand.told()
    assert told.scene is not None
    assert (told.scene.words.text, told.scene.place) == ("there", None)


def test_a_name_and_what_stands_for_it_count_together() -> None:
    text = "Turin woke. A raid there failed, Milan heard."
    hand = Handmade(text, ["raid"], toponyms(text, ITALIAN))
    for name, share in (("Turin", 0.3), ("there", 0.25), ("Milan", 0.4)):
        hand.is_at(0, name, float(np.log(share)))
    hand.place_scores[0, -1] = np.log(0.05)
    assert [place_of(told) for told in hand.told()] == ["Turin"]


def test_an_unknown_name_lies_within_the_place_beside_it() -> None:
    text = "Rome waited. A raid hit Borgo Alto, a quarter of Turin."
    hand = Handmade(text, ["raid"], toponyms(text, {**ITALIAN, "Borgo Alto": None}))
    hand.is_at(0, "Borgo Alto")
    (told,) = hand.told()
    assert told.scene is not None
    assert (told.scene.words.text, told.scene.place, told.scene.is_within) == ("Borgo Alto", TURIN, True)
    assert told.scene.name_start == text.index("Turin")


def test_an_unknown_name_alone_in_its_sentence_lies_near_the_last_place_before_it() -> None:
    text = "Rome waited. Milan slept. A raid hit Borgo Alto. Turin woke."
    hand = Handmade(text, ["raid"], toponyms(text, {**ITALIAN, "Borgo Alto": None}))
    hand.is_at(0, "Borgo Alto")
    (told,) = decoding.candidates_of(hand.material())
    assert told.scene is not None
    assert place_of(told) == "Milan"
    assert (told.scene.words.text, told.scene.is_within, told.scene.is_far) == ("Borgo Alto", True, True)


def test_an_unknown_name_far_below_any_place_has_none() -> None:
    text = "Rome waited. " + "Nobody spoke. " * 6 + "A raid hit Borgo Alto."
    hand = Handmade(text, ["raid"], toponyms(text, {**ITALIAN, "Borgo Alto": None}))
    hand.is_at(0, "Borgo Alto")
    (told,) = hand.told()
    assert told.scene is not None
    assert (told.scene.words.text, told.scene.place, told.scene.is_within) == ("Borgo Alto", None, False)


def test_what_is_told_again_at_one_place_is_one_event() -> None:
    text = "A raid hit Turin. Nobody slept. The raid on Turin went on for an hour, and one on Milan."
    hand = Handmade(text, ["raid", "raid on"], toponyms(text, ITALIAN))
    for number in (0, 1):
        hand.is_at(number, "Turin")
    hand.same[...] = decoding.LEAST_SAME_AGAIN / 1.5
    assert len(hand.told()) == 2
    hand.same[...] = decoding.LEAST_SAME_AGAIN + 0.02
    assert len(decoding._told_again(hand.material(), [[0], [1]], hand.named)) == 1
    hand.is_at(1, "Milan", 20.0)
    assert len(decoding._told_again(hand.material(), [[0], [1]], hand.named)) == 2


def test_an_unknown_name_lies_in_no_nationality() -> None:
    text = "An Italian raid hit Borgo Alto."
    names = toponyms(text, {"Borgo Alto": None}) + toponyms(text, {"Italian": ITALY}, MentionKind.DEMONYM)
    hand = Handmade(text, ["raid"], sorted(names, key=lambda one: one.span))
    hand.is_at(0, "Borgo Alto")
    assert [place_of(told) for told in hand.told()] == [None]


def test_a_day_is_that_of_its_expression_the_day_of_the_report_or_none() -> None:
    hand = Handmade("A raid failed on Monday.", ["raid"])
    assert hand.told()[0].date is None
    hand.time_scores[0, -2] = SURE
    today = hand.told()[0].date
    assert today is not None
    assert (today.start, today.end, today.span) == (FRIDAY, FRIDAY, None)
    assert hand.told(today=None)[0].date is None
    hand.is_on(0, "Monday", SURE + 3)
    monday = hand.told()[0].date
    assert monday is not None
    assert monday.start == dt.date(2025, 3, 31)


def test_a_number_goes_to_its_likeliest_event_and_to_none_if_that_is_likelier() -> None:
    text = "A raid killed nine men. A flood hurt five. Since 1990, 800 have died."
    hand = Handmade(text, ["raid", "flood"])
    hand.counts("nine", "killed", 0)
    hand.counts("five", "injured", 1)
    hand.counts("800", "killed", None)
    raid, flood = hand.told()
    assert raid.killed is not None
    assert (raid.killed.low, raid.killed.evidence.text, raid.injured) == (9, "nine", None)
    assert flood.injured is not None
    assert (flood.injured.low, flood.killed) == (5, None)


def test_of_two_numbers_of_one_kind_an_event_has_the_likelier() -> None:
    hand = Handmade("A raid killed nine men, or seven men.", ["raid"])
    hand.counts("nine", "killed", 0, 1.0)
    hand.counts("seven", "killed", 0, 3.0)
    (raid,) = hand.told()
    assert raid.killed is not None
    assert raid.killed.low == 7


def test_a_number_belongs_to_all_words_of_its_event_together() -> None:
    hand = Handmade("A raid, the attack, killed nine men. A flood came.", ["raid", "attack", "flood"])
    hand.are_one(0, 1, 0.9)
    hand.counts("nine", "killed", 2, 1.5)
    hand.owners[0][:2] = 1.2
    raid, flood = hand.told()
    assert raid.killed is not None
    assert flood.killed is None


def test_other_numbers_count_what_the_words_beside_them_say() -> None:
    hand = Handmade("A march ended; 40 people were arrested and 12 bags lay about.", ["march"])
    hand.counts("40", "other", 0)
    hand.counts("12", "other", 0)
    (march,) = hand.told()
    assert ("arrested", 40) in [(count.what, count.low) for count in march.counts]
    assert march.killed is None


def test_what_is_no_number_is_none() -> None:
    hand = Handmade("A raid killed cattle.", ["raid"])
    hand.counts("cattle", "killed", 0)
    assert hand.told()[0].killed is None


def test_two_events_are_not_parts_of_each_other() -> None:
    hand = Handmade("A war and a raid.", ["war", "raid"])
    hand.part[1, 0], hand.part[0, 1] = 0.9, 0.8
    assert [told.part_of for told in hand.told()] == [None, 0]


def test_a_whole_is_part_of_nothing_itself() -> None:
    hand = Handmade("A war, a battle and a raid.", ["war", "battle", "raid"])
    hand.part[2, 1], hand.part[1, 0], hand.part[2, 0] = 0.9, 0.8, 0.7
    assert [told.part_of for told in hand.told()] == [None, None, 1]


def test_an_unlikely_whole_is_none() -> None:
    hand = Handmade("A war and a raid.", ["war", "raid"])
    hand.part[1, 0] = 0.4
    assert [told.part_of for told in hand.told()] == [None, None]


def test_a_link_to_another_article_tells_of_nothing() -> None:
    text = "A raid ended in snow on Monday.\nRead more:\nFlood kills nine\n"
    assert [words_of(told) for told in Handmade(text, ["raid", "Flood"]).told()] == [["raid"]]


def test_wholes_of_a_later_part_are_counted_from_the_first() -> None:
    hand = Handmade("A war and a raid.", ["war", "raid"])
    hand.part[1, 0] = 0.9
    assert [told.part_of for told in decoding.shifted(hand.told(), 5)] == [None, 5]


TEXT = (
    "TURIN, April 3 - Rebels bombed Milan on Monday, killing nine. Police there arrested 40 people in the capital. "
    "In Borgo Alto, at least 12 died in 2019 when a dam burst.\nRome mourned the bombing."
)
TRIGGERS = ["bombed", "killing", "arrested", "died", "burst", "bombing"]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 30))
def test_any_scores_give_events_that_hold_together(seed: int, spread: float) -> None:
    hand = Handmade(TEXT, TRIGGERS, toponyms(TEXT, {**ITALIAN, "TURIN": TURIN, "Borgo Alto": None}))
    random = np.random.default_rng(seed)
    for words in ("nine", "40", "at least 12"):
        hand.counts(words, random.choice(["killed", "injured", "other"]), int(random.integers(len(TRIGGERS))))
    for array in (hand.place_scores, hand.time_scores, *hand.owners):
        array[...] = random.normal(0, spread, array.shape)
    for array in (hand.named, hand.same, hand.part):
        array[...] = random.random(array.shape)
    hand.same = ((hand.same + hand.same.T) / 2).astype(np.float32)
    for array in (hand.classes, hand.statuses):
        array[...] = random.dirichlet(np.ones(array.shape[1]), len(array))
    found = hand.told()
    named = [trigger.span for told in found for trigger in told.triggers]
    assert len(named) == len(set(named)) <= len(TRIGGERS)
    assert [told.triggers[0].span for told in found] == sorted(told.triggers[0].span for told in found)
    for number, told in enumerate(found):
        assert 0 <= told.score <= 1
        if told.part_of is not None:
            assert told.part_of != number
            assert found[told.part_of].part_of is None
        scenes = (*((told.scene,) if told.scene else ()), *told.further_scenes)
        assert len({scene.place.key for scene in scenes if scene.place}) == len([s for s in scenes if s.place])
        for span in (*(trigger.span for trigger in told.triggers), *(scene.words for scene in scenes)):
            assert TEXT[span.start : span.end] == span.text
    evidence = [count.evidence for told in found for count in (told.killed, told.injured, *told.counts) if count]
    assert len(evidence) == len(set(evidence))
