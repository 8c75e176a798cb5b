"""Measure how the time to parse grows with the length, for some fifty patterns that repeat: it should be linear.

    python tests/benchmarks/measure_lengths.py                      (about an hour on a quiet core)
    python tests/benchmarks/measure_lengths.py --longest 100000 --only sentence brackets

Prints the seconds of processor time for each length, and the slope of the last doubling: 1 is linear, 2 quadratic. What
takes longer than the time limit of an article is stopped, as everywhere else.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import time
from collections.abc import Callable
from typing import Any

from geo import sources
from geo.errors import ArticleError, InputError
from geo.settings import ARTICLE_LIMIT_S
from geo.sources import article_from_text
from geo.working import Workers, tasks

_SHORTEST = 25_000
_PARAGRAPH = "<p>It rained in Oslo on Monday, the mayor said.</p>"

TEXTS = {
    "sentence": "At least 16 people were killed in Kryvyi Rih on Friday. ",
    "paragraphs": "At least 16 people were killed in Kryvyi Rih on Friday.\n\n",
    "lines": "Two people were hurt in Lima.\n",
    "places": "Paris, ",
    "place list": "in Paris, London, Lima, Lagos and Oslo, ",
    "places and states": "Paris, Texas; ",
    "no places": "Nobody knows what it was. ",
    "one sentence": "people were killed and ",
    "clauses": "who said that ",
    "claims": "Russia said Ukraine had attacked it. ",
    "quotes": '"We were hit," he said. ',
    "open quotes": '" ',
    "curly quotes": "“",
    "brackets": "(",
    "closed brackets": "()",
    "bracket words": "(a) ",
    "letters": "a",
    "words": "rain ",
    "capitals": "A",
    "capital words": "Ab ",
    "names": "John Smith ",
    "long name": "Saint-",
    "digits": "1",
    "figures": "1,000 ",
    "number words": "hundred ",
    "two hundred": "two hundred and ",
    "dates": "4 April 2025, ",
    "days": "Monday ",
    "blanks": " ",
    "copyright": "copyright ",
    "copyright and blanks": "copyright" + 200 * " ",
    "of the dead": "forty of the dead ",
    "tabs": "\t",
    "line ends": "\n",
    "dots": ".",
    "dashes": "-",
    "dots and blanks": ". ",
    "addresses": "https://example.org/a?b=c ",
    "one address": "a.b/",
    "at signs": "@",
    "accents": "e\u0301",
    "other letters": "Взрыв в Киеве. ",
    "no blanks": "北京发生爆炸。",
}
PAGES = {
    "page of paragraphs": _PARAGRAPH,
    "page of links": '<a href="/a">Oslo</a> ',
    "page of opened elements": "<div>",
    "page of lists": "<ul><li>Oslo</li></ul>",
    "page of broken data": '<script type="application/ld+json">{"author": "name"</script>',
    "page of scripts": "<script>let a = 1</script>It rained. ",
    "page of data": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Rain"}</script>',
    "page of posts": '<blockquote class="tweet"><p>Rain.</p>Oslo <a href="/a">today</a></blockquote>',
    "page of updates": '<div><time datetime="2025-04-04">10:15</time><h2>Oslo</h2><p>It rained.</p></div>',
    "page of entities": "&amp;",
}


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shortest", type=int, default=_SHORTEST)
    parser.add_argument("--longest", type=int, default=sources.MAX_CHARACTERS)
    parser.add_argument("--only", nargs="*", choices=(*TEXTS, *PAGES), default=(*TEXTS, *PAGES))
    parser.add_argument("--limit", type=float, default=ARTICLE_LIMIT_S)
    options = parser.parse_args()
    doubled = (options.shortest * 2**number for number in range(20))
    lengths = [length for length in doubled if length <= options.longest]
    print(f"{'characters':24}", *(f"{length:>8,}" for length in lengths), "   slope", flush=True)
    with Workers(1, options.limit) as workers:
        for name in options.only:
            seconds = _measured(workers, name, lengths)
            slope = math.log2(seconds[-1] / seconds[-2]) if len(seconds) > 1 else math.nan
            row = [f"{value:8.2f}" for value in seconds] + ["  >limit"] * (len(lengths) - len(seconds))
            print(f"{name:24}", *row, f"{slope:8.2f}", flush=True)


def _measured(workers: Workers, name: str, lengths: list[int]) -> list[float]:
    seconds: list[float] = []
    for length in lengths:
        try:
            if name in TEXTS:
                pattern = TEXTS[name]
                text = ("It rained in Oslo. " + pattern * (length // len(pattern)))[:length]
                spent = workers.call(_timed, tasks.parse, article_from_text(text), None, name=name)
            else:
                pattern = PAGES[name]
                page = f"<html><body>{_PARAGRAPH * 9}{pattern * (length // len(pattern))}</body></html>"
                spent = workers.call(_timed, tasks.read_page, page.encode(), "https://example.org/", None, name=name)
        except ArticleError:
            break
        seconds.append(spent)
    return seconds


def _timed(function: Callable[..., Any], *arguments: Any) -> float:
    """Return how many seconds of a processor a call takes; that it refuses what it is given is an answer, too."""
    started = time.process_time()
    with contextlib.suppress(InputError):
        function(*arguments)
    return time.process_time() - started


if __name__ == "__main__":
    main()
