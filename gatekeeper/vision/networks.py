"""Embedding architectures in torch, shared by the door (CUDA) and the trainer."""

from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

_CHANNELS = (32, 32, 32, 64, 64, 64, 64, 128, 128, 128, 256, 256, 256, 256)
_HALVED = frozenset({3, 7, 10, 13})


class Residual(nn.Module):
    """Two 3x3 convolutions beside a shortcut; a halving block pools its shortcut and fills new channels with zeros."""

    def __init__(self, inputs: int, outputs: int, halved: bool) -> None:
        super().__init__()
        self.halved = halved
        self.grown = outputs - inputs
        self.a = nn.Conv2d(inputs, outputs, 3, 2 if halved else 1, 0 if halved else 1)
        self.z = nn.Conv2d(outputs, outputs, 3, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, outputs, H', W')."""
        y = self.z(functional.relu(self.a(x)))
        if not self.halved:
            return functional.relu(y + x)
        x = functional.avg_pool2d(x, 2)
        # The pooled shortcut and the unpadded convolution differ by one row and column where the side is even.
        rows, columns = max(x.shape[2], y.shape[2]), max(x.shape[3], y.shape[3])
        x = functional.pad(x, (0, columns - x.shape[3], 0, rows - x.shape[2], 0, self.grown))
        y = functional.pad(y, (0, columns - y.shape[3], 0, rows - y.shape[2]))
        return functional.relu(y + x)


class DlibResNet(nn.Module):
    """The residual network of dlib's `dnn_face_recognition_ex` (D. King, 2017): 29 convolutions, 128 numbers.

    Input: float32 (N, 3, 150, 150), RGB in 0..255. Output: float32 (N, 128), not normalised. The scale and shift that
    dlib keeps after each convolution are folded into it; `folded` does that to dlib's own weights.
    """

    mean = (122.782, 117.001, 104.298)

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 7, 2, 0)
        inputs = (32, *_CHANNELS[:-1])
        self.blocks = nn.ModuleList(
            Residual(before, after, index in _HALVED)
            for index, (before, after) in enumerate(zip(inputs, _CHANNELS, strict=True))
        )
        self.fc = nn.Linear(256, 128, bias=False)
        self.register_buffer("_mean", torch.tensor(self.mean)[:, None, None], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 150, 150) RGB 0..255 -> (N, 128)."""
        x = (x - cast(Tensor, self._mean)) / 256
        x = functional.max_pool2d(functional.relu(self.stem(x)), 3, 2)
        for block in self.blocks:
            x = block(x)
        return cast(Tensor, self.fc(x.mean((2, 3))))


def folded(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """dlib's weights as converted (`X.c.weight`, `X.c.bias`, scale `X.g`, shift `X.b`) as `DlibResNet` wants them.

    Weights that are folded already are returned as they are.
    """
    out = {key: value for key, value in state.items() if key == "fc.weight" or key.endswith((".weight", ".bias"))}
    for key in [key for key in state if key.endswith(".g")]:
        name = key.removesuffix(".g")
        scale = state[key]
        out[f"{name}.weight"] = out.pop(f"{name}.c.weight") * scale[:, None, None, None]
        out[f"{name}.bias"] = out.pop(f"{name}.c.bias") * scale + state[f"{name}.b"]
    return out


class InceptionOfChip(nn.Module):
    """facenet-pytorch's InceptionResNetV1 (160 px, 512 numbers), taking the same chips as every network of the door.

    Input: float32 (N, 3, 150, 150), RGB in 0..255. Output: float32 (N, 512). The chip's middle is what facenet-pytorch's
    own crop shows; it is enlarged to 160 px and scaled as that package does.
    """

    def __init__(self) -> None:
        super().__init__()
        from facenet_pytorch import InceptionResnetV1

        self.network = InceptionResnetV1(pretrained=None).eval()

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 150, 150) RGB 0..255 -> (N, 512)."""
        x = functional.interpolate(x[:, :, 14:142, 11:139], size=(160, 160), mode="bilinear", align_corners=False)
        return cast(Tensor, self.network((x - 127.5) / 128))


ARCHITECTURES: dict[str, type[nn.Module]] = {"dlib-resnet": DlibResNet, "inception-resnet-v1": InceptionOfChip}


class MaskNet(nn.Module):
    """Mask or not, from a face of 64 x 64 pixels: four strided convolutions and one linear layer.

    Input: float32 (N, 3, 64, 64) in -1..1. Output: one logit (N, 1), positive where a mask is worn.
    """

    def __init__(self) -> None:
        super().__init__()
        widths = (3, 16, 32, 64, 64)
        layers: list[nn.Module] = []
        for before, after in pairwise(widths):
            layers += [nn.Conv2d(before, after, 3, 2, 1), nn.BatchNorm2d(after), nn.ReLU()]
        self.features = nn.Sequential(*layers)
        self.head = nn.Linear(64 * 4 * 4, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 64, 64) -> (N, 1)."""
        return cast(Tensor, self.head(functional.dropout(self.features(x).flatten(1), 0.3, self.training)))
