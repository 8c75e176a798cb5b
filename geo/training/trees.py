"""LightGBM ensembles as ONNX, so that running them needs no LightGBM."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import lightgbm


def save_as_onnx(boosters: Sequence[lightgbm.Booster], path: Path) -> None:
    """Write the mean raw score of ensembles of numerical splits as one ONNX TreeEnsembleRegressor.

    The graph maps ``rows`` (float32, n x features, NaN where unknown) to ``scores`` (n x 1).
    LightGBM compares in double precision; each threshold is rounded down to a float32, which
    leaves every comparison of a float32 feature as it was.

    Raises:
        ValueError: if the ensemble has categorical splits.

    """
    from onnx import TensorProto, checker, helper

    trees = [info["tree_structure"] for booster in boosters for info in booster.dump_model()["tree_info"]]
    nodes = _Nodes(share=1 / len(boosters))
    for number, tree in enumerate(trees):
        nodes.add(number, tree)
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["rows"],
        ["scores"],
        domain="ai.onnx.ml",
        n_targets=1,
        post_transform="NONE",
        aggregate_function="SUM",
        **nodes.attributes(),
    )
    width = boosters[0].num_feature()
    graph = helper.make_graph(
        [node],
        "ranker",
        [helper.make_tensor_value_info("rows", TensorProto.FLOAT, [None, width])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [None, 1])],
    )
    onnx = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)], ir_version=8
    )
    checker.check_model(onnx)
    path.write_bytes(onnx.SerializeToString(deterministic=True))


class _Nodes:
    """The parallel lists that ONNX describes trees by."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.rows: list[tuple[int, int, str, int, float, int, int, int]] = []
        self.leaves: list[tuple[int, int, float]] = []

    def add(self, tree: int, root: dict[str, Any]) -> None:
        """Number the nodes of one tree from its root, left before right."""
        self._add(tree, root, [0])

    def _add(self, tree: int, node: dict[str, Any], used: list[int]) -> int:
        number = used[0]
        used[0] += 1
        if "leaf_value" in node:
            self.rows.append((tree, number, "LEAF", 0, 0.0, 0, 0, 0))
            self.leaves.append((tree, number, float(node["leaf_value"]) * self.share))
            return number
        if node["decision_type"] != "<=":
            raise ValueError("only numerical splits can be written")
        place = len(self.rows)
        self.rows.append((tree, number, "", 0, 0.0, 0, 0, 0))
        left = self._add(tree, node["left_child"], used)
        right = self._add(tree, node["right_child"], used)
        threshold = _round_down(node["threshold"])
        missing_left = node["default_left"] if node["missing_type"] == "NaN" else threshold >= 0
        self.rows[place] = (
            tree, number, "BRANCH_LEQ", node["split_feature"], threshold, left, right, int(missing_left)
        )  # fmt: skip
        return number

    def attributes(self) -> dict[str, list[Any]]:
        """Return the lists under ONNX's names."""
        trees, numbers, modes, features, values, left, right, missing = (list(c) for c in zip(*self.rows, strict=True))
        return {
            "nodes_treeids": trees,
            "nodes_nodeids": numbers,
            "nodes_modes": modes,
            "nodes_featureids": features,
            "nodes_values": values,
            "nodes_truenodeids": left,
            "nodes_falsenodeids": right,
            "nodes_missing_value_tracks_true": missing,
            "target_treeids": [tree for tree, _, _ in self.leaves],
            "target_nodeids": [number for _, number, _ in self.leaves],
            "target_ids": [0] * len(self.leaves),
            "target_weights": [weight for _, _, weight in self.leaves],
        }


def _round_down(threshold: float) -> float:
    # A threshold of 1e300 separates what is known from NaN: no float32 lies above it.
    with np.errstate(over="ignore"):
        rounded = np.float32(threshold)
        return float(np.nextafter(rounded, np.float32(-np.inf)) if rounded > threshold else rounded)
