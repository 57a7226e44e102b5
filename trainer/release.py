"""From a run to models the door can open: one in half precision, one in int8, each checked against torch on real faces."""

import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from gatekeeper.domain import FMRS, Image, Pairing, Vectors
from gatekeeper.errors import TrainingError
from gatekeeper.models.evaluation import threshold_interval
from gatekeeper.vision.detect import CHIP_PX
from gatekeeper.vision.runtime import cpu_threads, onnx_session
from trainer.evaluate import Histogram, between, classify, embed, pair_vectors, pairings
from trainer.export import export_network, write_card
from trainer.prepare import Prepared
from trainer.report import finished
from trainer.split import read

LEAST = {"half": 0.999, "int8": 0.98}  # cosine with the trained network's answer, on average over pictures


def release(run: Path, folder: Path, out: Path, model_id: str, card: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Write the models OUT (half precision) and OUT-int8 of a run, checked on the split faces of `folder`.

    The cards hold thresholds measured on the test pairs of different people. Returns for each precision cosine (mean
    over pictures), least_cosine, accuracy, and accuracy_lost against the trained network; a model that falls short of
    `LEAST` is not kept. Raises TrainingError where that is the one in half precision.
    """
    network, settings = finished(run)
    faces = Prepared.load(folder)
    parts = read(faces)
    (chosen_on, pairs_on), (truth, pairs) = (
        pair_vectors(lambda chips: embed(network, chips), faces, part) for part in (parts.evaluation, parts.test)
    )
    threshold = Histogram.of(between(chosen_on, pairs_on), parts.evaluation.same).threshold
    before = classify(between(truth, pairs), parts.test.same, threshold)["accuracy"]
    kinds = np.array([kind.value for kind in pairings(parts.test)])
    words = {
        "kind": "embedding",
        "dim": settings["network"]["dim"],
        "architecture": settings["network"]["architecture"],
        "options": {key: settings["network"][key] for key in ("dim", "pooling", "dropout")},
        "title": out.name,
        "licence": "unknown",
        "recipe": settings,
        **card,
    }
    example = torch.zeros(1, 3, CHIP_PX, CHIP_PX)
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as place:
        half, small = Path(place) / "half", Path(place) / "int8"
        files = export_network(network, example, half, "network")
        small.mkdir()
        shutil.copy(half / "network.safetensors", small)
        _quantise(network, example, np.asarray(faces.chips[parts.training[:64], 0]), small / "network.onnx")
        for name, made, target, ending in (
            ("half", half, out, ""),
            ("int8", small, out.with_name(f"{out.name}-int8"), "-int8"),
        ):
            vectors, _ = pair_vectors(_asker(made / "network.onnx"), faces, parts.test)
            cosines = (vectors * truth).sum(1)
            distances = between(vectors, pairs)
            accuracy = classify(distances, parts.test.same, threshold)["accuracy"]
            found[name] = {
                "cosine": float(cosines.mean()),
                "least_cosine": float(cosines.min()),
                "accuracy": accuracy,
                "accuracy_lost": before - accuracy,
            }
            if cosines.mean() < LEAST[name]:
                if name == "half":
                    raise TrainingError(
                        f"The exported network strays from the trained one: cosine {cosines.mean():.5f} on average.",
                        "Its weights or activations do not fit half precision: train with weight decay, or clip.",
                    )
                continue
            similarity = 1 - distances**2 / 2
            thresholds = {
                kind.value: {
                    f"{fmr:.0e}": threshold_interval(similarity[(kinds == kind.value) & ~parts.test.same], fmr)
                    for fmr in FMRS
                }
                for kind in Pairing
                if ((kinds == kind.value) & ~parts.test.same).any()
            }
            write_card(
                made, files, {"id": f"{model_id}{ending}", **words, "thresholds": thresholds, "metrics": found[name]}
            )
            shutil.rmtree(target, ignore_errors=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copytree(made, target)
    return found


def _asker(file: Path) -> Any:
    session = onnx_session(file, cpu_threads())

    def ask(chips: Image) -> Vectors:
        planes = np.ascontiguousarray(chips.transpose(0, 3, 1, 2), np.float32)
        y = session.run(None, {"input": planes})[0]
        return np.asarray(y / np.linalg.norm(y, axis=1, keepdims=True), np.float32)

    return ask


def _quantise(network: nn.Module, example: torch.Tensor, chips: Image, target: Path) -> None:
    """An ONNX file with int8 weights (one scale a channel) and activations, their ranges taken from real faces."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Faces(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._left = [chip[None].transpose(0, 3, 1, 2).astype(np.float32) for chip in chips]

        def get_next(self) -> dict[str, Any] | None:
            return {"input": self._left.pop()} if self._left else None

    with tempfile.TemporaryDirectory() as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch speaks of its other exporter, which renames the weights
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
