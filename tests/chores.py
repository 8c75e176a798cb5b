"""Work for processes, in a module that is quickly loaded: good, slow and deadly."""

import os
import signal
import time
from pathlib import Path

from geo.errors import InputError


def double(number: int) -> int:
    return 2 * number


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def spin() -> None:
    while True:
        pass


def die(mark: str) -> str:
    """End the process the first time, as if it was killed from outside."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "alive"


def always_die() -> None:
    os._exit(1)


def refuse() -> None:
    raise InputError("not this one")


def break_down() -> None:
    raise RuntimeError("secret text of an article")
