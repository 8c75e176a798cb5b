import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import language
from geo.events import claims, numbers, quotes, speakers
from geo.model import Claim, Span, Stance


def who_says(text: str, words: str) -> str | None:
    """Return the speaker of ``words`` in ``text``."""
    start = text.index(words)
    found = speakers.attribution_of(speakers.find(language.analyse(text)), Span.of(text, start, start + len(words)))
    return found.speaker.text if found is not None and found.speaker is not None else None


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Two men died, police said.", "Two men", "police"),
        ("Two men died, said Ana Berg, a nurse.", "Two men", "Ana Berg"),
        ("Two men died, according to local officials.", "Two men", "local officials"),
        ("According to local officials, two men died.", "two men", "local officials"),
        ("The mayor told reporters that two men died.", "two men", "The mayor"),
        ("The mayor said on Radio Sol that two men died.", "two men", "The mayor"),
        ("“Two men died,” the army spokesman said.", "Two men", "the army spokesman"),
        ("The foreign secretary, Ana Berg, said two men died.", "two men", "The foreign secretary, Ana Berg"),
        ("Two men died, according to firemen, and the mayor said five were hurt.", "five", "the mayor"),
        ("Two men died, according to firemen, and the mayor said five were hurt.", "Two men", "firemen"),
        ("The Commission on Human Rights said two men died.", "two men", "The Commission on Human Rights"),
        ("The mayor spoke first. Two men died.", "Two men", None),
    ],
)
def test_who_says_what(text: str, words: str, speaker: str | None) -> None:
    assert who_says(text, words) == speaker


def test_a_pronoun_and_a_short_name_mean_who_was_named() -> None:
    text = "Ana Berg said the road was closed. She added that two men died."
    assert who_says(text, "two men") == "Ana Berg"
    text = "The Russian defence ministry said the road was closed. “Two men died,” the ministry added."
    assert who_says(text, "Two men") == "The Russian defence ministry"


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "“The road was closed for days,” the mayor said. “Nobody came to help us.\n“Two men died in the snow.”"
    assert who_says(text, "Two men died") == "the mayor"


def test_quotations_end_where_they_must() -> None:
    assert quotes.find('“One” and "two" and “three\nfour.') == [(1, 4), (11, 14), (21, 26)]
    assert quotes.find('"never closed') == [(1, 13)]
    assert quotes.find("closed only”") == []


def read_claims(text: str) -> list[Claim]:
    doc = language.analyse(text)
    return claims.find(doc, speakers.find(doc), numbers.find(doc))


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The rebels claimed that 40 soldiers were killed.", Stance.CLAIMS),
        ("Alleged Red Front members shot a farmer.", Stance.CLAIMS),
        ("A farmer was shot, apparently by rebels.", Stance.CLAIMS),
        ("The rebels are being held responsible for the blast.", Stance.CLAIMS),
        ("Three soldiers were charged with killing a priest.", Stance.CLAIMS),
        ("The buses were attacked by men thought to be rebels.", Stance.CLAIMS),
        ("The general is behind the kidnapping.", Stance.CLAIMS),
        ("The rebels insisted that the mine was planted by an army officer.", Stance.CLAIMS),
        ("The police denied that officers had fired.", Stance.DENIES),
        ("The minister disputed that figure.", Stance.DISPUTES),
        ("The army blamed the rebels for the attack.", Stance.CLAIMS),
        ("“Enemy losses total up to 85 soldiers,” the defence ministry said.", Stance.CLAIMS),
        ("Alleged rebels killed two men.", Stance.CLAIMS),
        ("We blame the junta for this murder.", Stance.CLAIMS),
        ("Our units sabotaged the power line.", Stance.CLAIMS),
        ("A bomb went off, for which the rebels are being held responsible.", Stance.CLAIMS),
        ("He was hit by a mine presumably placed by rebels.", Stance.CLAIMS),
        ("The general was involved in the murder of six priests.", Stance.CLAIMS),
        ("The judge linked him to the murder of six priests.", Stance.CLAIMS),
    ],
)
def test_claims_and_their_stances(text: str, stance: Stance) -> None:
    assert [claim.stance for claim in read_claims(text)] == [stance]


@pytest.mark.parametrize(
    "text",
    [
        "Police said two men died.",
        "No group has claimed responsibility.",
        "Suspected rebels were arrested.",
        "The hostages will probably be freed.",
        "They accused the mayor of laziness.",
        "We blame the weather.",
        "Our trains stopped.",
        "A new road links Abra to the coast.",
        "The flood claimed the lives of two farmers.",
        "The mayor is responsible for roads.",
        "The rebels are not responsible for the blast.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert read_claims(text) == []


def test_the_losses_of_an_enemy_never_enter_the_toll() -> None:
    text = (
        "“Enemy losses total up to 85 soldiers and up to 20 vehicles,” the defence ministry said. Two men were killed."
    )
    doc = language.analyse(text)
    mentions = numbers.find(doc)
    found = claims.find(doc, speakers.find(doc), mentions)
    assert [(count.what, count.high) for count in found[0].counts] == [("losses", 85), ("vehicles lost", 20)]
    assert [mention.count.low for mention in claims.reported(mentions, found)] == [2]


def test_where_only_the_guilt_is_claimed_the_deed_stays_a_fact() -> None:
    doc = language.analyse("The government blamed the rebels for the murder of six priests.")
    mentions = numbers.find(doc)
    found = claims.find(doc, speakers.find(doc), mentions)
    assert found[0].counts == ()
    assert [mention.count.low for mention in claims.reported(mentions, found)] == [6]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            re.findall(
                r"\S+|\n",
                'police said “ ” " according to the ministry added that two died . , he denied claimed alleged 人 \n',
            )
        ),
        max_size=25,
    )
)
def test_wild_words_give_true_spans(words: list[str]) -> None:
    text = " ".join(words)
    doc = language.analyse(text)
    found = speakers.find(doc)
    for item in found:
        assert 0 <= item.start <= item.end <= len(text)
        assert item.speaker is None or text[item.speaker.start : item.speaker.end] == item.speaker.text
    for claim in claims.find(doc, found, numbers.find(doc)):
        assert text[claim.span.start : claim.span.end] == claim.span.text


def test_a_sentence_too_long_for_syntax_has_no_speakers_and_ends() -> None:
    assert speakers.find(language.analyse("and the mayor said that two men died " * 150)) == []


def test_a_claim_does_not_take_in_what_another_said_before_the_semicolon() -> None:
    found = read_claims("Police said about 8,000 people took part; organisers claimed 20,000.")
    assert not [claim for claim in found if "8,000" in claim.span.text]
