"""What lies at an address that the user named."""

from __future__ import annotations

from geo.errors import SourceNotFound, UnreadableSource
from geo.sources.opening import MAX_BYTES

_TIMEOUT_S = 30


def fetch(url: str) -> bytes:
    """Return the page at ``url``.

    Raises:
        SourceNotFound: if there is none.
        UnreadableSource: if it cannot be had, or is too large.

    """
    import requests

    from geo.about import VERSION

    try:
        with requests.get(
            url, timeout=_TIMEOUT_S, stream=True, headers={"User-Agent": f"dateline/{VERSION}"}
        ) as response:
            if response.status_code in {404, 410}:
                raise SourceNotFound(f"{url}: no such page (HTTP {response.status_code})")
            if not response.ok:
                raise UnreadableSource(f"{url}: the server answered HTTP {response.status_code}")
            data = bytearray()
            for chunk in response.iter_content(65_536):
                data += chunk
                if len(data) > MAX_BYTES:
                    raise UnreadableSource(f"{url} is larger than {MAX_BYTES // 1_000_000} MB")
            return bytes(data)
    except requests.RequestException as error:
        raise UnreadableSource(f"{url}: cannot be fetched ({type(error).__name__})") from error
