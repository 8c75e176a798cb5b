"""What stands between the network and the service: sizes, times, hosts, origins, the token and headers.

Written as ASGI middleware, because that sees the body as it comes.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_BODY = 20_000_000
BODY_S = 30.0
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Nothing may be loaded but what this service serves; each page adds its nonce.
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "content-security-policy": "default-src 'none'; frame-ancestors 'self'",
    "cache-control": "no-store",
}
_log = logging.getLogger("geo.service")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a request may cost. ``body_s`` is how long its body may take to arrive."""

    max_body: int = MAX_BODY
    body_s: float = BODY_S


class Refused(Exception):
    """The request is answered with an error status and goes no further."""

    def __init__(self, status: int, description: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.headers = headers or {}


class Guard:
    """Wraps the application; refuses what is not allowed and adds the headers that every answer has."""

    def __init__(self, app: App, *, token: str | None, local_only: bool, limits: Limits | None = None) -> None:
        """Wrap ``app``.

        Args:
            app: the application.
            token: what a client must show, as a bearer token or as the password of any user; None asks for none.
            local_only: whether only names of this machine are right in ``Host`` (against DNS rebinding).
            limits: sizes and times.

        """
        self._app = app
        self._token = token
        self._local_only = local_only
        self._limits = limits or Limits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False
        late: list[Refused] = []  # what is wrong with the body, whatever the application makes of it

        async def guarded(message: Message) -> None:
            nonlocal started
            if late and not started:
                started = True
                await _answer(send, late[0])
            if late:
                return
            if message["type"] == "http.response.start":
                started = True
                present = {name.lower() for name, _ in message["headers"]}
                missing = {name: value for name, value in _HEADERS.items() if name.encode() not in present}
                message["headers"] = [*message["headers"], *_pairs(missing)]
            await send(message)

        try:
            self._check(scope)
            await self._app(_asking(scope), self._bounded(receive, late), guarded)
        except Refused as refused:
            if not started:
                await _answer(send, refused)
        except Exception as error:  # the client learns nothing of it, the log nothing of the article
            _log.error("%s %s failed: %s", scope["method"], scope["path"], _where(error))
            if not started:
                await _answer(send, Refused(500, "the service failed; its log says where"))

    def _check(self, scope: Scope) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        name = _host_name(host)
        if self._local_only and name not in _LOCAL_NAMES:
            raise Refused(421, "this service answers only as localhost; start it with --host to offer it to others")
        if self._token is not None and not _shows(headers.get("authorization", ""), self._token):
            challenge = {"www-authenticate": 'Basic realm="dateline", charset="UTF-8"'}
            raise Refused(401, "a token is needed: as a bearer token, or as the password of any user", challenge)
        if scope["method"] not in _SAFE_METHODS:
            origin = headers.get("origin")
            site = headers.get("sec-fetch-site", "same-origin")
            if (origin is not None and _authority(origin) != host) or site not in {"same-origin", "none"}:
                raise Refused(403, "another web page may not do this")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 18 or int(length) > self._limits.max_body:
            raise _too_large(self._limits)

    def _bounded(self, receive: Receive, late: list[Refused]) -> Receive:
        """Return ``receive``, which ends a body that is too long or too slow, and notes that in ``late``."""
        came = 0
        whole = False
        deadline = time.monotonic() + self._limits.body_s

        async def bounded() -> Message:
            nonlocal came, whole
            if whole:  # what comes now is the end of the connection
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, deadline - time.monotonic()))
            except TimeoutError as error:
                late.append(Refused(408, f"the request took longer than {self._limits.body_s:g} s to arrive"))
                raise late[0] from error
            if message["type"] == "http.request":
                came += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if came > self._limits.max_body:
                    late.append(_too_large(self._limits))
                    raise late[0]
            return message

        return bounded


def _asking(scope: Scope) -> Scope:
    """Return the request as the application answers it: HEAD is GET, of which the server sends the headers alone."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


def _too_large(limits: Limits) -> Refused:
    return Refused(413, f"a request holds {limits.max_body // 1_000_000} MB at most")


async def _answer(send: Send, refused: Refused) -> None:
    body = json.dumps({"code": str(refused.status), "description": refused.description}).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close"}
    pairs = _pairs(_HEADERS | headers | refused.headers)
    await send({"type": "http.response.start", "status": refused.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def _pairs(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _authority(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _shows(authorization: str, token: str) -> bool:
    kind, _, value = authorization.partition(" ")
    shown = value.strip()
    if kind.lower() == "basic":
        try:
            shown = base64.b64decode(shown, validate=True).decode("utf-8").partition(":")[2]
        except ValueError:  # no base64, or no UTF-8
            return False
    elif kind.lower() != "bearer":
        return False
    return hmac.compare_digest(shown.encode(), token.encode())


def _where(error: BaseException) -> str:
    """Return the kind of an error and the place in the code; its message may hold text of an article."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    at = f" at {frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
    return f"{type(error).__name__}{at}"
