"""Bodies of requests: looked at before they are decoded, and decoded where nobody else waits for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

# A body of this size is decoded in no time, whatever it holds.
_SMALL = 64_000
# One object of a few texts (geo.service.routes_intake). Lists and objects in one another take a hundred times their
# size in memory, and seconds in which nothing else of the process can run; texts take neither.
_FLAT = re.compile(
    rb"""
    \s*+ \{
    (?: \s*+ "(?: [^"\\]++ | \\. )*+" \s*+ : \s*+ (?: "(?: [^"\\]++ | \\. )*+" | [A-Za-z0-9.+-]{1,30} ) \s*+ ,?+ ){0,20}
    \s*+ \} \s*+
    """,
    re.VERBOSE | re.DOTALL,
)


class FlatRoute(APIRoute):
    """A route whose body is decoded in a thread, and refused undecoded where it is large and more than texts."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler of the library, given a request that reads its body as said."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await handler(_FlatRequest(request.scope, request.receive))

        return handle


class _FlatRequest(Request):
    async def json(self) -> Any:
        return await run_in_threadpool(_decoded, await self.body())


def _decoded(body: bytes) -> Any:
    if len(body) > _SMALL and not _FLAT.fullmatch(body):
        raise HTTPException(400, f"a body of more than {_SMALL // 1_000} kB is one object of texts")
    return json.loads(body)
