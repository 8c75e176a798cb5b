"""Running the service with uvicorn, bound to this machine unless told otherwise."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from geo.errors import OutputError
from geo.fetching.addresses import is_loopback
from geo.service.app import Settings, create
from geo.working import logs

# A client must have sent a request's line and headers within so many seconds.
_HEADERS_S = 15.0
_LINGER_S = 10


class _Protocol(H11Protocol):
    """HTTP that hangs up on a client that never comes to the end of a request's headers, be it the first or a later."""

    _hurry: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._expect_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._have_headers()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # With the first byte of a next request, uvicorn's own time for an idle connection is over.
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._expect_headers()

    def handle_events(self) -> None:
        before = self.cycle
        super().handle_events()
        if self.cycle is not before:
            self._have_headers()  # from here on, the guard and the time of an idle connection count

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP as every other error: as JSON."""
        body = json.dumps({"code": "400", "description": msg}).encode()
        headers = [("content-type", "application/json"), ("content-length", str(len(body))), ("connection", "close")]
        for event in (h11.Response(status_code=400, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event))
        self.transport.close()

    def _expect_headers(self) -> None:
        if self._hurry is None:
            self._hurry = self.loop.call_later(_HEADERS_S, self.transport.close)

    def _have_headers(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None


def is_local(host: str) -> bool:
    """Say whether ``host`` is an address of this machine alone."""
    return host == "localhost" or is_loopback(host)


def serve(settings: Settings, host: str, port: int, begins: Callable[[], None] = lambda: None) -> None:
    """Serve until interrupted.

    Args:
        settings: what is served, and how.
        host: where to listen.
        port: where to listen.
        begins: called once address and store are to be had.

    Raises:
        StoreError: if the store cannot be opened.
        OutputError: if the address is taken or not of this machine.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OutputError(f"{host}:{port}: {error.strerror}; choose another with --host and --port") from error
    logs.begin()
    try:
        app = create(settings)
    except BaseException:
        listening.close()
        raise
    begins()
    config = uvicorn.Config(
        app,
        http=_Protocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=_LINGER_S,
        h11_max_incomplete_event_size=64_000,
    )
    uvicorn.Server(config).run(sockets=[listening])
