"""The learned place linker: which of the names of an article says where an event happened.

It looks at what the rules of :mod:`geo.events.linking` found and at everything else that
:mod:`geo.events.place_features` sees, and may choose another name or none. The trees are in
``data/models/event-places.onnx``; :mod:`geo.training.event_places` makes them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import settings
from geo.errors import ModelError
from geo.events import place_features
from geo.events.drafts import PLACED_BY_CONTEXT, Draft
from geo.events.linking import Link
from geo.events.place_features import Setting
from geo.events.scenes import ASSUMED, Scene, contains
from geo.model import Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MODEL = "event-places.onnx"
# A name is a place of an event where that is likelier than not.
_LIKELY = 0.5
# The place that syntax gives stays, unless another is this much likelier; a tie this strong stays in any case of doubt.
_MARGIN = 0.15
# Where no name is likely, a tie by syntax that is no mere guess is better than no place.
_TIED = 0.3
_STRONG = 0.5
# So tied to the words of one event, a name of another sentence is not taken from it.
_SURE = 0.8


def settle(events: Sequence[Draft], setting: Setting) -> None:
    """Give each incident its likeliest place, None where no name is likely.

    What is said, agreed or judged keeps the place that its own clause gives, and so do arrests that
    have one, and each of several places that one sentence names in a row.
    """
    ruled = [(event, event.link) for event in events if event.link is not None]
    chosen: list[tuple[Draft, list[Scene]]] = []
    rows: list[tuple[float, ...]] = []
    previous: Place | None = None
    for event in events:
        unplaced_arrests = event.kind == "arrests" and event.link is None
        if (event.family in PLACED_BY_CONTEXT or unplaced_arrests) and event.shared is None:
            found = place_features.candidates(event, setting)
            if found:
                chosen.append((event, found))
                rows += place_features.rows(event, found, setting, previous)
        if event.link is not None:
            previous = event.link.scene.place
    shares = likelihoods(rows)
    for event, found in chosen:
        likely = likeliest(event.link, found, shares[: len(found)])
        shares = shares[len(found) :]
        if event.link is None or event.link.score < _TIED or not _is_of_another(likely, event, ruled):
            event.link = likely


def _is_of_another(link: Link | None, event: Draft, ruled: Sequence[tuple[Draft, Link]]) -> bool:
    """Say whether a name of another sentence is, by the words there, where another event happened."""
    if link is None or any(words.start <= link.scene.root.i < words.end for words in event.sentences):
        return False
    return any(other is not event and tie.scene is link.scene and tie.score >= _SURE for other, tie in ruled)


def likeliest(ruled: Link | None, scenes: Sequence[Scene], shares: NDArray[np.float64]) -> Link | None:
    """Return the likeliest place, the first of equals; None where no name is likely to be it.

    ``ruled`` is the place that the rules of syntax give.
    """
    if not scenes:
        return ruled
    best = int(shares.argmax())
    share = float(shares[best])
    if ruled is not None:
        if (
            scenes[best].preposition == ASSUMED
            and ruled.score >= _STRONG
            and contains(scenes[best].place, ruled.scene.place)
        ):
            return ruled  # the country that it lies in says nothing against a place
        own = max((float(one) for scene, one in zip(scenes, shares, strict=True) if scene is ruled.scene), default=0.0)
        if share - own < _MARGIN and (own >= _LIKELY or ruled.score >= _STRONG):
            return Link(ruled.scene, max(own, ruled.score))
        if share < _LIKELY and ruled.score >= _TIED:
            return ruled
    return Link(scenes[best], share) if share >= _LIKELY else None


def likelihoods(rows: Sequence[tuple[float, ...]]) -> NDArray[np.float64]:
    """Return for each row of :data:`geo.events.place_features.COLUMNS` how likely it is the event's place, 0 to 1.

    Raises:
        ModelError: if the model's file is missing or damaged.

    """
    import numpy as np

    if not rows:
        return np.zeros(0)
    (scores,) = _session(settings.load().data_dir / "models" / MODEL).run(None, {"rows": np.array(rows, np.float32)})
    shares: NDArray[np.float64] = 1 / (1 + np.exp(-scores[:, 0].astype(np.float64)))
    return shares


@functools.cache
def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own untyped errors
        raise ModelError(f"{path}: missing or damaged; reinstall dateline, or train it anew.") from error
    if session.get_inputs()[0].shape[1] != len(place_features.COLUMNS):
        raise ModelError(f"{path}: made for another version of Dateline; reinstall dateline, or train it anew.")
    return session
