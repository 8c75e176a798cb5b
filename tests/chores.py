"""Work for processes, in a module that is quickly loaded: good, slow and deadly."""

import logging
import os
import signal
import time
import warnings
from pathlib import Path

from geo.errors import InputError, SourceNotFound


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


def die_at_first(mark: str, times: int) -> None:
    """End the process so many times, as if it was killed while it loads what it needs."""
    with Path(mark).open("a") as file:
        file.write("x")
    if Path(mark).stat().st_size <= times:
        os.kill(os.getpid(), signal.SIGKILL)


def find_nothing() -> None:
    raise SourceNotFound("no such page")


def refuse() -> None:
    raise InputError("not this one")


def break_down() -> None:
    raise RuntimeError("secret text of an article")


def quote_the_page(text: str) -> None:
    """Do what libraries do with what they do not understand."""
    warnings.warn(f"cannot read {text}", UserWarning, stacklevel=1)
    logging.getLogger("somelibrary").error("cannot read %s", text)
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger("somelibrary").exception("cannot read")
    logging.getLogger("geo.somewhere").error("one page could not be read")
