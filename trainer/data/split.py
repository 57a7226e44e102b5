"""Splits pictures by identity into training, evaluation (for the threshold) and test, and draws pairs.

The result is CSV files beside the faces, so that a figure can be checked against the pairs it was measured on.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import MaskState, Pairing
from gatekeeper.errors import TrainingError
from gatekeeper.files import replacing
from gatekeeper.text_files import read_table
from trainer.data.faceset import STATES, FaceSet

TRAINING, SAME, DIFFERENT, TEST = "training.csv", "evaluation_same.csv", "evaluation_different.csv", "test.csv"
_MOST = 60
_COLUMNS = ("path", "chip", "pair_path", "pair_chip", "same")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of chips. rows, chips: int (N, 2), a picture and its chip's number (0 bare, else masked); same: bool (N,)."""

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
    faces: FaceSet, pairs: int = 3000, evaluation_share: float = 0.1, test_share: float = 0.1, seed: int = 0
) -> Split:
    """Split people (never pictures) and pair the held-out ones: up to `pairs` same and as many different pairs each.

    A third each are bare-bare, bare-masked and masked-masked pairs. No pair is drawn twice; if the held-out people have fewer
    pairs, there are fewer (see `counts`). Faces without an identity are left out: they may show people who are already in.
    """
    rng = np.random.default_rng(seed)
    people = np.unique(faces.identities[faces.identities >= 0])
    counts = [round(len(people) * part) for part in (evaluation_share, test_share)]
    if min(counts) < 2 or len(people) - sum(counts) < 2:
        raise TrainingError(
            f"{len(people)} people are too few to hold out {counts[0]} for evaluation and {counts[1]} for the test.",
            "At least two people are needed for each: prepare more (20 are enough for shares of 0.1), or pass larger "
            "shares with --evaluation and --test.",
        )
    order = rng.permutation(people)
    # Really masked faces are trained on; pairs use only bare faces and simulated masks.
    pairable = np.where(faces.states == STATES.index(MaskState.BARE), faces.identities, -1)
    parts = np.split(order, np.cumsum(counts))
    evaluation, test = (_pair(pairable, chosen, pairs, faces.masks, rng) for chosen in parts[:2])
    return Split(np.flatnonzero(np.isin(faces.identities, parts[2])), evaluation, test)


def counts(pairs: Pairs) -> dict[str, dict[str, int]]:
    """The number of pairs: pairing -> same, different."""
    masked = (pairs.chips > 0).sum(1)
    return {
        kind.value: {
            "same": int((pairs.same & (masked == number)).sum()),
            "different": int((~pairs.same & (masked == number)).sum()),
        }
        for number, kind in enumerate((Pairing.BARE_BARE, Pairing.BARE_MASKED, Pairing.MASKED_MASKED))
        if (masked == number).any()
    }


def write(faces: FaceSet, parts: Split) -> None:
    """Write the four CSV files beside the faces."""
    # Missing until the others are whole: files of two splits, or a part of one, must not be read as a split.
    (faces.folder / TRAINING).unlink(missing_ok=True)
    for name, pairs, chosen in (
        (SAME, parts.evaluation, parts.evaluation.same),
        (DIFFERENT, parts.evaluation, ~parts.evaluation.same),
        (TEST, parts.test, np.ones(len(parts.test.same), bool)),
    ):
        columns = (pairs.rows[chosen], pairs.chips[chosen], pairs.same[chosen])
        _write_table(
            faces.folder / name,
            _COLUMNS,
            (
                (faces.names[a], chip, faces.names[b], pair_chip, int(same))
                for (a, b), (chip, pair_chip), same in zip(*columns, strict=True)
            ),
        )
    rows = ((faces.names[row], faces.identities[row]) for row in parts.training)
    _write_table(faces.folder / TRAINING, ("path", "identity"), rows)


def _write_table(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with replacing(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(columns)
        out.writerows(rows)


def read(faces: FaceSet) -> Split:
    """Read what `write` wrote. Raises TrainingError if it is missing or names pictures that were not prepared."""
    row_of = {path: row for row, path in enumerate(faces.names)}
    try:
        (faces.folder / TRAINING).stat()
        table = read_table(faces.folder / TRAINING, ("path",))
        training = np.array([row_of[line["path"]] for _, line in table], np.int64)
        same, different, test = (_read_pairs(faces.folder / name, row_of) for name in (SAME, DIFFERENT, TEST))
    except FileNotFoundError as error:
        raise TrainingError(f"{error.filename} is missing.", f"Run `trainer split {faces.folder}` first.") from error
    except (KeyError, ValueError) as error:
        raise TrainingError(
            f"The split of {faces.folder} does not match its pictures: {error}", "Split again."
        ) from error
    if not all(map(len, (training, same.rows, different.rows, test.rows))):
        raise TrainingError(
            f"The split of {faces.folder} lacks faces to train on, or pairs to measure.",
            f"Run `trainer split {faces.folder}`.",
        )
    of = faces.identities
    chosen_on = np.concatenate([same.rows, different.rows])
    if (
        np.isin(of[np.concatenate([chosen_on, test.rows])], of[training]).any()
        or np.isin(of[test.rows], of[chosen_on]).any()
        or any(((of[p.rows[:, 0]] == of[p.rows[:, 1]]) != p.same).any() for p in (same, different, test))
    ):
        raise TrainingError(
            f"The split of {faces.folder} was made when its people had other names: who is learnt from, or gave the threshold, "
            "is tested as well, or one person counts as two.",
            "Split again.",
        )
    evaluation = Pairs(
        *(np.concatenate(parts) for parts in zip(*((p.rows, p.chips, p.same) for p in (same, different)), strict=True))
    )
    return Split(training, evaluation, test)


def _read_pairs(path: Path, row_of: dict[str, int]) -> Pairs:
    path.stat()
    lines = [line for _, line in read_table(path, _COLUMNS)]
    return Pairs(
        np.array([(row_of[line["path"]], row_of[line["pair_path"]]) for line in lines], np.int64).reshape(-1, 2),
        np.array([(int(line["chip"]), int(line["pair_chip"])) for line in lines], np.int64).reshape(-1, 2),
        np.array([line["same"] == "1" for line in lines], bool),
    )


def _pair(
    identities: NDArray[np.int64], people: NDArray[np.int64], count: int, masks: int, rng: np.random.Generator
) -> Pairs:
    """Up to `count` same and as many different pairs, all distinct, spread over people as evenly as possible."""
    rows = [_some(np.flatnonzero(identities == person), rng) for person in people]
    rows = [pictures for pictures in rows if len(pictures)]
    several = [pictures for pictures in rows if len(pictures) > 1]
    if not several or len(rows) < 2:
        why = "No held-out person has two bare pictures, so there is no same pair."
        if several:
            why = "Only one held-out person has bare pictures, so there is no pair of different people."
        raise TrainingError(why, "Prepare more pictures, or hold out more people with --evaluation and --test.")
    same = [np.stack([pictures[side] for side in np.triu_indices(len(pictures), 1)], 1) for pictures in several]
    parts = []
    for number, share in enumerate(_shared(count, 3 if masks else 1)):
        parts.append((_drawn(same, share, number, masks, rng), True))
        parts.append((_drawn(_strangers(rows, share, rng), share, number, masks, rng), False))
    found = np.concatenate([part for part, _ in parts])
    kinds = np.concatenate([np.full(len(part), is_same) for part, is_same in parts])
    order = np.argsort(~kinds, kind="stable")
    return Pairs(found[order, :2], found[order, 2:], kinds[order])


def _some(rows: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """A person's pictures, or a sample if they are many: the number of pairs grows with their square."""
    return rows if len(rows) <= _MOST else np.sort(rng.choice(rows, _MOST, replace=False))


def _shared(count: int, parts: int) -> list[int]:
    return [len(part) for part in np.array_split(np.arange(count), parts)]


def _strangers(rows: list[NDArray[np.int64]], count: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """For up to `count` pairs of people, each picture of one person with each picture of the other."""
    number = len(rows) * (len(rows) - 1) // 2
    chosen = np.sort(rng.choice(number, min(number, count), replace=False, shuffle=False))
    # The pair (i, j), i < j, is number j (j - 1) / 2 + i.
    later = ((1 + np.sqrt(1 + 8 * chosen.astype(float))) / 2).astype(np.int64)
    later -= later * (later - 1) // 2 > chosen
    later += later * (later + 1) // 2 <= chosen
    earlier = chosen - later * (later - 1) // 2
    return [
        np.stack([grid.ravel() for grid in np.meshgrid(rows[i], rows[j], indexing="ij")], 1)
        for i, j in zip(earlier.tolist(), later.tolist(), strict=True)
    ]


def _drawn(
    groups: list[NDArray[np.int64]], count: int, masked: int, masks: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Up to `count` distinct pairs (N, 4), row, row, chip, chip, from groups of pairs of pictures (K, 2).

    masked: how many of the two pictures wear one of the masks 1 to `masks`. Groups contribute equally as far as possible.
    """
    ways = (1, 2 * masks, masks * masks)[masked]
    able = np.array([len(group) * ways for group in groups])
    quota = np.zeros(len(groups), np.int64)
    order = rng.permutation(len(groups))
    while (missing := count - int(quota.sum())) > 0 and (quota < able).any():
        open_ = order[(quota < able)[order]]
        quota[open_] += np.minimum((able - quota)[open_], np.maximum(missing // len(open_), 1)) * (
            np.arange(len(open_)) < missing
        )
    out = [np.zeros((0, 4), np.int64)]
    for group, times, available in zip(groups, quota.tolist(), able.tolist(), strict=True):
        pair, way = np.divmod(rng.choice(available, times, replace=False), ways)
        chips = np.zeros((times, 2), np.int64)
        pictures = group[pair]
        if masked == 1:
            side, mask = np.divmod(way, masks)
            chips[:, 1] = 1 + mask
            pictures = np.where(side[:, None] == 1, pictures[:, ::-1], pictures)
        elif masked == 2:
            chips[:] = 1 + np.stack(np.divmod(way, masks), 1)
        out.append(np.concatenate([pictures, chips], 1))
    return np.concatenate(out)
