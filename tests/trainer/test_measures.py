"""The figures of a report against plain counting, and the split they are measured on."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from gatekeeper.domain import Vectors
from gatekeeper.errors import GatekeeperError, TrainingError
from trainer import split as splitting
from trainer.evaluate import (
    BINS,
    Floats,
    Histogram,
    classify,
    evaluate,
    identification,
    pair_distances,
    ten_folds,
    verification,
)
from trainer.prepare import Prepared
from trainer.report import report_run, write_report
from trainer.split import read

RNG = np.random.default_rng(4)
SAME = np.arange(400) < 200
DISTANCES = np.where(SAME, RNG.normal(0.7, 0.15, 400), RNG.normal(1.2, 0.15, 400))


def test_the_iou_is_overlap_over_union_and_the_threshold_parts_the_two_kinds_best() -> None:
    found = Histogram.of(DISTANCES, SAME)
    overlap = union = 0.0
    for low, high in itertools.pairwise(BINS):
        own, other = (((low <= DISTANCES) & (high > DISTANCES) & kind).sum() / 200 for kind in (SAME, ~SAME))
        overlap, union = overlap + min(own, other), union + max(own, other)
    assert found.iou == pytest.approx(overlap / union)
    wrong = [(DISTANCES[SAME] >= t).sum() + (DISTANCES[~SAME] < t).sum() for t in BINS]
    assert (DISTANCES[SAME] >= found.threshold).sum() + (DISTANCES[~SAME] < found.threshold).sum() <= min(wrong) + 2


@pytest.mark.parametrize("distances", [np.full(400, np.nan), np.where(SAME, np.inf, 1.0)])
def test_an_undefined_histogram_is_explained(distances: Floats) -> None:
    with pytest.raises(TrainingError, match="undefined"):
        Histogram.of(distances, SAME)
    with pytest.raises(TrainingError, match="undefined"):
        Histogram.of(DISTANCES, np.ones(400, bool))


def test_the_classification_report_is_what_counting_gives() -> None:
    found = classify(np.array([0.1, 0.2, 0.9, 0.3, 0.8, 0.9]), np.array([True, True, True, False, False, False]), 0.5)
    assert found["accuracy"] == pytest.approx(4 / 6)
    assert found["confusion"] == [[2, 1], [1, 2]]
    for name in ("same", "different", "macro", "weighted"):
        assert [found["report"][name][key] for key in ("precision", "recall", "f1")] == pytest.approx([2 / 3] * 3)


def test_verification_with_intervals_that_hold_the_figure_and_a_mark_where_the_sample_is_too_small() -> None:
    found = verification(DISTANCES, SAME)
    assert found["eer"]["low"] <= found["eer"]["eer"] <= found["eer"]["high"]
    # The errors meet half way between two equal bells, 1.667 deviations from each.
    assert found["eer"]["eer"] == pytest.approx(0.048, abs=0.02)
    for fmr, row in found["tar_at_fmr"].items():
        threshold = np.sort(DISTANCES[~SAME])[int(float(fmr) * 200)]
        assert row["tar"] == pytest.approx((DISTANCES[SAME] < threshold).mean(), abs=1e-9)
        assert not row["supported"]
    assert found["ten_folds"]["accuracy"] == pytest.approx(np.mean(ten_folds(1 - DISTANCES**2 / 2, SAME)))
    assert 0.9 < found["ten_folds"]["accuracy"] < 1
    for fmr, tar in zip(found["roc"]["fmr"], found["roc"]["tar"], strict=True):
        threshold = np.sort(DISTANCES[~SAME])[round(fmr * 200) - 1]
        assert tar == pytest.approx((DISTANCES[SAME] <= threshold).mean(), abs=1e-9)


def test_identification_by_hand() -> None:
    def at(*degrees: float) -> Vectors:
        angle = np.radians(degrees)
        return np.stack([np.cos(angle), np.sin(angle)], 1).astype(np.float32)

    gallery, people = at(0, 5, 90, 180), np.array([1, 1, 2, 3])
    probes, truth = at(10, 100, 50, 270), np.array([1, 2, 2, 9])
    found = identification(gallery, people, probes, truth)
    # The probe at 50 degrees is 45 from person 1 and 40 from its own, 2: all are found at once.
    assert found["cmc"] == [1.0, 1.0, 1.0]
    assert (found["gallery_people"], found["probes"], found["impostors"]) == (3, 3, 1)
    # The impostor at 270 is 90 from its nearest, 180; everybody of the gallery is nearer to their own.
    assert found["fnir_at_fpir"]["1e-02"] == 0
    moved = identification(gallery, people, at(10, 100, 40, 260), truth)
    assert moved["cmc"] == pytest.approx([2 / 3, 1.0, 1.0])
    assert moved["fnir_at_fpir"]["1e-02"] == pytest.approx(1 / 3)
    with pytest.raises(TrainingError, match="No probe"):
        identification(gallery, people, probes, np.full(4, 77))


def test_people_are_split_apart_and_pairs_are_what_they_say(faces: Prepared) -> None:
    parts = read(faces)
    who = faces.identities
    sets = [set(who[rows.ravel()].tolist()) for rows in (parts.training, parts.evaluation.rows, parts.test.rows)]
    assert not sets[0] & (sets[1] | sets[2])
    assert not sets[1] & sets[2]
    assert len(sets[0]) == 6
    for pairs in (parts.evaluation, parts.test):
        a, b = who[pairs.rows].T
        assert ((a == b) == pairs.same).all()
        assert (pairs.rows[:, 0] != pairs.rows[:, 1]).all()
        assert {tuple(row) for row in pairs.chips.tolist()} == {(0, 0), (0, 1), (1, 1)}
    again = splitting.split(faces, 30, 0.25, 0.25)
    assert (again.training == parts.training).all()
    assert (again.test.rows == parts.test.rows).all()
    with pytest.raises(TrainingError, match="12 people are too few"):
        splitting.split(faces, 30, 0.05, 0.05)


def test_a_network_is_measured_and_reported(faces: Prepared, tmp_path: Path) -> None:
    import torch

    from gatekeeper.vision.networks import build

    torch.manual_seed(5)
    network = build("dlib-resnet")
    parts = read(faces)
    groups = {path: "one" if i % 2 else "other" for i, path in enumerate(faces.paths)}
    groups[faces.paths[parts.test.rows[0, 0]]] = "alone"
    figures = evaluate(network, faces, parts.evaluation, parts.test, groups=groups)
    assert {"bare-bare", "bare-masked", "masked-masked"} <= set(figures["parts"])
    # A picture alone in its group is in no pair of it; what is measured and what is not are all there is.
    assert {name.removeprefix("group ") for name in figures["too_few_pairs"]} <= {"one", "other"}
    assert not set(figures["too_few_pairs"]) & set(figures["parts"])
    assert "group one" in {*figures["too_few_pairs"], *figures["parts"]}
    bare = (parts.test.chips == 0).all(1)
    distances = pair_distances(network, faces, parts.test)
    a, b = (torch.from_numpy(np.array(faces.chips[parts.test.rows[bare, i], 0])) for i in (0, 1))
    with torch.inference_mode():
        one, other = (
            torch.nn.functional.normalize(network.eval()(x.permute(0, 3, 1, 2).float())).numpy() for x in (a, b)
        )
    assert np.allclose(distances[bare], np.linalg.norm(one - other, axis=1), atol=1e-4)
    page = write_report(figures, tmp_path, "A <report>", [2.0, 1.0]).read_text()
    assert "A &lt;report&gt;" in page
    assert all(name in page for name in figures["too_few_pairs"])
    assert page.count("data:image/png;base64,") == 5
    assert (
        json.loads((tmp_path / "report.json").read_text())["protocol"]["confusion"] == figures["protocol"]["confusion"]
    )


def test_a_table_of_groups_that_is_none_or_names_nobody_is_refused(faces: Prepared, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    from gatekeeper.vision.networks import build
    from trainer.recipe import Recipe

    (tmp_path / "recipe.json").write_text(json.dumps(Recipe.load("smoke").as_dict()))
    (tmp_path / "steps.jsonl").write_text("")
    save_file(build("mobile-face", {"dim": 64, "pooling": "gem"}).state_dict(), tmp_path / "best.safetensors")
    for text, message in (
        ("picture;label\na;b\n", "column path is missing"),
        ("path,group\nx.jpg,y\n", "names no picture"),
    ):
        (tmp_path / "groups.csv").write_text(text)
        with pytest.raises(GatekeeperError, match=message):
            report_run(tmp_path, faces.folder, tmp_path / "groups.csv")
