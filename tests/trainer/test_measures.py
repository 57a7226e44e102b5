"""The figures of a report against plain counting, and the split they are measured on."""

import itertools
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatekeeper.domain import MaskState
from gatekeeper.errors import GatekeeperError, TrainingError
from trainer.data import split as splitting
from trainer.data.faceset import STATES, FaceSet
from trainer.data.split import read
from trainer.measure.evaluate import (
    BINS,
    Bools,
    Floats,
    Histogram,
    classify,
    evaluate,
    pair_distances,
    template_pairs,
    ten_folds,
    verification,
)
from trainer.measure.report import report_run, write_report

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


@pytest.mark.parametrize("mirrored", [False, True])
def test_of_thresholds_equally_good_one_is_taken_and_none_between_them(mirrored: bool) -> None:
    distances, same = np.array([0.21, 1.21, 0.81, 1.61]), np.array([True, True, False, False])
    if mirrored:
        distances, same = 2 - distances, ~same
    found = classify(distances, same, Histogram.of(distances, same).threshold)
    assert found["accuracy"] == max(classify(distances, same, edge)["accuracy"] for edge in BINS) == 0.75
    # Where nobody is on the wrong side, it is as far from both.
    apart = Histogram.of(np.array([0.3, 0.4, 1.2, 1.3]), np.array([True, True, False, False]))
    assert apart.threshold == pytest.approx(0.8, abs=0.04)


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
    people = np.where(SAME[:, None], np.arange(400)[:, None] // 2, RNG.integers(0, 200, (400, 2)))
    found = verification(DISTANCES, SAME, people)
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


@pytest.mark.parametrize("kind", [SAME, ~SAME], ids=["same", "different"])
def test_too_few_pairs_for_ten_folds_are_a_dash_in_the_report(kind: Bools, tmp_path: Path) -> None:
    few = ~kind | (kind.cumsum() <= 9)  # nine of a kind
    distances, same = DISTANCES[few], SAME[few]
    people = np.stack([np.arange(len(same)), np.arange(len(same)) + 1 - same], 1)
    found = Histogram.of(distances, same)
    figures: dict[str, Any] = {
        "protocol": {
            "threshold": found.threshold,
            "iou": found.iou,
            "histogram": {"same": found.same.tolist(), "different": found.different.tolist()},
            **classify(distances, same, found.threshold),
        },
        "all": {
            **verification(distances, same, people, draws=2),
            "accuracy": 1.0,
            "accuracy_interval": {"low": None, "high": None},
        },
        "parts": {},
        "too_few_pairs": [],
        "templates": None,
        "identification": None,
    }
    page = write_report(figures, tmp_path, "Few").read_text()
    assert "<td>–</td>" in page
    assert "nan" not in re.sub(r"base64,[\w+/=]+", "", page)  # three letters stand in a picture by chance
    with pytest.raises(UnicodeEncodeError):
        write_report(figures, tmp_path, "half a character: \ud800")
    assert (tmp_path / "report.html").read_text() == page, "an earlier report stays until the next one is whole"

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    read_back = json.loads((tmp_path / "report.json").read_text(), parse_constant=refuse)
    assert read_back["all"]["ten_folds"] is None


def test_templates_of_several_pictures_are_compared_each_with_each() -> None:
    axes = np.eye(12, dtype=np.float32)
    noisy = [axis + RNG.normal(0, 0.15, (6, 12)).astype(np.float32) for axis in axes]
    vectors = [own / np.linalg.norm(own, axis=1, keepdims=True) for own in noisy]
    found = template_pairs([*vectors, vectors[0][:1]], np.random.default_rng(0))  # one picture makes no two templates
    assert found is not None
    distances, same, people = found
    assert (len(distances), int(same.sum())) == (144, 12)
    assert (people[same][:, 0] == people[same][:, 1]).all()
    single = np.linalg.norm(vectors[0][0] - vectors[0][1])
    assert distances[same].max() < single  # the mean of three is nearer than one is
    assert verification(distances, same, people)["eer"]["eer"] == 0
    assert template_pairs(vectors[:9], np.random.default_rng(0)) is None


def test_two_views_of_one_picture_are_never_in_two_templates() -> None:
    """Pictures that have nothing in common, even of one person: only a picture with itself would be alike."""
    once = [RNG.normal(0, 1, (2, 64)).astype(np.float32) for _ in range(12)]
    twice = [np.stack([own, own], 1) / np.linalg.norm(own, axis=1)[:, None, None] for own in once]
    found = template_pairs(twice, np.random.default_rng(0))
    assert found is not None
    distances, same, _ = found
    assert distances[same].min() > 1


def test_no_pair_comes_twice_and_everybody_gives_as_many_as_the_others(faces: FaceSet) -> None:
    """12 people with 3 pictures and a mask each; 3 held out give 9 bare pairs of their own, however many are asked for."""
    for asked, same, different in ((30, 9 + 10 + 9, 30), (3000, 3 * (3 + 6 + 3), 27 + 2 * 27 + 27)):
        parts = splitting.split(faces, asked, 0.25, 0.25)
        for pairs in (parts.evaluation, parts.test):
            keys = [
                tuple(sorted(zip(rows, chips, strict=True)))
                for rows, chips in zip(pairs.rows.tolist(), pairs.chips.tolist(), strict=True)
            ]
            assert len(set(keys)) == len(keys)
            assert (int(pairs.same.sum()), int((~pairs.same).sum())) == (same, different)
            who = faces.identities[pairs.rows]
            assert ((who[:, 0] == who[:, 1]) == pairs.same).all()
            each = np.bincount(np.unique(who[pairs.same][:, 0], return_inverse=True)[1])
            assert each.max() - each.min() <= 3
            assert sum(one["same"] for one in splitting.counts(pairs).values()) == same


def test_people_are_split_apart_and_pairs_are_what_they_say(faces: FaceSet) -> None:
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
        assert splitting.counts(pairs)["bare-masked"] == {"same": 10, "different": 10}
    again = splitting.split(faces, 30, 0.25, 0.25)
    assert (again.training == parts.training).all()
    assert (again.test.rows == parts.test.rows).all()
    with pytest.raises(TrainingError, match="12 people are too few"):
        splitting.split(faces, 30, 0.05, 0.05)


def test_a_split_that_was_not_written_to_its_end_is_none(faces: FaceSet, tmp_path: Path) -> None:
    shutil.copytree(faces.folder, tmp_path / "faces")
    prepared, parts = FaceSet.load(tmp_path / "faces"), read(faces)
    beyond = np.array([[0, len(faces)]])  # stops the writing where the last pair of the last file is due
    rows = np.concatenate([parts.test.rows, beyond])
    chips, same = np.concatenate([parts.test.chips, 0 * beyond]), np.append(parts.test.same, False)
    with pytest.raises(IndexError):
        splitting.write(prepared, splitting.Split(parts.training, parts.evaluation, splitting.Pairs(rows, chips, same)))
    with pytest.raises(TrainingError, match=r"training\.csv is missing.*trainer split"):
        read(prepared)
    splitting.write(prepared, parts)
    assert (read(prepared).test.rows == parts.test.rows).all()


@pytest.mark.parametrize("name", [splitting.TRAINING, splitting.SAME, splitting.DIFFERENT, splitting.TEST])
def test_a_split_without_pictures_of_a_kind_is_named_before_anything_is_trained(
    name: str, faces: FaceSet, tmp_path: Path
) -> None:
    shutil.copytree(faces.folder, tmp_path / "faces")
    headings, *_ = (tmp_path / "faces" / name).read_text().splitlines()
    (tmp_path / "faces" / name).write_text(f"{headings}\n")
    with pytest.raises(TrainingError, match="lacks faces to train on, or pairs to measure"):
        read(FaceSet.load(tmp_path / "faces"))


def test_one_held_out_person_with_bare_pictures_is_too_few(faces: FaceSet) -> None:
    masked = faces.states.copy()
    masked[faces.identities > 0] = STATES.index(MaskState.MASKED)
    for seed in range(20):  # until person 0 is held out
        order = np.random.default_rng(seed).permutation(np.unique(faces.identities))
        if 0 in order[:3]:
            break
    with pytest.raises(TrainingError, match="Only one held-out person has bare pictures"):
        splitting.split(replace(faces, states=masked), 30, 0.25, 0.25, seed)


def test_nobody_who_gave_the_threshold_is_tested(faces: FaceSet, tmp_path: Path) -> None:
    shutil.copytree(faces.folder, tmp_path / "faces")
    parts = read(faces)
    chosen_on, tested = (faces.identities[pairs.rows[0, 0]] for pairs in (parts.evaluation, parts.test))
    table = tmp_path / "faces/faces.csv"
    lines = table.read_text().splitlines()
    table.write_text("\n".join(re.sub(rf",{chosen_on}$", f",{tested}", line) for line in lines))
    with pytest.raises(TrainingError, match="gave the threshold, is tested"):
        read(FaceSet.load(tmp_path / "faces"))


@pytest.mark.slow
def test_a_network_is_measured_and_reported(faces: FaceSet, tmp_path: Path) -> None:
    import torch

    from gatekeeper.vision.networks import build

    torch.manual_seed(5)
    network = build("dlib-resnet")
    parts = read(faces)
    groups = {path: "one" if i % 2 else "other" for i, path in enumerate(faces.names)}
    groups[faces.names[parts.test.rows[0, 0]]] = "alone"
    figures = evaluate(network, faces, parts.evaluation, parts.test, groups=groups)
    # Three people have nine bare pairs of their own, and nine of two masks each: one short of what is measured.
    assert set(figures["parts"]) >= {"bare-masked"}
    assert set(figures["too_few_pairs"]) >= {"bare-bare", "masked-masked"}
    # A picture alone in its group is in no pair of it; what is measured and what is not are all there is.
    groups_named = {name.removeprefix("group ") for name in figures["too_few_pairs"] if name.startswith("group")}
    assert groups_named <= {"one", "other"}
    assert not set(figures["too_few_pairs"]) & set(figures["parts"])
    assert "group one" in {*figures["too_few_pairs"], *figures["parts"]}
    bare = (parts.test.chips == 0).all(1)
    distances = pair_distances(network, faces, parts.test)
    a, b = (torch.from_numpy(faces.chips([(row, 0) for row in parts.test.rows[bare, i].tolist()])) for i in (0, 1))
    with torch.inference_mode():
        one, other = (
            torch.nn.functional.normalize(network.eval()(x.permute(0, 3, 1, 2).float())).numpy() for x in (a, b)
        )
    assert np.allclose(distances[bare], np.linalg.norm(one - other, axis=1), atol=1e-4)
    page = write_report(figures, tmp_path, "A <report>", [2.0, 1.0]).read_text()
    assert "A &lt;report&gt;" in page
    assert all(name in page for name in figures["too_few_pairs"])
    assert page.count("data:image/png;base64,") == 4
    assert (
        json.loads((tmp_path / "report.json").read_text())["protocol"]["confusion"] == figures["protocol"]["confusion"]
    )


def test_a_table_of_groups_that_is_none_or_names_nobody_is_refused(faces: FaceSet, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    from gatekeeper.vision.networks import build
    from trainer.learn.recipe import Recipe

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
