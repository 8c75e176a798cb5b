"""Typed values out of a JSON object; what is missing, of another kind or unknown is named by its field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

Labels = TypeVar("Labels", bound=StrEnum)
Read = TypeVar("Read")


class Wrong(ValueError):
    """A value that the format does not allow. ``field`` says where it stands, as ``events[2].killed.min``."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(f"{field}: {what}")
        self.field = field
        self.what = what


class Fields:
    """The fields of one JSON object; each is taken once, and none may be left at the end."""

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, dict):
            raise Wrong(path or "-", f"an object is needed, not {_shown(value)}")
        self._values = dict(value)
        self._path = path

    def path(self, name: str) -> str:
        """Return the path of a field."""
        return f"{self._path}.{name}" if self._path else name

    def take(self, name: str, *, needed: bool = True) -> Any:
        """Return a field's value, None where it is null, or absent and not needed.

        Raises:
            Wrong: if it is needed and absent.

        """
        if name not in self._values:
            if needed:
                raise Wrong(self.path(name), "is missing")
            return None
        return self._values.pop(name)

    def has(self, name: str) -> bool:
        """Say whether a field is there and not null."""
        return self._values.get(name) is not None

    def there(self, name: str) -> bool:
        """Say whether a field is there, be it null."""
        return name in self._values

    def text(self, name: str) -> str:
        """Return text that is not empty."""
        value = self.take(name)
        if not isinstance(value, str) or not value.strip():
            raise Wrong(self.path(name), f"text is needed, not {_shown(value)}")
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise Wrong(self.path(name), "half a character (a lone surrogate) is no text")
        return value

    def text_or_none(self, name: str, *, needed: bool = False) -> str | None:
        """Return text, None where it is null, or absent and not needed."""
        return self.text(name) if self.has(name) else self.take(name, needed=needed)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self.take(name)
        if not isinstance(value, bool):
            raise Wrong(self.path(name), f"true or false is needed, not {_shown(value)}")
        return value

    def whole(self, name: str) -> int:
        """Return a whole number."""
        value = self.take(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Wrong(self.path(name), f"a whole number is needed, not {_shown(value)}")
        return value

    def whole_or_none(self, name: str) -> int | None:
        """Return a whole number, None where it is null."""
        return self.whole(name) if self.has(name) else self.take(name)

    def real_or_none(self, name: str) -> float | None:
        """Return a number, None where it is null."""
        value = self.take(name)
        if value is not None and (not isinstance(value, int | float) or isinstance(value, bool)):
            raise Wrong(self.path(name), f"a number is needed, not {_shown(value)}")
        try:
            return None if value is None else float(value)
        except OverflowError:
            raise Wrong(self.path(name), f"{_shown(value)} is too large") from None

    def day(self, name: str) -> dt.date:
        """Return a calendar day written ``2025-04-04``."""
        value = self.take(name)
        try:
            day = dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise Wrong(self.path(name), f"a day as 2025-04-04 is needed, not {_shown(value)}") from None
        if day.isoformat() != value:
            raise Wrong(self.path(name), f"a day as 2025-04-04 is needed, not {_shown(value)}")
        return day

    def label(self, name: str, labels: type[Labels]) -> Labels:
        """Return one of a set of labels."""
        return self._label(self.take(name), name, labels)

    def labels(self, name: str, labels: type[Labels]) -> tuple[Labels, ...]:
        """Return a list of labels, empty where it is absent."""
        return tuple(
            self._label(value, f"{name}[{position}]", labels) for position, value in enumerate(self._list(name))
        )

    def one(self, name: str, read: Callable[[Fields], Read]) -> Read | None:
        """Return what ``read`` makes of an object, None where it is null or absent."""
        value = self.take(name, needed=False)
        return None if value is None else whole_object(Fields(value, self.path(name)), read)

    def many(self, name: str, read: Callable[[Fields], Read], *, needed: bool = False) -> tuple[Read, ...]:
        """Return what ``read`` makes of each object of a list, nothing where it is absent and not needed."""
        if needed and not self.has(name):
            raise Wrong(self.path(name), "a list is needed")
        return tuple(
            whole_object(Fields(value, self.path(f"{name}[{position}]")), read)
            for position, value in enumerate(self._list(name))
        )

    def end(self) -> None:
        """See that no field is left.

        Raises:
            Wrong: if the format knows no such field.

        """
        if self._values:
            raise Wrong(self.path(next(iter(self._values))), "there is no such field")

    def _list(self, name: str) -> list[object]:
        value = self.take(name, needed=False)
        if value is not None and not isinstance(value, list):
            raise Wrong(self.path(name), f"a list is needed, not {_shown(value)}")
        return value or []

    def _label(self, value: object, name: str, labels: type[Labels]) -> Labels:
        if not isinstance(value, str) or value not in list(labels):
            raise Wrong(self.path(name), f"unknown label {_shown(value)}; there are {', '.join(labels)}")
        return labels(value)


def whole_object(fields: Fields, read: Callable[[Fields], Read]) -> Read:
    """Read an object and see that it has no fields beyond those.

    Raises:
        Wrong: if it has, or one has a value that is not allowed.

    """
    made = read(fields)
    fields.end()
    return made


def _shown(value: object) -> str:
    """Return a value short enough for a message, and without line breaks."""
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
