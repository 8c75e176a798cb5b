"""Where events are placed: the learned linker and the rules beside it, on texts of our own."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from test_events import events_of, incidents, where

from geo import gazetteer, language
from geo.errors import ModelError
from geo.events import place_features, placing, structure
from geo.events import scenes as scene_finding
from geo.events.drafts import Draft
from geo.events.linking import Link
from geo.events.scenes import ASSUMED, Scene
from geo.events.triggers import find
from geo.model import Article, Mention, MentionKind, Place, Span, Toponym
from geo.pipeline import parse_article

TURIN = Place(3165524, "Turin", 45.07, 7.69, "P", "PPLA", "IT", "12", population=870_000)
ITALY = Place(3175395, "Italy", 42.8, 12.8, "A", "PCLI", "IT", "00")


def told(text: str, places: dict[str, Place]) -> tuple[Draft, place_features.Setting]:
    doc = language.analyse(text)
    toponyms = [Toponym(Mention(Span.of(text, at, at + len(name))), place) for name, place in places.items()
                if (at := text.find(name)) >= 0]  # fmt: skip
    scenes = scene_finding.find(doc, toponyms)
    trigger = find(doc)[0]
    return Draft([trigger], trigger.kind), place_features.Setting.of(doc, scenes, structure.read(text))


def test_every_candidate_has_a_row_of_all_columns() -> None:
    event, setting = told("A bomb exploded in Turin, Italy. Two people died.", {"Turin": TURIN, "Italy": ITALY})
    scenes = place_features.candidates(event, setting)
    rows = place_features.rows(event, scenes, setting, None)
    assert [scene.place.name for scene in scenes] == ["Turin", "Italy"]
    assert {len(row) for row in rows} == {len(place_features.COLUMNS)}
    turin, italy = placing.likelihoods(rows)
    assert 0 <= italy < turin <= 1


def test_the_country_of_the_article_is_a_candidate_without_a_tie() -> None:
    event, setting = told("A bomb exploded in Turin.", {"Turin": TURIN})
    country = dataclasses.replace(setting.scenes[0], place=ITALY, preposition=scene_finding.ASSUMED)
    assumed = dataclasses.replace(setting, country=country)
    assert place_features.candidates(event, assumed)[-1] is country
    assert len(place_features.candidates(event, assumed)) == len(place_features.candidates(event, setting)) + 1


def test_a_strong_tie_of_syntax_is_not_overruled_by_a_little_more() -> None:
    import numpy as np

    event, setting = told("A bomb exploded in Turin, Italy.", {"Turin": TURIN, "Italy": ITALY})
    turin, italy = place_features.candidates(event, setting)
    ruled = Link(turin, 0.9)
    kept = placing.likeliest(ruled, [turin, italy], np.array([0.5, 0.6]))
    assert kept is not None
    assert kept.scene is turin
    moved = placing.likeliest(ruled, [turin, italy], np.array([0.2, 0.9]))
    assert moved is not None
    assert moved.scene is italy
    assert placing.likeliest(None, [turin, italy], np.array([0.1, 0.2])) is None
    assert placing.likeliest(Link(turin, 0.2), [turin, italy], np.array([0.1, 0.2])) is None


def test_a_damaged_model_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "event-places.onnx").write_bytes(b"no trees")
    with pytest.raises(ModelError, match="missing or damaged"):
        placing._session(tmp_path / "event-places.onnx")


def test_there_is_the_place_that_its_own_sentence_names() -> None:
    text = (
        "Soldiers shot at demonstrators in Turin on Thursday. In Milan, a rally ended before noon. "
        "At least 17 people were treated for gunshot wounds at the Turin hospital, said a doctor there."
    )
    events = incidents(events_of(text))
    (turin,) = (event for event in events if where(event) == "Turin")
    assert [count.low for count in (turin.injured, *turin.counts) if count] == [17]
    assert not any(event.counts for event in events if where(event) == "Milan")


def test_an_attack_that_is_condemned_is_the_one_told_before() -> None:
    text = (
        "Gunmen attacked a bus in Turin on Monday, killing three people. "
        "The attack was condemned on Wednesday by the mayor, who spoke in Milan."
    )
    (attack,) = incidents(events_of(text, {"Milan": MentionKind.LITERAL}))
    assert where(attack) == "Turin"
    assert attack.date is not None
    assert attack.date.start.day == 31


def test_where_somebody_comes_from_is_no_scene() -> None:
    """Not a second event at the home of the victim."""
    text = "A bomb exploded in Turin on Monday. A woman from Milan was killed, and two tourists from Rome were hurt."
    assert {where(event) for event in incidents(events_of(text))} == {"Turin"}


@pytest.mark.parametrize(
    ("text", "country", "headline"),
    [
        ("The French presidential election was held on Sunday.", "FR", "French presidential election"),
        ("Ana Prado won the Brazilian Grand Prix on Sunday.", "BR", "Competition in Brazil"),
    ],
)
def test_what_a_country_holds_is_held_in_it(text: str, country: str, headline: str) -> None:
    events = parse_article(Article("held", text)).events
    (held,) = [event for event in events if event.headline == headline]
    assert held.location is not None
    assert held.location.place.country_code == country


def test_where_fans_come_from_is_no_place_of_the_match() -> None:
    events = parse_article(Article("fans", "Brazilian fans watched the final of the tournament in Lyon.")).events
    assert {event.location.place.country_code for event in events if event.location} == {"FR"}


def test_the_country_around_a_place_does_not_take_its_event() -> None:
    badghis, afghanistan = (gazetteer.default().place(geonameid) for geonameid in (1147707, 1149361))
    assert badghis is not None
    assert afghanistan is not None
    word = language.analyse("A strike in Badghis province.")[3]
    here = Scene(12, 19, word, badghis, "in", word)
    around = Scene(12, 19, word, afghanistan, ASSUMED, word)
    chosen = placing.likeliest(Link(here, 0.9), [here, around], np.array([0.3, 0.8]))
    assert chosen is not None
    assert chosen.scene is here


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("On Wednesday shelling of a market in Omdurman killed 15 people.", "Omdurman"),
        ("A dam near Bento Goncalves partially collapsed on Thursday.", "Bento Gonçalves"),
        ("A bridge over a river in Cao Bang collapsed on Monday.", "Cao Bằng"),
    ],
)
def test_a_place_behind_what_broke_or_was_hit(text: str, place: str) -> None:
    (event,) = parse_article(Article("behind", text)).events
    assert event.location is not None
    assert event.location.place.name == place


def test_what_sanctions_are_over_is_no_place_of_theirs() -> None:
    text = "Norway imposed sanctions on two firms on Wednesday over the war in Ukraine."
    (sanctions,) = parse_article(Article("over", text)).events
    assert sanctions.plover_event == "SANCTION"
    assert sanctions.location is None


def test_arrests_are_made_where_the_clash_of_the_sentence_was() -> None:
    text = "In Rosario, workers walked out. Police clashed with pickets in Avellaneda, and three people were arrested."
    arrests = parse_article(Article("beside", text)).events[-1]
    assert arrests.sub_event_type == "Arrests"
    assert arrests.location is not None
    assert arrests.location.place.name == "Avellaneda"


def test_a_headline_names_the_country_that_is_assumed_not_the_word_it_rests_on() -> None:
    text = (
        "WARSAW (Reuters) - Prime Minister Anna Nowak said in Warsaw that the border would be closed. A soldier was"
        " stabbed to death by a gang on Friday."
    )
    stabbed = parse_article(Article("assumed", text)).events[-1]
    assert stabbed.location is not None
    assert stabbed.location.place.name == "Poland"
    assert "Warsaw" not in stabbed.headline


def test_the_state_is_no_district_that_was_named_since() -> None:
    text = (
        "Floods killed nine people in the state of Rio Grande do Sul. A dam burst near Bento Goncalves. President Ana"
        " Lima visited the state on Sunday."
    )
    visit = next(event for event in parse_article(Article("state", text)).events if event.plover_event == "CONSULT")
    assert visit.location is not None
    assert visit.location.place.name == "Rio Grande do Sul"


def test_arrests_told_elsewhere_are_not_in_the_town_of_the_sentence_before() -> None:
    text = "A minister arrived in Rabat on Monday. In Tunis, the ministry said it had arrested eight people."
    arrests = parse_article(Article("opened", text)).events[-1]
    assert arrests.location is None or arrests.location.place.name == "Tunis"
