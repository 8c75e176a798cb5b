"""What a name means where the article says little or nothing of it."""

import re

import pytest

from geo import gazetteer, recognition
from geo.model import Article, Mention, Place, Span
from geo.resolution import given_out, resolve, told_division, wording
from geo.resolution.context import surroundings
from geo.resolution.wording import divisions, institutions
from geo.training.known_places import known_places


def place_of(name: str, text: str, score: float = 0.97) -> Place | None:
    """Return the place of the last mention of a name that a recogniser found all over a text."""
    mentions = [Mention(Span(m.start(), m.end(), name), score=score) for m in re.finditer(re.escape(name), text)]
    return resolve(Article(id="a", text=text), mentions, gazetteer.default())[-1].place


@pytest.mark.parametrize(
    ("city", "country"),
    [
        ("Athens", "GR"),
        ("Dublin", "IE"),
        ("Valencia", "ES"),
        ("Cologne", "DE"),
        ("Alexandria", "EG"),
        ("Florence", "IT"),
        ("Venice", "IT"),
        ("Odessa", "UA"),
        ("Geneva", "CH"),
        ("London", "GB"),
        ("Paris", "FR"),
        ("Manchester", "GB"),
        ("Naples", "IT"),
        ("Tripoli", "LY"),
        ("Birmingham", "GB"),
        ("Melbourne", "AU"),
    ],
)
def test_well_known_town_alone_is_the_well_known_one(city: str, country: str) -> None:
    for text in (
        f"A ferry sank off the coast on Tuesday, the harbour master of {city} told journalists.",
        f"{city.upper()} - Two gunmen opened fire in {city} on Monday, wounding seven.",
    ):
        place = place_of(city, text)
        assert place is not None
        assert (place.country_code, place.feature_class) == (country, "P")


def test_new_york_is_the_city_unless_something_speaks_of_the_state() -> None:
    city = place_of("New York", "Envoys will gather at the UN in New York next Thursday.")
    assert city is not None
    assert city.feature_class == "P"
    state = place_of("New York", "Lawmakers in the state of New York passed the bill.")
    assert state is not None
    assert state.feature_code == "ADM1"


@pytest.mark.parametrize(
    ("name", "text", "code", "country"),
    [
        ("Niger", "Fishermen found two bodies in the Niger, near the bridge.", "STM", ""),
        ("Niger", "The Niger burst its banks on Sunday.", "STM", ""),
        ("Niger", "Soldiers in Niger said the Niger government had fallen.", "PCLI", "NE"),
        ("Helmand", "Families fled when the Helmand overflowed.", "STM", ""),
        ("Missouri", "A barge sank on the Missouri in heavy rain.", "STM", ""),
        ("Missouri", "He sued the Missouri governor.", "ADM1", "US"),
        ("Congo", "She grew up in the Congo.", "PCLI", "CD"),
        ("Congo", "A ferry capsized on the Congo, killing 12.", "STM", ""),
        ("Gulf", "Tankers in the Gulf, the navy said, were told to wait.", "GULF", ""),
        ("Shati", "A shell hit the Shati refugee camp in Gaza.", "CMPRF", "PS"),
        ("Nuseirat", "Drones struck the Nuseirat, Maghazi and Bureij camps.", "PPL", "PS"),
        ("Jenin", "Troops left the Jenin refugee camp.", "CMPRF", "PS"),
        ("Incirlik", "Jets took off from Incirlik air base.", "AIRB", "TR"),
    ],
)
def test_rivers_camps_and_bases_are_meant_where_the_words_say_so(name: str, text: str, code: str, country: str) -> None:
    place = place_of(name, text)
    assert place is not None
    assert (place.feature_code, place.country_code) == (code, country)


def test_wording_tells_the_country() -> None:
    american = "The sheriff's deputies and the school district said that a grand jury indicted a sophomore in Dublin."
    irish = "Gardaí said that the Taoiseach would visit Dublin."
    at_home = place_of("Dublin", american, score=1.0)
    abroad = place_of("Dublin", irish, score=1.0)
    assert at_home is not None
    assert abroad is not None
    assert (at_home.country_code, abroad.country_code) == ("US", "IE")


def test_words_of_countries() -> None:
    assert institutions("The sheriff, the other sheriff and the grand jury")["US"] == 2
    assert institutions("A fee of £5, see www.example.co.uk")["GB"] == 2
    assert not institutions("Nothing of the kind.")


def test_telephone_numbers_tell_the_state() -> None:
    called = divisions("Call (318) 555-0101, 703-555-0102 or 800-555-0103.")
    assert called == {("US", "LA"): 1.0, ("US", "VA"): 1.0}
    assert not divisions("The serial number is 1-318-555-01013 or 3185550101.")
    assert divisions("Rufen Sie (416) 555-0101 an.") == {("CA", "08"): 1.0}


@pytest.mark.parametrize(
    ("text", "division"),
    [
        ("The fiscal court met on Tuesday.", ("US", "KY")),
        ("Wrestlers won, the TSSAA said.", ("US", "TN")),
        ("A crew of WBKO filmed it.", ("US", "KY")),
        ("The PSNI is looking for a driver.", ("GB", "NIR")),
        ("OPP officers closed the road.", ("CA", "08")),
    ],
)
def test_bodies_tell_the_division(text: str, division: tuple[str, str]) -> None:
    told = divisions(text)
    assert max(told, key=told.__getitem__) == division


def test_a_body_of_several_divisions_tells_each_a_part() -> None:
    told = divisions("The selectmen met, and the selectmen left.")
    assert len(told) > 2
    assert sum(told.values()) == pytest.approx(1)


def test_the_wording_is_a_home_where_it_speaks_for_one_division() -> None:
    places = gazetteer.default()

    def told(text: str) -> str | None:
        place = told_division(Article("a", text), places)
        return place.name if place else None

    assert told("The first selectman of the town spoke.") == "Connecticut"
    assert told("The selectmen spoke.") is None, "of all New England"
    assert told("Call 318-555-0101 or 703-555-0102.") is None, "two states"
    assert told("Nobody spoke.") is None


def test_a_body_decides_which_town() -> None:
    text = "Police in {0} arrested a man. {1} of {0} spoke to reporters."
    for body, state in (("First Selectman Ann Roe", "CT"), ("The fiscal court", "KY")):
        place = place_of("Clinton", text.format("Clinton", body), score=1.0)
        assert place is not None
        assert place.admin1_code == state


def test_every_division_of_the_wording_is_one_of_the_gazetteer() -> None:
    places = gazetteer.default()
    named = {place for kind in ("words", "codes") for place in wording._table(kind) if "." in place}
    assert len(named) > 50
    assert not [place for place in named if places.admin1(*place.split(".")) is None]


def test_area_code_decides() -> None:
    text = "Anyone who saw the truck in Alexandria on Monday is asked to call {}."
    for number, state in (("318-555-0101", "LA"), ("(703) 555-0101", "VA")):
        place = place_of("Alexandria", text.format(number), score=1.0)
        assert place is not None
        assert place.admin1_code == state


def test_known_places_are_the_same_each_time_and_mean_what_they_say() -> None:
    articles = list(known_places(gazetteer.default()))
    assert articles == list(known_places(gazetteer.default()))
    assert len(articles) > 500
    plain = [article for article in articles if "-" not in article.article.id]
    meant = {m.span.text.title(): place for a in plain for m, place in zip(a.mentions, a.places, strict=True)}
    assert (meant["Athens"].country_code, meant["Cologne"].country_code) == ("GR", "DE")
    assert "Georgia" not in meant
    for article in articles:
        for mention in article.mentions:
            span = mention.span
            assert article.article.text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    ("text", "name", "feature_code"),
    [
        ("Russian forces shelled villages in the Kharkiv region on Monday.", "Kharkiv", "ADM1"),
        ("Drones fell in the Kyiv region.", "Kyiv", "ADM1"),
        ("A factory in the Dallas region closed.", "Dallas", "PPLA2"),
        ("Farmers in the Paris region sold less.", "Paris", "PPLC"),
    ],
)
def test_a_region_is_a_division_where_the_country_has_such(text: str, name: str, feature_code: str) -> None:
    toponyms = resolve(Article("region", text), recognition.recognise(text), gazetteer.default())
    (place,) = [toponym.place for toponym in toponyms if toponym.span.text == name]
    assert place is not None
    assert place.feature_code == feature_code
    assert "City" not in place.name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Maga", "Gunmen raided Maga, in the Danko-Wasagu area of Kebbi state, on Monday."),
        ("Chester", "A barn burned in Chester, Kebbi state, on Monday."),
        ("Rosebud", "A bus crashed in Rosebud, a small farming village in Ghana, killing two."),
    ],
)
def test_a_little_known_name_that_the_text_puts_elsewhere_is_none_of_its_namesakes(name: str, text: str) -> None:
    assert place_of(name, text) is None


def test_what_a_comma_lists_is_not_what_a_name_lies_in() -> None:
    place = place_of("Nairobi", "Envoys from Nairobi, Uganda, and Oslo met.")
    assert place is not None
    assert place.country_code == "KE"


@pytest.mark.parametrize(
    "name", ["Darfur", "Northern Europe", "Sub-Saharan Africa", "European Union", "Horn of Africa", "South China Sea"]
)
def test_wide_places_answer(name: str) -> None:
    assert place_of(name, f"Aid groups warned of a hard winter in {name} on Tuesday.") is not None


def test_roads_without_a_place_are_not_given_out() -> None:
    text = "A lorry overturned at Exit 12 near Oak Street in Macon, and another on I-75."
    names = ("Exit 12", "Oak Street", "Macon", "I-75")
    mentions = [Mention(Span.of(text, text.index(name), text.index(name) + len(name)), score=0.9) for name in names]
    toponyms = resolve(Article(id="a", text=text), mentions, gazetteer.default())
    assert [one.span.text for one in given_out(toponyms)] == ["Macon"]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("A crash closed the road from Ellis to Rooks counties in Kansas.", "Ellis", "ADM2"),
        ("A crash closed the road from Ellis to Rooks counties in Kansas.", "Rooks", "ADM2"),
        ("The governor of Kandahar survived.", "Kandahar", "ADM1"),
        ("The mayor of Kandahar survived.", "Kandahar", "PPLA"),
    ],
)
def test_words_that_leave_one_level(text: str, name: str, code: str) -> None:
    place = place_of(name, text)
    assert place is not None
    assert place.feature_code == code


def test_a_country_by_its_own_name_is_answered_however_faint() -> None:
    assert place_of("Venezuela", "South Venezuela has Venezuela Road.", score=0.4) is not None


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        (", in northern Malawi, on Sunday", "Malawi"),
        (", in the province of Salta.", "Salta"),
        (", in central Chad, said", "Chad"),
    ],
)
def test_a_part_of_a_land_and_the_province_of_a_name_hold_what_stands_before_them(text: str, inside: str) -> None:
    assert inside in surroundings(f"Men came to Leeds{text}", 12, 17).surely_within
