"""Faces that live on a device are shown to a network as the loaders show them; on the processor, for want of a card."""

from pathlib import Path

import numpy as np
import pytest
import torch

from gatekeeper.domain import MaskState
from trainer.data.faceset import STATES, FaceSet
from trainer.data.on_device import Chances, DeviceFaces
from trainer.data.split import read
from trainer.learn import train as training
from trainer.learn.batches import batches_on_device
from trainer.learn.recipe import Recipe
from trainer.simulate.augment import vary

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def on_device(faces: FaceSet) -> DeviceFaces:
    return DeviceFaces(faces.shaped(128), np.arange(len(faces)), "cpu")


def still(count: int, **changes: object) -> Chances:
    rng = np.random.default_rng(0)
    chances = Chances.drawn(count, 128, rng, 0.0, vary=False)
    return Chances(**{**{name: getattr(chances, name) for name in Chances.__slots__}, **changes})


def test_chips_that_nothing_varies_are_the_loaders_own(faces: FaceSet, on_device: DeviceFaces) -> None:
    rows = np.array([3, 0, 7, 11])
    found = on_device.planes(rows, still(4)).permute(0, 2, 3, 1).numpy()
    expected = faces.shaped(128).chips([(int(row), 0) for row in rows])
    assert np.abs(found - expected).max() <= 3
    assert np.abs(found - expected).mean() < 0.1
    mirrored = on_device.planes(rows, still(4, flipped=np.ones(4, bool))).permute(0, 2, 3, 1).numpy()
    assert np.abs(mirrored[:, :, ::-1] - found).max() <= 1


def test_masks_are_worn_by_those_who_wear_none(faces: FaceSet, on_device: DeviceFaces) -> None:
    rows = np.arange(6)
    bare, masked = (
        on_device.planes(rows, still(6, masked=np.full(6, worn))).permute(0, 2, 3, 1).numpy() for worn in (False, True)
    )
    changed = np.abs(bare - masked).mean(3) > 8
    wears = faces.states[rows] == STATES.index(MaskState.MASKED)
    assert (changed[:, 85:115, 44:84].mean((1, 2)) > 0.5)[~wears].all()
    assert not changed[:, :45].any()


def test_pictures_are_varied_as_much_as_the_loaders_vary_them(faces: FaceSet, on_device: DeviceFaces) -> None:
    count = 48
    rows = np.arange(count) % len(faces)
    plain = faces.shaped(128).chips([(int(row), 0) for row in rows])
    rng = np.random.default_rng(1)
    wanted = np.stack([vary(chip, rng) for chip in plain]).astype(np.float32)
    chances = Chances.drawn(count, 128, np.random.default_rng(2), 0.0, vary=True)
    chances = Chances(**{**{n: getattr(chances, n) for n in Chances.__slots__}, "flipped": np.zeros(count, bool)})
    found = on_device.planes(rows, chances).permute(0, 2, 3, 1).numpy()
    assert found.min() >= 0
    assert found.max() <= 255
    for measure in (lambda x: np.abs(x - plain).mean(), lambda x: np.abs(np.diff(x, axis=1)).mean(), np.mean):
        assert measure(found) == pytest.approx(measure(wanted), rel=0.25)
    grey = on_device.planes(rows[:1], still(1, grey=np.ones(1, bool)))
    assert (grey.amax(1) - grey.amin(1)).max() <= 1


def test_a_run_on_faces_that_live_there_learns_and_does_not_depend_on_the_processes(
    faces: FaceSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = Recipe.load("smoke", {"network.chip": 128, "run.epochs": 1, "data.vary": True})
    parts = read(faces)
    own = faces.shaped(128)
    there = DeviceFaces(own, parts.training, "cpu")
    batches = [np.arange(8), np.arange(4, 12)]
    alone = [chips for chips, _ in batches_on_device(there, parts.training, recipe, batches, 0, 0, (0, 1))]
    halves = [
        torch.cat([one, other])
        for (one, _), (other, _) in zip(
            *(batches_on_device(there, parts.training, recipe, batches, 0, 0, (rank, 2)) for rank in (0, 1)),
            strict=True,
        )
    ]
    assert all(torch.allclose(a, b, atol=1) for a, b in zip(alone, halves, strict=True))
    (later,) = (chips for chips, _ in batches_on_device(there, parts.training, recipe, batches, 0, 1, (0, 1)))
    assert torch.equal(later, alone[1])
    monkeypatch.setattr(DeviceFaces, "fits", staticmethod(lambda count, device: True))
    done = training.train(faces, parts, recipe, tmp_path / "run")
    assert done.is_file()
