"""A corpus to parts: what is there is kept, what is missing is parsed, and each step is whole."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

from geo import files, sources, versions
from geo.batch import parts
from geo.batch.chunks import Chunk, Seen, chunks
from geo.batch.progress import Progress
from geo.batch.schedulers import Cluster, Processes, in_order
from geo.errors import DatelineError, InputError, MissingExtra, OutputError, SourceNotFound
from geo.settings import ARTICLE_LIMIT_S
from geo.working import Limited, tasks

if TYPE_CHECKING:
    import datetime as dt

    from geo.batch.parts import Part, PartInfo
    from geo.model import Article
    from geo.sources import ReadPage

ERRORS = "errors.jsonl"
_SEEN = ".seen.sqlite"
_SUPERSEDED = "superseded"
ARTICLES_A_PART = 250
# Files of one article each; where one cannot be read that is an error of the article.
_SINGLE = frozenset({".txt", ".html", ".htm", ".xhtml"})


@dataclass(slots=True)
class Summary:
    """What became of a corpus. ``parsed_now`` of the articles were not there before.

    ``duplicates`` came before with the same id and text, ``errors`` could not be read or parsed,
    ``superseded`` is how many parts of an earlier run were moved away.
    """

    articles: int = 0
    events: int = 0
    duplicates: int = 0
    errors: int = 0
    parsed_now: int = 0
    parts: list[str] = field(default_factory=list)
    superseded: int = 0
    first_error: DatelineError | None = None


def run(
    corpora: Sequence[str],
    directory: Path,
    *,
    published: dt.date | None = None,
    home: str | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    limit_s: float = ARTICLE_LIMIT_S,
    articles_a_part: int = ARTICLES_A_PART,
    look: Callable[[Article], None] | None = None,
) -> Summary:
    """Parse corpora into GeoParquet parts; parts that are there already are kept.

    Args:
        corpora: what :func:`geo.sources.read` takes.
        directory: gets ``events/`` and ``places/`` with the parts, ``errors.jsonl`` with what
            could not be read or parsed, and at the end ``batch.json``, which lists the parts.
        published: the publication date of articles that do not carry one of their own.
        home: where the outlet is at home, a hint for ambiguous names.
        workers: processes, by default one for each core.
        scheduler: the address of a Dask scheduler (``tcp://…``) to use in the place of processes.
        limit_s: seconds that reading a page, or parsing an article, may take (parsing on a cluster: any time).
        articles_a_part: how many articles make a part.
        look: called with each article that is read, before it is known whether it came before.

    The same corpora and versions give the same bytes in every file, however often the batch was
    killed and started again. Parts of other articles or an older version, from an earlier run
    into the same directory, are moved to ``superseded/`` once all new ones are there, but not
    where a corpus could not be opened, since its parts may be among them.

    Raises:
        InputError: if a corpus cannot be opened and parts would be superseded; they stay.
        OutputError: if the directory cannot be written to, or the disk is full; the parts that are there stay.
        DatelineError: if the gazetteer, a model, an extra or the scheduler is missing.

    """
    _need_pyarrow()
    made_by = versions.current()
    summary = Summary()
    with ExitStack() as stack:
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"{directory}: cannot be made ({error.strerror}); choose another place") from error
        seen = stack.enter_context(Seen(directory / _SEEN))
        _sweep(directory)
        errors = stack.enter_context(_errors_file(directory))
        progress = stack.enter_context(Progress(corpora))
        unopened: list[InputError] = []
        # A process of their own, so that pages need not wait for those that parse.
        pages = stack.enter_context(Limited(limit_s, tasks.prepare_pages))
        pool = Cluster(scheduler) if scheduler else Processes(workers or os.cpu_count() or 1, limit_s)
        stack.enter_context(pool)

        def named() -> Iterator[tuple[Chunk, str, bool]]:
            found = _articles(corpora, published, pages.read_page, unopened)
            for chunk in chunks(found if look is None else _looked_at(found, look), articles_a_part, seen):
                name = chunk.name(made_by, home)
                yield chunk, name, not chunk.articles or parts.info(directory, name) is not None

        for chunk, name, part in in_order(pool, named(), home):
            found: Part | PartInfo | None = part
            if part is not None:
                parts.write(directory, name, part)
                summary.parsed_now += part.articles
            elif chunk.articles:
                found = parts.info(directory, name)
            _note(summary, chunk, name, found, errors)
            progress.show(len(chunk.articles) + len(chunk.errors) + chunk.duplicates, is_new=part is not None)
        if unopened and (old := {file.name for _, file in _superseded(directory, summary)}):
            raise type(unopened[0])(f"{unopened[0]}; the {len(old):,} earlier parts in {directory} stay as they are")
    _finish(directory, corpora, summary, made_by)
    return summary


def _articles(
    corpora: Sequence[str], published: dt.date | None, read_page: ReadPage, unopened: list[InputError]
) -> Iterator[Article | DatelineError]:
    """Yield what is in the corpora; of each that gives nothing but an error, put that into ``unopened``."""
    for corpus in corpora:
        only: InputError | None = None
        for number, found in enumerate(sources.read(corpus, published, read_page)):
            only = found if number == 0 and isinstance(found, InputError) else None
            yield found
        if isinstance(only, SourceNotFound) or (only and Path(corpus).suffix.lower() not in _SINGLE):
            unopened.append(only)


def _looked_at(
    found: Iterator[Article | DatelineError], look: Callable[[Article], None]
) -> Iterator[Article | DatelineError]:
    for one in found:
        if not isinstance(one, DatelineError):
            look(one)
        yield one


def _superseded(directory: Path, summary: Summary) -> Iterator[tuple[str, Path]]:
    """Yield the layers and files of parts that are not of this run."""
    current = set(summary.parts)
    for layer in ("events", "places"):
        for file in sorted((directory / layer).glob("part-*.parquet")):
            if file.name not in current:
                yield layer, file


def _note(summary: Summary, chunk: Chunk, name: str, found: Part | PartInfo | None, errors: IO[str]) -> None:
    """Add a chunk to the summary and its errors to the file, in the order of the corpus."""
    from geo.errors import ArticleError

    summary.duplicates += chunk.duplicates
    failed = list(found.failed) if found else []
    lines = [{"error": type(error).__name__, "reason": str(error)} for error in chunk.errors]
    lines += [{"error": "ArticleError", "reason": reason, "article_id": one} for one, reason in failed]
    try:
        errors.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        errors.flush()
    except OSError as error:
        raise OutputError(f"{ERRORS}: {error.strerror}; make room, and start the batch again") from error
    summary.errors += len(lines)
    if summary.first_error is None and lines:
        summary.first_error = chunk.errors[0] if chunk.errors else ArticleError(failed[0][1])
    if found:
        summary.parts.append(name)
        summary.articles += found.articles
        summary.events += found.event_count


@contextlib.contextmanager
def _errors_file(directory: Path) -> Iterator[IO[str]]:
    """Give a file that takes the place of errors.jsonl when the batch comes to its end."""
    growing = directory / f".{ERRORS}"
    try:
        with growing.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        growing.replace(directory / ERRORS)
    except BaseException:
        growing.unlink(missing_ok=True)
        raise


def _sweep(directory: Path) -> None:
    """Take away what a killed batch left half-written; nobody else is at work here (see Seen)."""
    import shutil

    for place in (directory, directory / "events", directory / "places"):
        for left in place.glob(".dateline-*"):
            shutil.rmtree(left, ignore_errors=True)


def _finish(directory: Path, corpora: Sequence[str], summary: Summary, made_by: versions.Versions) -> None:
    manifest = {
        "corpora": list(corpora),
        "versions": asdict(made_by),
        "articles": summary.articles,
        "events": summary.events,
        "duplicates": summary.duplicates,
        "errors": summary.errors,
        "parts": summary.parts,
    }
    content = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    files.write_whole(directory / parts.MANIFEST, content.encode())
    moved: set[str] = set()
    try:
        for layer, file in _superseded(directory, summary):
            (directory / _SUPERSEDED / layer).mkdir(parents=True, exist_ok=True)
            file.replace(directory / _SUPERSEDED / layer / file.name)
            moved.add(file.name)
    except OSError as error:
        raise OutputError(f"{directory}: {error.strerror}; start the batch again") from error
    summary.superseded = len(moved)


def _need_pyarrow() -> None:
    import importlib.util

    if importlib.util.find_spec("pyarrow") is None:
        raise MissingExtra("a batch writes GeoParquet, which needs pyarrow: pip install 'dateline[parquet]'")
