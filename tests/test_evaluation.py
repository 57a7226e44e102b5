"""The figures' arithmetic against brute force, and lists of pairs as people really write them."""

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from conftest import DEMO
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from gatekeeper.cli import app as commands
from gatekeeper.comparison import Crowd
from gatekeeper.errors import ModelError, TextError
from gatekeeper.models.evaluation import (
    equal_error_rate,
    evaluate_gallery,
    evaluate_pairs,
    identification,
    over_people,
    read_pairs,
    split_right,
    tar_at_fmr,
    threshold_interval,
)
from gatekeeper.vision.pipeline import FacePipeline

rounded = st.integers(-20, 20).map(lambda value: value / 20)  # few values, so that ties are met
samples = st.tuples(st.lists(rounded, min_size=1, max_size=30), st.lists(rounded, min_size=2, max_size=30))


def joined(own: list[float], other: list[float]) -> tuple[np.ndarray, np.ndarray]:
    return np.array(own + other, np.float64), np.array([True] * len(own) + [False] * len(other))


@settings(deadline=None)
@given(samples, st.sampled_from([0.0, 0.01, 0.1, 0.5]))
def test_tar_at_fmr_is_the_best_threshold_that_keeps_the_rate(
    sample: tuple[list[float], list[float]], fmr: float
) -> None:
    own, other = sample
    values, same = joined(own, other)
    tar, threshold = tar_at_fmr(values, same, fmr)
    assert np.mean(np.array(other) >= threshold) <= fmr
    allowed = [t for t in [*own, *other, 2.0] if np.mean(np.array(other) >= t) <= fmr]
    assert tar == pytest.approx(max(np.mean(np.array(own) >= t) for t in allowed))


@settings(deadline=None)
@given(samples)
def test_the_equal_error_rate_lies_where_both_errors_are_nearest(sample: tuple[list[float], list[float]]) -> None:
    values, same = joined(*sample)
    errors = [((values[~same] >= t).mean(), (values[same] < t).mean()) for t in np.unique(values)]
    gap = min(abs(a - b) for a, b in errors)
    nearest = [(a + b) / 2 for a, b in errors if abs(a - b) <= gap + 1e-12]
    assert min(abs(equal_error_rate(values, same) - rate) for rate in nearest) < 1e-9


def test_separable_and_exchanged_scores_are_the_extremes() -> None:
    values, same = joined([0.9, 0.8, 0.7], [0.1, 0.2, 0.3])
    assert equal_error_rate(values, same) == 0
    assert tar_at_fmr(values, same, 1e-3)[0] == 1
    assert equal_error_rate(-values, same) == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_the_threshold_is_never_chosen_on_the_people_it_is_scored_on(seed: int) -> None:
    """Against a slow search over every threshold on the other half's pairs."""
    rng = np.random.default_rng(seed)
    people = rng.integers(0, 12, (80, 2)).astype(str)
    same = people[:, 0] == people[:, 1]
    same[:20], people[:20, 1] = True, people[:20, 0]
    values = rng.normal(same * 0.6, 0.4)
    names = np.unique(people)
    half = dict(zip(names, np.random.default_rng(0).permutation(len(names)) % 2, strict=True))
    told, thresholds = split_right(values, same, people)
    right = np.zeros(80, bool)
    for side, threshold in enumerate(thresholds):
        seen = np.array([half[a] != side and half[b] != side for a, b in people])
        balanced = [
            (values[seen & same] >= t).mean() + (values[seen & ~same] < t).mean()
            for t in [*np.sort(values[seen]), threshold]
        ]
        assert balanced[-1] == pytest.approx(max(balanced))
        for i in range(80):
            if half[people[i, 0]] == side:
                right[i] = (values[i] >= threshold) == same[i]
    assert (told == right).all()


def test_an_interval_holds_its_threshold_and_says_when_the_sample_is_too_small() -> None:
    rng = np.random.default_rng(1)
    strangers = rng.normal(0.5, 0.1, 3000).astype(np.float32)
    people = rng.integers(0, 500, (3000, 2))
    good, thin = (threshold_interval(strangers, fmr, people) for fmr in (1e-2, 1e-4))
    assert good["low"] is not None
    assert good["high"] is not None
    assert good["threshold"] is not None
    assert thin["threshold"] is not None
    assert good["low"] <= good["threshold"] <= good["high"]
    assert good["supported"]
    assert (strangers >= good["threshold"]).mean() <= 1e-2
    assert not thin["supported"]
    assert thin["threshold"] > strangers.max()


def test_two_pictures_more_of_the_same_two_people_are_no_new_evidence() -> None:
    """What the intervals take for independent: people, however often each pair of them was photographed."""
    rng = np.random.default_rng(2)
    few = rng.integers(0, 12, (100, 2))
    values = rng.normal(0, 1, 12)[few[:, 0]] + rng.normal(0, 1, 12)[few[:, 1]] + rng.normal(0, 0.1, 100)
    once = threshold_interval(values, 0.1, few)
    again = threshold_interval(np.repeat(values, 30), 0.1, np.repeat(few, 30, axis=0))
    assert once["supported"]
    assert not threshold_interval(np.repeat(values, 300), 1e-2, np.repeat(few, 300, axis=0))["supported"]
    widths = [(found["high"] or 0) - (found["low"] or 0) for found in (once, again)]
    assert widths[1] > 0.7 * widths[0] > 0.1
    # As many pairs of a person each to themselves are as much evidence as there are people.
    alone = np.repeat(np.arange(40)[:, None], 2, axis=1)
    (interval,) = over_people(alone, lambda weights: (float(np.average(alone[:, 0] < 30, weights=weights)),))
    assert interval["low"] == pytest.approx(0.75 - 1.96 * np.sqrt(0.75 * 0.25 / 40), abs=0.05)
    assert interval["high"] == pytest.approx(0.75 + 1.96 * np.sqrt(0.75 * 0.25 / 40), abs=0.05)
    assert over_people(alone, lambda weights: (float("nan"),)) == [{"low": None, "high": None}]


@settings(deadline=None)
@given(samples, st.integers(0, 100), st.sampled_from([0.0, 0.01, 0.1, 0.5]))
def test_a_weight_counts_as_so_many_pairs(sample: tuple[list[float], list[float]], seed: int, fmr: float) -> None:
    values, same = joined(*sample)
    times = np.random.default_rng(seed).integers(0, 4, len(values))
    many = np.repeat(np.arange(len(values)), times)
    weights = times.astype(float)
    if same[many].all() or not same[many].any():
        assert np.isnan(equal_error_rate(values, same, weights))
        assert np.isnan(tar_at_fmr(values, same, fmr, weights)[0])
        return
    assert tar_at_fmr(values, same, fmr, weights) == pytest.approx(tar_at_fmr(values[many], same[many], fmr))
    rate, whole = equal_error_rate(values, same, weights), equal_error_rate(values[many], same[many])
    assert rate == pytest.approx(whole)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "path, same"),
        ("path,pair_path,same\nx.jpg,y.jpg,yes\n", "line 2"),
        ("path,pair_path,same\nx.jpg,y.jpg,1\n,y.jpg,0\n", "line 3"),
        ("path,pair_path,same\nx.jpg\n", "line 2"),
        ("path,pair_path,same\nx.jpg,y.jpg,1\n", "same and different"),
        ("", "path"),
    ],
)
def test_a_wrong_list_of_pairs_is_refused_by_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text(text)
    with pytest.raises(TextError, match=says):
        read_pairs(file)


def test_pairs_and_a_gallery_of_pictures_are_measured(reader: FacePipeline, tmp_path: Path) -> None:
    rows = ["path,pair_path,same"]
    for person in range(1, 9):
        a, b = f"people/resident-{person:03}/bare", f"people/resident-{person % 8 + 1:03}/bare"
        first, second, *_ = sorted((DEMO / a).iterdir())
        rows += [
            f"{a}/{first.name},{a}/{second.name},1",
            f"{a}/{first.name},{b}/{sorted((DEMO / b).iterdir())[0].name},0",
        ]
    (tmp_path / "pairs.csv").write_text("\n".join(rows))
    report = evaluate_pairs(reader, read_pairs(tmp_path / "pairs.csv"), DEMO)
    assert (report["n"], report["failures_to_acquire"]) == (16, 0)
    assert report["pairings"]["bare-bare"] == 16
    assert report["accuracy"] >= 0.9
    assert set(report["tar_at_fmr"]) == set(report["intervals"]["tar_at_fmr"]) == {"1e-2", "1e-3"}
    assert report["intervals"]["accuracy"]["low"] <= report["accuracy"] <= report["intervals"]["accuracy"]["high"]
    assert report["people"] == 8
    with pytest.raises(ModelError, match="not usable"):
        evaluate_pairs(reader, read_pairs(tmp_path / "pairs.csv"), tmp_path)
    for kind in ("bare", "masked"):
        for person in (1, 2):
            folder = tmp_path / f"real/{person}/{kind}"
            folder.mkdir(parents=True)
            source = sorted((DEMO / f"people/resident-{person:03}/{kind}").iterdir())[0]
            (folder / source.name).write_bytes(source.read_bytes())
    found = evaluate_gallery(reader, tmp_path / "real")
    assert (found["people"], found["probes"], found["rank1"]) == (2, 2, 1.0)
    assert found["with_masked_photos"] is None  # nobody has a second one to be looked for
    assert found["left_out"] == []


def test_pictures_that_take_no_part_in_a_measurement_are_told_with_the_reason(tmp_path: Path) -> None:
    shutil.copytree(DEMO / "people/resident-001", tmp_path / "Ada")
    shutil.copytree(DEMO / "people/resident-002/masked", tmp_path / "Bo/masked")
    for number in range(7):
        cv2.imwrite(str(tmp_path / f"Ada/bare/wall-{number}.png"), np.full((200, 200, 3), 128, np.uint8))
    (tmp_path / "Ada/bare/raw.nef").write_text("")
    (tmp_path / "Ada/bare/broken.jpg").write_text("no picture")
    told = CliRunner().invoke(commands, ["models", "evaluate", "--gallery", str(tmp_path)]).output
    lines = [line.split(maxsplit=2)[2] for line in told.splitlines() if line.startswith("left out")]
    assert lines == [
        "1 file: Files of this kind are not read. A picture can be converted to JPEG. Ada/bare/raw.nef",
        "1 file: It cannot be read as a picture. Ada/bare/broken.jpg",
        "7 files: No face was found. " + ", ".join(f"Ada/bare/wall-{n}.png" for n in range(5)) + " and 2 more",
        "3 files: Nobody of this name has a bare picture with a face. Bo/masked/1.jpg, Bo/masked/3.jpg, Bo/masked/5.jpg",
    ]


def test_an_open_set_search_counts_who_comes_first_and_above_what_the_left_out_reach() -> None:
    # Everybody has an axis of their own. Faces of the first twelve lie on theirs, those of three between two people.
    axes = np.eye(15, dtype=np.float32)
    gallery = {f"{number:02}": [axes[number]] for number in range(15)}
    clear = [(f"{number:02}", axes[number]) for number in range(12)]
    doubtful = [(f"{number:02}", (axes[number] + 2 * axes[0]) / np.float32(np.sqrt(5))) for number in range(12, 15)]
    found = identification([(gallery, clear + doubtful)], Crowd.unknown(15))
    assert found["rank1"] == pytest.approx(12 / 15)
    assert found["cmc"]["5"]["value"] == 1
    # At 1 % nobody who is left out may pass: where one of the three is, few of the others do better.
    easy = identification([(gallery, clear)], Crowd.unknown(15))["open_set"]
    assert {fpir: share["value"] for fpir, share in easy.items()} == {"1e-02": 1.0, "5e-02": 1.0}
    assert found["open_set"]["1e-02"]["value"] < 0.9
    # Of fewer people no third says anything.
    few = identification([(dict(list(gallery.items())[:5]), clear[:5])], Crowd.unknown(15))
    assert few["open_set"] == {}


@pytest.mark.parametrize("probed", [1, 2, 3])
def test_an_open_set_search_for_a_few_of_many_people_is_measured_or_left_out(probed: int) -> None:
    axes = np.eye(20, dtype=np.float32)
    gallery = {f"{number:02}": [axes[number]] for number in range(20)}
    found = identification([(gallery, [(f"{number:02}", axes[number]) for number in range(probed)])], Crowd.unknown(20))
    assert found["rank1"] == 1
    # One person is never both in the gallery and left out of it.
    figures = {fpir: share["value"] for fpir, share in found["open_set"].items()}
    assert figures == ({} if probed == 1 else {"1e-02": 1.0, "5e-02": 1.0})


def test_a_gallery_of_one_person_has_no_share_at_a_false_match_rate(reader: FacePipeline, tmp_path: Path) -> None:
    shutil.copytree(DEMO / "people/resident-001", tmp_path / "resident-001")
    found = evaluate_gallery(reader, tmp_path)
    assert found["rank1"] == 1
    assert found["tar_at_fmr"] == {"1e-2": None}
    json.dumps(found, allow_nan=False)
