"""Write the tables of columns in profiles.md from geo/profiles."""

import re
from pathlib import Path

from geo import profiles

HERE = Path(__file__).parent


def files() -> dict[Path, str]:
    """Return the contents of every file that this script keeps."""
    path = HERE / "profiles.md"
    inside = "\n\n".join([summary(), *(table(profile) for profile in profiles.PROFILES.values())])
    page = path.read_text(encoding="utf-8")
    page = re.sub(
        r"(<!-- columns -->).*(<!-- /columns -->)",
        lambda match: f"{match[1]}\n{inside}\n{match[2]}",
        page,
        flags=re.DOTALL,
    )
    return {path: page}


def summary() -> str:
    """Return how many columns of each profile are filled."""
    rows = []
    for profile in profiles.PROFILES.values():
        empty = sum(is_empty(column) for column in profile.columns)
        rows.append(f"| `{profile.name}` | {profile.scheme} | {len(profile.columns) - empty} | {empty} |")
    return "\n".join(["| profile | of | columns filled | always empty |", "|---|---|---|---|", *rows])


def table(profile: profiles.Profile) -> str:
    """Return the columns of a profile as a Markdown table."""
    rows = [
        f"| `{column.name}` | {'' if is_empty(column) else column.says} | {column.says if is_empty(column) else ''} |"
        for column in (*profile.columns, *profile.added)
    ]
    head = [
        f"### {profile.name}\n",
        f"{profile.scheme}.\n",
        "| column | what is in it | why it is empty |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows])


def is_empty(column: profiles.Column) -> bool:
    """Say whether nothing is ever in a column."""
    return column.fill is None


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text, encoding="utf-8", newline="\n")
