"""The fuzzer of tests/benchmarks begins with what is accepted: to change what is refused anyway would test nothing."""

import runpy
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

FUZZ: dict[str, Any] = runpy.run_path(str(Path(__file__).parent / "benchmarks" / "fuzz.py"))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", FUZZ["KINDS"])
def test_what_the_fuzzer_changes_is_accepted_before(name: str) -> None:
    with ExitStack() as stack:
        kind = FUZZ["KINDS"][name](stack)
        assert FUZZ["unaccepted"](kind) == []


def test_what_is_refused_before_it_is_changed_is_told() -> None:
    refused = FUZZ["Sample"](".txt", b"")
    with ExitStack() as stack:
        kind = FUZZ["KINDS"]["corpora"](stack)._replace(samples=[refused])
        assert FUZZ["unaccepted"](kind) == [".txt b'': refused"]


def test_a_seed_makes_the_same_change_again() -> None:
    given: list[bytes] = []
    kind = FUZZ["Kind"]([FUZZ["Sample"]("", b"Rain in Oslo.")], lambda sample: bool(given.append(sample.data) or 1))
    assert [FUZZ["once"](kind, seed) for seed in (1, 2, 1)] == [True] * 3
    assert given[0] == given[2] != given[1]
