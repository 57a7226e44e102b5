"""Weights from elsewhere: downloads of published ones, and checkpoints of older projects, read without running them.

Three kinds of checkpoint are supported: a state dict, {"model_state_dict": …, "optimizer_state_dict": …}, and a whole
pickled model. A pickle is a program, so the third kind is read by an unpickler that calls nothing but torch's own
rebuilding of tensors. Every other class it names must belong to a network, and is replaced by an inert stand-in.
"""

import pickle
import tarfile
import zipfile
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from platformdirs import user_cache_path
from safetensors.torch import load_file
from torch import Tensor, nn

from gatekeeper.errors import ModelError, TrainingError
from gatekeeper.models.download import KNOWN, check_file, fetch_file
from gatekeeper.progress import Progress, silent

State = dict[str, Tensor]

_TIMM = "https://github.com/rwightman/pytorch-image-models/releases/download/v0.1-weights/"
# architecture -> name -> (address, SHA-256 or, if the publisher gives no more, its prefix)
PUBLISHED: dict[str, dict[str, tuple[str, str]]] = {
    "inception-resnet-v1": {"vggface2": (KNOWN["inception-resnet-v1"].weights, KNOWN["inception-resnet-v1"].sha256)},
    "se-resnext-101": {"imagenet": (f"{_TIMM}legacy_se_resnext101_32x4d-37725eac.pth", "37725eac")},
    "efficientnet-b2": {"imagenet": (f"{_TIMM}efficientnet_b2_ra-bcdf34b7.pth", "bcdf34b7")},
    "efficientnet-b3": {"imagenet": (f"{_TIMM}efficientnet_b3_ra2-cf984f9c.pth", "cf984f9c")},
    "efficientnet-b4": {"imagenet": (f"{_TIMM}efficientnet_b4_ra2_320-7eb33cd5.pth", "7eb33cd5")},
}
_REBUILDS: dict[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("builtins", "set"): set,
    ("torch._utils", "_rebuild_tensor"): torch._utils._rebuild_tensor,
    ("torch._utils", "_rebuild_tensor_v2"): torch._utils._rebuild_tensor_v2,
    ("torch._utils", "_rebuild_parameter"): torch._utils._rebuild_parameter,
    ("torch", "Size"): torch.Size,
    ("torch", "device"): torch.device,  # facenet-pytorch's network stores its device
}
# Where the classes of networks live. `models` and `__main__` are the older project's own files.
_NETWORKS = (
    *("torch.nn.", "facenet_pytorch.", "pretrainedmodels.", "efficientnet_pytorch.", "torchvision.models."),
    *("timm.", "models.", "__main__."),
)
_PREFIXES = ("", "network.", "body.")
_DATA_PARALLEL = ("module.", "model.", "_orig_mod.")
_CLASSIFIERS = ("logits.", "classifier.", "last_linear.", "last_bn.", "fc.", "norm.")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """kind: "state dict", "model and optimiser" or "whole model"; state: name -> tensor."""

    kind: str
    state: State


def read_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint (.safetensors, or any of the three kinds of PyTorch file) without running any code in it.

    Raises TrainingError if it is not a checkpoint, or names anything that is neither a tensor nor a network's class.
    """
    if path.suffix == ".safetensors":
        try:
            return Checkpoint("state dict", load_file(path))
        except Exception as error:  # safetensors' own exception has no public base
            raise TrainingError(f"{path} holds no weights: {error}", "Give a checkpoint.") from error
    _refuse_programs(path)
    try:
        found = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise TrainingError(f"{path} cannot be opened: {error.strerror}.", "Give a checkpoint.") from None
    except Exception:  # a damaged or hostile file can raise anything
        found = _whole(path)
    if isinstance(found, _StandIn):
        return Checkpoint("whole model", dict(_tensors(found, "")))
    if isinstance(found, dict) and isinstance(found.get("model_state_dict"), dict):
        return Checkpoint("model and optimiser", _only_tensors(path, found["model_state_dict"]))
    if isinstance(found, dict):
        return Checkpoint("state dict", _only_tensors(path, found))
    raise TrainingError(f"{path} holds a {type(found).__name__}, not a network.", "Give a checkpoint.")


def fetch_published(architecture: str, name: str, progress: Progress = silent) -> Path:
    """Published weights, downloaded once into the user's cache. Raises ModelError if that fails."""
    try:
        address, checksum = PUBLISHED[architecture][name]
    except KeyError:
        published = ", ".join(PUBLISHED.get(architecture, {})) or "none"
        raise ModelError(
            f"No weights {name!r} are published for {architecture}.",
            f"Published: {published}. A file can be given instead.",
        ) from None
    cached = user_cache_path("gatekeeper", appauthor=False) / "weights" / address.rsplit("/", 1)[1]
    if not cached.is_file():
        cached.parent.mkdir(parents=True, exist_ok=True)
        part = cached.with_name(cached.name + ".part")
        remedy = f"Without a connection, put the file at {cached}, or give it as network.weights."
        check_file(fetch_file(address, part, remedy, progress), address, checksum)
        part.replace(cached)
    check_file(cached, address, checksum)
    return cached


def fit(network: nn.Module, state: State) -> list[str]:
    """Load every tensor of `state` that matches one of `network` in name and shape; returns the names not loaded.

    Prefixes of data-parallel training and of this package's wrappers are ignored. Only the last layers (another size, another
    number of classes) may be missing: raises TrainingError if anything below them is.
    """
    expected = network.state_dict()
    stripped = {_without(name, _DATA_PARALLEL): tensor for name, tensor in state.items()}
    found: State = {}
    for prefix in _PREFIXES:
        candidate = {f"{prefix}{name}": t for name, t in stripped.items()}
        matching = {name: t for name, t in candidate.items() if name in expected and expected[name].shape == t.shape}
        found = max(found, matching, key=len)
    missing = [name for name in expected if name not in found]
    deep = [name for name in missing if not _without(name, _PREFIXES[1:]).startswith((*_CLASSIFIERS, "pool."))]
    if deep:
        raise TrainingError(
            f"These are not the weights of this network: {len(deep)} of its {len(expected)} tensors are missing or of another "
            f"shape, the first {deep[0]}.",
            "Choose the architecture they belong to.",
        )
    network.load_state_dict({**expected, **{name: tensor.to(expected[name].dtype) for name, tensor in found.items()}})
    return missing


class _StandIn:
    """Replaces a network's pickled objects: holds their attributes and does nothing."""

    def __init__(self, *arguments: object) -> None:
        pass


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        module = {"__builtin__": "builtins"}.get(module, module)
        if (module, name) in _REBUILDS:
            return _REBUILDS[module, name]
        if module == "torch" and isinstance(getattr(torch, name, None), torch.dtype):
            return getattr(torch, name)
        if f"{module}.".startswith(_NETWORKS):
            return type(name, (_StandIn,), {})
        raise TrainingError(
            f"The checkpoint names {module}.{name}, which is neither a tensor nor a known network's class.",
            "It was not loaded: a pickle can run any program. Ask its author for a state dict.",
        )


class _Pickle:
    """The interface torch.load expects of a pickle module."""

    Unpickler = _Unpickler

    @staticmethod
    def load(file: Any, **options: Any) -> Any:
        return _Unpickler(file, **options).load()


def _whole(path: Path) -> Any:
    try:
        return torch.load(path, map_location="cpu", weights_only=False, pickle_module=_Pickle)
    except TrainingError:
        raise
    except Exception as error:  # a damaged or hostile file can raise anything
        raise TrainingError(f"{path} cannot be read as a checkpoint: {error}", "Give a PyTorch checkpoint.") from error


def _refuse_programs(path: Path) -> None:
    """Refuse TorchScript archives and tar files: torch.load does not read them with the unpickler."""
    script = packed = False
    try:
        if path.is_file() and zipfile.is_zipfile(path):  # which raises as well, of archives on several disks
            with zipfile.ZipFile(path) as archive:
                script = any(name.endswith("constants.pkl") or "/code/" in name for name in archive.namelist())
                packed = any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist())
    except Exception as error:  # zipfile raises many kinds
        why = "Give a PyTorch checkpoint."
        raise TrainingError(f"{path} cannot be read as a checkpoint: {error}", why) from error
    if packed and not script:  # PyTorch does not compress tensors; a compressed archive may be a zip bomb
        raise TrainingError(f"{path} is a compressed archive.", "Ask its author for a PyTorch checkpoint.")
    if script or (path.is_file() and tarfile.is_tarfile(path)):
        raise TrainingError(f"{path} is a TorchScript or tar archive.", "Ask its author for a state dict.")


def _tensors(module: object, prefix: str) -> list[tuple[str, Tensor]]:
    attributes = vars(module)
    transient = attributes.get("_non_persistent_buffers_set", set())
    out = []
    for kind in ("_parameters", "_buffers"):
        for name, tensor in (attributes.get(kind) or {}).items():
            if isinstance(tensor, Tensor) and name not in transient:
                out.append((f"{prefix}{name}", tensor.detach()))
    for name, child in (attributes.get("_modules") or {}).items():
        if isinstance(child, _StandIn):
            out += _tensors(child, f"{prefix}{name}.")
    return out


def _only_tensors(path: Path, found: dict[Any, Any]) -> State:
    state = {str(name): value for name, value in found.items() if isinstance(value, Tensor)}
    if not state:
        raise TrainingError(f"{path} holds no tensors.", f"Its keys: {', '.join(map(str, list(found)[:8]))}.")
    return state


def _without(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        name = name.removeprefix(prefix)
    return name
