"""Answers of online geocoders, kept in an SQLite file."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from geo.errors import GeocoderError

_DAY_S = 86_400
_SCHEMA = "CREATE TABLE IF NOT EXISTS answer (question TEXT PRIMARY KEY, stored REAL NOT NULL, answer TEXT NOT NULL)"
_WAIT_S = 30.0


class AnswerCache:
    """Questions and their answers, also "there is none"; several processes may share the file.

    An answer older than ``max_age_days`` counts as not there and is replaced by the next one.
    """

    def __init__(self, path: Path, max_age_days: float) -> None:
        self.path = path
        self._max_age_s = max_age_days * _DAY_S

    def get(self, question: dict[str, Any]) -> list[Any] | None:
        """Return the kept answer, or None.

        Raises:
            GeocoderError: if the file is damaged or cannot be opened.

        """
        query = "SELECT stored, answer FROM answer WHERE question = ?"
        rows = self._run(query, (_key(question),))
        if not rows or not 0 <= time.time() - rows[0][0] <= self._max_age_s:
            return None
        try:
            answer: list[Any] = json.loads(rows[0][1])
        except json.JSONDecodeError as error:
            raise GeocoderError(f"{self.path}: the cache of geocoders' answers is damaged; delete it") from error
        return answer

    def put(self, question: dict[str, Any], answer: Sequence[Any]) -> None:
        """Keep an answer; the whole row or nothing.

        Raises:
            GeocoderError: if the file is damaged or cannot be written.

        """
        statement = "INSERT OR REPLACE INTO answer (question, stored, answer) VALUES (?, ?, ?)"
        self._run(statement, (_key(question), time.time(), json.dumps(list(answer), default=str)))

    def _run(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_WAIT_S)) as connection, connection:
                connection.execute(_SCHEMA)
                return connection.execute(statement, values).fetchall()
        except (OSError, sqlite3.Error) as error:
            raise GeocoderError(
                f"{self.path}: the cache of geocoders' answers cannot be used ({error}); delete it or name another file"
            ) from error


def _key(question: dict[str, Any]) -> str:
    return json.dumps(question, sort_keys=True, ensure_ascii=False, default=str)
