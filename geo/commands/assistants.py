"""The command for assistants: ``mcp``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo.commands.common import Limit
from geo.settings import ARTICLE_LIMIT_S


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(mcp)


def mcp(
    *,
    store: Annotated[
        str | None,
        typer.Option(metavar="STORE", help="Keep articles there (news.gpkg); by default until the assistant hangs up."),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The one folder that maps are written into.")] = Path("maps"),
    limit: Limit = ARTICLE_LIMIT_S,
) -> None:
    """Give an assistant tools over stdin and stdout (Model Context Protocol): parse, geocode, map, look around."""
    from geo import assistants

    assistants.serve(store, out, limit)
