"""Other languages than English are told, never read as English in silence."""

import json
from pathlib import Path

import pytest
from conftest import Run

import geo
from geo import sources
from geo.errors import Remark
from geo.model import Article
from geo.sources.languages import detect, is_english, language_of

ENGLISH = "Rain fell on the town in the night, and two of the bridges were closed, the mayor said."
OTHERS = {
    "es": "La lluvia cayó sobre la ciudad durante la noche y dos de los puentes fueron cerrados, dijo el alcalde.",
    "fr": "La pluie est tombée sur la ville dans la nuit et deux des ponts ont été fermés, selon le maire.",
    "de": "In der Nacht fiel Regen auf die Stadt, und zwei der Brücken wurden gesperrt, wie der Bürgermeister sagte.",
    "nl": "In de nacht viel er regen op de stad en twee van de bruggen werden gesloten, zei de burgemeester.",
    "id": "Hujan turun di kota itu pada malam hari dan dua jembatan telah ditutup, kata wali kota kepada warga.",
    "uk": "Уночі над містом пройшов дощ, і два мости закрили, сказав міський голова.",
    "ru": "Ночью над городом прошёл дождь, и были закрыты два моста, сказал мэр.",
    "ar": "هطل المطر على المدينة في الليل وأغلق جسران، كما قال رئيس البلدية.",
    "fa": "شب گذشته باران بر شهر بارید و دو پل بسته شد، شهردار گفت.",
    "ja": "夜に町に雨が降り、二つの橋が閉鎖されたと市長が述べた。",
    "zh": "夜间该镇下雨，市长说有两座桥被关闭。",
    "ko": "밤사이 마을에 비가 내려 다리 두 곳이 폐쇄됐다고 시장이 말했다.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_shows_its_language(language: str) -> None:
    assert detect(OTHERS[language]) == language
    # Also where a template says that everything is in English.
    assert language_of(OTHERS[language], "en-US") == language


def test_english_is_shown_by_english_and_contradicted_by_nothing_less() -> None:
    assert detect(ENGLISH) == "en"
    quoting = ENGLISH + " The U.S. envoy, José de la Cruz y Ríos of El País, saw La Paz and Los Mochis. "
    assert detect(quoting) == "en"
    for nothing in ("", "12.5", "Fire in Lima", "Des Plaines, La Paz, San Salvador", "Lima 3, Oslo 4, Kyiv 5\n" * 40):
        assert language_of(nothing) == "en"


@pytest.mark.parametrize("said", ["en", "EN-gb", "en_US", "eng", "English"])
def test_english_has_many_names(said: str) -> None:
    assert is_english(said)
    assert language_of(ENGLISH, said) == said


@pytest.mark.parametrize("said", [None, "", "und", "unknown"])
def test_a_language_that_is_not_said_is_looked_for(said: str | None) -> None:
    assert (language_of(ENGLISH, said), language_of(OTHERS["fr"], said)) == ("en", "fr")


def test_another_language_that_is_said_is_believed() -> None:
    assert language_of(ENGLISH, "sw") == "sw"
    article = sources.article_from_record({"text": ENGLISH, "language": "sw"}, "x", None)
    assert article.language == "sw"
    assert "Swahili (sw)" in article.remarks[0]


def test_a_page_says_its_language(tmp_path: Path) -> None:
    body = "<article>" + f"<p>{OTHERS['de']}</p>" * 4 + "</article>"
    for head in ('<html lang="de-AT">', "<html>", '<html lang="en">'):
        path = tmp_path / "page.html"
        path.write_text(f"{head}<head><title>Regen</title></head><body>{body}</body></html>")
        (article,) = sources.read(str(path))
        assert isinstance(article, Article)
        assert article.language == ("de-AT" if "AT" in head else "de")


def test_of_another_language_there_are_places_and_no_events() -> None:
    with pytest.warns(Remark, match="events are read in English only: of articles in Spanish"):
        parsed = geo.parse("Tres personas murieron el viernes en un ataque en Madrid, según el alcalde de la ciudad.")
    assert parsed.events == ()
    assert [toponym.mention.span.text for toponym in parsed.toponyms]


def test_it_is_said_once(dateline: Run, tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps({"text": f"{number}. {OTHERS['es']}"}) + "\n" for number in range(4)))
    done = dateline("parse", path)
    assert done.returncode == 0
    assert [json.loads(line)["events"] for line in done.stdout.splitlines()] == [[]] * 4
    assert done.stderr.count("events are read in English only: of articles in Spanish (es)") == 1


def test_code_and_tables_around_an_english_text_do_not_unsay_it() -> None:
    code = "\n".join(
        f'<td onclick="naechste({number})">größe_{number} straße_{number} zählen_{number}</td>' for number in range(40)
    )
    assert detect(code) != "en"
    assert language_of(f"{ENGLISH}\n{code}") == "en"
