"""What the documentation site takes from outside docs/: READMEs, the changes, the sample map, the notebooks."""

from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
_PAGES = {
    "index.md": "README.md",
    "data.md": "data/README.md",
    "models.md": "data/models/README.md",
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
}
_FOLDERS = {"sample": "maps/sample", "notebooks": "notebooks"}
_SHOWN = {".html", ".geojson", ".ipynb"}
# Where a link of the repository leads to on the site.
_LINKS = {
    "](docs/": "](",
    "](../data/README.md": "](data.md",
    "](../data/models/README.md": "](models.md",
    "](data/models/README.md": "](models.md",
    "](data/README.md": "](data.md",
    "](CONTRIBUTING.md": "](contributing.md",
    "](../maps/sample/": "](sample/",
}
_FRAME = '\n<iframe src="sample/map.html" title="A map" style="width:100%;height:70vh;border:0"></iframe>\n'


def on_files(files: Files, config: Any) -> Files:
    """Add what lies elsewhere in the repository."""
    for name, source in _PAGES.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    for name, folder in _FOLDERS.items():
        for path in sorted((ROOT / folder).iterdir()):
            if path.suffix in _SHOWN:
                files.append(File.generated(config, f"{name}/{path.name}", abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Lead links to where things are on the site, and show the map where it is told of."""
    for repository, site in _LINKS.items():
        markdown = markdown.replace(repository, site)
    return markdown + _FRAME if page.file.src_uri == "sample.md" else markdown
