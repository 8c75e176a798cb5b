"""The log of a program that reads what strangers write: it says where something happened, and quotes nobody."""

from __future__ import annotations

import logging

# What these say is written here, or known not to quote a request.
_OWN = frozenset({"geo", "uvicorn"})


class _Formatter(logging.Formatter):
    """Leaves out what libraries say: their warnings quote the pages and feeds that they read."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] not in _OWN:
            said = f"said something at {record.pathname}:{record.lineno} that may quote an article"
            record = logging.LogRecord(record.name, record.levelno, record.pathname, record.lineno, said, None, None)
        return super().format(record)


def begin() -> None:
    """Write warnings and errors of this process to stderr, those of libraries without their words."""
    logging.captureWarnings(True)
    handler = logging.StreamHandler()
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
