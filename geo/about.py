"""Which version of Dateline this is; the lowest module of all, so that everything can say it."""

from __future__ import annotations

VERSION = "0.1.0"
