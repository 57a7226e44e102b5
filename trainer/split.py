"""Which pictures teach, which choose the threshold, which are only ever tested on: split by identity, then paired.

Written as CSV beside the chips, so that others can check a figure against the very pairs it was measured on.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatekeeper.errors import TrainingError
from gatekeeper.text_files import read_table
from trainer.prepare import Prepared

TRAINING, SAME, DIFFERENT, TEST = "training.csv", "evaluation_same.csv", "evaluation_different.csv", "test.csv"
_COLUMNS = ("path", "chip", "pair_path", "pair_chip", "same")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of chips. rows, chips: int (N, 2), the picture and which of its chips (0 bare, else masked); same: bool (N,)."""

    rows: NDArray[np.int64]
    chips: NDArray[np.int64]
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """training: rows of the prepared set; evaluation, test: pairs of other people's pictures."""

    training: NDArray[np.int64]
    evaluation: Pairs
    test: Pairs


def split(
    faces: Prepared, pairs: int = 3000, evaluation_share: float = 0.1, test_share: float = 0.1, seed: int = 0
) -> Split:
    """Split people (never pictures) and pair the held-out ones: up to `pairs` same and as many different pairs each.

    The three pairings (bare-bare, bare-masked, masked-masked) take turns. Faces without an identity are left out: nobody
    knows whether they are also among the others.
    """
    rng = np.random.default_rng(seed)
    people = np.unique(faces.identities[faces.identities >= 0])
    counts = [round(len(people) * part) for part in (evaluation_share, test_share)]
    if min(counts) < 2 or len(people) - sum(counts) < 2:
        raise TrainingError(
            f"{len(people)} people are too few to hold out {counts[0]} for evaluation and {counts[1]} for the test.",
            "Two people at least are needed for each: prepare more (20 are enough for shares of 0.1), or pass larger "
            "shares with --evaluation and --test.",
        )
    order = rng.permutation(people)
    held = np.split(order, np.cumsum(counts))
    masks = faces.chips.shape[1] - 1
    evaluation, test = (_pair(faces.identities, chosen, pairs, masks, rng) for chosen in held[:2])
    return Split(np.flatnonzero(np.isin(faces.identities, held[2])), evaluation, test)


def write(faces: Prepared, parts: Split) -> None:
    """Write the four CSV files beside the chips."""
    with (faces.folder / TRAINING).open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(("path", "identity"))
        out.writerows((faces.paths[row], faces.identities[row]) for row in parts.training)
    for name, pairs, chosen in (
        (SAME, parts.evaluation, parts.evaluation.same),
        (DIFFERENT, parts.evaluation, ~parts.evaluation.same),
        (TEST, parts.test, np.ones(len(parts.test.same), bool)),
    ):
        with (faces.folder / name).open("w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(_COLUMNS)
            for (a, b), (chip, other), same in zip(
                pairs.rows[chosen], pairs.chips[chosen], pairs.same[chosen], strict=True
            ):
                out.writerow((faces.paths[a], chip, faces.paths[b], other, int(same)))


def read(faces: Prepared) -> Split:
    """Read what `write` wrote. Raises TrainingError where it is missing or names what was not prepared."""
    at = {path: row for row, path in enumerate(faces.paths)}
    try:
        (faces.folder / TRAINING).stat()
        table = read_table(faces.folder / TRAINING, ("path",))
        training = np.array([at[line["path"]] for _, line in table], np.int64)
        same, different, test = (_read_pairs(faces.folder / name, at) for name in (SAME, DIFFERENT, TEST))
    except FileNotFoundError as error:
        raise TrainingError(f"{error.filename} is missing.", f"Run `trainer split {faces.folder}` first.") from error
    except (KeyError, ValueError) as error:
        raise TrainingError(
            f"The split of {faces.folder} does not fit its pictures: {error}", "Split again."
        ) from error
    evaluation = Pairs(
        *(np.concatenate(parts) for parts in zip(*((p.rows, p.chips, p.same) for p in (same, different)), strict=True))
    )
    return Split(training, evaluation, test)


def _read_pairs(path: Path, at: dict[str, int]) -> Pairs:
    path.stat()
    lines = [line for _, line in read_table(path, _COLUMNS)]
    return Pairs(
        np.array([(at[line["path"]], at[line["pair_path"]]) for line in lines], np.int64).reshape(-1, 2),
        np.array([(int(line["chip"]), int(line["pair_chip"])) for line in lines], np.int64).reshape(-1, 2),
        np.array([line["same"] == "1" for line in lines], bool),
    )


def _pair(
    identities: NDArray[np.int64], people: NDArray[np.int64], count: int, masks: int, rng: np.random.Generator
) -> Pairs:
    rows = {person: np.flatnonzero(identities == person) for person in people}
    several = [person for person in people if len(rows[person]) > 1]
    if not several:
        raise TrainingError("No held-out person has two pictures, so there is no same pair.", "Prepare more pictures.")
    chosen: list[tuple[int, int]] = []
    for _ in range(count):
        a, b = rng.choice(rows[several[rng.integers(len(several))]], 2, replace=False)
        chosen.append((int(a), int(b)))
    for _ in range(count):
        one, other = rng.choice(people, 2, replace=False)
        chosen.append((int(rng.choice(rows[one])), int(rng.choice(rows[other]))))
    chips = np.zeros((2 * count, 2), np.int64)
    if masks:
        turn = np.arange(2 * count) % 3  # bare-bare, bare-masked, masked-masked
        chips[:, 1] = np.where(turn > 0, rng.integers(1, masks + 1, 2 * count), 0)
        chips[:, 0] = np.where(turn > 1, rng.integers(1, masks + 1, 2 * count), 0)
    return Pairs(np.array(chosen, np.int64), chips, np.arange(2 * count) < count)
