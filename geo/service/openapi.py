"""The OpenAPI document as OGC API - Features asks for it: version 3.0, which FastAPI no longer writes.

FastAPI describes schemas with JSON Schema 2020-12 (OpenAPI 3.1); the few keywords of it that our
models use have an equal in OpenAPI 3.0.3.
"""

from __future__ import annotations

from typing import Any

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.0"
VERSION = "3.0.3"


def as_3_0(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document as one of version 3.0.3."""
    converted: dict[str, Any] = _converted(document)
    converted["openapi"] = VERSION
    return converted


def _converted(value: Any) -> Any:
    if isinstance(value, list):
        return [_converted(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {name: _converted(item) for name, item in value.items()}
    found = _without_null(found)
    if "const" in found and "properties" not in found:
        found["enum"] = [found.pop("const")]
    if isinstance(found.get("examples"), list):
        examples = found.pop("examples")
        found["example"] = examples[0]
    for limit in ("Minimum", "Maximum"):
        exclusive = f"exclusive{limit}"
        if isinstance(found.get(exclusive), int | float) and not isinstance(found[exclusive], bool):
            found[limit.lower()], found[exclusive] = found[exclusive], True
    return found


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema with ``nullable`` in the place of the type "null"."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        rest = [kind for kind in kinds if kind != "null"]
        schema = {**schema, "type": rest[0], "nullable": True} if len(rest) < len(kinds) else schema
        if isinstance(schema.get("enum"), list) and None not in schema["enum"] and schema.get("nullable"):
            schema["enum"] = [*schema["enum"], None]
        return schema
    choices = schema.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        rest = [choice for choice in choices if choice != {"type": "null"}]
        others = {name: item for name, item in schema.items() if name != "anyOf"}
        if len(rest) == 1 and "$ref" not in rest[0]:
            return {**rest[0], **others, "nullable": True}
        # Beside a reference, OpenAPI 3.0 reads nothing else.
        return (
            {"allOf": rest, **others, "nullable": True}
            if len(rest) == 1
            else {"anyOf": rest, **others, "nullable": True}
        )
    return schema
