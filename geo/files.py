"""Writing files whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import OutputError


@contextmanager
def staging(directory: Path) -> Iterator[Path]:
    """Give a new directory inside ``directory``; when the block ends well, its files move up.

    Files of the same name are replaced, each in one step. When anything fails, ``directory``
    stays as it was.

    Raises:
        OutputError: if ``directory`` cannot be made or written to, or the disk is full.

    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".dateline-", dir=directory))
    except OSError as error:
        raise OutputError(f"{directory}: cannot be written to ({error.strerror}); choose another place") from error
    try:
        yield made
        for file in sorted(made.iterdir()):
            file.replace(directory / file.name)
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{directory}: {error.strerror or error}; nothing was changed") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> Path:
    """Write one file whole or not at all, and return its path.

    Raises:
        OutputError: if that fails; what was there before stays.

    """
    with staging(path.parent) as place:
        (place / path.name).write_bytes(content)
    return path
