"""Embedding architectures in torch, shared by the door (CUDA) and the trainer.

They take float32 chips (N, 3, px, px), RGB in 0..255, scale them as their weights need, and return float32 (N, dim), not
normalised. `dim`, `pooling` and `dropout` can be changed.
"""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar, cast

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from gatekeeper.errors import ModelError

_CHANNELS = (32, 32, 32, 64, 64, 64, 64, 128, 128, 128, 256, 256, 256, 256)
_HALVED = frozenset({3, 7, 10, 13})


class AveragePool(nn.Module):
    """The mean over a map's places."""

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, C)."""
        return x.mean((2, 3))


class GeMPool(nn.Module):
    """Generalised mean with a learned power: 1 is the average, infinity the maximum (Radenović et al., 2018,
    https://arxiv.org/abs/1711.02512)."""

    def __init__(self, power: float = 3.0) -> None:
        super().__init__()
        self.power = nn.Parameter(torch.tensor(power))

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, C); what is negative counts as nothing."""
        return x.clamp_min(1e-6).pow(self.power).mean((2, 3)).pow(1 / self.power)


POOLINGS: dict[str, Callable[[], nn.Module]] = {"average": AveragePool, "gem": GeMPool}


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

    def __init__(self, dim: int = 128, pooling: str = "average", dropout: float = 0.0) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 7, 2, 0)
        inputs = (32, *_CHANNELS[:-1])
        self.blocks = nn.ModuleList(
            Residual(before, after, index in _HALVED)
            for index, (before, after) in enumerate(zip(inputs, _CHANNELS, strict=True))
        )
        self.pool = POOLINGS[pooling]()
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(256, dim, bias=False)
        self.register_buffer("_mean", torch.tensor(self.mean)[:, None, None], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 150, 150) RGB 0..255 -> (N, dim)."""
        x = (x - cast(Tensor, self._mean)) / 256
        x = functional.max_pool2d(functional.relu(self.stem(x)), 3, 2)
        for block in self.blocks:
            x = block(x)
        return cast(Tensor, self.fc(self.dropout(self.pool(x))))


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

    def __init__(self, dim: int = 512, pooling: str = "average", dropout: float = 0.6) -> None:
        super().__init__()
        from facenet_pytorch import InceptionResnetV1

        self.network = InceptionResnetV1(pretrained=None, dropout_prob=dropout).eval()
        if pooling != "average":
            self.network.avgpool_1a = POOLINGS[pooling]()
        if dim != 512:
            self.network.last_linear = nn.Linear(1792, dim, bias=False)
            self.network.last_bn = nn.BatchNorm1d(dim, eps=0.001, momentum=0.1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 150, 150) RGB 0..255 -> (N, dim)."""
        x = functional.interpolate(x[:, :, 14:142, 11:139], size=(160, 160), mode="bilinear", align_corners=False)
        return cast(Tensor, self.network((x - 127.5) / 128))


class TimmOfChip(nn.Module):
    """A network of timm (R. Wightman) made to embed: its feature map, pooled, and one linear layer.

    Input: float32 (N, 3, 150, 150), RGB in 0..255, scaled as ImageNet's pictures are. Output: float32 (N, dim).
    """

    def __init__(self, name: str, dim: int = 512, pooling: str = "gem", dropout: float = 0.2) -> None:
        super().__init__()
        try:
            import timm
        except ImportError as error:
            raise ModelError(
                "The network {name} needs timm, which is not installed.",
                "Install it: pip install gatekeeper[trainer]",
                name=name,
            ) from error
        self.body = timm.create_model(name, pretrained=False, num_classes=0, global_pool="")
        self.pool = POOLINGS[pooling]()
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(self.body.num_features, dim, bias=False)
        self.norm = nn.BatchNorm1d(dim)
        self.register_buffer("_mean", torch.tensor((123.675, 116.28, 103.53))[:, None, None], persistent=False)
        self.register_buffer("_deviation", torch.tensor((58.395, 57.12, 57.375))[:, None, None], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 150, 150) RGB 0..255 -> (N, dim)."""
        x = self.body((x - cast(Tensor, self._mean)) / cast(Tensor, self._deviation))
        return cast(Tensor, self.norm(self.fc(self.dropout(self.pool(x)))))


class Bottleneck(nn.Module):
    """An inverted residual: widened by 1x1, 3x3 in each channel alone, narrowed by 1x1 without activation."""

    def __init__(self, inputs: int, outputs: int, stride: int, wider: int) -> None:
        super().__init__()
        middle = inputs * wider
        self.layers = nn.Sequential(
            *_conv(inputs, middle, 1), *_conv(middle, middle, 3, stride, middle), *_conv(middle, outputs, 1)[:-1]
        )
        self.beside = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, outputs, H', W')."""
        y = cast(Tensor, self.layers(x))
        return x + y if self.beside else y


class MobileFace(nn.Module):
    """A network of a million weights after MobileFaceNet (Chen et al., 2018, https://arxiv.org/abs/1804.07573).

    Its body as published, on 112 px; a pooling takes the place of its global depthwise convolution.
    """

    _STAGES = ((64, 5, 2, 2), (128, 1, 2, 4), (128, 6, 1, 2), (128, 1, 2, 4), (128, 2, 1, 2))  # channels, n, stride, t

    def __init__(self, dim: int = 128, pooling: str = "gem", dropout: float = 0.0) -> None:
        super().__init__()
        layers = [*_conv(3, 64, 3, 2), *_conv(64, 64, 3, 1, 64)]
        inputs = 64
        for outputs, count, stride, wider in self._STAGES:
            for index in range(count):
                layers.append(Bottleneck(inputs, outputs, stride if index == 0 else 1, wider))
                inputs = outputs
        self.layers = nn.Sequential(*layers, *_conv(inputs, 512, 1))
        self.pool = POOLINGS[pooling]()
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(512, dim, bias=False)
        self.norm = nn.BatchNorm1d(dim)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 150, 150) RGB 0..255 -> (N, dim)."""
        x = functional.interpolate(x[:, :, 14:142, 11:139], size=(112, 112), mode="bilinear", align_corners=False)
        x = self.layers((x - 127.5) / 128)
        return cast(Tensor, self.norm(self.fc(self.dropout(self.pool(x)))))


class Excitation(nn.Module):
    """Squeeze and excitation (Hu et al., 2018, https://arxiv.org/abs/1709.01507): every channel weighed by what all show."""

    def __init__(self, channels: int, by: int = 8, act: nn.Module | None = None) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(channels, channels // by, 1)
        self.act = act or nn.PReLU()
        self.fc2 = nn.Conv2d(channels // by, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, channels, H, W) -> the same shape."""
        return x * torch.sigmoid(self.fc2(self.act(self.fc1(x.mean((2, 3), keepdim=True)))))


class ExcitedBottleneck(nn.Module):
    """An inverted residual with squeeze and excitation at its end; batch norms are folded into weights and biases."""

    def __init__(self, inputs: int, middle: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.expand = nn.Conv2d(inputs, middle, 1)
        self.a1 = nn.PReLU()
        self.depth = nn.Conv2d(middle, middle, 3, stride, 1, groups=middle)
        self.a2 = nn.PReLU()
        self.project = nn.Conv2d(middle, outputs, 1)
        self.se = Excitation(outputs)
        self.beside = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, outputs, H', W')."""
        y = cast(Tensor, self.se(self.project(self.a2(self.depth(self.a1(self.expand(x)))))))
        return x + y if self.beside else y


class MobileFaceSE(nn.Module):
    """MobileFaceNet's body with squeeze and excitation on 128 px, closed by a global depthwise convolution: 1.1 M weights.

    The layers are those of Open Model Zoo's face-reidentification-retail-0095 (Apache 2.0), whose weights it can begin with
    (`reid_0095`). Input: float32 (N, 3, 128, 128), RGB in 0..255. Output: float32 (N, dim), not normalised.
    """

    px = 128
    _STAGES = ((64, 128, 64, 2, 1), (64, 128, 64, 1, 4), (64, 256, 128, 2, 1), (128, 256, 128, 1, 6),
               (128, 512, 128, 2, 1), (128, 256, 128, 1, 2))  # fmt: skip  # inputs, middle, outputs, stride, how many

    def __init__(self, dim: int = 256, pooling: str = "depthwise", dropout: float = 0.0) -> None:
        super().__init__()
        self.register_buffer("scale", torch.full((3, 1, 1), 1 / 128))
        self.register_buffer("shift", torch.full((3, 1, 1), -127.5 / 128))
        self.conv1 = nn.Conv2d(3, 64, 3, 2, 1)
        self.a1 = nn.PReLU()
        self.dw = nn.Conv2d(64, 64, 3, 1, 1, groups=64)
        self.a2 = nn.PReLU()
        self.blocks = nn.ModuleList(
            ExcitedBottleneck(inputs, middle, outputs, stride)
            for inputs, middle, outputs, stride, count in self._STAGES
            for _ in range(count)
        )
        self.last = nn.Conv2d(128, 512, 1)
        self.a3 = nn.PReLU()
        self.gd: nn.Module = nn.Conv2d(512, 512, 8, groups=512) if pooling == "depthwise" else POOLINGS[pooling]()
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Conv2d(512, dim, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 128, 128) RGB 0..255 -> (N, dim)."""
        x = x * cast(Tensor, self.scale) + cast(Tensor, self.shift)
        x = self.a2(self.dw(self.a1(self.conv1(x))))
        for block in self.blocks:
            x = block(x)
        x = self.gd(self.a3(self.last(x)))
        return cast(Tensor, self.fc(self.dropout(x.flatten(1)[:, :, None, None])).flatten(1))


def reid_0095(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """face-reidentification-retail-0095's weights, which see BGR, as `MobileFaceSE` wants them, which sees RGB."""
    out = {key: value.float() for key, value in state.items()}
    out["conv1.weight"] = out["conv1.weight"].flip(1)
    for key in ("scale", "shift"):
        out[key] = out[key].reshape(3, 1, 1).flip(0)
    return out


class MobileNetFace(nn.Module):
    """MobileNet's body (Howard et al., 2017) on 112 px, whose last 7 x 7 positions have weights of their own.

    The layers are those of OpenCV Zoo's face_recognition_sface (Apache 2.0; Zhong et al., 2021), whose weights it can begin
    with (`trainer.learn.start`); batch norms are folded in. SFace's last layer has two thirds of its 9.6 M weights; here it
    is a product of two of the rank `rank`. Input: float32 (N, 3, 112, 112), RGB in 0..255. Output: float32 (N, dim), not
    normalised.
    """

    px = 112
    _STAGES = ((64, 1, 1), (128, 2, 2), (256, 2, 2), (512, 2, 6), (1024, 2, 2))  # outputs, the first's stride, how many

    def __init__(self, dim: int = 128, pooling: str = "positions", dropout: float = 0.0, rank: int = 176) -> None:
        super().__init__()
        self.register_buffer("scale", torch.tensor(1 / 128))
        self.register_buffer("shift", torch.tensor(-127.5 / 128))
        body: list[nn.Module] = [nn.Conv2d(3, 32, 3, 1, 1), nn.PReLU(32)]
        inputs = 32
        for outputs, stride, count in self._STAGES:
            for _ in range(count):
                body += [nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs), nn.PReLU(inputs)]
                body += [nn.Conv2d(inputs, outputs, 1), nn.PReLU(outputs)]
                inputs, stride = outputs, 1
        self.body = nn.Sequential(*body)
        self.pool = None if pooling == "positions" else POOLINGS[pooling]()
        self.dropout = nn.Dropout(dropout)
        self.reduce = nn.Conv2d(inputs, rank, 1, bias=False)
        self.fc = nn.Conv2d(rank, dim, 7 if self.pool is None else 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 112, 112) RGB 0..255 -> (N, dim)."""
        x = self.body(self.scaled(x))
        if self.pool is not None:
            x = self.pool(x)[:, :, None, None]
        return cast(Tensor, self.fc(self.reduce(self.dropout(x))).flatten(1))

    def scaled(self, x: Tensor) -> Tensor:
        """Pixels 0..255 as the body takes them, about -1..1."""
        return x * cast(Tensor, self.scale) + cast(Tensor, self.shift)


FaceNetwork = MobileFaceSE | MobileNetFace  # what `trainer masked-face` trains


def _conv(inputs: int, outputs: int, side: int, stride: int = 1, groups: int = 1) -> list[nn.Module]:
    convolution = nn.Conv2d(inputs, outputs, side, stride, side // 2, groups=groups, bias=False)
    return [convolution, nn.BatchNorm2d(outputs), nn.PReLU(outputs)]


def _timm(name: str) -> Callable[..., nn.Module]:
    return lambda **options: TimmOfChip(name, **options)


ARCHITECTURES: dict[str, Callable[..., nn.Module]] = {
    "dlib-resnet": DlibResNet,
    "inception-resnet-v1": InceptionOfChip,
    # timm keeps two SE-ResNeXt-101; this is the one whose weights older projects hold.
    "se-resnext-101": _timm("legacy_seresnext101_32x4d"),
    "efficientnet-b2": _timm("efficientnet_b2"),
    "efficientnet-b3": _timm("efficientnet_b3"),
    "efficientnet-b4": _timm("efficientnet_b4"),
    "mobile-face": MobileFace,
    "mobile-face-se": MobileFaceSE,
    "mobilenet-face": MobileNetFace,
}


def build(architecture: str, options: dict[str, Any] | None = None) -> nn.Module:
    """A network with random weights. options: dim, pooling ("average" or "gem"), dropout.

    Raises ModelError for an unknown architecture, option or pooling.
    """
    options = options or {}
    if architecture not in ARCHITECTURES:
        raise ModelError(
            "There is no architecture {architecture!r}.",
            "Choose one of: {architectures}.",
            architecture=architecture,
            architectures=ARCHITECTURES,
        )
    if unknown := set(options) - {"dim", "pooling", "dropout"}:
        raise ModelError(
            "{architecture} has no option {unknown}.",
            "The options are: dim, pooling, dropout.",
            architecture=architecture,
            unknown=sorted(unknown),
        )
    if (pooling := options.get("pooling", "average")) not in POOLINGS:
        raise ModelError(
            "There is no pooling {pooling!r}.", "Choose one of: {poolings}.", pooling=pooling, poolings=POOLINGS
        )
    return ARCHITECTURES[architecture](**options)


def convert(weights: Path, architecture: str, to: Path) -> None:
    """Write a published PyTorch state dict of a network as safetensors. Raises whatever torch does where it is none of it."""
    # weights_only: a pickle from outside may hold tensors and nothing else.
    state: dict[str, Any] = torch.load(weights, map_location="cpu", weights_only=True)
    network = build(architecture)
    # The classifier over the training identities is not part of an embedding.
    network.load_state_dict({f"network.{name}": v for name, v in state.items() if not name.startswith("logits.")})
    save_file({name: v.contiguous() for name, v in network.state_dict().items()}, to)


class MaskNet(nn.Module):
    """Classifies a face of 64 x 64 pixels as bare, masked or incorrectly masked: four strided convolutions, one linear layer.

    Input: float32 (N, 3, 64, 64) in -1..1. Output: logits (N, 3) in the order of `MaskState`.
    """

    def __init__(self) -> None:
        super().__init__()
        widths = (3, 16, 32, 64, 64)
        layers: list[nn.Module] = []
        for before, after in pairwise(widths):
            layers += [nn.Conv2d(before, after, 3, 2, 1), nn.BatchNorm2d(after), nn.ReLU()]
        self.features = nn.Sequential(*layers)
        self.head = nn.Linear(64 * 4 * 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 64, 64) -> (N, 3)."""
        return cast(Tensor, self.head(functional.dropout(self.features(x).flatten(1), 0.3, self.training)))


class SlimBottleneck(nn.Module):
    """An inverted residual of any inner width, with a slope for every channel; batch norms are folded into weights and biases.

    excited: with squeeze and excitation at its end.
    """

    def __init__(self, inputs: int, middle: int, outputs: int, stride: int, *, excited: bool = False) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(inputs, middle, 1), nn.PReLU(middle),
            nn.Conv2d(middle, middle, 3, stride, 1, groups=middle), nn.PReLU(middle),
            nn.Conv2d(middle, outputs, 1),
        )  # fmt: skip
        self.se = Excitation(outputs, 4, nn.ReLU()) if excited else nn.Identity()
        self.beside = stride == 1

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, outputs, H', W')."""
        y = cast(Tensor, self.se(self.layers(x)))
        return x + y if self.beside else y


class LivenessNet(nn.Module):
    """Alive or a picture, from a face with its surroundings: a MobileFaceNet pruned for it, 0.36 M weights.

    The layers are those of MiniFASNetV2 and MiniFASNetV1SE (Minivision, Silent-Face-Anti-Spoofing, 2020, Apache 2.0), whose
    weights it begins with; the linear layers at their end, between which nothing bends, are one here. Input: float32
    (N, 3, 80, 80), RGB in 0..255. Output: the logarithm of the odds (N, 1) that a living person is seen.
    """

    LAYOUTS: ClassVar = {  # inner widths: a block that halves the map, then a stage of residual ones, three times
        "v2": ((103,), (13, 13, 13, 13), (231,), (231, 52, 26, 77, 26, 26), (308,), (26, 26)),
        "v1se": ((103,), (13, 26, 13, 52), (231,), (154, 52, 26, 52, 26, 26), (308,), (26, 26)),
    }

    def __init__(self, layout: str = "v2") -> None:
        super().__init__()
        layers: list[nn.Module] = [nn.Conv2d(3, 32, 3, 2, 1), nn.PReLU(32)]
        layers += [nn.Conv2d(32, 32, 3, 1, 1, groups=32), nn.PReLU(32)]
        inputs = 32
        for number, middles in enumerate(self.LAYOUTS[layout]):
            outputs, halved = 64 if number < 2 else 128, number % 2 == 0
            for index, middle in enumerate(middles):
                excited = layout == "v1se" and not halved and index == len(middles) - 1
                layers.append(SlimBottleneck(inputs, middle, outputs, 2 if halved else 1, excited=excited))
                inputs = outputs
        layers += [nn.Conv2d(128, 512, 1), nn.PReLU(512), nn.Conv2d(512, 512, 5, groups=512)]
        self.layers = nn.Sequential(*layers)
        self.head = nn.Linear(512, 3)

    def logits(self, x: Tensor) -> Tensor:
        """(N, 3, 80, 80) RGB 0..255 -> (N, 3): a picture, a living person, another attack."""
        return cast(Tensor, self.head(functional.dropout(self.layers(x).flatten(1), 0.2, self.training)))

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 80, 80) RGB 0..255 -> (N, 1)."""
        logits = self.logits(x)
        return logits[:, 1:2] - torch.logsumexp(logits[:, ::2], 1, keepdim=True)


class LandmarkNet(nn.Module):
    """Five landmarks in a window of 48 x 48 pixels: MTCNN's O-Net, to be trained further on masked faces.

    Input: float32 (N, 3, 48, 48) in -1..1. Output: (N, 10), x and y of each point in the window's pixels. It begins with
    facenet-pytorch's weights, which know faces without masks.
    """

    def __init__(self) -> None:
        super().__init__()
        from facenet_pytorch.models.mtcnn import ONet

        self.network = ONet()

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, 48, 48) -> (N, 10)."""
        points = self.network(x)[1]  # all x, then all y, in widths of the window
        return cast(Tensor, points.reshape(-1, 2, 5).transpose(1, 2).flatten(1) * 48)
