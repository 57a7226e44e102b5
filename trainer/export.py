"""Networks to files the door can load: safetensors in half precision, and ONNX that reads its weights from that file.

ONNX lets a tensor lie in another file at an offset, and safetensors keeps its tensors as plain bytes behind a header:
so one copy of the weights serves torch and ONNX Runtime, and the two can not drift apart.
"""

import json
import struct
import warnings
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper
from safetensors.torch import save_file
from torch import nn


def export_network(network: nn.Module, example: torch.Tensor, folder: Path, name: str) -> list[str]:
    """Write NAME.safetensors (float16) and NAME.onnx (input "input", output "output", any batch) into `folder`.

    Returns the names of the files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval().cpu().float()
    weights = {key: value.detach().half().contiguous() for key, value in network.state_dict().items()}
    file = f"{name}.safetensors"
    save_file(weights, folder / file)
    # Both runtimes must see the rounded weights.
    network.load_state_dict({key: value.float() for key, value in weights.items()})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch speaks of its other exporter, which renames the weights
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
    """Replace every weight by a float16 tensor in the safetensors file and a cast that the runtime folds at loading."""
    with weights.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    kept, casts = [], []
    for tensor in model.graph.initializer:
        entry = header.get(tensor.name)
        if entry is None:
            kept.append(tensor)
            continue
        begin, end = entry["data_offsets"]
        outside = TensorProto(name=f"{tensor.name}.half", data_type=TensorProto.FLOAT16, dims=tensor.dims)
        outside.data_location = TensorProto.EXTERNAL
        for key, value in (("location", weights.name), ("offset", 8 + length + begin), ("length", end - begin)):
            outside.external_data.add(key=key, value=str(value))
        kept.append(outside)
        casts.append(helper.make_node("Cast", [outside.name], [tensor.name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
