"""How much work a call does, counted and not timed, so that it is the same on every machine.

What is counted are the lines of Dateline that run. What one line hands to a library (a regular expression, an array) is
not seen: tests/benchmarks/measure_lengths.py measures that.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import geo

_PACKAGE = str(Path(geo.__file__).parent)


def lines(function: Callable[..., object], *arguments: Any) -> int:
    """Return how many lines of Dateline run in a call."""
    count = 0

    def inside(_: FrameType, event: str, __: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return inside

    def entered(frame: FrameType, _: str, __: object) -> Callable[..., Any] | None:
        return inside if frame.f_code.co_filename.startswith(_PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        function(*arguments)
    finally:
        sys.settrace(before)
    return count
