"""Exports a run as models the door can load, in half precision and in int8, each checked against torch on real faces."""

import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from gatekeeper.domain import FMRS, Image, MaskState, Template, Vectors
from gatekeeper.errors import TrainingError
from gatekeeper.people.calibration import card_thresholds
from gatekeeper.vision.runtime import cpu_threads, onnx_session
from trainer.data.faceset import FaceSet
from trainer.data.split import Pairs, read
from trainer.export.networks import export_network, put, require_room, write_card
from trainer.learn.run_files import require_unlearnt
from trainer.measure.evaluate import Histogram, between, classify, embed, pair_vectors
from trainer.measure.report import finished, model_options

# Least cosine to the trained network's embedding: mean over pictures, and of the worst picture.
LEAST = {"half": (0.999, 0.99), "int8": (0.98, 0.95)}
_CALIBRATED_ON = 256  # faces, half of them bare and half masked


def release(run: Path, folder: Path, out: Path, model_id: str, card: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Write the models OUT (half precision) and OUT-int8 of a run, checked on the split faces of `folder`.

    The thresholds come from the evaluation people, each face compared with everybody else as at the door; the figures come from
    the test people, who are in neither training nor thresholds. Returns for each precision cosine (mean over pictures),
    least_cosine, accuracy, and accuracy_lost against the trained network. A model below `LEAST` is not kept, nor is an earlier
    one in its place; for half precision, TrainingError is raised. So it is if a folder holds anything but an earlier model of
    this name, or if the run may have learnt from those who are tested.
    """
    targets = {"half": out, "int8": out.with_name(f"{out.name}-int8")}
    ids = {"half": model_id, "int8": f"{model_id}-int8"}
    for name, target in targets.items():
        require_room(target, ids[name])
    network, settings = finished(run)
    px = settings["network"]["chip"]
    faces = FaceSet.load(folder).shaped(px)
    parts = read(faces)
    require_unlearnt(run, faces, parts)
    (chosen_on, pairs_on), (truth, pairs) = (
        pair_vectors(lambda chips: embed(network, chips), faces, part) for part in (parts.evaluation, parts.test)
    )
    threshold = Histogram.of(between(chosen_on, pairs_on), parts.evaluation.same).threshold
    before = classify(between(truth, pairs), parts.test.same, threshold)["accuracy"]
    fields = {
        "kind": "embedding",
        "dim": settings["network"]["dim"],
        "chip_px": px,
        "architecture": settings["network"]["architecture"],
        "options": model_options(settings),
        "title": out.name,
        "licence": "unknown",
        "recipe": settings,
        **card,
    }
    example = torch.zeros(1, 3, px, px)
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as place:
        half, small = Path(place) / "half", Path(place) / "int8"
        files = export_network(network, example, half, "network")
        for name, exported, written in (("half", half, files), ("int8", small, ["network.onnx"])):
            if name == "int8":  # only of a network that fits half precision: it may not fit int8's scales either
                small.mkdir()
                _quantise(network, example, _bare_and_masked(faces, parts.training), small / "network.onnx")
            ask = _asker(exported / "network.onnx")
            vectors, _ = pair_vectors(ask, faces, parts.test)
            cosines = (vectors * truth).sum(1)
            distances = between(vectors, pairs)
            accuracy = classify(distances, parts.test.same, threshold)["accuracy"]
            found[name] = {
                "cosine": float(cosines.mean()),
                "least_cosine": float(cosines.min()),
                "accuracy": accuracy,
                "accuracy_lost": before - accuracy,
            }
            usual, worst = LEAST[name]
            if not (cosines.mean() >= usual and cosines.min() >= worst):  # also where they are no numbers
                if name == "half":
                    raise TrainingError(
                        f"The exported network deviates from the trained one: cosine {cosines.mean():.5f} on average, "
                        f"{cosines.min():.5f} at worst.",
                        "Its weights or activations do not fit half precision: train with weight decay, or clip.",
                    )
                shutil.rmtree(targets[name], ignore_errors=True)
                continue
            measured = card_thresholds(_templates(ask, faces, parts.evaluation, model_id), FMRS)
            write_card(
                exported,
                written,
                {"id": ids[name], **fields, **measured, "metrics": found[name]},
            )
            put(exported, targets[name])
    return found


def _templates(ask: Callable[[Image], Vectors], faces: FaceSet, pairs: Pairs, model: str) -> list[Template]:
    """The people of the pairs as the door would enrol them: one template per picture and chip."""
    keys = np.unique(np.stack([pairs.rows, pairs.chips], 2).reshape(-1, 2), axis=0)
    out: list[Template] = []
    for start in range(0, len(keys), 128):
        part = keys[start : start + 128].tolist()
        for (row, chip), vector in zip(part, ask(faces.chips(part)), strict=True):
            mask = MaskState.MASKED if chip else MaskState.BARE
            out.append(Template(int(faces.identities[row]), len(out), mask, model, vector))
    return out


def _bare_and_masked(faces: FaceSet, rows: NDArray[np.int64]) -> Image:
    """Training chips to calibrate int8 ranges on, (N, px, px, 3): bare and, if available, masked."""
    chosen = np.random.default_rng(0).permutation(rows)[:_CALIBRATED_ON]
    states = min(faces.masks, 1) + 1
    return faces.chips([(row, number % states) for number, row in enumerate(chosen.tolist())])


def _asker(file: Path) -> Any:
    session = onnx_session(file, cpu_threads())

    def ask(chips: Image) -> Vectors:
        planes = np.ascontiguousarray(chips.transpose(0, 3, 1, 2), np.float32)
        y = session.run(None, {"input": planes})[0]
        return np.asarray(y / np.linalg.norm(y, axis=1, keepdims=True), np.float32)

    return ask


def _quantise(network: nn.Module, example: torch.Tensor, chips: Image, target: Path) -> None:
    """Write ONNX with int8 weights (one scale per channel) and activations, their ranges calibrated on real faces."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Faces(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._left = [chip[None].transpose(0, 3, 1, 2).astype(np.float32) for chip in chips]

        def get_next(self) -> dict[str, Any] | None:
            return {"input": self._left.pop()} if self._left else None

    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch recommends its newer exporter, which renames the weights
        plain, ready = Path(place) / "plain.onnx", Path(place) / "ready.onnx"
        torch.onnx.export(
            network,
            (example,),
            str(plain),
            input_names=["input"],
            output_names=["output"],
            dynamic_axes={"input": {0: "n"}, "output": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_static(
            str(ready),
            str(target),
            Faces(),
            quant_format=QuantFormat.QDQ,
            per_channel=True,
            weight_type=QuantType.QInt8,
            activation_type=QuantType.QUInt8,
        )
