"""Whether masks put on at enrolment help, and our masks beside another program's, on a few fictional people."""

import csv
import shutil
from pathlib import Path

import cv2
import pytest

from gatekeeper.capture.photos import photo_files
from gatekeeper.errors import TrainingError
from gatekeeper.paths import assets
from trainer.measure.enrolment import masks_at_enrolment
from trainer.measure.mask_comparison import compare_masks

pytestmark = pytest.mark.slow

MODEL = assets() / "models/masked-face"
PEOPLE = tuple(f"resident-{number:03}" for number in range(1, 9))


def test_a_gallery_is_measured_without_and_with_simulated_masks(tmp_path: Path) -> None:
    for name in PEOPLE[:3]:
        shutil.copytree(assets() / "demo/visits" / name, tmp_path / "people" / name)
    (tmp_path / "people" / PEOPLE[0] / "bare/broken.jpg").write_bytes(b"no picture")
    found = masks_at_enrolment(MODEL, tmp_path / "people", masks=1)
    assert (found["people"], found["probes"]) == (3, 6)
    assert [found[kind]["rank1"] for kind in ("bare", "simulated", "both")] == [1.0, 1.0, 1.0]
    assert found["gain"] == {"rank1": 0.0, "low": 0.0, "high": 0.0}
    with pytest.raises(TrainingError, match="no masked pictures"):
        masks_at_enrolment(MODEL, tmp_path / "people" / PEOPLE[0] / "bare", masks=1)


def test_two_programs_masks_are_measured_on_the_same_pairs_and_laid_side_by_side(tmp_path: Path) -> None:
    images, rows = tmp_path / "images", []
    first = {
        name: f"{name}_1" if number % 2 else "1" for number, name in enumerate(PEOPLE)
    }  # as LFW names its pictures
    for name, one in first.items():
        person = assets() / "demo/visits" / name
        bare, other = photo_files(person / "bare")
        for kind, path, to in (
            ("bare", bare, f"{one}.jpg"),
            ("bare", other, "2.jpg"),
            ("masked", bare, f"{one}_surgical_green.jpg"),
        ):
            target = images / kind / name / to
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    for number, (name, one) in enumerate(first.items()):
        rows.append((f"bare/{name}/2.jpg", f"masked/{name}/{one}_surgical_green.jpg", 1))
        rows.append((f"bare/{PEOPLE[number - 1]}/2.jpg", f"masked/{name}/{one}_surgical_green.jpg", 0))
        rows.append((f"bare/{name}/2.jpg", f"bare/{name}/{one}.jpg", 1))
    with (tmp_path / "pairs.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("path", "pair_path", "same"), *rows])
    found = compare_masks(MODEL, images, tmp_path / "pairs.csv", tmp_path / "out", most=16)
    # The pair of two bare pictures is none of its business.
    assert {name: row["n"] for name, row in found.items()} == {"theirs": 16, "ours": 16}
    assert found["ours"]["failures_to_acquire"] == 0
    ours = cv2.imread(str(tmp_path / "out/masked/resident-001/1_surgical_green.jpg"))
    theirs = cv2.imread(str(images / "masked/resident-001/1_surgical_green.jpg"))
    assert ours is not None
    assert theirs is not None
    assert ours.shape == theirs.shape
    assert (ours != theirs).any()
    sheet = cv2.imread(str(tmp_path / "out/sheet.png"))
    assert sheet is not None
    assert sheet.shape == (224, 1120, 3)
    (tmp_path / "pairs.csv").write_text(
        "path,pair_path,same\nbare/a/1.jpg,bare/a/2.jpg,1\nbare/a/1.jpg,bare/b/1.jpg,0\n"
    )
    with pytest.raises(TrainingError, match="names no masked picture"):
        compare_masks(MODEL, images, tmp_path / "pairs.csv", tmp_path / "none")
