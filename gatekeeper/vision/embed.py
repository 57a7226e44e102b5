"""Embedders: aligned faces to unit vectors, by ONNX on the CPU, or torch on CUDA or the CPU."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from gatekeeper.domain import Image, Vectors
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.detect import (
    CHIP_PX,
    CHIP_SHAPES,
    CROP_MARGIN,
    CROP_POINTS,
    CROP_PX,
    ChipShape,
    chips_of,
    similarity_transform,
)
from gatekeeper.vision.runtime import cpu_threads, model_session

if TYPE_CHECKING:
    from torch import Tensor

NETWORK = "network"  # base name of an embedding model's files
_UP_AT_ONCE = 64  # crops


class Embedder(Protocol):
    """Turns crops into vectors. `dim` is the length of a vector, `model_id` what templates are stored under."""

    model_id: str
    dim: int

    def embed(self, crops: Image) -> Vectors:
        """crops: RGB uint8 (N, 200, 200, 3), bare or masked faces; returns float32 unit vectors (N, dim)."""
        ...


class OnnxEmbedder:
    """The model's ONNX files on the CPU, in OpenVINO or ONNX Runtime (see `runtime.onnx_session`)."""

    def __init__(self, model: ModelCard, threads: int | None = None, *, openvino: bool | None = None) -> None:
        self.model_id = model.id
        self.dim = model.dim
        self._sight = _Sight.of(model)
        self._session = model_session(model, f"{NETWORK}.onnx", threads or cpu_threads(), half=True, openvino=openvino)

    def embed(self, crops: Image) -> Vectors:
        """See `Embedder.embed`."""
        if not len(crops):
            return np.zeros((0, self.dim), np.float32)
        return _unit(self._session.run(None, {"input": self._sight.planes(crops)})[0], len(crops))


class TorchEmbedder:
    """torch on a GPU (half precision) or on the CPU (full precision). Crops are uploaded; chips are cut on the device."""

    def __init__(self, model: ModelCard, device: str = "cuda", *, half: bool | None = None) -> None:
        import torch
        from safetensors.torch import load

        from gatekeeper.vision.networks import build
        from gatekeeper.vision.torch_ops import Recorded, resampling

        self.model_id = model.id
        self.dim = model.dim
        self._sight = _Sight.of(model)
        self._device = device
        half = device.startswith("cuda") if half is None else half
        network = build(model.card.get("architecture", "dlib-resnet"), model.card.get("options"))
        weights = load(model.content(f"{NETWORK}.safetensors"))
        network.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in weights.items()})
        self._dtype = torch.float16 if half else torch.float32
        network = network.eval().to(device, self._dtype).to(memory_format=torch.channels_last)
        self._network = Recorded(network, device, "The face network")
        shape = self._sight.shape
        self._grid = resampling(similarity_transform(CROP_POINTS, shape.points), CROP_PX, shape.px, device)

    def embed(self, crops: Image) -> Vectors:
        """See `Embedder.embed`."""
        import torch

        _checked(crops)
        if not len(crops):
            return np.zeros((0, self.dim), np.float32)
        found = []
        with torch.inference_mode():
            # The next part is uploaded while the device computes this one.
            for part in torch.from_numpy(np.ascontiguousarray(crops)).split(_UP_AT_ONCE):  # type: ignore[no-untyped-call]
                up = part.pin_memory() if self._device.startswith("cuda") else part
                on_card = up.to(self._device, non_blocking=True).permute(0, 3, 1, 2)
                found.append(self.of_planes(on_card.float()))
            return np.asarray(torch.cat(found).cpu().numpy(), np.float32)

    def of_planes(self, crops: "Tensor") -> "Tensor":
        """Crops on the device, float32 (N, 3, 200, 200), integral, to unit vectors float32 (N, dim) on the device."""
        import torch

        if self._sight.shape.px == CHIP_PX:
            chips = crops[:, :, CROP_MARGIN:-CROP_MARGIN, CROP_MARGIN:-CROP_MARGIN]
        else:
            grid = self._grid.expand(len(crops), -1, -1, -1)
            chips = torch.nn.functional.grid_sample(crops, grid, padding_mode="border", align_corners=True).round()
        if self._sight.mirrored:
            chips = torch.cat([chips, chips.flip(3)])
        chips = chips.to(self._dtype).contiguous(memory_format=torch.channels_last)
        (outputs,) = self._network(chips)
        outputs = outputs.float().reshape(-1, len(crops), outputs.shape[1]).sum(0)
        vectors: Tensor = outputs / outputs.norm(dim=1, keepdim=True).clamp_min(1e-9)
        return vectors


def open_embedder(model: ModelCard) -> Embedder:
    """An embedder for the model's ONNX files on the CPU, else for its torch weights; for a GPU see `accelerator`.

    Raises ModelError if the model is of another kind, damaged, or not what its card says (it is run once).
    """
    if model.kind != "embedding":
        raise ModelError(
            "The model {model} is of kind {kind!r}, not an embedding network.",
            "See `gatekeeper models list`.",
            model=model.id,
            kind=model.kind,
        )
    try:
        embedder = OnnxEmbedder(model) if f"{NETWORK}.onnx" in model.card["files"] else TorchEmbedder(model, "cpu")
        vectors = embedder.embed(np.zeros((1, CROP_PX, CROP_PX, 3), np.uint8))
    except ModelError:
        raise
    except Exception as error:  # torch, safetensors and both runtimes raise many kinds
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise ModelError(
            "The network of {model} cannot be used: {trouble}", "Export it again.", model=model.id, trouble=reason
        ) from error
    if vectors.shape != (1, embedder.dim):
        raise ModelError(
            "The network of {model} gives {found} numbers, but its card says {wanted}.",
            "Export it again.",
            model=model.id,
            found=vectors.shape[1],
            wanted=embedder.dim,
        )
    return embedder


@dataclass(frozen=True, slots=True)
class _Sight:
    """A network's input. mirrored: the embeddings of a face and its mirror image are summed."""

    shape: ChipShape
    mirrored: bool

    @staticmethod
    def of(model: ModelCard) -> "_Sight":
        if "networks" in model.card:
            raise ModelError(
                "The model {model} is from an older version and handles covered faces only.",
                "Export it again, or activate another: `gatekeeper models list`.",
                model=model.id,
            )
        px, mirrored = model.card.get("chip_px", CHIP_PX), model.card.get("mirrored", False)
        if not isinstance(px, int) or px not in CHIP_SHAPES:
            raise ModelError(
                "The card of {model} has the chip_px {px!r}.",
                "Supported sizes: {sizes}.",
                model=model.id,
                px=px,
                sizes=sorted(CHIP_SHAPES),
            )
        if not isinstance(mirrored, bool):
            raise ModelError(
                "The card of {model} has mirrored {mirrored!r}.",
                "It must be true or false.",
                model=model.id,
                mirrored=mirrored,
            )
        return _Sight(CHIP_SHAPES[px], mirrored)

    def planes(self, crops: Image) -> Vectors:
        """Crops (N, 200, 200, 3) as the network takes them, float32 (N, 3, px, px); with mirror images (2 N, …)."""
        _checked(crops)
        planes = np.ascontiguousarray(chips_of(crops, self.shape).transpose(0, 3, 1, 2), np.float32)
        return np.concatenate([planes, planes[..., ::-1]]) if self.mirrored else planes


def _checked(crops: Image) -> None:
    if crops.dtype != np.uint8 or crops.ndim != 4 or crops.shape[1:] != (CROP_PX, CROP_PX, 3):
        raise ModelError(
            "An embedder takes uint8 crops of shape (N, {crop_px}, {crop_px}, 3), not {dtype} {shape}.",
            "Align the faces first.",
            crop_px=CROP_PX,
            dtype=crops.dtype,
            shape=crops.shape,
        )


def _unit(vectors: Vectors, count: int) -> Vectors:
    """(count, D) unit vectors from (count, D) or, with mirror images, (2 count, D)."""
    return unit(vectors.reshape(-1, count, vectors.shape[1]).sum(0))


def unit(vectors: Vectors) -> Vectors:
    """The same directions (N, D), each of length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
