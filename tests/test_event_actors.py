"""Who acts towards whom in diplomacy, and what the means make of an attack."""

import pytest

from geo import language
from geo.evaluation.events_types import _listed
from geo.events import dyads, triggers
from geo.model import ActorRole


def sides(text: str, word: str) -> list[tuple[str, ActorRole]]:
    doc = language.analyse(text)
    trigger = next(one for one in triggers.find(doc) if word in doc[one.first : one.last + 1].text)
    return [(token.text, role) for token, role in dyads.sides(trigger)]


def test_source_is_the_subject_and_target_the_object() -> None:
    found = sides("Norway accused Denmark of spying on fishermen.", "accused")
    assert ("Norway", ActorRole.ACTOR) in found
    assert ("Denmark", ActorRole.TARGET) in found


def test_source_of_a_noun_is_the_subject_of_its_verb() -> None:
    found = sides("Norway has issued an ultimatum to Sweden over fish.", "ultimatum")
    assert found == [("Norway", ActorRole.ACTOR), ("Sweden", ActorRole.TARGET)]


def test_both_sides_of_an_agreement_are_actors() -> None:
    assert sides("Norway and Denmark agreed on fishing quotas.", "agreed") == [
        ("Norway", ActorRole.ACTOR),
        ("Denmark", ActorRole.ACTOR),
    ]


def test_where_it_was_said_is_no_side() -> None:
    assert all(name != "Oslo" for name, _ in sides("Danish officials demanded an apology in Oslo.", "demanded"))


def test_what_a_clause_says_of_others_is_the_target_only_without_one_before_it() -> None:
    assert sides("Norway warned Denmark that Sweden would leave.", "warned")[1:] == [("Denmark", ActorRole.TARGET)]
    assert ("Denmark", ActorRole.TARGET) in sides("Norway demanded that Denmark leave the waters.", "demanded")
    assert sides("Norway denied that Danish fishermen were hurt.", "denied") == [("Norway", ActorRole.ACTOR)]


@pytest.mark.parametrize(("text", "expected"), [("Polish officials left.", True), ("Polish winters are long.", False)])
def test_a_nationality_makes_people_somebody_but_not_things(text: str, expected: bool) -> None:
    subject = next(token for token in language.analyse(text) if token.dep_ == "nsubj")
    assert dyads.is_somebody(subject) is expected


def test_a_stray_word_in_place_of_actors_names_none() -> None:
    assert _listed("diplomatic") == []
    assert _listed([{"actorText": "Norway"}]) == [{"actorText": "Norway"}]
