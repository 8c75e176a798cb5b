"""The annotator's tools: ``python -m geo.annotation show | dump | compile | patch | check | draw``."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.annotation import check, compiling, drawing, dumping, jsonl, pieces, texts
from geo.annotation.model import AnnotatedArticle
from geo.annotation.texts import Key, Source
from geo.errors import DatelineError, InputError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one tool; return 0, 1 where something is wrong with what was given, or the error's code."""
    parser = argparse.ArgumentParser(prog="python -m geo.annotation", description=__doc__)
    parser.add_argument("--shared", type=Path, default=texts.shared_folder(), help="the folder with others' corpora")
    parser.add_argument("--texts", type=Path, action="append", default=[], help="more texts (JSONL)")
    tools = parser.add_subparsers(required=True)
    show = _tool(tools, _show, "the numbered pieces of the texts given with --texts")
    show.add_argument("ids", nargs="*")
    dump = _tool(tools, _dump, "annotated articles as notation")
    dump.add_argument("file", type=Path)
    dump.add_argument("ids", nargs="*")
    compile_ = _tool(tools, _compile, "notation to annotated articles")
    patch = _tool(tools, _patch, "annotated articles with what a patch in notation changes")
    patch.add_argument("base", type=Path)
    for tool in (compile_, patch):
        tool.add_argument("--offsets", action="store_true", help="write offsets alone, as of a second reading")
        tool.add_argument("notation", type=Path)
        tool.add_argument("out", type=Path)
    checker = _tool(tools, _check, "say what is wrong, a line each; by default with all of data/annotations")
    checker.add_argument("files", type=Path, nargs="*")
    draw = _tool(tools, _draw, "the map of annotated articles")
    draw.add_argument("file", type=Path)
    draw.add_argument("ids", nargs="*")
    draw.add_argument("--out", type=Path, default=Path("maps"))
    options = parser.parse_args(arguments)
    try:
        code: int = options.run(options)
    except DatelineError as error:
        print(f"geo.annotation: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _tool(
    tools: argparse._SubParsersAction[argparse.ArgumentParser], run: object, description: str
) -> argparse.ArgumentParser:
    tool = tools.add_parser(getattr(run, "__name__", "")[1:], help=description, description=description)
    tool.set_defaults(run=run)
    return tool


def _sources(options: argparse.Namespace) -> Mapping[Key, Source]:
    folder = texts.annotations_folder_or_none()
    found = dict(texts.load(folder and folder / texts.OWN_FILE, options.shared))
    for path in options.texts:
        found |= texts.records(path)
    return found


def _wanted(options: argparse.Namespace) -> list[tuple[AnnotatedArticle, Source]]:
    sources = _sources(options)
    chosen = [one for one in jsonl.read(options.file) if not options.ids or one.id in options.ids]
    with_text = [(one, texts.source_of(one, sources)) for one in chosen]
    missing = [one.name for one, source in with_text if source is None]
    if missing or not chosen:
        raise InputError(f"no text of {missing[0]}: give --shared or --texts" if missing else "no such article")
    return [(one, source) for one, source in with_text if source]


def _show(options: argparse.Namespace) -> int:
    for path in options.texts:
        for (corpus, name), source in texts.records(path).items():
            if not options.ids or name in options.ids:
                print(f"@ {corpus}/{name}\n{pieces.numbered(source.text)}\n")
    return 0


def _dump(options: argparse.Namespace) -> int:
    for article, source in _wanted(options):
        print(dumping.dump(article, source.text) + "\n")
    return 0


def _compile(options: argparse.Namespace) -> int:
    return _written(compiling.compile_file(options.notation, _sources(options)), options)


def _patch(options: argparse.Namespace) -> int:
    base = jsonl.read(options.base)
    return _written(compiling.compile_file(options.notation, _sources(options), base), options)


def _written(compiled: compiling.Compiled, options: argparse.Namespace) -> int:
    for fault in compiled.faults:
        print(fault)
    articles = compiled.articles
    if options.offsets:
        articles = [dataclasses.replace(article, prose=None) for article in articles]
    print(f"{jsonl.write(articles, options.out)}: {len(articles)} articles", file=sys.stderr)
    return 1 if compiled.faults else 0


def _check(options: argparse.Namespace) -> int:
    if options.files:
        sources = check.sources(texts.annotations_folder_or_none(), options.shared)
        for path in options.texts:
            sources |= texts.records(path)
        checked = check.check(options.files, sources)
    else:
        checked = check.check_folder(texts.annotations_folder(), options.shared)
    for fault in checked.faults:
        print(fault)
    if checked.absent:
        where = f"not in {options.shared}" if options.shared else "neither --shared nor DATELINE_SHARED has corpora"
        number = sum(times for _, times in checked.absent)
        corpora = ", ".join(f"{corpus} {times}" for corpus, times in checked.absent)
        print(
            f"{number} articles were checked by their offsets alone: their texts are absent ({where}): {corpora}",
            file=sys.stderr,
        )
    print(f"{checked.articles} articles, {len(checked.faults)} faults", file=sys.stderr)
    return 1 if checked.faults else 0


def _draw(options: argparse.Namespace) -> int:
    from geo import publish

    parsed = [drawing.as_parsed(article, source) for article, source in _wanted(options)]
    for file in publish.write(parsed, options.out):
        print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
