"""Aligned faces to unit vectors: one protocol, two runtimes (ONNX Runtime on the CPU, torch on CUDA or the CPU)."""

from pathlib import Path
from typing import Protocol

import numpy as np

from gatekeeper.domain import Image, Vectors, View
from gatekeeper.errors import ModelError
from gatekeeper.vision.detect import CHIP_PX
from gatekeeper.vision.registry import ModelCard
from gatekeeper.vision.runtime import cpu_threads, cuda_driver_present, onnx_session

# Below this row of a chip (150 px) nothing of a covered face is shown: masks begin about here, measured on LFW pairs.
COVER_ROW = 74
_COVER_COLOUR = np.array([123, 117, 104], np.uint8)  # the network's mean colour: carries nothing


class Embedder(Protocol):
    """Turns chips into vectors. `dim` is the length of a vector, `model_id` what templates are stored under."""

    model_id: str
    dim: int

    def embed(self, chips: Image, view: View) -> Vectors:
        """chips: RGB uint8 (N, 150, 150, 3), whole faces; returns float32 unit vectors (N, dim) of that view."""
        ...


def cover(chips: Image, row: int = COVER_ROW) -> Image:
    """A copy of chips (…, 150, 150, 3) with everything from `row` down filled with the network's mean colour."""
    covered = chips.copy()
    covered[..., row:, :, :] = _COVER_COLOUR
    return covered


class OnnxEmbedder:
    """ONNX Runtime on the CPU. Loads a view's network when it is first asked for."""

    def __init__(self, model: ModelCard, threads: int | None = None) -> None:
        self.model_id = model.id
        self.dim = int(model.card["dim"])
        folder = model.verified
        self._sessions = {view: onnx_session(folder / f"{view.value}.onnx", threads or cpu_threads()) for view in View}

    def embed(self, chips: Image, view: View) -> Vectors:
        """See `Embedder.embed`."""
        x = _planes(_checked(chips, view, self.dim))
        return _unit(self._sessions[view].run(None, {"input": x})[0]) if len(x) else np.zeros((0, self.dim), np.float32)


class TorchEmbedder:
    """torch on CUDA (half precision) or on the CPU (full precision)."""

    def __init__(self, model: ModelCard, device: str = "cuda") -> None:
        import torch
        from safetensors.torch import load_file

        from gatekeeper.vision.networks import DlibResNet

        self.model_id = model.id
        self.dim = int(model.card["dim"])
        self._device = device
        self._networks = {}
        folder = model.verified
        for view in View:
            network = DlibResNet()
            weights = load_file(folder / f"{view.value}.safetensors")
            network.load_state_dict({key: value.float() for key, value in weights.items()})
            self._networks[view] = network.eval().to(device).to(memory_format=torch.channels_last)

    def embed(self, chips: Image, view: View) -> Vectors:
        """See `Embedder.embed`."""
        import torch

        x = torch.from_numpy(_planes(_checked(chips, view, self.dim))).to(self._device)
        if not len(x):
            return np.zeros((0, self.dim), np.float32)
        half = torch.autocast("cuda", torch.float16, enabled=self._device.startswith("cuda"))
        with torch.inference_mode(), half:
            return _unit(self._networks[view](x.contiguous(memory_format=torch.channels_last)).float().cpu().numpy())


def open_embedder(model: ModelCard) -> Embedder:
    """The fastest embedder this machine has for the model: CUDA where a driver is present, else ONNX Runtime."""
    if model.kind != "embedding":
        raise ModelError(f"The model {model.id} is of kind {model.kind!r}, not an embedding network.")
    if cuda_driver_present():
        import torch

        if torch.cuda.is_available():
            return TorchEmbedder(model)
    return OnnxEmbedder(model)


def _checked(chips: Image, view: View, dim: int) -> Image:
    if chips.dtype != np.uint8 or chips.ndim != 4 or chips.shape[1:] != (CHIP_PX, CHIP_PX, 3):
        raise ModelError(
            f"An embedder takes uint8 chips of shape (N, {CHIP_PX}, {CHIP_PX}, 3), not {chips.dtype} {chips.shape}.",
            "Align the faces first.",
        )
    return cover(chips) if view is View.COVERED else chips


def _planes(chips: Image) -> Vectors:
    return np.ascontiguousarray(chips.transpose(0, 3, 1, 2), np.float32)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def bundled_models() -> Path:
    """The folder of the models that come with the program."""
    from gatekeeper.paths import assets

    return assets() / "models"
