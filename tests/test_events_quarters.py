"""Names that the gazetteer lacks, placed inside one that it has; and the country that an article is about."""

import re

import pytest
from test_events_placing import ITALY, TURIN

from geo import dateline, gazetteer, language
from geo.events import extract, place_paths, quarters, scenes, settling, triggers
from geo.model import Article, Mention, MentionKind, Place, Span, Toponym

KNOWN = {"Turin": TURIN, "Italy": ITALY}


def toponyms(text: str, *unknown: str) -> list[Toponym]:
    names: dict[str, Place | None] = {**KNOWN, **dict.fromkeys(unknown)}
    found = [
        Toponym(Mention(Span.of(text, match.start(), match.end()), MentionKind.LITERAL), place)
        for name, place in names.items()
        for match in re.finditer(rf"\b{name}\b", text)
    ]
    return sorted(found, key=lambda one: one.span)


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in the Borgo Alto neighborhood of southern Turin.",
        "A bomb went off in Borgo Alto, Turin.",
        "A bomb went off at Borgo Alto in Turin.",
        "A bomb went off in Turin's Borgo Alto quarter.",
        "Police cordoned off Turin. A bomb went off in the suburb of Borgo Alto.",
    ],
)
def test_an_unknown_name_lies_in_the_town_that_the_words_give(text: str) -> None:
    names = toponyms(text, "Borgo Alto")
    assert dict(quarters.containers(text, names)) == {text.index("Borgo Alto"): TURIN}


@pytest.mark.parametrize(
    "text",
    [
        "A bomb went off in Borgo Alto.",
        "A bomb went off in Borgo Alto, Turin and Milan.",
        "A bomb went off in Borgo Alto after a train had left for Turin.",
        "Turin was calm. A bomb went off in Borgo Alto.",
    ],
)
def test_an_unknown_name_that_no_words_place_stays_unplaced(text: str) -> None:
    assert not quarters.containers(text, toponyms(text, "Borgo Alto"))


def test_an_event_keeps_the_finer_words_and_the_place_around_them() -> None:
    text = "A bomb exploded in the Borgo Alto neighborhood of Turin on Monday, killing two people."
    doc = language.analyse(text)
    event = extract(Article("1", text), doc, toponyms(text, "Borgo Alto"), gazetteer.default())[0]
    assert event.location is not None
    assert (event.location.span.text, event.location.place) == ("Borgo Alto", TURIN)
    assert event.location.coordinate_uncertainty_m > 10_000


def test_a_quarter_lies_in_its_town() -> None:
    text = "A bomb exploded in Borgo Alto, Turin."
    quarter, town = scenes.find(language.analyse(text), toponyms(text, "Borgo Alto"))
    assert quarter.local
    assert scenes.encloses(town, quarter)
    assert not scenes.encloses(quarter, town)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Turin, 3 May 1990 -- Rebels killed a mayor. Norway and Norway condemned it. Police in Italy searched.", "IT"),
        (
            "Turin, 3 May 1990 -- Rebels killed a mayor. Norway condemned it, and Norway sent doctors, Norway said.",
            "NO",
        ),
        ("Turin, 3 May 1990 -- Rebels killed a mayor. Norway condemned it.", None),
    ],
)
def test_the_country_is_the_datelines_where_the_text_names_it_enough(text: str, code: str | None) -> None:
    norway = next(one.place for one in gazetteer.default().lookup("Norway") if one.place.feature_code == "PCLI")
    names = toponyms(text)
    names += [Toponym(Mention(Span.of(text, m.start(), m.end())), norway) for m in re.finditer("Norway", text)]
    article = Article("1", text, dateline=dateline.find(text))
    assert article.dateline is not None
    scene = settling.country_scene(article, language.analyse(text, article.dateline), names, gazetteer.default())
    assert (scene.place.country_code if scene else None) == code


def paths(text: str, verb: str) -> dict[str, place_paths.Path]:
    doc = language.analyse(text)
    found = scenes.find(doc, toponyms(text))
    token = next(token for token in doc if token.text == verb)
    trigger = triggers.Trigger(token, token.i, token.i, "attack", triggers.Mode.EVENT)
    return {text[scene.start : scene.end]: place_paths.between(trigger, scene, found) for scene in found}


def test_the_path_tells_the_verbs_own_place_from_one_in_another_clause() -> None:
    near = paths("Rebels attacked the base in Turin.", "attacked")["Turin"]
    far = paths("The minister said that rebels who had fled from Turin surrendered.", "said")["Turin"]
    assert (near.own_verb, near.up, near.borders_down) == (1.0, 0.0, 0.0)
    assert far.own_verb == 0.0
    assert far.borders_down > 0


def test_a_trigger_is_sorted_by_what_it_tells() -> None:
    sorts = {}
    for verb in ("said", "began", "advanced", "shelled"):
        doc = language.analyse(f"The army {verb} near Turin.")
        token = next(token for token in doc if token.text == verb)
        sorts[verb] = place_paths.told(triggers.Trigger(token, token.i, token.i, "attack", triggers.Mode.EVENT)).sort
    assert sorts == {"said": 0.0, "began": 3.0, "advanced": 4.0, "shelled": 6.0}


def test_what_stands_between_two_names_tells_a_chain_from_a_row() -> None:
    def between(text: str) -> float:
        found = scenes.find(language.analyse(text), toponyms(text))
        return place_paths.gap(text, *found)

    chain, row = between("Fighting broke out in Turin in northern Italy."), between("He visited Turin and Italy.")
    assert chain < row
    assert between("He left Turin because nobody had asked him about Italy.") != row
