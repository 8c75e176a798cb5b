"""What must be true of a file before GDAL may see it, and what GDAL may do then.

GDAL chooses a driver by what a file holds, whatever it is called, and follows what a file refers to: other files,
and addresses. A layer that comes from somebody else must not lead it anywhere.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import UnreadableSource
from geo.layers import foreign_geopackage

# How files begin that are what their suffix says, and the driver of GDAL that reads them (none: GDAL does not).
_BEGINNINGS = {".fgb": b"fgb\x03", ".gpkg": b"SQLite format 3\0", ".parquet": b"PAR1"}
_DRIVERS = {".fgb": "FlatGeobuf", ".gpkg": "GPKG"}
# Where SQLite keeps the application that a database is of, and GeoPackage's names there (OGC 12-128, requirement 2).
_APPLICATION = slice(68, 72)
_GEOPACKAGES = {b"GPKG", b"GP10", b"GP11"}
# Where a FlatGeobuf file has its header, a FlatBuffer; the numbers of those of its fields that are looked at.
_HEADER_SIZE, _HEADER = slice(8, 12), 12
_LARGEST_HEADER = 10_000_000
_COUNT, _CRS, _ORGANISATION, _CODE, _WKT = 8, 10, 0, 1, 4
# The bytes of a feature without anything.
_LEAST_FEATURE = 16
# No function in a file's schema that is not harmless, no other files by SQL, and no network but by way of a port
# of this machine where nobody listens; and what would let some hosts be asked without that.
_ALONE = {
    "OGR_SQLITE_PRAGMA": "trusted_schema=0",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
}
_EXCEPTIONS = ("no_proxy", "NO_PROXY")


def check_beginning(path: Path) -> Mapping[str, int] | None:
    """Make sure that a file is what its suffix says, and holds its rows and its coordinate systems itself.

    Returns how many rows each layer of a GeoPackage has, which may say another number, by its name in small letters.

    Raises:
        UnreadableSource: if it is or does not.

    """
    suffix = path.suffix.lower()
    with path.open("rb") as file:
        first = file.read(_APPLICATION.stop)
    is_right = first.startswith(_BEGINNINGS[suffix])
    if not is_right or (suffix == ".gpkg" and first[_APPLICATION] not in _GEOPACKAGES):
        raise UnreadableSource(f"{path}: is no {suffix} file, whatever it is called")
    if suffix == ".gpkg":
        return _check_tables(path)
    if suffix == ".fgb":
        _check_header(path)
    return None


def system_error(path: Path | str) -> UnreadableSource:
    """Return the error for a file that names a coordinate system which nobody can read."""
    return UnreadableSource(f"{path}: its coordinate system cannot be read: save the layer in WGS 84")


def _check_tables(path: Path) -> Mapping[str, int]:
    rows, systems = foreign_geopackage.check(path)
    for system in systems:
        written = [value for name, value in system.items() if name.startswith("definition")]
        if not _is_known(system.get("organization"), system.get("organization_coordsys_id"), *written):
            raise system_error(path)
    return rows


def _check_header(path: Path) -> None:
    with path.open("rb") as file:
        size = int.from_bytes(file.read(_HEADER)[_HEADER_SIZE], "little")
        header = file.read(min(size, _LARGEST_HEADER))
    try:
        at = _field(header, _target(header, 0), _CRS)
        system = None if at is None else _target(header, at)
        organisation, code, written = (
            None if system is None else _field(header, system, number) for number in (_ORGANISATION, _CODE, _WKT)
        )
        authority = "EPSG" if organisation is None else _text(header, organisation)
        counted = _field(header, _target(header, 0), _COUNT)
        count = 0 if counted is None else int(struct.unpack_from("<Q", header, counted)[0])
        number = 0 if code is None else int(struct.unpack_from("<i", header, code)[0])
        text = "" if written is None else _text(header, written)
    except struct.error as error:
        raise UnreadableSource(f"{path}: is no readable layer (its header is broken)") from error
    if count > path.stat().st_size // _LEAST_FEATURE:
        raise UnreadableSource(f"{path}: is no readable layer (it says that it has more features than it can hold)")
    if (number or text) and not _is_known(authority, number, text):
        raise system_error(path)


def _field(data: bytes, table: int, number: int) -> int | None:
    """Return where a field of a FlatBuffer's table stands, None where it has none."""
    names = table - int(struct.unpack_from("<i", data, table)[0])
    offset = 0
    if 4 + 2 * number < struct.unpack_from("<H", data, names)[0]:
        (offset,) = struct.unpack_from("<H", data, names + 4 + 2 * number)
    return table + offset if offset else None


def _target(data: bytes, at: int) -> int:
    return at + int(struct.unpack_from("<I", data, at)[0])


def _text(data: bytes, at: int) -> str:
    start = _target(data, at) + 4
    (length,) = struct.unpack_from("<I", data, start - 4)
    return data[start : start + length].decode("utf-8", "replace")


def _is_known(authority: object, code: object, *definitions: object) -> bool:
    """Say whether a coordinate system is known by its name, or written out."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    if isinstance(authority, str) and isinstance(code, str | int):
        with suppress(CRSError):
            CRS.from_authority(authority, code)
            return True
    for definition in definitions:
        with suppress(CRSError):
            if isinstance(definition, str):
                CRS.from_wkt(definition)
                return True
    return False


def check_driver(path: Path, layer: str) -> None:
    """Make sure that GDAL reads a file by the driver of its suffix.

    Raises:
        UnreadableSource: if it takes the file for something else.

    """
    import pyogrio  # type: ignore[import-untyped]  # ships no types

    if pyogrio.read_info(path, layer=layer)["driver"] != _DRIVERS[path.suffix.lower()]:
        raise UnreadableSource(f"{path}: is no {path.suffix} file, whatever it is called")


@contextmanager
def gdal_alone() -> Iterator[None]:
    """Keep GDAL from the network and from other files until the block ends."""
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in _ALONE}
    exceptions = {name: os.environ.pop(name) for name in _EXCEPTIONS if name in os.environ}
    pyogrio.set_gdal_config_options(_ALONE)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
        os.environ.update(exceptions)


@contextmanager
def proj_alone() -> Iterator[None]:
    """Keep PROJ from the network until the block ends: a coordinate system may name a grid by its address."""
    # Documented as the module's own; it has them from another.
    from pyproj.network import is_network_enabled, set_network_enabled  # type: ignore[attr-defined]

    before = is_network_enabled()
    set_network_enabled(active=False)
    try:
        yield
    finally:
        set_network_enabled(active=before)
