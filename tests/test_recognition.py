"""The recogniser: what it finds, and that its offsets are true whatever the text."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import ModelError
from geo.model import Mention, MentionKind
from geo.recognition import encoder, recognise
from geo.recognition.encoding import encode
from geo.recognition.names import CLASSES, CODE, DEMONYM, NameClasses
from geo.recognition.tagger import MODEL, TOKENIZER, Tagger, default
from geo.recognition.windows import LENGTH, windows
from geo.settings import load as load_settings

DATA = load_settings().data_dir / "models"


def names(text: str) -> list[str]:
    return [mention.span.text for mention in recognise(text)]


def kinds(text: str) -> dict[str, MentionKind]:
    return {mention.span.text: mention.kind for mention in recognise(text)}


def check(text: str, mentions: list[Mention]) -> None:
    end = 0
    for mention in mentions:
        span = mention.span
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert span.text.strip() == span.text
        assert 0 <= mention.score <= 1
        end = span.end


def test_finds_places_and_nothing_else() -> None:
    text = (
        "Floods cut off the town of Sremska Mitrovica in northern Serbia on Monday, officials said. "
        "Rescue teams from Novi Sad and Belgrade were on their way, said their spokeswoman Jelena Petrović."
    )
    assert names(text) == ["Sremska Mitrovica", "Serbia", "Novi Sad", "Belgrade"]


def test_a_name_split_by_the_tokenizer_is_one_mention() -> None:
    text = "Two people were hurt in Kryvyi Rih. A hospital in Kryvyi Rih took them in."
    assert names(text) == ["Kryvyi Rih", "Kryvyi Rih"]


def test_demonyms_are_told_apart() -> None:
    found = kinds("Turkish police stopped a German lorry near the border of Bulgaria.")
    assert found == {"Turkish": MentionKind.DEMONYM, "German": MentionKind.DEMONYM, "Bulgaria": MentionKind.LITERAL}


def test_possessives_and_hyphens_end_before_the_name_does() -> None:
    assert names("France's farmers and a Lagos-based bank met in Lyon.") == ["France", "Lagos", "Lyon"]


def test_a_dateline_in_capitals() -> None:
    assert names("NAIROBI, Kenya (AP) - A bus fell into a river on Tuesday, police said.") == ["NAIROBI", "Kenya"]


def test_an_article_in_capitals() -> None:
    assert "MADRID" in names("A FIRE BROKE OUT IN A FACTORY NEAR MADRID ON FRIDAY. NOBODY WAS HURT.")


def test_an_article_without_capitals() -> None:
    assert "madrid" in names("a fire broke out in a factory near madrid on friday. nobody was hurt, police said.")


@pytest.mark.parametrize("person", ["Paris Hilton", "Michael Jordan", "Jack London", "Chelsea Clinton"])
def test_people_named_like_places(person: str) -> None:
    assert names(f"The award went to {person}, who thanked her parents and said she was happy.") == []


def test_the_name_inside_a_university_is_nested() -> None:
    found = kinds("She studied at the University of Idaho and later taught history in Spokane.")
    assert found.get("Idaho") is MentionKind.NESTED
    assert found["Spokane"] is MentionKind.LITERAL


def test_a_government_meant_by_its_place_is_a_metonym() -> None:
    found = kinds("Moscow said on Tuesday that it had agreed to talks. Washington rejected the offer.")
    assert found == {"Moscow": MentionKind.METONYM, "Washington": MentionKind.METONYM}


def test_nothing_in_nothing() -> None:
    assert recognise("") == []
    assert recognise(" \n\t ") == []


HOSTILE = {
    "control characters": "Troops left \x00\x07Aleppo\x1b[31m on Friday.\r\nThey went to\x0bHoms.",
    "direction marks": "Troops left \u200fAleppo\u200e on Friday \u202eand went to Homs\u202c.",
    "emoji": "🔥🔥 Fire in Lisbon 🇵🇹👨‍👩‍👧 tonight 🔥",
    "combining accents": "Police in Me\u0301xico and in Sa\u0303o Paulo arrested four men.",
    "other scripts": "Поезд из Киева прибыл в 東京駅 وقال المتحدث في بغداد on Monday in Oslo.",
    "no spaces": "Aleppo" * 500,
    "one letter": "A" * 3000,
    "punctuation": "...,,,!!!???" * 400,
    "surrogates": "Fire in \ud800Lisbon\udfff today",
    "lonely marks": "\u0301\u200d\ufeff",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_offsets_are_true_for_hostile_text(text: str) -> None:
    check(text, recognise(text))


def test_finds_names_between_control_characters_and_marks() -> None:
    assert names(HOSTILE["control characters"]) == ["Aleppo", "Homs"]
    assert names(HOSTILE["direction marks"]) == ["Aleppo", "Homs"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_offsets_are_true_for_any_text(text: str) -> None:
    check(text, recognise(text))


def test_a_line_without_end() -> None:
    text = ("The storm moved from Haiti to Cuba and then on to Florida, forecasters said. " * 4_000)[:250_000]
    mentions = recognise(text)
    check(text, mentions)
    assert len(mentions) > 7_500


def test_the_same_text_gives_the_same_mentions() -> None:
    text = "A train left Delhi for Agra. A second one, from Jaipur, was late."
    assert recognise(text) == recognise(text)


def test_a_missing_model_is_named_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"recogniser-tokenizer\.json.*missing.*Reinstall"):
        Tagger.load(tmp_path, NameClasses(lambda _: 0))


@pytest.mark.parametrize("broken", [encoder.WORDS_MODEL, MODEL, TOKENIZER])
@pytest.mark.parametrize("content", [b"", b"no model", b"\x00" * 1000])
def test_a_corrupt_file_is_named_with_the_mend(tmp_path: Path, broken: str, content: bytes) -> None:
    for name in (encoder.WORDS_MODEL, MODEL, TOKENIZER):
        shutil.copy(DATA / name, tmp_path / name)
    (tmp_path / broken).write_bytes(content)
    with pytest.raises(ModelError, match=rf"{broken}.*corrupt.*Reinstall"):
        Tagger.load(tmp_path, NameClasses(lambda _: 0))


def test_a_truncated_model_is_corrupt(tmp_path: Path) -> None:
    for name in (encoder.WORDS_MODEL, MODEL, TOKENIZER):
        shutil.copy(DATA / name, tmp_path / name)
    (tmp_path / MODEL).write_bytes((DATA / MODEL).read_bytes()[:-5000])
    with pytest.raises(ModelError, match=MODEL):
        Tagger.load(tmp_path, NameClasses(lambda _: 0))


def test_no_pytorch_at_run_time() -> None:
    code = "import sys, geo.recognition as r; r.recognise('Rain in Oslo.'); assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, env=os.environ)


def test_windows_cover_the_text_between_words() -> None:
    encoded = default().encode("One sentence about the rain. " * 120 + "word " * 400)
    ranges = windows(encoded)
    assert ranges[0][0] == 0
    assert ranges[-1][1] == len(encoded)
    firsts = set(encoded.firsts.tolist())
    for (_, end), (start, _) in pairwise(ranges):
        assert end == start
        assert start in firsts
    assert all(end - start <= 2 * LENGTH for start, end in ranges)


def test_the_longest_gazetteer_name_wins() -> None:
    known = {"New York": 2, "York": 5, "US": CODE, "Russian": DEMONYM}
    classes = NameClasses(lambda name: known.get(name, 0))
    encoded = encode("New York and York, Russian; The US", default()._tokenizer, classes)
    found = dict(zip(("New", "York", "and", "York2", ",", "Russian", ";", "The", "US"), encoded.classes, strict=True))
    assert found["New"] == 2
    assert found["York"] > CLASSES // 2
    assert found["York2"] == 5
    assert found["Russian"] == DEMONYM
    assert found["US"] == CODE
    assert found["The"] == found["and"] == 0
