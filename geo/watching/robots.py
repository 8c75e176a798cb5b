"""What a host's robots.txt allows (RFC 9309), asked once a day, or sooner again where it cannot be had."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from geo.errors import AddressRefused, InputError, MissingExtra, UnreadableSource
from geo.fetching import Response
from geo.fetching.addresses import shown

if TYPE_CHECKING:
    from protego import Protego

_AGENT = "dateline"
_KEEP_S = 86_400.0
# A host that is out of order is not asked for every page.
_KEEP_FAILURE_S = 300.0
# RFC 9309, section 2.5: at least 500 kibibytes must be read; what is longer is cut there.
_MAX_BYTES = 512_000
_LONGEST_DELAY_S = 60.0


class Unavailable(UnreadableSource):
    """The page may be there at another time."""


@dataclass(slots=True)
class _Rules:
    parser: Protego | None
    until: float


class Robots:
    """Answers whether an address may be fetched, and how long to wait between two of its host."""

    def __init__(self, fetch: Callable[[str], Response], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._rules: dict[str, _Rules] = {}
        self._asking: dict[str, threading.Lock] = {}

    def allows(self, url: str) -> bool:
        """Say whether the host lets programs fetch ``url``.

        Raises:
            AddressRefused: if the address is not one to fetch, or the host not one to fetch from.
            Unavailable: if the host cannot tell for now; until it can, nothing is allowed (RFC 9309, 2.3.1.4).

        """
        rules = self._of(url)
        try:
            return rules.can_fetch(url, _AGENT)
        except ValueError as error:
            raise AddressRefused(f"{shown(url)}: this is no URL ({error})") from error

    def delay_s(self, url: str) -> float:
        """Return the seconds that the host wants between two requests, a minute at most, 0 if it cannot tell."""
        try:
            wanted = self._of(url).crawl_delay(_AGENT)
        except Unavailable:
            return 0.0
        return min(wanted, _LONGEST_DELAY_S) if wanted else 0.0

    def _of(self, url: str) -> Protego:
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        # Of several threads one asks, and the others wait for its answer.
        with self._asking.setdefault(host, threading.Lock()):
            known = self._rules.get(host)
            if known is None or known.until < self._clock():
                parser = self._read(host)
                keep_s = _KEEP_S if parser else _KEEP_FAILURE_S
                known = self._rules[host] = _Rules(parser, self._clock() + keep_s)
        if known.parser is None:
            raise Unavailable(f"{shown(url)}: the robots.txt of its host cannot be had")
        return known.parser

    def _read(self, host: str) -> Protego | None:
        """Return the rules, None where they cannot be had for now."""
        try:
            from protego import Protego
        except ImportError as error:
            raise MissingExtra("robots.txt is read with protego: pip install 'dateline[service]'") from error
        try:
            answer = self._fetch(f"{host}/robots.txt")
        except AddressRefused:
            raise
        except InputError:
            return None
        if answer.status >= 500 or answer.status == 429:
            return None
        # 2.3.1.3: unavailable is allowed
        body = answer.body[:_MAX_BYTES] if answer.status < 400 else b""
        return Protego.parse(body.decode("utf-8-sig", "replace"))
