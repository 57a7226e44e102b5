"""SFace as OpenCV Zoo publishes it: its layers in torch, and files of the same form with any weights."""

from pathlib import Path

import onnx
import torch
from torch import Tensor, nn


class Published(nn.Module):
    """SFace's layers as its file has them, with a batch norm behind each convolution."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, 32, 3, 1, 1, bias=False), nn.BatchNorm2d(32), nn.PReLU(32)]
        inputs = 32
        for outputs, stride in (
            (64, 1),
            (128, 2),
            (128, 1),
            (256, 2),
            (256, 1),
            (512, 2),
            *[(512, 1)] * 5,
            (1024, 2),
            (1024, 1),
        ):
            layers += [nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False), nn.BatchNorm2d(inputs)]
            layers += [nn.PReLU(inputs), nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
            layers += [nn.PReLU(outputs)]
            inputs = outputs
        layers += [nn.BatchNorm2d(inputs), nn.Flatten(), nn.Linear(inputs * 49, 128), nn.BatchNorm1d(128)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.layers((x - 127.5) * 0.0078125)
        return out


def with_weights_of(state: dict[str, Tensor]) -> Published:
    """The published form of a trained `MobileNetFace`: its batch norms add biases, and nothing else."""
    network = Published().eval()
    own = network.state_dict()
    for name, variance in own.items():
        if name.endswith("running_var"):
            variance.fill_(1 - 1e-5)
    *body, _, _, last, _ = range(len(network.layers))
    for place in range(len(body) // 3):
        own[f"layers.{3 * place}.weight"] = state[f"body.{2 * place}.weight"]
        own[f"layers.{3 * place + 1}.bias"] = state[f"body.{2 * place}.bias"]
        own[f"layers.{3 * place + 2}.weight"] = state[f"body.{2 * place + 1}.weight"]
    whole = torch.einsum("drhw,rc->dchw", state["fc.weight"], state["reduce.weight"][:, :, 0, 0])
    own[f"layers.{last}.weight"], own[f"layers.{last}.bias"] = whole.flatten(1), state["fc.bias"]
    network.load_state_dict(own)
    return network


def write(network: Published, path: Path) -> Path:
    """Write the network as ONNX, its batch norms as they are."""
    torch.onnx.export(
        network,
        (torch.zeros(1, 3, 112, 112),),
        str(path),
        opset_version=17,
        do_constant_folding=False,
        training=torch.onnx.TrainingMode.PRESERVE,
        dynamo=False,
    )
    graph = onnx.load(path).graph
    assert sum(node.op_type == "BatchNormalization" for node in graph.node) == 29, "the exporter folded them"
    return path
