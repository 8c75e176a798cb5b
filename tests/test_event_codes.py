"""Dictionary forms, the trigger lexicon, and the kind of an event whose class is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import codes, lemmas
from geo.events.mentions import Status
from geo.model import EventClass

CLASSES = list(EventClass)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("stabbed", "stab"),
        ("carried", "carry"),
        ("struck", "strike"),
        ("gunmen", "gunman"),
        ("crises", "crisis"),
        ("Blazes", "blaze"),
        ("fleeing", "flee"),
        ("clashes", "clash"),
        ("left", "leave"),
    ],
)
def test_a_word_is_looked_up_under_its_dictionary_form(word: str, lemma: str) -> None:
    assert lemma in lemmas.lemmas(word)


def test_a_noun_has_no_forms_of_a_verb() -> None:
    assert "fire" not in lemmas.lemmas("fired", "n")
    assert "fire" in lemmas.lemmas("fired", "v")


def test_the_longest_entry_leaves_no_room_for_shorter_ones() -> None:
    text = "Rebels opened heavy fire; the air strikes followed."
    assert [(text[one.start : one.end], one.kind) for one in lemmas.triggers(text)] == [
        ("opened heavy fire", "attack"),
        ("air strikes", "air_strike"),
    ]


def test_a_phrase_does_not_run_over_the_end_of_a_clause() -> None:
    assert all(one.kind != "air_strike" for one in lemmas.triggers("They took to the air. Strike two followed."))


@pytest.mark.parametrize(
    ("triggers", "sentence", "event_class", "sub_event_type"),
    [
        (["attack"], "Masked men made an attack on a market.", "violence", "Attack"),
        (["hit"], "A drone hit a depot in Lviv.", "violence", "Air/drone strike"),
        (["struck"], "Two rockets struck a school.", "violence", "Shelling/artillery/missile attack"),
        (["blast"], "The blast was set off by a suicide bomber.", "violence", "Suicide bomb"),
        (["attacked"], "Fighters attacked an army checkpoint.", "violence", "Armed clash"),
        (["attack"], "Gunmen made an attack near an air force base.", "violence", "Attack"),
        (["explosion"], "An explosion tore through a market.", "violence", "Remote explosive/landmine/IED"),
        (["shot"], "A councillor was shot by rebels.", "violence", "Attack"),
        (["march"], "A march ended at the town hall.", "protest", "Peaceful protest"),
        (["march"], "Police used water cannon on the march.", "protest", "Protest with intervention"),
        (["protest"], "Soldiers fired live rounds at the protest.", "protest", "Excessive force against protesters"),
        (["rally"], "Youths threw stones during the rally.", "protest", "Violent demonstration"),
        (["strike"], "Nurses began a strike over pay.", "protest", "Peaceful protest"),
        (["attack"], "A man was hurt in an attack outside a bar.", "crime", None),
        (["arrested"], "Police arrested two men.", "crime", "Arrests"),
        (["died"], "Nine people died when the dam burst.", "disaster", None),
    ],
)
def test_acled_types_follow_words_and_class(
    triggers: list[str], sentence: str, event_class: str, sub_event_type: str | None
) -> None:
    kind = codes.kind_of(triggers, [sentence], EventClass(event_class))
    assert (kind.event_class, kind.sub_event_type) == (event_class, sub_event_type)


@pytest.mark.parametrize(
    ("triggers", "sentence", "event_class", "label"),
    [
        (["crash"], "A ferry crash hurt nine.", "accident", "shipping accident"),
        (["crash"], "The crash of two lorries.", "accident", "crash"),
        (["died"], "Nine died as the river rose.", "disaster", "flood"),
        (["killed"], "A baker was killed in his shop.", "crime", "killing"),
        (["explosion"], "An explosion woke the street.", "crime", "explosion"),
        (["cases"], "Forty cases were counted.", "health", "outbreak"),
        (["opened"], "The museum opened.", "other", "event"),
    ],
)
def test_labels_follow_words_and_class(triggers: list[str], sentence: str, event_class: str, label: str) -> None:
    assert codes.kind_of(triggers, [sentence], EventClass(event_class)).label == label


@pytest.mark.parametrize(
    ("trigger", "code"), [("blamed", "ACCUSE"), ("urged", "REQUEST"), ("denied", "REJECT"), ("said", None)]
)
def test_what_is_said_has_plover_codes(trigger: str, code: str | None) -> None:
    kind = codes.kind_of([trigger], [f"The mayor {trigger} it."], EventClass.STATEMENT, Status.STATEMENT)
    assert kind.plover_event == code
    assert kind.event_type is None


@given(
    st.lists(st.text(max_size=30), max_size=3), st.lists(st.text(max_size=200), max_size=3), st.sampled_from(CLASSES)
)
def test_wild_words_have_a_kind_of_their_class(
    triggers: list[str], sentences: list[str], event_class: EventClass
) -> None:
    kind = codes.kind_of(triggers, sentences, event_class)
    assert kind.event_class is event_class
    assert kind == codes.kind_of(triggers, sentences, event_class)


@given(
    text=st.lists(st.sampled_from(["rain", "1,000", " ", "  ", "-", "’s", "a", "\n", ". ", "(", "x" * 40])).map(
        "".join
    ),
    places=st.tuples(st.integers(0, 200), st.integers(0, 200)),
    most=st.integers(1, 9),
)
def test_the_first_and_the_last_words_are_those_of_all(text: str, places: tuple[int, int], most: int) -> None:
    start, end = sorted(min(place, len(text)) for place in places)
    found = lemmas.words(text, start, end)
    assert lemmas.first_words(text, start, end, most) == found[:most]
    assert lemmas.last_words(text, start, end, most) == found[-most:]


def test_the_words_beside_a_number_cost_the_same_in_a_long_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[lemmas.Word] = []
    word = lemmas.Word

    def counted(start: int, end: int, text: str) -> lemmas.Word:
        made.append(word(start, end, text))
        return made[-1]

    monkeypatch.setattr(lemmas, "Word", counted)
    text = "ash " * 50_000
    lemmas.first_words(text, 80_000, len(text), 9)
    lemmas.last_words(text, 0, 120_000, 9)
    assert len(made) < 100
