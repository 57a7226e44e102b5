"""Old checkpoints are read, and hostile ones run nothing."""

import os
import pickle
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from gatekeeper.errors import ModelError, TrainingError
from gatekeeper.vision import networks
from gatekeeper.vision.networks import ARCHITECTURES, build
from trainer.learn import checkpoints
from trainer.learn.checkpoints import fetch_published, fit, read_checkpoint

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def network() -> nn.Module:
    torch.manual_seed(0)
    return build("mobile-face", {"dim": 16}).eval()


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("kind", ["state dict", "model and optimiser", "whole model"])
def test_the_three_kinds_of_old_checkpoint_give_their_tensors(
    kind: str, zipped: bool, network: nn.Module, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    optimiser = torch.optim.SGD(network.parameters(), 0.1, momentum=0.9)
    for parameter in network.parameters():
        parameter.grad = torch.ones_like(parameter)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    # The classes of an old project are those of its own files.
    monkeypatch.setitem(sys.modules, "models", networks)
    for module in network.modules():
        if type(module).__module__ == networks.__name__:
            monkeypatch.setattr(type(module), "__module__", "models")
    saved: Any = {
        "state dict": network.state_dict(),
        "model and optimiser": {
            "model_state_dict": network.state_dict(),
            "optimizer_state_dict": optimiser.state_dict(),
        },
        "whole model": network,
    }[kind]
    torch.save(saved, tmp_path / "old.pt", _use_new_zipfile_serialization=zipped)
    found = read_checkpoint(tmp_path / "old.pt")
    assert found.kind == kind
    assert same(found.state, before)


class Hostile:
    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.call


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("inside", ["alone", "state", "module"])
@pytest.mark.parametrize("function", [os.system, eval, pickle.loads])
def test_a_hostile_checkpoint_is_refused_by_name_and_runs_nothing(
    function: Callable[..., object], inside: str, zipped: bool, tmp_path: Path
) -> None:
    mark = tmp_path / "ran"
    arguments: dict[Any, tuple[object, ...]] = {
        os.system: (f"touch {mark}",),
        eval: (f"open({str(mark)!r}, 'w')",),
        pickle.loads: (pickle.dumps(Hostile(os.system, f"touch {mark}")),),
    }
    bomb = Hostile(function, *arguments[function])
    layer = nn.Linear(2, 2)
    layer.bomb = bomb  # type: ignore[assignment]
    saved: Any = {"alone": bomb, "state": {"weight": torch.ones(2), "x": bomb}, "module": layer}[inside]
    torch.save(saved, tmp_path / "bad.pt", _use_new_zipfile_serialization=zipped)
    with pytest.raises(TrainingError, match="neither a tensor nor a known network's class"):
        read_checkpoint(tmp_path / "bad.pt")
    assert not mark.exists()


def test_a_dotted_name_reaches_nothing_behind_an_allowed_module(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    # Protocol 4 may name "module.attribute.attribute": here torch.nn's own import of os.
    program = b"\x80\x04\x8c\x17torch.nn.modules.module\x8c\x09os.system\x93\x8c" + bytes([len(f"touch {mark}")])
    program += f"touch {mark}".encode() + b"\x85R."
    (tmp_path / "bad.pt").write_bytes(program)
    with pytest.raises(TrainingError):
        read_checkpoint(tmp_path / "bad.pt")
    assert not mark.exists()


def test_a_script_archive_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    torch.jit.trace(nn.Linear(2, 2), torch.ones(1, 2)).save(str(tmp_path / "script.pt"))  # type: ignore[no-untyped-call]
    with pytest.raises(TrainingError, match="TorchScript"):
        read_checkpoint(tmp_path / "script.pt")
    (tmp_path / "text.pt").write_text("hello")
    for name in ("text.pt", "missing.pt", "missing.safetensors"):
        with pytest.raises(TrainingError, match=name.split(".")[0]):
            read_checkpoint(tmp_path / name)


def test_weights_of_parallel_training_with_another_classifier_fit_and_those_of_another_network_do_not(
    network: nn.Module, tmp_path: Path
) -> None:
    state = {f"module.{name}": tensor for name, tensor in network.state_dict().items()}
    other = build("mobile-face", {"dim": 8})
    left = fit(other, state)
    assert left == [
        name for name in other.state_dict() if name.startswith(("fc.", "norm.")) and "num_batches" not in name
    ]
    assert torch.equal(other.state_dict()["layers.0.weight"], network.state_dict()["layers.0.weight"])
    with pytest.raises(TrainingError, match=r"stem\.weight"):
        fit(build("dlib-resnet"), state)


def test_facenet_weights_fit_under_their_own_names_also_from_a_whole_pickled_network(tmp_path: Path) -> None:
    from facenet_pytorch import InceptionResnetV1

    torch.manual_seed(1)
    theirs = InceptionResnetV1(pretrained=None, classify=True, num_classes=7)
    mine = build("inception-resnet-v1")
    assert fit(mine, theirs.state_dict()) == []
    assert torch.equal(mine.state_dict()["network.last_linear.weight"], theirs.last_linear.weight)
    # It holds a torch.device beside its tensors.
    torch.save(theirs, tmp_path / "model1.pt")
    found = read_checkpoint(tmp_path / "model1.pt")
    assert found.kind == "whole model"
    assert same(found.state, theirs.state_dict())


def test_published_weights_are_kept_checked_and_their_absence_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, network: nn.Module
) -> None:
    monkeypatch.setattr(checkpoints, "user_cache_path", lambda *_, **__: tmp_path)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}/network.pth"
        monkeypatch.setitem(checkpoints.PUBLISHED, "mobile-face", {"none": (nowhere, "00")})
        with pytest.raises(ModelError, match="cannot be downloaded") as offline:
            fetch_published("mobile-face", "none")
    assert str(tmp_path / "weights/network.pth") in offline.value.hint
    save_file(network.state_dict(), tmp_path / "weights/network.pth")
    with pytest.raises(ModelError, match="is not the file published"):
        fetch_published("mobile-face", "none")
    with pytest.raises(ModelError, match="No weights 'x' are published for dlib-resnet"):
        fetch_published("dlib-resnet", "x")


@pytest.mark.parametrize(
    ("architecture", "pooling"), [("dlib-resnet", "gem"), ("mobile-face", "average"), ("efficientnet-b2", "gem")]
)
def test_a_network_of_any_size_and_pooling_learns_from_a_step(architecture: str, pooling: str) -> None:
    network = build(architecture, {"dim": 24, "pooling": pooling, "dropout": 0.1}).train()
    out = network(torch.rand(2, 3, 150, 150) * 255)
    assert out.shape == (2, 24)
    out.square().sum().backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in network.parameters())


def test_every_architecture_is_built_and_a_wrong_word_is_named() -> None:
    sizes = {name: sum(p.numel() for p in build(name).parameters()) / 1e6 for name in ARCHITECTURES}
    assert sizes["mobile-face"] < 1.2 < 5 < sizes["dlib-resnet"] < 6
    assert 40 < sizes["se-resnext-101"] < 60
    for wrong in (("resnet", {}), ("dlib-resnet", {"width": 2}), ("dlib-resnet", {"pooling": "max"})):
        with pytest.raises(ModelError, match=r"There is no|has no option"):
            build(*wrong)
