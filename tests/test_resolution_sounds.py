"""Names that the gazetteer spells in another way, found by their sound near the article's other places."""

from __future__ import annotations

import pytest

from geo import gazetteer
from geo.model import Article, Mention, MentionKind, Span, Toponym
from geo.resolution import resolve


def _resolved(text: str, *names: str) -> list[Toponym]:
    spans = [Span.of(text, text.index(name), text.index(name) + len(name)) for name in names]
    mentions = [Mention(span, MentionKind.LITERAL, 0.95) for span in sorted(spans)]
    return resolve(Article(id="a", text=text), mentions, gazetteer.default())


@pytest.mark.parametrize(
    ("text", "near", "name", "country"),
    [
        ("A bridge north of Kirkuk was shut, and another at Tuz Khormato.", "Kirkuk", "Tuz Khormato", "IQ"),
        ("Rain in Kirkuk and in Hawijah cut the roads.", "Kirkuk", "Hawijah", "IQ"),
        ("From Sharana, the capital of Paktika, a convoy left for Urgoon.", "Sharana", "Urgoon", "AF"),
        ("Lorries queue at Idlib and beside Maarat Numan.", "Idlib", "Maarat Numan", "SY"),
        ("The road from Kandahar to Maiwand district is open.", "Kandahar", "Maiwand district", "AF"),
    ],
)
def test_a_name_spelt_otherwise_is_found_near_the_others(text: str, near: str, name: str, country: str) -> None:
    first, second = _resolved(text, near, name)
    assert first.place is not None
    assert second.place is not None
    assert second.place.country_code == country
    assert second.candidates[0].place == second.place
    assert 0 < second.score < 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A bridge was shut at Tuz Khormato.", ["Tuz Khormato"]),
        ("Rain in Bergen, and none in Tuz Khormato.", ["Bergen", "Tuz Khormato"]),
        ("The house of Wrk Blxq in Kirkuk burnt down.", ["Wrk Blxq", "Kirkuk"]),
    ],
)
def test_alone_or_far_from_the_others_it_stays_unknown(text: str, names: list[str]) -> None:
    unknown = next(one for one in _resolved(text, *names) if one.span.text not in ("Bergen", "Kirkuk"))
    assert unknown.place is None


def test_a_name_that_the_gazetteer_has_is_not_asked_by_its_sound() -> None:
    _, rusafa = _resolved("Near Raqqa lies Rusafa.", "Raqqa", "Rusafa")
    for candidate in rusafa.candidates:
        assert candidate.matched_name
    known = _resolved("Near Damascus lies Zabadani.", "Damascus", "Zabadani")[1]
    assert known.place is not None
    assert known.place.name in {one.place.name for one in gazetteer.default().lookup("Zabadani")}
