"""New events, posted one by one to whoever asked for them: signed, in order, again until they are taken.

Signatures, headers and the frame of the body are those of Standard Webhooks 1.0, which has libraries for receivers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import random
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from geo import fetching
from geo.errors import DatelineError, InputError
from geo.fetching import check_url
from geo.fetching.addresses import shown
from geo.service import features, parameters
from geo.store import Outbox, Selection

if TYPE_CHECKING:
    from geo.store import News, Store

_log = logging.getLogger(__name__)
_KEY_BYTES = range(24, 65)
_PREFIX = "whsec_"
_FETCHED = 20  # events read from the store at once, and again after each failure
_LOOK_S = 5.0  # how often to look for what other programs put in
_TIMEOUT_S = 15.0  # for one delivery
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 600.0


@dataclass(frozen=True, slots=True)
class Waits:
    """How many seconds a delivery may take, and how many lie before its second try, doubled up to the longest."""

    timeout_s: float = _TIMEOUT_S
    first_s: float = _FIRST_WAIT_S
    longest_s: float = _LONGEST_WAIT_S


def signing_key(secret: str | None) -> bytes:
    """Return the key of a secret as Standard Webhooks writes it, "whsec_" and 24 to 64 bytes in base64.

    Raises:
        InputError: if it is none; the message has a fresh one.

    """
    try:
        key = base64.b64decode((secret or "").removeprefix(_PREFIX), validate=True)
    except ValueError:
        key = b""
    if not (secret or "").startswith(_PREFIX) or len(key) not in _KEY_BYTES:
        fresh = _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
        raise InputError(
            "a webhook needs a secret that its receiver knows, too: set DATELINE_WEBHOOK_SECRET to whsec_ and 24 to 64"
            f" random bytes in base64, for example {fresh}"
        )
    return key


def signed_headers(message_id: str, moment: int, content: bytes, key: bytes) -> dict[str, str]:
    """Return the headers of Standard Webhooks for a message sent at a moment (seconds since 1970, UTC)."""
    digest = hmac.digest(key, f"{message_id}.{moment}.".encode() + content, "sha256")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


@dataclass(frozen=True, slots=True)
class Target:
    """A webhook as it was given, its URL, and which events its fragment asks for."""

    webhook: str
    url: str
    selection: Selection


def checked(webhooks: Sequence[str], secret: str | None) -> tuple[bytes, list[Target]]:
    """Return the key, and each webhook: a URL with a fragment such as ``#event_class=protest&min_killed=5``.

    Raises:
        AddressRefused: if one is no ``http`` or ``https`` URL.
        InputError: if a fragment has what no feed has, or the secret is none.

    """
    targets = [_target(webhook) for webhook in dict.fromkeys(webhooks)]
    return signing_key(secret) if targets else b"", targets


def _target(webhook: str) -> Target:
    url, _, fragment = webhook.partition("#")
    check_url(url)
    pairs = parse_qsl(fragment, keep_blank_values=True)
    for name, _ in pairs:
        if name in {"limit", "offset", "f"} or sum(name == other for other, _ in pairs) > 1:
            raise InputError(f"--webhook: the parameter '{shown(name)}' is not for a webhook, or given twice")
    return Target(webhook, url, parameters.page(dict(pairs), "events").selection)


def message(one: News) -> tuple[str, bytes]:
    """Return the id of a message, the same whenever it is sent, and its body."""
    [feature] = features.features("events", [one.row])
    at = one.known_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    body = f'{{"type": "event.new", "timestamp": {json.dumps(at)}, "data": {feature}}}'
    return f"msg_{hashlib.sha256(str(one.row['id']).encode()).hexdigest()[:32]}", body.encode()


class Webhooks:
    """Delivers to webhooks until it is closed, each by a thread of its own."""

    def __init__(
        self,
        store: Store,
        targets: Sequence[Target],
        key: bytes,
        *,
        allow_private: bool,
        waits: Waits | None = None,
    ) -> None:
        """Start delivering what is new in ``store``."""
        me = secrets.token_hex(16)
        self._threads = [
            _Deliveries(
                # The address may be a secret, so that the store knows it by its digest.
                Outbox(store, hashlib.sha256(target.webhook.encode()).hexdigest(), target.selection, me),
                target.url,
                key,
                allow_private=allow_private,
                waits=waits or Waits(),
            )
            for target in targets
        ]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Say that something may be new."""
        for thread in self._threads:
            thread.wake()

    def close(self) -> None:
        """Stop; what is not delivered is delivered at the next start."""
        for thread in self._threads:
            thread.close()

    def join(self) -> None:
        """Wait until what is on its way has arrived, or failed."""
        for thread in self._threads:
            thread.join()


class _Deliveries(threading.Thread):
    """Delivers to one webhook."""

    def __init__(self, outbox: Outbox, url: str, key: bytes, *, allow_private: bool, waits: Waits) -> None:
        self._host = shown(urlsplit(url).hostname or "")
        super().__init__(name=f"webhook-{self._host}", daemon=True)
        self._outbox = outbox
        self._url = url
        self._key = key
        self._allow_private = allow_private
        self._waits = waits
        self._failures = 0
        self._taken: News | None = None  # by the receiver, but not noted in the store yet
        self._changed = threading.Condition()
        self._woken = False
        self._closing = False

    def wake(self) -> None:
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def run(self) -> None:
        while not self._closing:
            try:
                self._round()
            except DatelineError as error:  # the store is away
                _log.error("%s", error)
                self._pause(_LOOK_S)
            except Exception as error:  # a thread that dies would silently end all deliveries
                _log.error("webhook %s: %s", self._host, type(error).__name__)
                self._pause(_LOOK_S)
        try:
            self._note()
            self._outbox.release()
        except DatelineError as error:
            _log.error("%s", error)

    def _round(self) -> None:
        """Deliver what waits, until one is not taken or nothing waits; then wait."""
        self._note()
        found = self._outbox.waiting(_FETCHED) if self._outbox.hold() else []
        for one in found:
            if self._closing:
                return
            wait_s = self._attempt(one)
            if wait_s is not None:
                self._pause(wait_s)
                return
            self._taken = one
            self._note()
        if not found:
            self._pause(_LOOK_S, until_woken=True)

    def _note(self) -> None:
        if self._taken is not None:
            self._outbox.delivered(self._taken)
            self._taken = None

    def _attempt(self, one: News) -> float | None:
        """Send an event; return how many seconds to wait before the next try, None where it was taken."""
        name, content = message(one)
        headers = {"Content-Type": "application/json"} | signed_headers(name, int(time.time()), content, self._key)
        retry_after = ""
        try:
            answer = fetching.post(
                self._url,
                content,
                headers=headers,
                allow_private=self._allow_private,
                timeout_s=self._waits.timeout_s,
            )
        except DatelineError as error:
            problem = str(error)
        else:
            if 200 <= answer.status < 300:
                if self._failures:
                    _log.warning("webhook %s: takes events again", self._host)
                self._failures = 0
                return None
            problem = f"{self._host}: HTTP {answer.status}"
            retry_after = answer.headers.get("retry-after", "")
        wait_s = min(self._waits.first_s * 2.0 ** min(self._failures, 30), self._waits.longest_s)
        wait_s *= random.uniform(0.9, 1.1)  # noqa: S311 - only so that not all come at once
        if retry_after.isdecimal() and len(retry_after) < 9:
            wait_s = max(wait_s, min(float(retry_after), self._waits.longest_s))
        self._failures += 1
        _log.warning("webhook %s; an event waits for try %d, in %.0f s", problem, self._failures + 1, wait_s)
        return wait_s

    def _pause(self, seconds: float, *, until_woken: bool = False) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or (until_woken and self._woken), seconds)
            self._woken = False
