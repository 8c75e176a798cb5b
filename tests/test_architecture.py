"""Imports go strictly down the ranks, in the light of what each module is for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import geo

PACKAGE = Path(geo.__file__).parent

# Lowest first; a module may import modules of lower ranks, and siblings inside its own package.
RANKS = [
    {"about", "errors"},
    {"model", "settings", "files", "fetching", "parquet"},
    {"datewords", "language", "gazetteer", "contract", "words"},
    {"dateline", "sources", "versions"},
    {"recognition", "resolution", "geocoding", "events", "layers"},
    {"pipeline", "maps", "profiles"},
    {"publish", "api", "store"},
    {"working"},
    {"batch", "watching"},
    {"service", "assistants"},
    {"commands"},
    {"annotation"},
    {"evaluation"},
    {"training", "cli"},
]
RANK = {name: rank for rank, names in enumerate(RANKS) for name in names}


def parts() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """Names directly below ``geo`` that the module imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == "geo":
            names = [f"geo.{alias.name}" for alias in node.names if alias.name != "__version__"]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide what depends on what"
            names = [node.module or ""]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("geo.")}
    return found


@pytest.mark.parametrize("path", parts(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_strictly_down(path: Path) -> None:
    part = part_of(path)
    if part == "__init__":
        return
    if part == "__main__":
        part = "cli"
    assert part in RANK, f"give geo.{part} a rank"
    for imported in imported_parts(path) - {part}:
        assert RANK[imported] < RANK[part], f"geo.{part} must not import geo.{imported}"


def test_every_public_module_says_what_it_is() -> None:
    for path in parts():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"


def test_import_geo_loads_nothing_heavy() -> None:
    script = "import geo, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "geopandas", "folium", "onnxruntime", "numpy", "pandas", "requests"} & set(loaded)


def loaded_by(*arguments: str) -> set[str]:
    script = f"import sys; sys.argv = {['dateline', *arguments]!r}\nfrom geo.cli import main\ntry: main()\nfinally: "
    script += "print('modules', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split()[1:])


def test_geocoding_a_name_loads_nothing_of_maps_tables_and_networks() -> None:
    loaded = loaded_by("geocode", "Kyiv")
    assert "sqlite3" in loaded
    assert not {"spacy", "onnxruntime", "pandas", "geopandas", "folium", "geopy", "requests", "pyproj"} & loaded


def test_parsing_loads_no_maps_and_tables(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("At least two people were killed in Kryvyi Rih on Friday.")
    script = "from geo import sources, pipeline; import sys\nfrom pathlib import Path\n"
    script += f"text = Path({str(text)!r}).read_text()\n"
    script += "assert pipeline.parse_article(sources.article_from_text(text)).events\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"pandas", "geopandas", "folium", "shapely", "geopy", "pyproj"} & set(done.stdout.split())


def test_public_names_exist_and_are_documented() -> None:
    for name in geo.__all__:
        assert name == "__version__" or getattr(geo, name).__doc__


def test_changelog_names_the_version() -> None:
    changelog = (PACKAGE.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {geo.__version__}" in changelog
