"""Aligned faces to unit vectors: one protocol; an ONNX file on the CPU, or torch on CUDA or the CPU."""

import logging
from typing import Protocol

import numpy as np

from gatekeeper.domain import Image, Vectors, View
from gatekeeper.errors import ModelError
from gatekeeper.vision.detect import CHIP_PX
from gatekeeper.vision.registry import ModelCard
from gatekeeper.vision.runtime import cpu_threads, cuda_driver_present, onnx_session

log = logging.getLogger(__name__)

# Below this row of a chip (150 px) nothing of a covered face is shown: masks begin about here, measured on LFW pairs.
COVER_ROW = 74
_COVER_COLOUR = np.array([123, 117, 104], np.uint8)  # the network's mean colour: carries nothing


class Embedder(Protocol):
    """Turns chips into vectors. `dim` is the length of a vector, `model_id` what templates are stored under.

    `bare_whole_share`: how much of a bare photo's whole vector its covered template takes, where both views' networks
    answer alike (see `FaceReader.registered`); 0 for none.
    """

    model_id: str
    dim: int
    bare_whole_share: float

    def embed(self, chips: Image, view: View) -> Vectors:
        """chips: RGB uint8 (N, 150, 150, 3), whole faces; returns float32 unit vectors (N, dim) of that view."""
        ...


def cover(chips: Image, row: int = COVER_ROW) -> Image:
    """A copy of chips (…, 150, 150, 3) with everything from `row` down filled with the network's mean colour."""
    covered = chips.copy()
    covered[..., row:, :, :] = _COVER_COLOUR
    return covered


class OnnxEmbedder:
    """The model's ONNX files on the CPU, in OpenVINO or ONNX Runtime (see `runtime.onnx_session`)."""

    def __init__(self, model: ModelCard, threads: int | None = None, *, openvino: bool | None = None) -> None:
        self.model_id = model.id
        self.dim = int(model.card["dim"])
        self.bare_whole_share = _share(model)
        folder = model.verified
        self._mirrored = _mirrored(model)
        files = {view: folder / f"{_network(model, view)}.onnx" for view in View}
        sessions = {
            path: onnx_session(path, threads or cpu_threads(), half=True, openvino=openvino)
            for path in sorted(set(files.values()))
        }
        self._sessions = {view: sessions[path] for view, path in files.items()}

    def embed(self, chips: Image, view: View) -> Vectors:
        """See `Embedder.embed`."""
        if not len(chips):
            return np.zeros((0, self.dim), np.float32)
        x = _planes(_checked(chips, view), view in self._mirrored)
        return _unit(self._sessions[view].run(None, {"input": x})[0], len(chips))


class TorchEmbedder:
    """torch on CUDA (half precision) or on the CPU (full precision)."""

    def __init__(self, model: ModelCard, device: str = "cuda") -> None:
        import torch
        from safetensors.torch import load_file

        from gatekeeper.vision.networks import build

        self.model_id = model.id
        self.dim = int(model.card["dim"])
        self.bare_whole_share = _share(model)
        self._device = device
        self._mirrored = _mirrored(model)
        folder = model.verified
        opened = {}
        for name in sorted({_network(model, view) for view in View}):
            network = build(model.card.get("architecture", "dlib-resnet"), model.card.get("options"))
            weights = load_file(folder / f"{name}.safetensors")
            network.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in weights.items()})
            opened[name] = network.eval().to(device).to(memory_format=torch.channels_last)
        self._networks = {view: opened[_network(model, view)] for view in View}

    def embed(self, chips: Image, view: View) -> Vectors:
        """See `Embedder.embed`."""
        import torch

        if not len(chips):
            return np.zeros((0, self.dim), np.float32)
        x = torch.from_numpy(_planes(_checked(chips, view), view in self._mirrored)).to(self._device)
        half = torch.autocast("cuda", torch.float16, enabled=self._device.startswith("cuda"))
        with torch.inference_mode(), half:
            y = self._networks[view](x.contiguous(memory_format=torch.channels_last))
        return _unit(y.float().cpu().numpy(), len(chips))


def open_embedder(model: ModelCard) -> Embedder:
    """The fastest embedder this machine has for the model: CUDA where a driver is present and the card can compute, which is
    tried; else its ONNX files on the CPU."""
    if model.kind != "embedding":
        raise ModelError(
            f"The model {model.id} is of kind {model.kind!r}, not an embedding network.",
            "See `gatekeeper models list`.",
        )
    if cuda_driver_present():
        import torch

        if torch.cuda.is_available():
            try:
                on_card = TorchEmbedder(model)
                on_card.embed(np.zeros((1, CHIP_PX, CHIP_PX, 3), np.uint8), View.WHOLE)
                return on_card
            except (
                RuntimeError,
                AssertionError,
            ) as error:  # too old for torch's kernels, out of memory, a driver that fails
                trouble = str(error).splitlines()[0]
                log.error("The graphics card can not be used, so the processor is: %s", trouble)
    if all((model.folder / f"{_network(model, view)}.onnx").is_file() for view in View):
        return OnnxEmbedder(model)
    return TorchEmbedder(model, "cpu")


def _checked(chips: Image, view: View) -> Image:
    if chips.dtype != np.uint8 or chips.ndim != 4 or chips.shape[1:] != (CHIP_PX, CHIP_PX, 3):
        raise ModelError(
            f"An embedder takes uint8 chips of shape (N, {CHIP_PX}, {CHIP_PX}, 3), not {chips.dtype} {chips.shape}.",
            "Align the faces first.",
        )
    return cover(chips) if view is View.COVERED else chips


def _network(model: ModelCard, view: View) -> str:
    """The file name, without its ending, of the network of a view; a model may have one for both."""
    return str(model.card.get("networks", {}).get(view.value, view.value))


def _mirrored(model: ModelCard) -> frozenset[View]:
    """The views in which a face's vector is the sum of its own and its mirror image's."""
    return frozenset(View(name) for name in model.card.get("mirrored", ()))


def _share(model: ModelCard) -> float:
    share = model.card.get("bare_whole_share", 0)
    if not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ModelError(f"The card of {model.id} has the bare_whole_share {share!r}.", "It lies between 0 and 1.")
    return float(share)


def _planes(chips: Image, mirrored: bool) -> Vectors:
    """float32 (N, 3, H, W); with mirror images (2 N, 3, H, W), which follow."""
    planes = np.ascontiguousarray(chips.transpose(0, 3, 1, 2), np.float32)
    return np.concatenate([planes, planes[..., ::-1]]) if mirrored else planes


def _unit(vectors: Vectors, count: int) -> Vectors:
    """(count, D) unit vectors from (count, D) or, with mirror images, (2 count, D)."""
    return unit(vectors.reshape(-1, count, vectors.shape[1]).sum(0))


def unit(vectors: Vectors) -> Vectors:
    """The same directions (N, D), each of length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
