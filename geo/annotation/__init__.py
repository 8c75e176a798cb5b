"""Annotated news: which words of an article tell of which event, and where, when, how many, and who says so.

``docs/annotation.md`` is the guideline, ``docs/schemas/annotation.schema.json`` the format: one article a line,
offsets into a text that lies elsewhere (others' corpora are no part of the repository) or beside it (our own).
``python -m geo.annotation`` has the tools: show, dump, compile, patch, check and draw.
"""
