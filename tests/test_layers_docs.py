import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "docs" / "layer_fields.py"


def test_schemas_and_tables_are_those_of_the_code():
    spec = importlib.util.spec_from_file_location("layer_fields", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path, text in script.files().items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is old: run python docs/layer_fields.py"
