#!/usr/bin/env bash
# A text argument of an MCP tool that may be left out is read as JSON, so that some texts are refused.
#
# Versions: mcp 2.3.0 (the official Python SDK), Python 3.11.
#
# Guess:    A parameter "title: str | None = None" takes any text. What the client sends as a JSON string reaches the tool
#           as that string.
# Seen:     Only where the annotation is exactly str. Of every other parameter the server reads a string as JSON first, and
#           where that gives a list, an object, true, false or null, it takes this in the string's place. A list or object
#           is then refused as "not a valid string", true and false too; the text "null" arrives as None. Texts that are
#           numbers are left alone.
# Matters:  The tool works until a text happens to be JSON: a headline "null", a pasted API answer, a search for "[]". With
#           "title: str = ''" the same texts arrive as they are.
#
# Output:   "Two killed"    optional: 'Two killed'  plain: 'Two killed'
#           "2025"          optional: '2025'        plain: '2025'
#           "null"          optional: None          plain: 'null'
#           "[]"            optional: refused       plain: '[]'
#           "{\"a\": 1}"    optional: refused       plain: '{"a": 1}'
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --disable-pip-version-check mcp==2.3.0

"$work/venv/bin/python" - <<'PY'
import json
import sys

import anyio
from mcp import Client
from mcp.server.mcpserver import MCPServer

server = MCPServer("texts", log_level="ERROR")


@server.tool()
def optional(title: str | None = None) -> str:
    return repr(title)


@server.tool()
def plain(title: str = "") -> str:
    return repr(title)


async def ask(client: Client, tool: str, text: str) -> str:
    answer = await client.call_tool(tool, {"title": text})
    return "refused" if answer.is_error else answer.content[0].text


async def main() -> bool:
    seen = []
    async with Client(server) as client:
        for text in ("Two killed", "2025", "null", "[]", '{"a": 1}'):
            found = [await ask(client, tool, text) for tool in ("optional", "plain")]
            print(f"{json.dumps(text):15} optional: {found[0]:13} plain: {found[1]}")
            seen.append(found[0] if found[1] == repr(text) else "changed")
    return seen == ["'Two killed'", "'2025'", "None", "refused", "refused"]


sys.exit(0 if anyio.run(main) else "the behaviour has changed")
PY
