"""A web server on loopback that answers as a test says, and the network that makes it look like the internet."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore2

# Addresses of the public internet that tests pretend to reach (example.org's, and one of a root name server).
PUBLIC = "93.184.216.34"
PUBLIC_6 = "2606:2800:220:1:248:1893:25c8:1946"

Answer = tuple[int, dict[str, str], bytes]
Handler = BaseHTTPRequestHandler


@dataclass
class Site:
    """Pages by path: an answer, or a function that writes one itself. ``asked`` remembers the requests."""

    port: int
    pages: dict[str, Answer | Callable[[Handler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """Serve a site until the block ends."""

    class Pages(Handler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802 - the library's name
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = site.pages.get(self.path, (404, {}, b"nothing here"))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def do_HEAD(self) -> None:  # noqa: N802 - the library's name
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Internet:
    """Connects what goes to the public addresses with a site, and remembers every address asked for."""

    def __init__(self, site: Site, monkeypatch: Any) -> None:
        self.connected: list[str] = []
        connect = httpcore2.SyncBackend.connect_tcp

        def redirected(backend: Any, host: str, port: int, timeout: float | None = None, *more: Any) -> Any:
            self.connected.append(host)
            if host not in {PUBLIC, PUBLIC_6}:
                raise httpcore2.ConnectError(f"{host} is not there")
            return connect(backend, "127.0.0.1", site.port, timeout, *more)

        monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", redirected)
