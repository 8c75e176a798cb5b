import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "docs" / "layer_fields.py"


def test_schemas_and_tables_are_those_of_the_code():
    spec = importlib.util.spec_from_file_location("layer_fields", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path, text in script.files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: run python docs/layer_fields.py"


@pytest.mark.parametrize(
    ("call", "needed"), [(".plot(", ["dateline[picture]"]), (".explore(", ["dateline[picture]", "mapclassify"])]
)
def test_an_example_that_a_plain_install_cannot_run_names_what_it_needs(call, needed):
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    examples = [line for page in pages for line in page.read_text(encoding="utf-8").splitlines() if call in line]
    assert examples
    assert [line for line in examples if not all(name in line for name in needed)] == []
