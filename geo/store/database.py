"""Opening a store's database by path or URL, and transactions whose failures are one line each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from geo.errors import StoreError
from geo.store import postgis, schema, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")
# How long a write waits for a database that is away: 0.2, 0.4, 0.8, 1.6, 2, 2 … seconds, half a minute in all, so
# that it is soon there again when the database is, and also meets one that comes and goes.
_TRIES = 18
_FIRST_WAIT_S = 0.2
_LONGEST_WAIT_S = 2.0


class Database:
    """The engine of a store. ``name`` is what errors call it, without a password."""

    def __init__(self, where: str | Path, *, make: bool) -> None:
        if isinstance(where, str) and "://" in where:
            try:
                url = make_url(where)
            except ArgumentError as error:
                raise StoreError("this is no database URL: write it as postgresql://user@host/database") from error
            self.name = url.render_as_string(hide_password=True)
            if url.get_backend_name() == "sqlite":
                self.engine = sqlite.engine(Path(url.database or ""), make=make)
            else:
                self.engine = postgis.engine(url)
        else:
            self.name = str(where)
            self.engine = sqlite.engine(Path(where), make=make)
        self.on_postgresql = self.engine.dialect.name == "postgresql"
        try:
            with self.writing() as connection:
                schema.prepare(connection, self.name, make=make)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection inside a transaction that only reads.

        Raises:
            StoreError: if the database cannot be reached or read.

        """
        with self._errors(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside a transaction that is committed when the block ends well.

        Raises:
            StoreError: if the database cannot be reached or written to; nothing is changed then.

        """
        options = {"dateline_writes": True}
        with self._errors(), self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a transaction, again when the database went away or is busy.

        Raises:
            StoreError: if it stays away.

        """
        for attempt in range(_TRIES):
            try:
                with self.writing() as connection:
                    return work(connection)
            except StoreError as error:
                if attempt == _TRIES - 1 or not _passes(error.__cause__):
                    raise
                time.sleep(min(_FIRST_WAIT_S * 2**attempt, _LONGEST_WAIT_S))
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            reason = " ".join(str(error.orig).split())
            raise StoreError(f"{self.name}: {reason}; {self._remedy(reason)}") from error

    def _remedy(self, reason: str) -> str:
        if self.on_postgresql:
            return "is the server up, and may this user write to the database?"
        if "not a database" in reason or "malformed" in reason:
            return "name another file, or restore this one from a copy"
        if "full" in reason or "I/O" in reason:
            return "make room on the disk; what was stored before is whole"
        return "may it be written to, and does another program hold it?"


def _passes(error: BaseException | None) -> bool:
    """Say whether the failure may be gone when the same is tried again."""
    if not isinstance(error, OperationalError):
        return False
    reason = str(error.orig).lower()
    return error.connection_invalidated or any(word in reason for word in ("locked", "deadlock", "connect"))
