"""The sentences that are composed to teach PLOVER's codes, and what the classifier reads of a verb at the core."""

import pytest

from geo import language
from geo.events import predicates
from geo.events.types import CODES
from geo.training import plover_sentences


def test_acts_are_told_in_several_ways_and_always_the_same() -> None:
    sentences = plover_sentences.compose(2)
    assert sentences == plover_sentences.compose(2)
    assert {code for code, _ in sentences} <= set(CODES)
    done = plover_sentences.compose(0)
    assert len(done) < len(sentences) <= 3 * len(done)
    assert not any("{" in text for _, text in sentences)


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("Norway will send doctors.", {"core send", "core modal will"}),
        ("Norway said it would not send doctors.", {"core send", "core modal would", "core neg"}),
        ("Norway is ready to send doctors.", {"core acomp ready", "core act send"}),
        ("Norway threatened to close the border.", {"core threaten", "core act close"}),
        ("Norway has sent doctors, officials said.", {"core send"}),
        ("Norway demanded that Denmark must leave.", {"core demand", "core ccomp modal must"}),
    ],
)
def test_the_core_of_a_sentence(text: str, features: set[str]) -> None:
    assert features <= predicates.read(language.analyse(text)).words


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        (
            "Norway, whose king died in May, said it would not send doctors to Peru.",
            "it would not send doctors to country",
        ),
        ("The Danish minister met the Swedish rebels, a newspaper reported.", "national minister met national rebels"),
    ],
)
def test_the_gist_leaves_names_and_asides_out(text: str, gist: str) -> None:
    assert predicates.read(language.analyse(text)).gist == gist


def test_a_text_without_words_has_no_core() -> None:
    assert predicates.read([]) == predicates.Telling("", frozenset())
