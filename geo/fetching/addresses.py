"""Which URLs and which addresses may be fetched.

Which addresses are public stands in a table of our own: Python's ``is_global`` and the like answer by the
registries of the day on which that Python was made.
"""

from __future__ import annotations

import csv
import functools
import ipaddress
import re
import socket
from importlib import resources
from urllib.parse import urlsplit

from geo.errors import AddressRefused

MAX_URL = 2_000

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# Addresses of IPv6 that stand for one of IPv4, and how many bits lie behind that: mapped (RFC 4291), compatible (long
# deprecated), translated (RFC 6052) and 6to4 (RFC 3056). Where in an address of 64:ff9b:1::/48 the IPv4 one lies, only
# its network knows.
_DISGUISES = [
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
]


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
    ip = _parsed(address)
    if ip is None:
        return False
    for network, behind in _DISGUISES if int(ip) > 1 else ():  # "::" and "::1" are no disguises
        if ip in network:
            ip = ipaddress.IPv4Address(int(ip) >> behind & 0xFFFFFFFF)
    block = _block(ip)
    # Of IPv6, IANA has given out but a part for the public internet; what else there is, is or was for other ends.
    return _special()[block] if block is not None else ip.version == 4


def is_loopback(address: str) -> bool:
    """Say whether a numeric address is one of this machine alone."""
    ip = _parsed(address)
    return ip is not None and str(_block(ip)) in {"127.0.0.0/8", "::1/128"}


def _parsed(address: str) -> Address | None:
    """Return a numeric address without its zone, None where it is none."""
    try:
        return ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None


def _block(ip: Address) -> Network | None:
    """Return the smallest block of the registries that holds an address."""
    return max((block for block in _special() if ip in block), key=lambda block: block.prefixlen, default=None)


@functools.cache
def _special() -> dict[Network, bool]:
    """Return the blocks of the registries, and whether the public internet reaches them."""
    text = resources.files(__package__).joinpath("special_addresses.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {ipaddress.ip_network(row["block"]): row["reached"] == "yes" for row in rows}


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
