"""Asking an application without a server: for what only happens where something in it is broken on purpose."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

from serving import Answer


def ask(app: Any, path: str, headers: dict[str, str] | None = None) -> Answer:
    """Return the answer to a GET request; what the application raises after it is raised."""
    parts = urlsplit(path)
    sent: list[dict[str, Any]] = []
    given = {"host": "localhost"} | (headers or {})
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))
