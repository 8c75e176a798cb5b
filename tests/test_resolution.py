import json
import pickle
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import gazetteer, settings
from geo.errors import ModelError
from geo.model import Article, Mention, MentionKind, Span, Toponym
from geo.resolution import LEAST_SCORE, LEAST_SCORE_GIVEN, home_place, outlets, resolve
from geo.resolution.context import Cue, Level, surroundings
from geo.resolution.outlets import home
from geo.resolution.ranking import Ranker
from geo.resolution.variants import Step, spellings


def placed(text: str, *names: str, home: str | None = None, url: str | None = None) -> dict[str, Toponym]:
    """Resolve every occurrence of the names in the text; return the last toponym of each name."""
    spans = sorted({(m.start(), m.end()) for name in names for m in re.finditer(re.escape(name), text)})
    kept = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    mentions = [Mention(Span.of(text, *span)) for span in kept]
    toponyms = resolve(Article(id="a", text=text, url=url), mentions, gazetteer.default(), home)
    assert [toponym.mention for toponym in toponyms] == mentions
    return {toponym.span.text: toponym for toponym in toponyms}


def country_and_admin1(toponym: Toponym) -> tuple[str, str]:
    assert toponym.place is not None
    return toponym.place.country_code, toponym.place.admin1_code


def test_enclosing_place_decides() -> None:
    text = "The bakery in Paris, Texas, reopened. Another in London, Ontario, did not, and one in Athens, Ohio, may."
    found = placed(text, "Paris", "Texas", "London", "Ontario", "Athens", "Ohio")
    assert country_and_admin1(found["Paris"]) == ("US", "TX")
    assert country_and_admin1(found["London"]) == ("CA", "08")
    assert country_and_admin1(found["Athens"]) == ("US", "OH")


def test_other_names_decide() -> None:
    text = (
        "Shops in Alexandria and Pineville closed early. Police in Alexandria said Louisiana sent help from Shreveport."
    )
    found = placed(text, "Alexandria", "Pineville", "Louisiana", "Shreveport")
    assert country_and_admin1(found["Alexandria"]) == ("US", "LA")
    text = "Trains between Cairo and Alexandria stopped. In Alexandria, Egypt sent buses."
    assert country_and_admin1(placed(text, "Cairo", "Alexandria", "Egypt")["Alexandria"])[0] == "EG"


def test_well_known_places_need_no_help() -> None:
    text = "Talks moved from Paris to Kyiv. Ministers from Kenya and Nairobi's mayor flew on to Tokyo."
    found = placed(text, "Paris", "Kyiv", "Kenya", "Nairobi", "Tokyo")
    assert [found[name].place and found[name].place.country_code for name in found] == ["FR", "UA", "KE", "KE", "JP"]
    assert found["Kenya"].place is not None
    assert found["Kenya"].place.feature_code.startswith("PCL")


def test_counties_in_a_list() -> None:
    text = "Kentucky sent boats to Clay and Breathitt counties after the flood near Hazard, Kentucky."
    found = placed(text, "Kentucky", "Clay", "Breathitt", "Hazard")
    for name in ("Clay", "Breathitt"):
        assert found[name].place is not None
        assert (found[name].place.feature_code, found[name].place.admin1_code) == ("ADM2", "KY")


def test_counties_share_the_state_that_follows_them() -> None:
    text = "Boats went to Jackson County and Clay County in Kentucky."
    found = placed(text, "Jackson County", "Clay County", "Kentucky")
    for name in ("Jackson County", "Clay County"):
        assert country_and_admin1(found[name]) == ("US", "KY")


def test_word_beside_a_name_tells_its_level() -> None:
    text = (
        "Rebels held Idlib province and Kermanshah province; Washington state and Madison and Jackson counties did not."
    )
    found = placed(text, "Idlib", "Kermanshah", "Washington", "Madison", "Jackson")
    codes = {name: toponym.place and toponym.place.feature_code for name, toponym in found.items()}
    assert codes == {"Idlib": "ADM1", "Kermanshah": "ADM1", "Washington": "ADM1", "Madison": "ADM2", "Jackson": "ADM2"}


def test_unsure_finding_weighs_on_the_answer() -> None:
    text = "Police in Nairobi said so. Brownsville High won again, and fans in Kenya sang."
    start = text.index("Brownsville")

    def sure_of(score: float) -> float:
        mention = Mention(Span.of(text, start, start + 11), MentionKind.NESTED, score)
        (toponym,) = resolve(Article(id="a", text=text), [mention], gazetteer.default())
        assert toponym.candidates
        assert toponym.place is None or toponym.score >= (LEAST_SCORE_GIVEN if score == 1 else LEAST_SCORE)
        return toponym.score if toponym.place else 1 - toponym.score

    assert sure_of(0.3) < sure_of(1.0)


def test_home_decides_what_the_text_leaves_open() -> None:
    text = "A man was arrested in Alexandria on Monday. The Alexandria court sat in the afternoon."
    assert country_and_admin1(placed(text, "Alexandria", home="Alexandria, Louisiana")["Alexandria"]) == ("US", "LA")
    assert country_and_admin1(placed(text, "Alexandria", home="Alexandria, Virginia")["Alexandria"]) == ("US", "VA")


def test_home_comes_from_the_address() -> None:
    text = "A man was arrested in Alexandria on Monday."
    found = placed(text, "Alexandria", url="https://www.thetowntalk.com/story/1")
    assert country_and_admin1(found["Alexandria"]) == ("US", "LA")


def test_home_that_is_no_place_is_left_out_of_account() -> None:
    text = "The court in Paris sat on Monday."
    assert placed(text, "Paris", home="Nowhere at all, Neverland") == placed(text, "Paris")


def test_no_such_name_is_nil() -> None:
    found = placed("They met in Qxvbrattelheim, then in Oslo.", "Qxvbrattelheim", "Oslo")
    assert found["Qxvbrattelheim"].place is None
    assert found["Qxvbrattelheim"].candidates == ()
    assert found["Oslo"].place is not None


def test_scores_are_probabilities_and_candidates_are_ranked() -> None:
    text = "Springfield and Columbus share a river, said officials in Springfield."
    for toponym in placed(text, "Springfield", "Columbus").values():
        assert 0 <= toponym.score <= 1
        scores = [candidate.score for candidate in toponym.candidates]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)
        if toponym.place is not None:
            assert toponym.place == toponym.candidates[0].place


def test_same_input_gives_the_same_answer_in_threads_and_after_pickling() -> None:
    text = "Rebels shelled Idlib province and the road to Aleppo in Syria, Russia said."
    mentions = [Mention(Span.of(text, text.index(n), text.index(n) + len(n))) for n in ("Idlib", "Aleppo", "Syria")]
    article = Article(id="a", text=text)
    once = resolve(article, mentions, gazetteer.default())
    with ThreadPoolExecutor(4) as pool:
        for again in pool.map(lambda _: resolve(article, mentions, gazetteer.default()), range(8)):
            assert again == once
    assert resolve(article, mentions, pickle.loads(pickle.dumps(gazetteer.default()))) == once


def test_capital_is_the_city_also_where_it_stands_for_its_government() -> None:
    text = "Washington rejected the offer. A bridge in Washington was closed, and the Kremlin objected."
    start, seat = text.index("Washington", 5), text.index("Kremlin")
    mentions = [
        Mention(Span.of(text, 0, 10), MentionKind.METONYM),
        Mention(Span.of(text, start, start + 10)),
        Mention(Span.of(text, seat, seat + 7), MentionKind.METONYM),
    ]
    places = [toponym.place for toponym in resolve(Article(id="a", text=text), mentions, gazetteer.default())]
    found = [place and (place.country_code, place.feature_code) for place in places]
    assert found == [("US", "PPLC"), ("US", "PPLC"), ("RU", "PCLI")]


def test_waters_without_an_id_are_answered() -> None:
    text = "The tanker left the Red Sea and the Gulf of Aden and crossed the Makassar Strait, its owner said."
    found = placed(text, "Red Sea", "Gulf of Aden", "Makassar Strait")
    assert [toponym.place and toponym.place.feature_class for toponym in found.values()] == ["H", "H", "H"]


def test_province_is_no_town() -> None:
    text = "Rebels lost Idlib province and Hama province in Syria; Ghazni province in Afghanistan was calm."
    found = placed(text, "Idlib province", "Hama province", "Syria", "Ghazni province", "Afghanistan")
    for name in ("Idlib province", "Hama province", "Ghazni province"):
        place = found[name].place
        assert place is not None
        assert place.feature_code == "ADM1"


def test_word_that_only_begins_names_is_no_place() -> None:
    assert placed("The New York office moved to New Orleans.", "New")["New"].place is None


def test_dateline_is_a_town() -> None:
    text = "NAIROBI, Kenya - Buses stopped. Protests also closed roads in Kisumu and Mombasa."
    for toponym in placed(text, "NAIROBI", "Kisumu", "Mombasa").values():
        assert toponym.place is not None
        assert toponym.place.feature_class == "P"


def test_no_mentions() -> None:
    assert resolve(Article(id="a", text=""), [], gazetteer.default()) == []


@given(st.text(min_size=1, max_size=300), st.lists(st.tuples(st.integers(0, 299), st.integers(1, 40)), max_size=6))
def test_any_text_and_any_spans(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = [Span.of(text, start, min(len(text), start + length)) for start, length in cuts if start < len(text)]
    mentions = [Mention(span, kind) for span, kind in zip(sorted(spans), 2 * list(MentionKind), strict=False)]
    toponyms = resolve(Article(id="a", text=text, title=text[:20]), mentions, gazetteer.default())
    assert [toponym.mention for toponym in toponyms] == mentions
    assert all(np.isfinite(toponym.score) for toponym in toponyms)


def test_words_around_a_name() -> None:
    text = "Police in northern Clay County, Ky., called the city of Hazard in."
    around = surroundings(text, text.index("Clay"), text.index(", Ky"))
    assert (around.before, around.inside) == (Cue.DIRECTION, Cue.COUNTY)
    assert around.by_comma
    assert "Ky." in around.enclosing_after
    assert surroundings(text, text.index("Hazard"), text.index(" in.")).before is Cue.TOWN


@pytest.mark.parametrize(
    ("text", "name", "level", "enclosing"),
    [
        ("Clay and Breathitt counties, Ky., flooded", "Clay", Level.COUNTY, "Ky."),
        ("Jackson County and Clay County in Ohio", "Jackson County", Level.ANY, "Ohio"),
        ("the Enugu state government", "Enugu", Level.DIVISION, ""),
        ("a Michigan State student", "Michigan", Level.ANY, ""),
        ("the state of Kano is calm", "Kano", Level.DIVISION, ""),
        ("NAIROBI, Kenya (Wire) - Buses stopped", "NAIROBI", Level.NO_DIVISION, "Kenya"),
        ("a street in Athens, Ohio", "Athens", Level.ANY, "Ohio"),
    ],
)
def test_level_and_enclosing_place(text: str, name: str, level: Level, enclosing: str) -> None:
    start = text.index(name)
    around = surroundings(text, start, start + len(name))
    assert around.level is level
    assert enclosing in around.enclosing_after if enclosing else not around.enclosing_after


@pytest.mark.parametrize(
    ("name", "step", "key"),
    [
        ("N.Y", Step.EXACT, "ny"),
        ("Kenya's", Step.VARIANT, "kenya"),
        ("Clay Co.", Step.VARIANT, "clay county"),
        ("northern Gaza", Step.VARIANT, "gaza"),
        ("University of Idaho", Step.NESTED, "idaho"),
        ("Tipperary County Council", Step.NESTED, "tipperary county"),
    ],
)
def test_variants_of_a_name(name: str, step: Step, key: str) -> None:
    assert (step, key) in list(spellings(name))


def test_word_for_a_kind_of_place_is_no_nested_name() -> None:
    assert "lake" not in [key for _, key in spellings("Lake Qxvbra")]
    assert "river" not in [key for _, key in spellings("Qxvbra River")]


def test_outlets() -> None:
    assert home("https://www.latimes.com/world/story") == "Los Angeles, California, United States"
    assert home("latimes.com") == home("http://sports.latimes.com:80/x")
    assert home("https://example.org/") is None
    assert home("http://[broken") is None
    assert home(None) is None
    assert home("https://news.unheard-of.co.nz/a") == "New Zealand"
    assert home("nz") is None
    assert home("https://unheard-of.tv/") is None


def test_an_outlet_is_known_by_its_name_and_by_its_line_of_copyright() -> None:
    assert home("The Tulsa World") == home("tulsaworld.com") == "Tulsa, Oklahoma, United States"
    assert home("The Star") is None, "many papers"
    assert outlets.signed("A report.\n© 2026 The Tulsa World. All rights reserved.") == "The Tulsa World"
    assert outlets.signed("Copyright (c) 2009, Oxford Mail | Terms") == "Oxford Mail"
    assert outlets.signed("The Copyright Act of 1976 was cited.") is None
    assert outlets.signed("© 2026 " * 20_000) is None


def test_the_line_of_copyright_tells_which_town() -> None:
    text = "Police in Miami arrested a man on Monday.\n{}"
    mention = Mention(Span(10, 15, "Miami"))
    places = [
        resolve(Article("a", text.format(line)), [mention], gazetteer.default())[0].place
        for line in ("© 2026 Miami Herald", "© 2026 Tulsa World")
    ]
    assert [place and place.admin1_code for place in places] == ["FL", "OK"]


def test_every_home_of_an_outlet_is_a_place_and_a_town_where_it_is_one() -> None:
    known = set(outlets._homes().values())
    assert len(known) > 400
    assert not [name for name in known if home_place(name, gazetteer.default()) is None]
    for name in ("Wellington, Wellington", "Davao, Philippines", "Springfield, Illinois"):
        place = home_place(name, gazetteer.default())
        assert place is not None
        assert place.feature_class == "P"
    assert home("https://www.reuters.com/world/") is None, "wire services are at home everywhere"


def _models() -> Path:
    return settings.load().data_dir / "models"


@pytest.mark.parametrize("name", ["ranker.json", "ranker-first.onnx", "ranker-confidence.onnx"])
def test_missing_and_damaged_files_are_named(name: str, tmp_path: Path) -> None:
    for path in _models().glob("ranker*"):
        shutil.copy(path, tmp_path)
    Ranker(tmp_path)
    (tmp_path / name).write_bytes(b"\x00 not a model")
    with pytest.raises(ModelError, match=re.escape(name)):
        Ranker(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(ModelError, match=re.escape(name)):
        Ranker(tmp_path)


def test_ranker_of_another_version_is_refused(tmp_path: Path) -> None:
    for path in _models().glob("ranker*"):
        shutil.copy(path, tmp_path)
    description = json.loads((tmp_path / "ranker.json").read_text())
    description["features"]["first"].append("another")
    (tmp_path / "ranker.json").write_text(json.dumps(description))
    with pytest.raises(ModelError, match="another version"):
        Ranker(tmp_path)


@pytest.mark.parametrize("city", ["Istanbul", "Baghdad", "Seoul", "Khartoum", "Budapest", "Dhaka", "Haifa"])
def test_a_datelines_town_stays_the_town_in_the_text(city: str) -> None:
    place = placed(f"{city.upper()} - A bomb killed three people in {city} on Monday, police said.", city)[city].place
    assert place is not None
    assert place.feature_class == "P"


@pytest.mark.parametrize("city", ["Geneva", "Dhaka", "Hanoi"])
def test_a_city_with_divisions_of_its_name_has_a_place(city: str) -> None:
    text = f"A tram crashed in {city} on Monday, killing three people."
    start = text.index(city)
    (toponym,) = resolve(
        Article(id="a", text=text),
        [Mention(Span(start, start + len(city), city), score=0.99)],
        gazetteer.default(),
    )
    assert toponym.place is not None
    assert city in toponym.place.name


def test_a_people_is_its_countrys_unless_the_article_is_in_the_division() -> None:
    for text, country in (
        ("Georgian officials and Armenian leaders met in Yerevan.", "GE"),
        ("Georgian officials in Savannah and Atlanta voted on Tuesday.", "US"),
    ):
        places = gazetteer.default()
        mentions = [
            Mention(Span.of(text, m.start(), m.end()), kind)
            for name, kind in (
                ("Georgian", MentionKind.DEMONYM),
                ("Yerevan", MentionKind.LITERAL),
                ("Savannah", MentionKind.LITERAL),
                ("Atlanta", MentionKind.LITERAL),
            )
            for m in re.finditer(name, text)
        ]
        place = resolve(Article(id="a", text=text), mentions, places)[0].place
        assert place is not None
        assert place.country_code == country


@pytest.mark.parametrize(
    ("name", "place"),
    [("Sokoto City", "Sokoto"), ("Ibb city", "Ibb"), ("Tripoli town", "Tripoli"), ("Beni City", "Beni")],
)
def test_a_word_for_a_town_leaves_the_town(name: str, place: str) -> None:
    found = placed(f"Two bombs went off in {name} on Friday. The market of {name} is closed.", name)[name].place
    assert found is not None
    assert (found.name, found.feature_class) == (place, "P")


def test_a_town_called_city_keeps_its_name() -> None:
    place = placed("Police in Salt Lake City closed a street in Salt Lake City.", "Salt Lake City")[
        "Salt Lake City"
    ].place
    assert place is not None
    assert place.name == "Salt Lake City"


def test_a_village_or_district_lies_in_a_country_that_the_article_names() -> None:
    text = (
        "Raids in Khost province and near Gardez went on, officials in Kabul said. One man was held in the village of"
        " Tabor, another in Bak district."
    )
    found = placed(text, "Khost", "Gardez", "Kabul", "Tabor", "Bak")
    assert {name: found[name].place is None for name in ("Gardez", "Tabor", "Bak")} == {
        "Gardez": False,
        "Tabor": True,
        "Bak": True,
    }


def test_what_lies_in_no_province_of_its_name_is_no_large_namesake() -> None:
    text = "Soldiers searched Mathura district, Kunar province, on Friday."
    assert placed(text, "Mathura", "Kunar")["Mathura"].place is None
