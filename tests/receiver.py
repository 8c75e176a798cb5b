"""A receiver of webhooks on loopback that fails as a test says."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Handler = BaseHTTPRequestHandler
# What becomes of a message: a status, or a function that answers (or not) itself.
Fate = int | Callable[[Handler], None]


@dataclass
class Receiver:
    """``taken`` are the messages that were answered with 2xx, ``came`` all: headers (lower case) and body."""

    port: int
    fate: Callable[[int], Fate] = lambda number: 204
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def url(self, rest: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{rest}"

    def wait(self, done: Callable[["Receiver"], bool], seconds: float = 60) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: done(self), seconds), f"{len(self.taken)} of {len(self.came)} taken"


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    class Posts(Handler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one = ({name.lower(): value for name, value in self.headers.items()}, body)
            with receiver.changed:
                number = len(receiver.came)
                receiver.came.append(one)
                receiver.changed.notify_all()
            fate = receiver.fate(number)
            self.close_connection = True
            with contextlib.suppress(OSError):
                if callable(fate):
                    fate(self)
                    return
                if 200 <= fate < 300:
                    with receiver.changed:
                        receiver.taken.append(one)
                        receiver.changed.notify_all()
                self.send_response(fate)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Posts)
    server.daemon_threads = True
    receiver = Receiver(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
