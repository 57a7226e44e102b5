"""Exports networks for the door: safetensors in half precision, and ONNX that reads its weights from that file.

ONNX can reference a tensor at an offset in another file, and safetensors stores tensors as plain bytes behind a header, so
one copy of the weights serves torch and ONNX Runtime, and the two cannot diverge.
"""

import json
import shutil
import struct
import warnings
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import TensorProto, helper
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch import nn

from gatekeeper.errors import ModelError, TrainingError
from gatekeeper.files import replacing
from gatekeeper.models.card import CARD, ModelCard, sha256
from gatekeeper.vision.embed import NETWORK
from gatekeeper.vision.landmarks import INPUT_PX as LANDMARKS_PX
from gatekeeper.vision.liveness import INPUT_PX as LIVENESS_PX
from gatekeeper.vision.mask_status import INPUT_PX
from gatekeeper.vision.networks import FaceNetwork, LandmarkNet, LivenessNet, MaskNet, MobileFaceSE, MobileNetFace
from trainer.files import save_weights


def export_network(
    network: nn.Module, example: torch.Tensor, folder: Path, name: str, notes: dict[str, str] | None = None
) -> list[str]:
    """Write NAME.safetensors (float16) and NAME.onnx (input "input", output "output", any batch) into `folder`.

    notes: the metadata of the weights' file. Returns the names of the files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval().cpu().float()
    weights = {
        key: (value.half() if value.is_floating_point() else value).detach().contiguous()
        for key, value in network.state_dict().items()
    }
    file = f"{name}.safetensors"
    save_weights(weights, folder / file, notes)
    # Both runtimes must see the rounded weights.
    network.load_state_dict(
        {key: value.float() if value.is_floating_point() else value for key, value in weights.items()}
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch recommends its newer exporter, which renames the weights
        torch.onnx.export(
            network,
            (example,),
            str(folder / f"{name}.onnx"),
            input_names=["input"],
            output_names=["output"],
            dynamic_axes={"input": {0: "n"}, "output": {0: "n"}},
            opset_version=17,
            do_constant_folding=False,
            dynamo=False,
        )
    graph = onnx.load(str(folder / f"{name}.onnx"))
    _take_weights_from(graph, folder / file)
    onnx.save(graph, str(folder / f"{name}.onnx"))
    return [file, f"{name}.onnx"]


def _take_weights_from(model: onnx.ModelProto, weights: Path) -> None:
    """Replace each weight by a float16 tensor in the safetensors file and a cast that the runtime folds at load time."""
    with weights.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    initializers, casts = [], []
    for tensor in model.graph.initializer:
        entry = header.get(tensor.name)
        if entry is None:
            initializers.append(tensor)
            continue
        begin, end = entry["data_offsets"]
        outside = TensorProto(name=f"{tensor.name}.half", data_type=TensorProto.FLOAT16, dims=tensor.dims)
        outside.data_location = TensorProto.EXTERNAL
        for key, value in (("location", weights.name), ("offset", 8 + length + begin), ("length", end - begin)):
            outside.external_data.add(key=key, value=str(value))
        initializers.append(outside)
        casts.append(helper.make_node("Cast", [outside.name], [tensor.name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(initializers)
    model.graph.node.extend(nodes)


def write_card(folder: Path, files: list[str], card: dict[str, Any]) -> None:
    """Write card.json with the SHA-256 of every file."""
    rewrite_card(folder, {**card, "files": {name: sha256(folder / name) for name in sorted(files)}})


def rewrite_card(folder: Path, card: dict[str, Any]) -> None:
    """Replace a model's card; the hashes of its files stay as they are."""
    with replacing(folder / CARD) as part:
        part.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")


def require_room(target: Path, model_id: str) -> None:
    """Raise TrainingError if writing the model here would delete anything but an earlier model of this name."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    try:
        found = ModelCard.read(target).id
    except ModelError:
        found = ""
    if found != model_id:
        raise TrainingError(
            f"{target} is there already, and is not the model {model_id}: nothing was written.", "Choose another --out."
        )


def put(exported: Path, target: Path) -> None:
    """Put a model where an earlier one may lie, which stays until this one is written. Raises TrainingError if it cannot be."""
    new = target.with_name(f".{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(exported, new)
        shutil.rmtree(target, ignore_errors=True)
        new.replace(target)
    except OSError as error:
        why = error.args[0][0][2] if isinstance(error, shutil.Error) else error.strerror
        raise TrainingError(
            f"The model {target} cannot be written: {why}.", "Make room, or choose another --out."
        ) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def export_embedding(weights: Path, folder: Path, model_id: str, card: dict[str, Any]) -> Path:
    """Export a network trained by `trainer masked-face`. Raises TrainingError for other weights."""
    try:
        state = load_file(weights)
        sface = "reduce.weight" in state
        network: FaceNetwork = MobileNetFace() if sface else MobileFaceSE()
        network.load_state_dict(state)
    except (OSError, SafetensorError, RuntimeError) as error:
        raise TrainingError(
            f"{weights} is not a network trained by `trainer masked-face`: {error}",
            "Export runs of `trainer train` with `trainer release`.",
        ) from error
    files = export_network(network, torch.zeros(1, 3, network.px, network.px), folder, NETWORK)
    fields = {
        "id": model_id,
        "kind": "embedding",
        "architecture": "mobilenet-face" if sface else "mobile-face-se",
        "dim": network.fc.out_channels,
        "chip_px": network.px,
    }
    write_card(folder, files, {**fields, **card})
    return folder


def export_landmarks(weights: Path, folder: Path, card: dict[str, Any]) -> Path:
    """Export the landmark network as a model folder."""
    network = LandmarkNet()
    network.load_state_dict(load_file(weights))
    files = export_network(network, torch.zeros(1, 3, LANDMARKS_PX, LANDMARKS_PX), folder, "landmarks")
    write_card(folder, files, {"id": "landmarks", "kind": "landmarks", **card})
    return folder


def export_mask_status(weights: Path, folder: Path, card: dict[str, Any]) -> Path:
    """Export the mask-status network as a model folder."""
    network = MaskNet()
    network.load_state_dict(load_file(weights))
    with safe_open(weights, "pt") as file:
        notes = file.metadata()
    files = export_network(network, torch.zeros(1, 3, INPUT_PX, INPUT_PX), folder, "mask", notes)
    write_card(folder, files, {"id": "mask-status", "kind": "mask-status", **card})
    return folder


def export_liveness(network: LivenessNet, folder: Path, card: dict[str, Any]) -> Path:
    """Export the liveness network as a model folder. `card` must hold its threshold and window."""
    files = export_network(network, torch.zeros(1, 3, LIVENESS_PX, LIVENESS_PX), folder, "liveness")
    write_card(folder, files, {"id": "liveness", "kind": "liveness", **card})
    return folder
