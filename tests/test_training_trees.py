from pathlib import Path

import numpy as np
import pytest

lightgbm = pytest.importorskip("lightgbm", reason="the extra dateline[train] is not installed")
pytest.importorskip("onnx")


def test_onnx_answers_as_lightgbm_does(tmp_path: Path) -> None:
    import onnxruntime

    from geo.training.trees import save_as_onnx

    rng = np.random.default_rng(5)
    rows = rng.normal(size=(3000, 6)).astype(np.float32)
    rows[rng.random(rows.shape) < 0.2] = np.nan
    rows[:, 5] = rng.integers(0, 3, 3000)  # never unknown in training, as some columns are
    labels = np.nan_to_num(rows[:, 0]) + (rows[:, 1] > 0.3) * 2 + rows[:, 5] + np.isnan(rows[:, 2])
    parameters = {"objective": "regression", "num_leaves": 15, "num_threads": 1, "verbosity": -1}
    boosters = [
        lightgbm.train({**parameters, "seed": seed, "feature_fraction": 0.7}, lightgbm.Dataset(rows, labels), 40)
        for seed in (1, 2)
    ]
    save_as_onnx(boosters, tmp_path / "trees.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "trees.onnx"), providers=["CPUExecutionProvider"])
    unseen = rng.normal(size=(2000, 6)).astype(np.float32)
    unseen[rng.random(unseen.shape) < 0.3] = np.nan
    expected = np.mean([booster.predict(unseen) for booster in boosters], axis=0)
    assert session.run(None, {"rows": unseen})[0][:, 0] == pytest.approx(expected, abs=1e-4)
