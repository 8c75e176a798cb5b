"""The network as fetching may use it: checked addresses only, and only until a deadline."""

from __future__ import annotations

import queue
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore2

from geo.errors import AddressRefused
from geo.fetching.addresses import is_public, shown

# Host and port to addresses, all of them.
Resolver = Callable[[str, int], list[str]]


class TooLate(Exception):
    """The time is over."""


class Deadline:
    """A moment after which nothing is read or written any more."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TooLate: if there are none.

        """
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TooLate
        return seconds


class Network(httpcore2.NetworkBackend):
    """Resolves each name once, checks every address of the answer, and connects to what was checked."""

    def __init__(self, resolve: Resolver, deadline: Deadline, *, allow_private: bool) -> None:
        self._plain = httpcore2.SyncBackend()
        self._resolve = resolve
        self._deadline = deadline
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address that answers; one that is not public refuses them all."""
        found = self._resolved(host, port)
        for address in found:
            if not self._allow_private and not is_public(address):
                raise AddressRefused(f"{shown(host)} is {address}, not on the public internet: this is not fetched")
        error: Exception = OSError(f"{host} has no address")
        for address in found:
            try:
                return _Stream(self._plain.connect_tcp(address, port, self._deadline.left()), self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as refused:
                error = refused
        raise error

    def _resolved(self, host: str, port: int) -> list[str]:
        """Ask the resolver, which knows no time limit of its own, in a thread that is left alone when time is over."""
        answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolve(host, port))
            except Exception as error:  # it is raised below
                answer.put(error)

        threading.Thread(target=ask, name="resolver", daemon=True).start()
        try:
            found = answer.get(timeout=self._deadline.left())
        except queue.Empty:
            raise TooLate from None
        if isinstance(found, Exception):
            raise found
        return found


class _Stream(httpcore2.NetworkStream):
    """A connection that ends with the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
