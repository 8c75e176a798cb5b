"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from geo.errors import OutputError


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file under a temporary name and move it into place.

    Raises:
        OutputError: if that fails; what was there before stays.

    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".dateline-", suffix=path.suffix)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); choose another place.") from error
    return path
