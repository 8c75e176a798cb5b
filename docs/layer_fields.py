"""Write the JSON Schemas of the layers and the tables of fields in layers.md from geo/layers/fields.py."""

import json
import re
from pathlib import Path

from geo import layers

HERE = Path(__file__).parent


def files() -> dict[Path, str]:
    """Return the contents of every file that this script keeps."""
    found = {
        HERE / "schemas" / f"{name}.schema.json": json.dumps(layers.schema(name), indent=2, ensure_ascii=False) + "\n"
        for name in layers.LAYER_NAMES
    }
    page = (HERE / "layers.md").read_text(encoding="utf-8")
    tables = "\n\n".join(table(name) for name in layers.LAYER_NAMES)
    found[HERE / "layers.md"] = re.sub(
        r"(<!-- fields -->).*(<!-- /fields -->)",
        lambda match: f"{match[1]}\n{tables}\n{match[2]}",
        page,
        flags=re.DOTALL,
    )
    return found


def table(name: layers.LayerName) -> str:
    """Return the fields of a layer as a Markdown table."""
    rows = [
        f"| `{field.name}` | {field.type}{'' if field.required else '?'} | {described(field)} |"
        for field in layers.FIELDS[name]
    ]
    return "\n".join([f"### {name}\n", "| field | type (?: may be null) | |", "|---|---|---|", *rows])


def described(field: layers.Field) -> str:
    """Return the description with the values that are allowed."""
    values = ": " + ", ".join(f"`{value}`" for value in field.values) if field.values else "."
    return field.description.removesuffix(".") + values


if __name__ == "__main__":
    for path, text in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
