"""Which URLs and which addresses may be fetched."""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from geo.errors import AddressRefused

MAX_URL = 2_000

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# RFC 6052: IPv6 addresses that a translator turns into IPv4 ones. (Where in an address of 64:ff9b:1::/48 the
# IPv4 one lies, only its network knows: those are not public.)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# All that IANA has given out for the public internet (RFC 4291, 2.4); what else there is, is or was for other ends.
_UNICAST = ipaddress.IPv6Network("2000::/3")


def check_url(url: str) -> None:
    """Refuse what is no plain ``http`` or ``https`` URL of a host.

    Raises:
        AddressRefused: saying why.

    """
    if len(url) > MAX_URL:
        raise AddressRefused(f"this URL is longer than {MAX_URL} characters")
    # Parsers differ about these characters; a URL that two programs read differently is a trick.
    if re.search(r"[\s\\\x00-\x20\x7f]", url):
        raise AddressRefused(f"{shown(url)}: a URL has no spaces, backslashes or control characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused(f"{shown(url)}: this is no URL ({error})") from error
    if parts.scheme not in {"http", "https"}:
        raise AddressRefused(f"{shown(url)}: only http and https URLs are fetched")
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(f"{shown(url)}: URLs with a user name or password are not fetched")
    if not host or port == 0:
        raise AddressRefused(f"{shown(url)}: this URL names no host")


def is_public(address: str) -> bool:
    """Say whether a numeric address belongs to the public internet, also through IPv6's disguises of IPv4."""
    try:
        ip: Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(ip.packed[-4:])
        if inner is None and ip.packed[:12] == bytes(12):  # "::127.0.0.1", long deprecated
            inner = ipaddress.IPv4Address(ip.packed[-4:])
        if inner is None and ip not in _UNICAST:
            return False
        ip = inner or ip
    return ip.is_global and not ip.is_multicast


def addresses(host: str, port: int) -> list[str]:
    """Return every address that the system's resolver knows for ``host``.

    Raises:
        OSError: if there is none.

    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def shown(text: str) -> str:
    """Return text that somebody else wrote, fit for an error message."""
    return "".join(character if character.isprintable() else "?" for character in text)[:200]
