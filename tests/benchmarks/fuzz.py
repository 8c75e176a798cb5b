"""Mutate what comes from outside, for as long as one likes, and say what is not answered as it should be.

    python tests/benchmarks/fuzz.py --minutes 60
    python tests/benchmarks/fuzz.py --minutes 5 --seed 7 --only pages feeds

Texts, pages, feeds, files of articles, layers and requests are valid ones, which is seen to first, with pieces cut,
doubled, swapped and replaced. An answer or a :class:`geo.errors.DatelineError` is as it should be, of the service any
status below 500; all else is printed with the seed that makes it again, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import geo
from geo import layers, sources
from geo.errors import DatelineError
from geo.model import Article
from geo.store import Store
from geo.watching import feeds
from geo.working import tasks

_ARTICLES = Path(__file__).resolve().parents[2] / "data" / "articles"
_PIECES = (
    *"\x00\ufeff\u202e\u2028\ud800é<>&\"'\\{}[],:;\t ",
    *("北京", "🚀", "\n\n", "-1", "0", "1e400", "NaN", "null", "true", "31 February", "9" * 20, "0000-00-00"),
    *(
        "2025-04-04T25:61",
        "at least 16 people were killed in ",
        "Kryvyi Rih",
        "Paris, Texas",
        "there",
        "said",
        "%s",
        "../",
    ),
    *("<script>", "]]>", "<![CDATA[", "<!--", "&#0;", "&nbsp;", "http://[", "https://example.org/", "=1+1", "'; --"),
)
_MOST_CHANGES = 12
_LONGEST_PIECE = 400
_ERROR, _SERVER_ERROR = 400, 500
_LONGEST_PATH = 60_000  # no client sends a longer one

_RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>
<item><title>Fire in Oslo</title><link>https://example.org/a</link>
<pubDate>Fri, 04 Apr 2025 10:00:00 +0200</pubDate></item>
<item><title>Flood in Lima</title><link>/b</link><description>&lt;p&gt;Rain&lt;/p&gt;</description></item>
</channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>A</title><link href="/c"/>
<updated>2025-04-04T10:00:00Z</updated></entry></feed>"""
_PAGE = "<html><body><p>It rained in Oslo.</p></body></html>" * 3
_RECORDS: tuple[dict[str, str], ...] = (
    {
        "id": "a1",
        "text": "Gunmen killed two people in Kaduna on Friday, police said; three were hurt.",
        "title": 'The "market" of Kaduna',
        "published": "2025-04-04",
        "source": "example.org",
    },
    {
        "id": "a2",
        "text": "Snow shut the pass above Andermatt.\n\nThe road opens on Monday.",
        "url": "https://example.org/a",
        "published": "Wed, 01 Jan 2025 10:00:00 +0100",
        "language": "en",
    },
)
_JSONL = "\n".join(map(json.dumps, _RECORDS))
_SUBMITTED: tuple[tuple[str, dict[str, str]], ...] = (
    ("/articles", {"text": _RECORDS[0]["text"], "published": "2025-04-04", "title": "Kaduna", "home": "Kano, Nigeria"}),
    ("/articles", {"html": _PAGE, "published": "2025-04-04", "name": "rain.html"}),
    ("/articles", {"jsonl": _JSONL, "name": "corpus.jsonl"}),
    ("/parse", {"text": _RECORDS[1]["text"], "published": "2025-01-01", "title": "Snow", "home": "Oslo, Norway"}),
)
_ASKED = (
    "/events?bbox=30,40,50,60&datetime=2025-01-01/2025-12-31&layer=incident&limit=10",
    "/collections/events/items?bbox=1,2,3,4&datetime=2025-01-01/..&limit=5&offset=0&event_class=violence&f=json",
    "/feed.atom?event_class=violence&min_killed=1",
    "/feed.json?q=flood&limit=5&offset=1",
    "/articles?q=Kaduna&state=parsed&limit=5",
    "/export?format=geojson&layer=events&min_killed=1",
    "/map?q=Kaduna",
)


class Changes:
    """A source of changes that a seed makes again."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self, text: str) -> str:
        """Return ``text`` with a few pieces cut, doubled, swapped or replaced."""
        draw = self.random
        for _ in range(draw.randint(1, _MOST_CHANGES)):
            start = draw.randint(0, len(text))
            end = min(len(text), start + draw.randint(0, _LONGEST_PIECE))
            piece = text[start:end]
            other = draw.choice(
                (
                    "",
                    piece * draw.randint(2, 40),
                    draw.choice(_PIECES) * draw.choice((1, 1, 1, 50)),
                    piece.upper(),
                    piece[::-1],
                )
            )
            text = text[:start] + other + text[end:]
        return text

    def data(self, data: bytes) -> bytes:
        """Return ``data`` changed as a text, and now and then in single bytes."""
        changed = bytearray(self.text(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogatepass"))
        for _ in range(self.random.choice((0, 0, 1, 8))):
            if changed:
                changed[self.random.randrange(len(changed))] = self.random.randrange(256)
        return bytes(changed)


class Sample(NamedTuple):
    """Something valid from outside: its bytes, and what tells how they are read (a suffix, a path, a type)."""

    name: str
    data: bytes


class Kind(NamedTuple):
    """Samples of one kind, and what is done with such.

    ``ask`` says whether it was accepted; what it raises besides a DatelineError is what we look for.
    """

    samples: Sequence[Sample]
    ask: Callable[[Sample], bool]


def _texts(_: ExitStack) -> Kind:
    def ask(sample: Sample) -> bool:
        geo.parse(sample.data.decode("utf-8", "surrogateescape"), published=sample.name or None)
        return True

    texts = [path.read_bytes() for path in sorted(_ARTICLES.glob("*.txt"))]
    return Kind([Sample(day, text) for text in texts for day in ("", "2025-04-04")], ask)


def _pages(_: ExitStack) -> Kind:
    page = (_ARTICLES / "red-sea-ship.html").read_bytes()
    data = {"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "datePublished": "2025-04-04"}]}
    linked = f'<script type="application/ld+json">{json.dumps(data)}</script></head>'.encode()
    samples = [page, page.replace(b"</head>", linked), _PAGE.encode()]

    def ask(sample: Sample) -> bool:
        return bool(tasks.read_page(sample.data, sample.name, None).text)

    return Kind([Sample("https://example.org/", one) for one in samples], ask)


def _feeds(_: ExitStack) -> Kind:
    kinds = ("", "application/rss+xml", "text/xml; charset=latin-1", "text/html; charset=nonsense")

    def ask(sample: Sample) -> bool:
        return bool(feeds.parse(sample.data, "https://example.org/feed", sample.name).items)

    return Kind([Sample(kind, feed.encode()) for feed in (_RSS, _ATOM) for kind in kinds], ask)


def _corpora(stack: ExitStack) -> Kind:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    pq.write_table(pa.Table.from_pylist([*_RECORDS]), folder / "corpus.parquet")
    given = {
        ".txt": _RECORDS[1]["text"],
        ".jsonl": _JSONL,
        ".json": json.dumps(_RECORDS),
        ".csv": _table(","),
        ".tsv": _table("\t"),
    }
    samples = [Sample(suffix, text.encode()) for suffix, text in given.items()]
    samples += [
        Sample(".json", json.dumps(_RECORDS[0], indent=1).encode()),
        Sample(".csv", f"sep=;\r\n{_table(';')}".encode()),
        Sample(".parquet", (folder / "corpus.parquet").read_bytes()),
    ]

    def ask(sample: Sample) -> bool:
        path = folder / f"changed{sample.name}"
        path.write_bytes(sample.data)
        found = list(sources.read(str(path)))
        return bool(found) and all(isinstance(one, Article) for one in found)

    return Kind(samples, ask)


def _table(between: str) -> str:
    table = io.StringIO()
    rows = csv.DictWriter(table, ("id", "text", "title", "url", "source", "published", "language"), delimiter=between)
    rows.writeheader()
    rows.writerows(_RECORDS)
    return table.getvalue()


def _layers(stack: ExitStack) -> Kind:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    parsed = [geo.parse(path.read_text(encoding="utf-8"), published="2025-04-04") for path in _ARTICLES.glob("k*.txt")]
    built = layers.build(parsed)
    filled = [name for name, frame in built.items() if len(frame)]
    samples = []
    for suffix in (".geojson", ".geojsonl", ".fgb", ".parquet", ".gpkg"):
        place = folder / suffix[1:]
        place.mkdir()
        paths = [path for path in layers.write(built, place / f"events{suffix}") if path.suffix == suffix]
        written = dict(zip(layers.LAYER_NAMES, paths, strict=False))  # all in one, or each in its own
        samples += [Sample(suffix, path.read_bytes()) for name, path in written.items() if name in filled]

    def ask(sample: Sample) -> bool:
        path = folder / f"changed{sample.name}"
        path.write_bytes(sample.data)
        return any(len(frame) for _, frame in layers.read(path).items())

    return Kind(samples, ask)


def _requests(stack: ExitStack) -> Kind:
    from fastapi.testclient import TestClient

    from geo.service.app import Settings, create

    store = f"{stack.enter_context(tempfile.TemporaryDirectory())}/store.sqlite"
    with Store(store) as filling:  # there is something to ask for
        filling.save(geo.parse(_RECORDS[0]["text"], published="2025-04-04"))
    application: Any = create(Settings(store=store))
    client: Any = stack.enter_context(
        TestClient(application, base_url="http://127.0.0.1", raise_server_exceptions=False)
    )

    def ask(sample: Sample) -> bool:
        if sample.name:
            answer = client.post(sample.name, content=sample.data, headers={"Content-Type": "application/json"})
        else:
            path = sample.data.decode("utf-8", "replace").lstrip("/")
            answer = client.get("/" + quote(path, safe="/?&=,:;%+-._~!*'()")[:_LONGEST_PATH])
        if answer.status_code >= _SERVER_ERROR:
            raise RuntimeError(f"{answer.status_code}: {answer.text[:200]}")
        return bool(answer.status_code < _ERROR)

    posted = [Sample(path, json.dumps(body).encode()) for path, body in _SUBMITTED]
    return Kind(posted + [Sample("", path.encode()) for path in _ASKED], ask)


KINDS: dict[str, Callable[[ExitStack], Kind]] = {
    "texts": _texts,
    "pages": _pages,
    "feeds": _feeds,
    "corpora": _corpora,
    "layers": _layers,
    "requests": _requests,
}


def unaccepted(kind: Kind) -> list[str]:
    """Return the samples that are not accepted as they are, each as a line: changing them would test little."""
    found = []
    for sample in kind.samples:
        try:
            reason = "" if kind.ask(sample) else "refused"
        except DatelineError as error:
            reason = str(error)
        if reason:
            found.append(f"{sample.name} {sample.data[:80]!r}: {reason}")
    return found


def once(kind: Kind, seed: int) -> bool:
    """Change a sample as ``seed`` says, and return whether what comes of it is accepted."""
    changes = Changes(seed)
    sample = changes.random.choice(kind.samples)
    try:
        return kind.ask(sample._replace(data=changes.data(sample.data)))
    except DatelineError:
        return False


def main() -> int:
    """Mutate until the time is over; return 1 where something was not answered as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=tuple(KINDS), default=tuple(KINDS))
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with ExitStack() as stack:
        kinds = {name: KINDS[name](stack) for name in options.only}
        wrong = [f"{name}, {line}" for name, kind in kinds.items() for line in unaccepted(kind)]
        if wrong:
            print("Not accepted before anything was changed:", *wrong, sep="\n")
            return 1
        return _mutate(kinds, options.minutes, options.seed * 1_000_000)


def _mutate(kinds: dict[str, Kind], minutes: float, seed: int) -> int:
    done, refused, wrong = Counter[str](), Counter[str](), 0
    spent, slowest = dict.fromkeys(kinds, 0.0), dict.fromkeys(kinds, 0.0)
    until = time.monotonic() + minutes * 60
    while time.monotonic() < until:
        name = min(spent, key=spent.__getitem__)  # each kind has the same time, not the same number
        seed += 1
        started = time.monotonic()
        try:
            refused[name] += not once(kinds[name], seed)
        except Exception:  # whatever it is, it is what we look for
            wrong += 1
            print(f"{name}, seed {seed}:\n{traceback.format_exc(limit=-4)}", flush=True)
        done[name] += 1
        taken = time.monotonic() - started
        spent[name] += taken
        slowest[name] = max(slowest[name], taken)
    for name in kinds:
        print(f"{name}: {done[name]:,} tried, {refused[name]:,} refused, slowest {slowest[name]:.2f} s")
    print(f"{wrong} not answered as they should be")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
