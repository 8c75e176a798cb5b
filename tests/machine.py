"""What this machine can do, where tests have to know it."""

import platform
from pathlib import Path


def sums_int8_exactly() -> bool:
    """Say whether this processor adds up products of 8-bit numbers exactly.

    Those of x86 without VNNI saturate on the way (``vpmaddubsw``), so that int8 networks differ a little in their
    results from all others.
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return True
    flags = Path("/proc/cpuinfo")
    return flags.is_file() and "vnni" in flags.read_text(encoding="utf-8")
