"""CSV that is safe to open in a spreadsheet, and GeoParquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from geo.errors import MissingExtra
from geo.layers.fields import FIELDS, FieldType, LayerName

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

# What spreadsheets take for the start of a formula (OWASP, CSV injection), also in full width.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def write_csv(frame: GeoDataFrame, layer: LayerName, path: Path) -> None:
    """Write the attributes with latitude and longitude, not the polygons.

    UTF-8 without a byte order mark, which programs would take for a part of the first column's name. Text that a
    spreadsheet would run as a formula gets an apostrophe before it.
    """
    table = frame[[field.name for field in FIELDS[layer]]].copy()
    for field in FIELDS[layer]:
        if field.type is FieldType.TEXT:
            table[field.name] = table[field.name].map(defused, na_action="ignore")
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\r\n", date_format="%Y-%m-%d")


def write_parquet(frame: GeoDataFrame, layer: LayerName, path: Path | BinaryIO) -> None:
    """Write GeoParquet 1.1 with a bounding box for each feature, to a file or into memory.

    Raises:
        MissingExtra: if pyarrow is not installed.

    """
    import pandas as pd

    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtra("GeoParquet needs pyarrow: pip install 'dateline[parquet]'") from error
    types = {FieldType.TEXT: pd.StringDtype(), FieldType.DATE: pd.ArrowDtype(pa.date32())}
    typed = frame.astype({field.name: types[field.type] for field in FIELDS[layer] if field.type in types})
    typed.to_parquet(
        path, index=False, compression="zstd", schema_version="1.1.0", write_covering_bbox=True, geometry_encoding="WKB"
    )


def defused(text: str) -> str:
    """Return text that no spreadsheet runs as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
