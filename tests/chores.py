"""Work for processes, in a module that is quickly loaded: good, slow and deadly."""

import logging
import os
import signal
import time
import warnings
from pathlib import Path
from typing import Any

from geo.batch import parts
from geo.errors import DatelineError, InputError, SourceNotFound
from geo.model import Article, ParsedArticle


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


def attempt_or_sleep(article: Article, home: str | None) -> ParsedArticle | DatelineError:
    """Stand in for geo.working.tasks.attempt: an article that is "endless" is."""
    if "endless" in article.text:
        spin()
    return ParsedArticle(article, (), ())


def packed_or_sleep(article: Article, home: str | None) -> bytes:
    """Stand in for geo.batch.parts.packed_outcome, in a process where that is what it is."""
    if "endless" in article.text:
        spin()
    return parts.packed_outcome(article, home)


def read_or_sleep(data: bytes, *_: Any) -> Article:
    """Stand in for geo.sources.article_from_html."""
    if b"endless" in data:
        spin()
    return Article(id=data.decode(), text=data.decode())
