"""Who says what, without a parser: speakers around commas, counts that are put at a number, statements one by one."""

import re

import pytest

from geo.events import attribution, sentences
from geo.model import Count, Span


def speaker(text: str, number: str) -> str | None:
    match = re.search(number, text)
    assert match
    span = Span.of(text, match.start(), match.end())
    found = attribution.speaker_of(text, sentences.around(text, span), span)
    return found.text if found else None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ana Ruiz, who heads the district's rescue service, said four people had drowned.", "Ana Ruiz"),
        ("Ana Ruiz, the governor of the province, said four people had drowned.", "Ana Ruiz"),
        ("The interior minister, Ana Ruiz, said on Monday that four people had drowned.", "Ana Ruiz"),
        ("The fire brigade put the number of dead at four.", "fire brigade"),
        ("The police later raised the toll to four.", "police"),
        ("Four people had drowned, the coast guard said.", "coast guard"),
        ("On Friday, she put four loaves on the table.", None),
        ("The men put on masks and shot four people.", None),
    ],
)
def test_the_speaker_of_a_number_is_found_around_commas(text: str, who: str | None) -> None:
    assert speaker(text, "[Ff]our") == who


def statements(text: str, verbs: str) -> list[str | None]:
    return attribution.speakers_of(text, [Span.of(text, m.start(), m.end()) for m in re.finditer(verbs, text)])


def test_each_statement_has_its_speaker_and_pronouns_go_with_the_last_name() -> None:
    text = (
        "Ana Ruiz said in Lima that talks had failed. “We waited,” she added. Speaking in Quito, the trade minister,"
        " Juan Paz, warned of strikes. “We’re ready,” he said. Ms Ruiz then said she would go."
    )
    said = statements(text, "said|added|Speaking|warned")
    assert said == ["ruiz", "ruiz", "paz", "paz", "paz", "ruiz"]


def test_what_is_said_begins_behind_the_day_but_not_within_its_genitive() -> None:
    text = "Ana Ruiz said Friday's blast in Lima had killed two. Ana Ruiz said Friday the blast had killed two."
    told = [
        attribution.find(text, *found)[0]
        for found in sentences.all_around(text, [Span.of(text, 0, 3), Span.of(text, 55, 58)])
    ]
    assert [text[one.start : one.end].rstrip(".") for one in told] == [
        "Friday's blast in Lima had killed two",
        "the blast had killed two",
    ]


def test_whoever_has_enemies_claims_their_losses() -> None:
    text = "Two men died in the raid on Lima. “Enemy losses amount to 40 marines,” the ministry said."
    number = Span.of(text, text.index("40"), text.index("40") + 2)
    (claim,) = attribution.claims_of(
        text, sentences.all_around(text, [number]), [], [Count("casualties", 40, 40, "", number)]
    )
    assert claim.speaker is not None
    assert (claim.speaker.text, [count.high for count in claim.counts]) == ("ministry", [40])
