"""Who acts towards whom in diplomacy, and what the means make of an attack."""

import pytest

from geo import gazetteer, language
from geo.evaluation.events_types import _listed
from geo.events import dyads, extract, triggers
from geo.model import ActorRole, Article, Layer


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


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("Norway will send doctors to Sweden.", "send"),
        ("Norway said on Monday it would not accept the plan.", "accept"),
        ("President Ada Rossi is ready to meet the rebels.", "ready"),
        ("Norway has offered to release two Swedish sailors.", "offered"),
        ("My aunt will send cakes to Sweden.", None),
        ("If Norway will send doctors, Sweden is glad.", None),
        ("Norway sent doctors to Sweden.", None),
        ("Norway would send doctors to Sweden if it was asked, its foreign ministry said.", None),
    ],
)
def test_what_somebody_in_office_will_do_is_an_announcement(text: str, announced: str | None) -> None:
    found = [one.token.text for one in triggers.find(language.analyse(text)) if one.kind == "announcement"]
    assert found == ([announced] if announced else [])


def test_an_announcement_has_its_speaker_and_its_target() -> None:
    text = "Norway said on Monday it would send doctors to Sweden."
    (event,) = extract(Article("a", text), language.analyse(text), [], gazetteer.default())
    assert event.layer is Layer.STATEMENT
    assert {("Norway", ActorRole.SPEAKER), ("Sweden", ActorRole.TARGET)} <= {
        (one.name, one.role) for one in event.actors
    }


def actors_of(text: str) -> list[tuple[str | None, set[str]]]:
    events = extract(Article("a", text), language.analyse(text), [], gazetteer.default())
    return [(event.plover_event, {actor.name for actor in event.actors}) for event in events]


@pytest.mark.parametrize(
    ("text", "code", "actors"),
    [
        ("Norway said that Sweden must return the ship.", "REQUEST", {"Norway", "Sweden"}),
        ("Norway rejected a Danish proposal on fish, officials said.", "REJECT", {"Norway", "Danish"}),
        ("Norway deported nine Danish fishermen.", "COERCE", {"Norway", "Danish fishermen"}),
        ("The Norwegian parliament opened an investigation.", "INVESTIGATE", {"Norwegian parliament"}),
        ("Norway lifted a night curfew.", "RETREAT", {"Norway"}),
        ("Norway shipped medicine and tents to Denmark.", "AID", {"Norway", "Denmark"}),
        ("Norway gave the European Union ten million dollars.", "AID", {"Norway", "European Union"}),
        ("A Danish minister reiterated that Sweden must leave.", "REQUEST", {"Danish minister", "Sweden"}),
        ("Danish farmers held a rally against the king.", "PROTEST", {"Danish farmers", "king"}),
        ("Norway imposed a curfew in Lusaka.", "COERCE", {"Norway", "Lusaka"}),
        (
            "The foreign ministers of India and China held talks.",
            "CONSULT",
            {"foreign ministers", "India", "China"},
        ),
        ("A submarine sank a Danish tanker.", "ASSAULT", {"Danish"}),
        ("Hundreds of Danish refugees were arrested.", "COERCE", {"Danish refugees"}),
    ],
)
def test_acts_of_states_have_their_sides(text: str, code: str, actors: set[str]) -> None:
    ((found, names),) = actors_of(text)
    assert found == code
    assert names == actors


@pytest.mark.parametrize(
    "text",
    [
        "The cook banned onions.",
        "Police opened an investigation.",
        "The snow blocked roads.",
        "The baker freed Ana Ruiz from the lift.",
        "Acme Corp. thanked Ana Ruiz.",
        "Danish officials do not believe there is a threat to Norway.",
        "Norwegian skiers like Danish butter.",
    ],
)
def test_acts_of_states_need_a_state(text: str) -> None:
    assert actors_of(text) == []


def test_a_stray_word_in_place_of_actors_names_none() -> None:
    assert _listed("diplomatic") == []
    assert _listed([{"actorText": "Norway"}]) == [{"actorText": "Norway"}]


@pytest.mark.parametrize(
    ("denied", "hangs"),
    [("that he would resign", False), ("that soldiers had attacked anybody", True), ("any part in it", True)],
)
def test_a_denial_of_what_is_to_come_hangs_on_no_event(denied: str, hangs: bool) -> None:
    text = f"Rebels attacked a village on Monday. The minister denied {denied}."
    attack, *_ = extract(Article("a", text), language.analyse(text), [], gazetteer.default())
    assert bool(attack.claims) is hangs


def test_a_storm_that_sinks_a_ferry_is_an_accident() -> None:
    text = "A storm sank a ferry on Monday."
    kinds = {one.kind for one in triggers.find(language.analyse(text))}
    assert "ship_accident" in kinds
    assert "attack" not in kinds
