"""Fetching, and posting to, what somebody else named: public hosts, http and https, bounded in bytes and seconds.

A service that fetches any URL it is given can be made to read what only its own machine may see
(server-side request forgery). So every name is resolved here, every address of the answer is
checked, and the connection goes to the address that was checked: a name that resolves to
something else a moment later gains nothing. The same holds for each redirect.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from geo.errors import AddressRefused, MissingExtra, UnreadableSource
from geo.fetching.addresses import addresses, check_url, is_public, shown

if TYPE_CHECKING:
    import ssl

    import httpcore2

    from geo.fetching.network import Resolver

__all__ = ["MAX_BYTES", "TIMEOUT_S", "Response", "check_url", "fetch", "is_public", "post"]

MAX_BYTES = 20_000_000
TIMEOUT_S = 30.0
_MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, its body unpacked. ``url`` is where it came from in the end.

    ``moved_to`` is the new address of the page where the server said that it moved for good.
    ``headers`` have lower-case names.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None


def fetch(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    allow_private: bool = False,
    max_bytes: int = MAX_BYTES,
    timeout_s: float = TIMEOUT_S,
    resolve: Resolver | None = None,
) -> Response:
    """Return what lies at ``url``, whatever its HTTP status.

    Args:
        url: an ``http`` or ``https`` URL.
        headers: more request headers ("If-None-Match").
        allow_private: whether hosts of this machine and its networks may be asked, too.
        max_bytes: the longest body, as it comes and unpacked.
        timeout_s: for everything together, redirects included.
        resolve: host and port to addresses; the system's resolver by default.

    Raises:
        AddressRefused: if the URL, or one it redirects to, is not one to fetch.
        UnreadableSource: if there is no answer in time, or too long a one.

    """
    at, moved_to, permanently = url, None, True
    with _connections(shown(url), timeout_s, resolve, allow_private=allow_private) as pool:
        for _ in range(_MAX_REDIRECTS + 1):
            check_url(at)
            with _request(pool, "GET", at, {"Accept-Encoding": "gzip"} | dict(headers or {})) as stream:
                found = _headers(stream)
                body = _body(stream.iter_stream(), found.get("content-encoding", ""), max_bytes, url)
                answer = Response(at, stream.status, found, body)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return Response(answer.url, answer.status, answer.headers, answer.body, moved_to)
            at = _target(at, answer.headers["location"])
            permanently = permanently and answer.status in _PERMANENT
            moved_to = at if permanently else moved_to
    raise UnreadableSource(f"{shown(url)}: more than {_MAX_REDIRECTS} redirects")


def post(
    url: str,
    content: bytes,
    *,
    headers: Mapping[str, str],
    allow_private: bool = False,
    timeout_s: float = TIMEOUT_S,
    resolve: Resolver | None = None,
) -> Response:
    """Send ``content`` to ``url``; return the status and headers of the answer, whose body is left unread.

    A redirect is an answer like any other: what is signed for one address is not sent to another. Errors name the
    host alone, as the rest of such an address is often a secret.

    Args:
        url: an ``http`` or ``https`` URL.
        content: what is sent.
        headers: more request headers, such as "Content-Type".
        allow_private: whether hosts of this machine and its networks may be sent to, too.
        timeout_s: for everything together.
        resolve: host and port to addresses; the system's resolver by default.

    Raises:
        AddressRefused: if the URL is not one to send to.
        UnreadableSource: if there is no answer in time.

    """
    check_url(url)
    name = shown(urlsplit(url).hostname or "")
    sized = {"Content-Length": str(len(content))} | dict(headers)
    with (
        _connections(name, timeout_s, resolve, allow_private=allow_private) as pool,
        _request(pool, "POST", url, sized, content) as answer,
    ):
        return Response(url, answer.status, _headers(answer), b"")


def _target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise AddressRefused(f"{shown(url)} redirects to {shown(location)}: this is no URL ({error})") from error


@contextmanager
def _connections(
    name: str, timeout_s: float, resolve: Resolver | None, *, allow_private: bool
) -> Iterator[httpcore2.ConnectionPool]:
    """Give connections to checked addresses, until so many seconds from now; ``name`` is what errors call the end."""
    try:
        import httpcore2

        from geo.fetching.network import Deadline, Network, TooLate
    except ImportError as error:
        raise MissingExtra("fetching needs httpcore2: pip install 'dateline[service]'") from error

    network = Network(resolve or addresses, Deadline(timeout_s), allow_private=allow_private)
    try:
        with httpcore2.ConnectionPool(ssl_context=_ssl_context(), network_backend=network) as pool:
            yield pool
    except (httpcore2.TimeoutException, TooLate) as error:
        raise UnreadableSource(f"{name}: no whole answer within {timeout_s:g} s") from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError, zlib.error, UnicodeError) as error:
        raise UnreadableSource(f"{name}: cannot be fetched ({_reason(error)})") from error


@contextmanager
def _request(
    pool: httpcore2.ConnectionPool, method: str, url: str, headers: Mapping[str, str], content: bytes | None = None
) -> Iterator[httpcore2.Response]:
    from geo.about import VERSION

    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    netloc = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    plain = {
        "Host": netloc + port,
        "User-Agent": f"dateline/{VERSION}",
        "Accept": "*/*",
        "Connection": "close",
    } | dict(headers)
    sent = [(name.encode("ascii"), value.encode("latin-1")) for name, value in plain.items()]
    address = f"{parts.scheme}://{netloc}{port}{_ascii(target)}"
    with pool.stream(method, address, headers=sent, content=content) as answer:
        yield answer


def _headers(answer: httpcore2.Response) -> dict[str, str]:
    """Return the headers of an answer, of those that come twice the first."""
    names = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in answer.headers]
    return dict(reversed(names))


def _body(chunks: Iterable[bytes], encoding: str, max_bytes: int, url: str) -> bytes:
    """Return the body unpacked, and never much more of it in memory than is allowed."""
    encoding = encoding.strip().lower()
    if encoding not in {"", "identity", "gzip", "x-gzip"}:
        raise UnreadableSource(f"{shown(url)}: packed as '{shown(encoding)}', which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    body = bytearray()
    came = 0
    for chunk in chunks:
        came += len(chunk)
        body += unpack.decompress(chunk, max_bytes + 1 - len(body)) if unpack else chunk
        if came > max_bytes or len(body) > max_bytes:
            raise UnreadableSource(f"{shown(url)} is larger than {max_bytes / 1_000_000:g} MB")
    if unpack and came and not unpack.eof:
        raise UnreadableSource(f"{shown(url)}: the answer broke off")
    return bytes(body)


def _ascii(target: str) -> str:
    """Return path and query as they are sent: what is not ASCII in percent signs."""
    return quote(target, safe="/?#[]@!$&'()*+,;=:%~-._")


@cache
def _ssl_context() -> ssl.SSLContext:
    import httpcore2

    return httpcore2.default_ssl_context()


def _reason(error: Exception) -> str:
    if isinstance(error, zlib.error):
        return "its packing is broken"
    return str(error) or type(error).__name__
