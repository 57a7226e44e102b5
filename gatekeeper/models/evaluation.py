"""Measures a model on any pictures: pairs (verification) and a gallery (identification), as in the literature.

FMR, FNMR, TAR@FMR and EER as ISO/IEC 19795-1 defines them; a similarity at or above the threshold is a match.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatekeeper.capture.file_names import shown
from gatekeeper.capture.photos import LeftOut, load_photo, look_through
from gatekeeper.comparison import Crowd, prototype, table
from gatekeeper.domain import FMRS, Pairing, Vectors
from gatekeeper.errors import ModelError, PhotoError, TextError
from gatekeeper.messages import Message
from gatekeeper.progress import Progress, silent
from gatekeeper.statistics import Weights, threshold_at
from gatekeeper.text_files import posix, read_table
from gatekeeper.vision.detect import nearest_to_middle
from gatekeeper.vision.pipeline import FacePipeline, Portrait

Floats = NDArray[np.float64]
_FPIRS = (1e-2, 5e-2)
_NO_FACE = Message("No face was found.")
UNREADABLE = Message("It cannot be read as a picture.")
_NO_BARE = Message("Nobody of this name has a bare picture with a face.")
_OPEN_SET_FROM = 15  # people; with fewer, a third is too few


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures, named relative to a folder, and whether they show the same person."""

    first: str
    second: str
    same: bool


def read_pairs(path: Path) -> list[Pair]:
    """Read a CSV with the columns path, pair_path, same (1 or 0). Raises TextError naming a wrong line."""
    pairs = []
    for line, row in read_table(path, ("path", "pair_path", "same")):
        if not row["path"] or not row["pair_path"]:
            raise TextError(
                "{path}, line {line}: a path is missing.", "Needed: path,pair_path,same.", path=path, line=line
            )
        if row["same"] not in ("0", "1"):
            raise TextError(
                "{path}, line {line}: same is {value!r}.", "Write 1 or 0.", path=path, line=line, value=row["same"]
            )
        pairs.append(Pair(posix(row["path"]), posix(row["pair_path"]), row["same"] == "1"))
    if not any(p.same for p in pairs) or all(p.same for p in pairs):
        raise TextError("{path} needs same and different pairs.", "Add rows of the missing kind.", path=path)
    return pairs


def read_portraits(
    reader: FacePipeline,
    folder: Path,
    names: Sequence[str],
    progress: Progress = silent,
    left_out: list[LeftOut] | None = None,
) -> dict[str, Portrait | None]:
    """The main face of each picture; None if there is none.

    left_out: takes the files that are no pictures, which then are not among what is returned. Without it, for a list that names
    each picture, ModelError is raised for one that is missing or broken.
    """
    found: dict[str, Portrait | None] = {}
    for done, name in enumerate(names, 1):
        try:
            image = load_photo(folder / name)
        except PhotoError as error:
            if left_out is None:
                raise ModelError("A picture of the list is not usable: {why}", error.hint, why=error.message) from error
            left_out.append(LeftOut(Path(name), UNREADABLE))
            progress(done, len(names))
            continue
        face = nearest_to_middle(image, reader.detector.find_in_photo(image))
        found[name] = reader.portraits(image, [face])[0] if face is not None else None
        progress(done, len(names))
    return found


def as_report(left_out: Sequence[LeftOut]) -> list[dict[str, str]]:
    """What takes no part in a measurement, as reports have it: file and reason."""
    return [{"file": shown(one.path), "reason": one.reason} for one in left_out]


def similarity(a: Portrait, b: Portrait) -> tuple[float, Pairing]:
    """The cosine of two portraits, as used for pairs in the literature, and their pairing."""
    return float(a.vector @ b.vector), Pairing.of(a.mask, b.mask)


def evaluate_pairs(
    reader: FacePipeline, pairs: Sequence[Pair], folder: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Verification on pairs: accuracy with the threshold chosen on other people, EER, TAR@FMR, failures to acquire.

    A pair with a picture without a detected face counts as a non-match; left_out: those pictures, see `LeftOut`.
    """
    names = sorted({name for pair in pairs for name in (pair.first, pair.second)})
    portraits = read_portraits(reader, folder, names, progress)
    faceless = [LeftOut(Path(name), _NO_FACE) for name in names if portraits[name] is None]
    return {**score_pairs(portraits, pairs), "left_out": as_report(faceless)}


def score_pairs(portraits: Mapping[str, Portrait | None], pairs: Sequence[Pair]) -> dict[str, Any]:
    """`evaluate_pairs` on portraits already read."""
    values = np.full(len(pairs), -1.0)
    kinds: list[Pairing | None] = [None] * len(pairs)
    failed = 0
    for i, pair in enumerate(pairs):
        a, b = portraits[pair.first], portraits[pair.second]
        if a is None or b is None:
            failed += 1
        else:
            values[i], kinds[i] = similarity(a, b)
    same = np.array([pair.same for pair in pairs])
    people = np.array([[_person(pair.first), _person(pair.second)] for pair in pairs])
    right, thresholds = split_right(values, same, people)
    rates = {f"{fmr:.0e}".replace("e-0", "e-"): fmr for fmr in FMRS[:2]}
    drawn = over_people(
        people,
        lambda weights: (
            np.average(right, weights=weights),
            equal_error_rate(values, same, weights),
            *(tar_at_fmr(values, same, fmr, weights)[0] for fmr in rates.values()),
        ),
    )
    return {
        "n": len(pairs),
        "people": len(np.unique(people)),
        "accuracy": float(right.mean()),
        "eer": equal_error_rate(values, same),
        "threshold": float(np.mean(thresholds)),
        "tar_at_fmr": {name: tar_at_fmr(values, same, fmr)[0] for name, fmr in rates.items()},
        "intervals": {
            "accuracy": drawn[0],
            "eer": drawn[1],
            "tar_at_fmr": dict(zip(rates, drawn[2:], strict=True)),
        },
        "failures_to_acquire": failed,
        "pairings": {kind.value: kinds.count(kind) for kind in Pairing},
        "thresholds_at_fmr": {f"{fmr:.0e}": threshold_interval(values[~same], fmr, people[~same]) for fmr in FMRS},
    }


def over_people(
    people: NDArray[Any], figures: Callable[[Weights], Sequence[float]], draws: int = 200, seed: int = 0
) -> list[dict[str, float | None]]:
    """The 95 % bootstrap interval of each figure over people: keys low, high.

    people: (N, 2), the people of each pair; pairs of the same person are not independent. figures: computed from weights (N,),
    each pair's multiplicity in a draw. Draws in which a figure is undefined are ignored; None if all are.
    """
    names, where = np.unique(people, return_inverse=True)
    first, second = where.reshape(np.shape(people)).T
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(draws):
        times = np.bincount(rng.integers(0, len(names), len(names)), minlength=len(names)).astype(float)
        weights = np.where(first == second, times[first], times[first] * times[second])
        if weights.any():
            drawn.append(figures(weights))
    out: list[dict[str, float | None]] = []
    for values in np.array(drawn, np.float64).T:
        finite = values[np.isfinite(values)]
        low, high = np.quantile(finite, [0.025, 0.975]) if len(finite) else (None, None)
        out.append({"low": None if low is None else float(low), "high": None if high is None else float(high)})
    return out


def evaluate_gallery(
    reader: FacePipeline,
    folder: Path,
    progress: Progress = silent,
    strangers: Crowd | None = None,
) -> dict[str, Any]:
    """Identification on a folder NAME/bare/*.jpg, NAME/masked/*.jpg, compared as at the door.

    Bare photos are registered and every masked one is a probe; see `identification` for the report. with_masked_photos: the
    same with one masked photo of each person as the probe, in turn, and the others registered as well; None if nobody has two.
    left_out: the files that take no part, with the reason. strangers: the model's, who belong to the crowd.
    """
    there = look_through(folder)
    files = [path.relative_to(folder).as_posix() for path in there.photos]
    left_out = [replace(one, path=one.path.relative_to(folder)) for one in there.left_out if not one.system]
    portraits = read_portraits(reader, folder, files, progress, left_out)
    by_kind: dict[str, dict[str, list[Vectors]]] = {"bare": {}, "masked": {}}
    for name, portrait in portraits.items():
        *_, person, kind, _ = ("", "", *Path(name).parts)
        if kind not in by_kind:
            raise ModelError(
                "{file} is in neither a folder bare/ nor masked/.",
                "Arrange the pictures like this.",
                file=folder / name,
            )
        if portrait is not None:
            by_kind[kind].setdefault(person, []).append(portrait.vector)
    bare, masked = (
        by_kind["bare"],
        {person: vectors for person, vectors in by_kind["masked"].items() if person in by_kind["bare"]},
    )
    if not masked:
        raise ModelError(
            "{folder} has no masked picture of a person with a bare one.",
            "Needed: NAME/bare, NAME/masked.",
            folder=folder,
        )
    faceless = [name for name, portrait in portraits.items() if portrait is None]
    left_out += [LeftOut(Path(name), _NO_FACE) for name in faceless]
    alone = by_kind["masked"].keys() - masked.keys()
    left_out += [
        LeftOut(Path(name), _NO_BARE) for name, one in portraits.items() if one is not None and _person(name) in alone
    ]
    crowd = strangers or Crowd.unknown(reader.embedder.dim)
    probes = [(person, vector) for person, vectors in masked.items() for vector in vectors]
    rounds = []
    for number in range(max(map(len, masked.values()))):
        looked_for = [
            (p, vectors[number]) for p, vectors in masked.items() if number < len(vectors) and len(vectors) > 1
        ]
        if looked_for:
            left = {p: [v for k, v in enumerate(vectors) if k != number] for p, vectors in masked.items()}
            rounds.append(({p: [*vectors, *left.get(p, [])] for p, vectors in bare.items()}, looked_for))
    return {
        "people": len(bare),
        "probes": len(probes),
        "failures_to_acquire": len(faceless),
        "left_out": as_report(left_out),
        **identification([(bare, probes)], crowd),
        "with_masked_photos": identification(rounds, crowd) if rounds else None,
    }


_Round = tuple[Mapping[str, Sequence[Vectors]], Sequence[tuple[str, Vectors]]]


def identification(rounds: Sequence[_Round], strangers: Crowd, draws: int = 20, seed: int = 0) -> dict[str, Any]:
    """Identification in galleries with the door's comparison; every probe's person is in its gallery.

    rounds: galleries (person -> vectors) with their probes, counted together. cmc: the share of probes whose person is among
    the first 1, 5, 10; tar_at_fmr: over all comparisons of a probe with a person, None if there is only one person; open_set:
    with a third of the people left out, over several draws, the share of the others' probes ranked first and above the
    threshold that the left-out people reach in a share FPIR of their searches (1 - FNIR, ISO/IEC 19795-1), empty where too few
    people have probes. Each with a 95 % interval: over people, for the open set over draws.
    """
    ranks, values, own, owners, pairs = [], [], [], [], []
    open_set: dict[str, list[float]] = {f"{fpir:.0e}": [] for fpir in _FPIRS}
    rng = np.random.default_rng(seed)
    for gallery, probes in rounds:
        people = sorted(gallery)
        faces = np.stack([vector for _, vector in probes])
        truth = np.array([people.index(person) for person, _ in probes])
        photos = [np.stack(list(gallery[person])) for person in people]
        found = table(faces, photos, Crowd.of(np.stack([prototype(vectors) for vectors in photos])) + strangers)[0]
        right = found[np.arange(len(truth)), truth]
        ranks.append((found > right[:, None]).sum(1))
        values.append(found.ravel())
        same = np.zeros(found.shape, bool)
        same[np.arange(len(truth)), truth] = True
        own.append(same.ravel())
        owners.append(truth)
        pairs.append(np.stack([np.repeat(truth, len(people)), np.tile(np.arange(len(people)), len(truth))], 1))
        for _ in range(draws if len(people) >= _OPEN_SET_FROM else 0):
            enrolled = np.sort(rng.permutation(len(people))[len(people) // 3 :])
            crowd = Crowd.of(np.stack([prototype(photos[i]) for i in enrolled])) + strangers
            part = table(faces, [photos[i] for i in enrolled], crowd)[0]
            in_gallery = np.isin(truth, enrolled)
            if in_gallery.all() or not in_gallery.any():
                continue  # few people have probes, and none of them is left out, or all are
            highest, places = part.max(1), enrolled[part.argmax(1)]
            for fpir in _FPIRS:
                hits = (places[in_gallery] == truth[in_gallery]) & (
                    highest[in_gallery] >= threshold_at(highest[~in_gallery], fpir)
                )
                open_set[f"{fpir:.0e}"].append(float(hits.mean()))
    rank, owner = np.concatenate(ranks), np.concatenate(owners)
    every, mine = np.concatenate(values), np.concatenate(own)
    tar = tar_at_fmr(every, mine, 1e-2)[0]
    (spread,) = over_people(np.concatenate(pairs), lambda weights: (tar_at_fmr(every, mine, 1e-2, weights)[0],))
    return {
        "cmc": {str(k): _over_people(rank < k, owner) for k in (1, 5, 10)},
        "rank1": float((rank == 0).mean()),
        "tar_at_fmr": {"1e-2": tar if np.isfinite(tar) else None},
        "intervals": {"tar_at_fmr": {"1e-2": spread}},
        "open_set": {fpir: _over_draws(found) for fpir, found in open_set.items() if found},
    }


def _over_people(right: NDArray[np.bool_], owners: NDArray[np.intp], draws: int = 500) -> dict[str, float]:
    """A share with its 95 % bootstrap interval over people, since probes of a person are not independent."""
    people, inverse = np.unique(owners, return_inverse=True)
    n, k = np.bincount(inverse), np.bincount(inverse, right)
    chosen = np.random.default_rng(0).integers(0, len(people), (draws, len(people)))
    low, high = np.quantile(k[chosen].sum(1) / n[chosen].sum(1), [0.025, 0.975])
    return {"value": float(right.mean()), "low": float(low), "high": float(high)}


def _over_draws(found: Sequence[float]) -> dict[str, float]:
    low, high = np.quantile(found, [0.025, 0.975])
    return {"value": float(np.mean(found)), "low": float(low), "high": float(high)}


def tar_at_fmr(
    values: Floats, same: NDArray[np.bool_], fmr: float, weights: Weights | None = None
) -> tuple[float, float]:
    """(TAR, threshold): the share of same pairs accepted where at most `fmr` of the different ones are.

    weights: (N,), each pair's weight; NaN if those of a kind are all zero.
    """
    counts = np.ones(len(values)) if weights is None else weights
    own = counts[same]
    if not own.any() or not counts[~same].any():
        return float("nan"), float("nan")
    threshold = threshold_at(values[~same], fmr, counts[~same])
    return float(own[values[same] >= threshold].sum() / own.sum()), threshold


def threshold_interval(
    impostors: NDArray[np.floating[Any]], fmr: float, people: NDArray[Any], draws: int = 200, seed: int = 0
) -> dict[str, float | None]:
    """The threshold for an FMR with its 95 % bootstrap interval over people: keys threshold, low, high, supported.

    people: (N, 2), the people of each impostor pair. supported is 0 if there are fewer than 3 / FMR pairs of people (rule of
    three), which cannot show such an FMR; the threshold is then the largest impostor similarity seen, a lower bound.
    """
    (interval,) = over_people(people, lambda weights: (threshold_at(impostors, fmr, weights),), draws, seed)
    pairs = len(np.unique(np.sort(people, axis=1), axis=0))
    return {
        "threshold": threshold_at(impostors, fmr),
        **interval,
        "supported": float(pairs >= 3 / fmr),
    }


def equal_error_rate(values: Floats, same: NDArray[np.bool_], weights: Weights | None = None) -> float:
    """The error rate at the threshold where FMR and FNMR meet; weights as of `tar_at_fmr`."""
    counts = np.ones(len(values)) if weights is None else weights
    thresholds = np.unique(values)
    below = []  # for each kind, the share below each threshold
    for kind in (same, ~same):
        order = np.argsort(values[kind])
        sums = np.concatenate([[0.0], np.cumsum(counts[kind][order])])
        if not sums[-1]:
            return float("nan")
        below.append(sums[np.searchsorted(values[kind][order], thresholds)] / sums[-1])
    fnmr, fmr = below[0], 1 - below[1]
    crossing = int(np.abs(fmr - fnmr).argmin())
    return float((fmr[crossing] + fnmr[crossing]) / 2)


def split_right(
    values: Floats, same: NDArray[np.bool_], people: NDArray[np.str_]
) -> tuple[NDArray[np.bool_], list[float]]:
    """Which pairs (N,) are classified correctly by a threshold chosen on the other half of the people, and both thresholds.

    people: (N, 2) names. A pair belongs to the half of its first person; thresholds are chosen on pairs entirely in the other
    half.
    """
    names = np.unique(people)
    half = dict(zip(names, np.random.default_rng(0).permutation(len(names)) % 2, strict=True))
    halves = np.array([[half[a], half[b]] for a, b in people])
    right = np.zeros(len(values), bool)
    thresholds = []
    for side in (0, 1):
        chosen_on = (halves != side).all(1)
        if not (chosen_on & same).any() or not (chosen_on & ~same).any():
            raise ModelError(
                "There are too few people to choose a threshold on one half and score it on the other.",
                "Add pairs of other people.",
            )
        threshold = best_threshold(values[chosen_on], same[chosen_on])
        scored = halves[:, 0] == side
        right[scored] = (values[scored] >= threshold) == same[scored]
        thresholds.append(threshold)
    return right, thresholds


def best_threshold(values: Floats, same: NDArray[np.bool_]) -> float:
    """The threshold with the most pairs classified correctly, same and different weighted equally."""
    genuine, impostor = np.sort(values[same]), np.sort(values[~same])
    candidates = np.unique(values)
    middle = np.concatenate([candidates[:1], (candidates[1:] + candidates[:-1]) / 2])
    accepted = 1 - np.searchsorted(genuine, middle) / len(genuine)
    refused = np.searchsorted(impostor, middle) / len(impostor)
    return float(middle[(accepted + refused).argmax()])


def _person(name: str) -> str:
    """The person of a picture NAME/k.jpg or NAME/{bare,masked}/k.jpg."""
    folder = Path(name).parent
    return folder.parent.name if folder.name in ("bare", "masked") else folder.name
