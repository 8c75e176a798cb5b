"""What reading articles had to leave open, for people: each line once, and not without end."""

from __future__ import annotations

from geo.model import Article

# A corpus of a million lines may have a million bad days.
_MOST = 50


class Remarks:
    """Gathers the remarks of articles that are read one after the other."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._unsaid = 0

    def new(self, article: Article) -> list[str]:
        """Return what was not yet said of other articles; after fifty lines nothing more."""
        found = list(dict.fromkeys(remark for remark in article.remarks if remark not in self._said))
        told = found[: _MOST - len(self._said)]
        self._said.update(told)
        self._unsaid += len(found) - len(told)
        return told

    def rest(self) -> str | None:
        """Return the line that says how many more there were."""
        return f"{self._unsaid:,} more remarks like these" if self._unsaid else None
