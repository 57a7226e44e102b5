"""The published networks that `trainer masked-face` can start from: its teacher, and the student before training.

face-reidentification-retail-0095 of Open Model Zoo, as safetensors, becomes a `MobileFaceSE`; OpenCV Zoo's
face_recognition_sface, as ONNX (in float32 or with quantised blocks), a `MobileNetFace`. Both are under the Apache License 2.0.
"""

import copy
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from safetensors.torch import load_file
from torch import Tensor

from gatekeeper.errors import TrainingError
from gatekeeper.vision.networks import FaceNetwork, MobileFaceSE, MobileNetFace, reid_0095

_WHOLE = 1024  # the rank of SFace's own last layer


def teacher_of(file: Path) -> FaceNetwork:
    """The published network in this file, in evaluation mode. Raises TrainingError for any other file."""
    try:
        if file.suffix == ".onnx":
            network: FaceNetwork = MobileNetFace(rank=_WHOLE)
            network.load_state_dict(_sface(onnx.load(file)))
        else:
            network = MobileFaceSE()
            network.load_state_dict(reid_0095(load_file(file)))
    except Exception as error:  # onnx, protobuf, safetensors and torch raise many kinds
        raise TrainingError(
            f"{file} does not hold the weights of face-reidentification-retail-0095 or of SFace: {error}",
            "`trainer masked-face --help` explains --start.",
        ) from error
    return network.eval().requires_grad_(False)


def student_of(teacher: FaceNetwork, chips: Tensor) -> FaceNetwork:
    """The network that is trained. Of a `MobileNetFace` the last layer's rank is reduced.

    chips: float32 (N, 3, px, px), faces on which the rank is reduced with the least error.
    """
    if isinstance(teacher, MobileFaceSE):
        return copy.deepcopy(teacher).requires_grad_(True).train()
    student = MobileNetFace(teacher.fc.out_channels)
    state = teacher.state_dict()
    with torch.inference_mode():
        seen = torch.cat([teacher.reduce(teacher.body(teacher.scaled(part))) for part in torch.split(chips, 32)])
    rank = student.reduce.out_channels
    state["reduce.weight"], state["fc.weight"] = _of_rank(rank, state["reduce.weight"], state["fc.weight"], seen)
    student.load_state_dict(state)
    return student


def _of_rank(rank: int, reduce: Tensor, last: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
    """Weights of `rank` channels in between for `reduce` (C, I, 1, 1) and `last` (D, C, 7, 7) with the least squared error of
    what each position adds to the output, on the activations `seen` (N, C, 7, 7): a singular value decomposition, weighted
    by their second moments."""
    dim, channels, *sides = last.shape
    x = seen.permute(0, 2, 3, 1).reshape(-1, channels).double()
    values, vectors = torch.linalg.eigh(x.T @ x / len(x))
    values = values.clamp_min(values.max() * 1e-6).sqrt()
    root, back = (vectors * values) @ vectors.T, (vectors / values) @ vectors.T
    matrix = last.permute(0, 2, 3, 1).reshape(-1, channels).double() @ root
    # Of as many rows: the eigenvectors of its square are its right singular vectors, at a quarter of the time.
    _, basis = torch.linalg.eigh(matrix.T @ matrix)
    kept = basis.T.flip(0)[:rank]
    # A decomposition leaves signs open; weights of several runs are only averaged if they agree.
    kept = kept * kept.gather(1, kept.abs().argmax(1, keepdim=True)).sign()
    shrunk = (matrix @ kept.T).reshape(dim, *sides, rank).permute(0, 3, 1, 2)
    return ((kept @ back) @ reduce[:, :, 0, 0].double())[:, :, None, None].float(), shrunk.contiguous().float()


def _sface(model: onnx.ModelProto) -> dict[str, Tensor]:
    """SFace's weights as `MobileNetFace` of full rank has them: batch norms are folded into convolutions and last layer."""
    tensors = _constants(model)
    state: dict[str, Tensor] = {"scale": torch.tensor(1 / 128), "shift": torch.tensor(-127.5 / 128)}
    place, weight = 0, torch.empty(0)
    scale, shift = torch.empty(0), torch.empty(0)
    for node in model.graph.node:
        of = [tensors[name] for name in node.input if name in tensors]
        if node.op_type == "Conv":
            weight = of[0]
        elif node.op_type == "BatchNormalization":
            epsilon = next((item.f for item in node.attribute if item.name == "epsilon"), 1e-5)
            gain = of[0] / (of[3] + epsilon).sqrt()
            scale, shift = gain, of[1] - of[2] * gain
        elif node.op_type == "PRelu":
            state[f"body.{place}.weight"], state[f"body.{place}.bias"] = weight * scale[:, None, None, None], shift
            state[f"body.{place + 1}.weight"] = of[0].flatten()
            place += 2
        elif node.op_type == "Gemm":
            # Between the last PReLU and here stands one more batch norm, over the body's channels.
            last = of[0].reshape(-1, _WHOLE, 7, 7)
            bias = of[1] + (last.sum((2, 3)) @ shift)
            state["fc.weight"], state["fc.bias"] = last * scale[None, :, None, None], bias
    # The last batch norm stands behind the last layer.
    state["fc.weight"], state["fc.bias"] = (
        state["fc.weight"] * scale[:, None, None, None],
        state["fc.bias"] * scale + shift,
    )
    state["reduce.weight"] = torch.eye(_WHOLE)[:, :, None, None]
    return state


def _constants(model: onnx.ModelProto) -> dict[str, Tensor]:
    """The graph's weights by name, and what follows from weights alone (such as dequantised ones)."""
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    known, nodes = set(weights), []
    for node in model.graph.node:
        if all(name in known for name in node.input):
            nodes.append(node)
            known |= set(node.output)
    outputs = [helper.make_tensor_value_info(name, 1, None) for node in nodes for name in node.output]
    if outputs:
        graph = helper.make_graph(nodes, "constants", [], outputs, list(model.graph.initializer))
        found: list[NDArray[Any]] = ReferenceEvaluator(
            helper.make_model(graph, opset_imports=list(model.opset_import))
        ).run(None, {})
        weights |= {output.name: value for output, value in zip(outputs, found, strict=True)}
    return {name: torch.from_numpy(np.array(value, np.float32)) for name, value in weights.items()}
