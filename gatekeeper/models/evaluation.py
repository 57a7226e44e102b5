"""Measures a model on any pictures: pairs (verification) and a gallery (identification), as in the literature.

FMR, FNMR, TAR@FMR and EER as ISO/IEC 19795-1 defines them; a similarity at or above the threshold is a match. APCER and
BPCER of the liveness network as ISO/IEC 30107-3 does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.comparison import Crowd, prototype, table
from gatekeeper.domain import FMRS, Image, MaskState, Pairing, Vectors
from gatekeeper.errors import ModelError, PhotoError, TextError
from gatekeeper.progress import Progress, silent
from gatekeeper.statistics import Weights, error_rate, threshold_at, wilson
from gatekeeper.text_files import posix, read_table
from gatekeeper.vision.detect import FaceDetector, align, inner, nearest_to_middle
from gatekeeper.vision.liveness import PassiveLiveness
from gatekeeper.vision.mask_status import MaskStatus
from gatekeeper.vision.pipeline import FacePipeline, Portrait

Floats = NDArray[np.float64]
_FPIRS = (1e-2, 5e-2)
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
    reader: FacePipeline, folder: Path, names: Sequence[str], progress: Progress = silent
) -> dict[str, Portrait | None]:
    """The main face of each picture; None if there is none. Raises ModelError if a file is missing or broken."""
    found: dict[str, Portrait | None] = {}
    for done, name in enumerate(names, 1):
        try:
            image = load_photo(folder / name)
        except PhotoError as error:
            raise ModelError("A picture of the list is not usable: {why}", error.hint, why=error.message) from error
        face = nearest_to_middle(image, reader.detector.find_in_photo(image))
        found[name] = reader.portraits(image, [face])[0] if face is not None else None
        progress(done, len(names))
    return found


def similarity(a: Portrait, b: Portrait) -> tuple[float, Pairing]:
    """The cosine of two portraits, as used for pairs in the literature, and their pairing."""
    return float(a.vector @ b.vector), Pairing.of(a.mask, b.mask)


def evaluate_pairs(
    reader: FacePipeline, pairs: Sequence[Pair], folder: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Verification on pairs: accuracy with the threshold chosen on other people, EER, TAR@FMR, failures to acquire.

    A pair with a picture without a detected face counts as a non-match.
    """
    names = sorted({name for pair in pairs for name in (pair.first, pair.second)})
    return score_pairs(read_portraits(reader, folder, names, progress), pairs)


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
    strangers: the model's, who belong to the crowd.
    """
    files = [path.relative_to(folder).as_posix() for path in photo_files(folder)]
    portraits = read_portraits(reader, folder, files, progress)
    by_kind: dict[str, dict[str, list[Vectors]]] = {"bare": {}, "masked": {}}
    failed = 0
    for name in files:
        *_, person, kind, _ = ("", "", *Path(name).parts)
        portrait = portraits[name]
        if kind not in by_kind:
            raise ModelError(
                "{file} is in neither a folder bare/ nor masked/.", "Sort the pictures so.", file=folder / name
            )
        if portrait is None:
            failed += 1
        else:
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
        "failures_to_acquire": failed,
        **identification([(bare, probes)], crowd),
        "with_masked_photos": identification(rounds, crowd) if rounds else None,
    }


_Round = tuple[Mapping[str, Sequence[Vectors]], Sequence[tuple[str, Vectors]]]


def identification(rounds: Sequence[_Round], strangers: Crowd, draws: int = 20, seed: int = 0) -> dict[str, Any]:
    """Identification in galleries with the door's comparison; every probe's person is in its gallery.

    rounds: galleries (person -> vectors) with their probes, counted together. cmc: the share of probes whose person is among
    the first 1, 5, 10; tar_at_fmr: over all comparisons of a probe with a person; open_set: with a third of the people left
    out, over several draws, the share of the others' probes ranked first and above the threshold that the left-out people
    reach in a share FPIR of their searches (1 - FNIR, ISO/IEC 19795-1). Each with a 95 % interval: over people, for the open
    set over draws.
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
            highest, places = part.max(1), enrolled[part.argmax(1)]
            for fpir in _FPIRS:
                hits = (places[in_gallery] == truth[in_gallery]) & (
                    highest[in_gallery] >= threshold_at(highest[~in_gallery], fpir)
                )
                open_set[f"{fpir:.0e}"].append(float(hits.mean()))
    rank, owner = np.concatenate(ranks), np.concatenate(owners)
    every, mine = np.concatenate(values), np.concatenate(own)
    (spread,) = over_people(np.concatenate(pairs), lambda weights: (tar_at_fmr(every, mine, 1e-2, weights)[0],))
    return {
        "cmc": {str(k): _over_people(rank < k, owner) for k in (1, 5, 10)},
        "rank1": float((rank == 0).mean()),
        "tar_at_fmr": {"1e-2": tar_at_fmr(every, mine, 1e-2)[0]},
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


def evaluate_mask(
    detector: FaceDetector, mask_status: MaskStatus, folder: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Mask classification on a folder with bare/, masked/ and optionally wrong/, at any depth.

    accuracy: on bare and masked; mask_or_none: any mask against none, including wrong/. Both over the faces found, with 95 %
    intervals; accuracy_of_all counts a missed face as an error.
    """
    named = [(path, _state_of(path.relative_to(folder))) for path in photo_files(folder)]
    pictures = [(path, state) for path, state in named if state is not None]
    if not pictures:
        raise ModelError(
            "{folder} has no pictures in folders bare/, masked/ or wrong/.", "Sort the pictures so.", folder=folder
        )
    table = {truth: dict.fromkeys(MaskState, 0) for truth in MaskState}
    missed = dict.fromkeys(MaskState, 0)
    for done, (path, truth) in enumerate(pictures, 1):
        try:
            image = load_photo(path)
        except PhotoError as error:
            raise ModelError("A picture is not usable: {why}", error.hint, why=error.message) from error
        face = nearest_to_middle(image, detector.find_in_photo(image))
        if face is None:
            missed[truth] += 1
        else:
            (answer,) = mask_status.classify(align(image, face.landmarks)[None])
            table[truth][answer] += 1
        progress(done, len(pictures))
    plain = (MaskState.BARE, MaskState.MASKED)
    right = sum(table[state][state] for state in plain)
    found = sum(sum(table[state].values()) for state in plain)
    covered = sum(
        table[truth][answer]
        for truth in MaskState
        for answer in MaskState
        if (truth is MaskState.BARE) is (answer is MaskState.BARE)
    )
    return {
        "model": mask_status.model_id,
        "pictures": len(pictures),
        "left_out": len(named) - len(pictures),
        "failures_to_find_a_face": {state.value: missed[state] for state in MaskState},
        "confusion": {t.value: {a.value: count for a, count in row.items()} for t, row in table.items()},
        "accuracy": wilson(right, found),
        "accuracy_of_all": wilson(right, found + sum(missed[state] for state in plain)),
        "mask_or_none": wilson(covered, sum(sum(row.values()) for row in table.values())),
        "right": {state.value: wilson(table[state][state], sum(table[state].values())) for state in MaskState},
    }


def _state_of(path: Path) -> MaskState | None:
    words = set(MaskState)
    return next((MaskState(part) for part in reversed(path.parts[:-1]) if part in words), None)


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
            raise ModelError("There are too few people to choose a threshold on one half and score it on the other.")
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


def evaluate_liveness(
    reader: FacePipeline, network: PassiveLiveness, folder: Path, progress: Progress = silent
) -> dict[str, Any]:
    """APCER and BPCER on a folder of frames, live/NN/*.jpg and print/NN/*.jpg (other attacks: KIND/NN/*.jpg).

    A presentation is `window` consecutive frames of one NN, judged by their mean as at the door. Each rate has a 95 % interval
    (Wilson, 1927), which assumes independent presentations and is too narrow for few people. Presentations without any face
    count as detected attacks, or as errors for living people (non-response).
    Keys: mark (of the network measured), bpcer, apcer (per kind of attack), apcer_worst, by_mask (both, per mask state),
    d_eer, live and attacks as counts.
    """
    kinds = [place.name for place in sorted(folder.iterdir()) if place.is_dir()] if folder.is_dir() else []
    if "live" not in kinds or len(kinds) < 2:
        raise ModelError(
            "{folder} does not have the required layout.",
            "Put frames of living people into live/NN/, of pictures into print/NN/.",
            folder=folder,
        )
    files = {
        kind: {place.name: photo_files(place) for place in sorted((folder / kind).iterdir()) if place.is_dir()}
        for kind in kinds
    }
    total, done = sum(len(paths) for people in files.values() for paths in people.values()), 0
    looks: dict[str, list[list[Look]]] = {kind: [] for kind in kinds}
    for kind, people in files.items():
        for paths in people.values():
            looks[kind].append([])
            for path in paths:
                try:
                    image = load_photo(path)
                except PhotoError as error:
                    raise ModelError("A frame is not usable: {why}", error.hint, why=error.message) from error
                looks[kind][-1].append(look_at(reader, network, image))
                progress(done := done + 1, total)
    if not any(looks["live"]) or not any(any(runs) for kind, runs in looks.items() if kind != "live"):
        raise ModelError(
            "{folder} contains no frames of living people, or none of pictures.", "See its layout above.", folder=folder
        )
    return liveness_report(looks, network)


@dataclass(frozen=True, slots=True)
class Look:
    """The liveness network's result for a frame: the score, NaN without a face, and the mask state."""

    score: float
    mask: MaskState | None


def look_at(reader: FacePipeline, network: PassiveLiveness, image: Image) -> Look:
    """The result for the frame's main face."""
    face = nearest_to_middle(image, reader.detector.find_in_photo(image))
    if face is None:
        return Look(float("nan"), None)
    mask = reader.mask_status.classify(inner(reader.chips(image, [face])))[0]
    return Look(float(network.scores(image, [face])[0]), mask)


def liveness_report(looks: Mapping[str, Sequence[Sequence[Look]]], network: PassiveLiveness) -> dict[str, Any]:
    """See `evaluate_liveness`. looks: the results by kind, "live" and at least one attack, in runs of frames."""
    shown = {
        kind: [p for run in runs for p in _presentations(run, network.window)]
        for kind, runs in looks.items()
        if any(runs)
    }
    attacks = [kind for kind in shown if kind != "live"]
    rates = _rates(shown, network.threshold)
    states = sorted({p.mask for ps in shown.values() for p in ps if p.mask is not None})
    genuine = np.array([p.score for p in shown["live"] if np.isfinite(p.score)])
    fake = np.array([p.score for kind in attacks for p in shown[kind] if np.isfinite(p.score)])
    return {
        "mark": network.fingerprint,
        "window": network.window,
        "threshold": network.threshold,
        **rates,
        "by_mask": {
            state: _rates({k: [p for p in ps if p.mask == state] for k, ps in shown.items()}, network.threshold)
            for state in states
        },
        "d_eer": equal_error_rate(np.concatenate([genuine, fake]), np.arange(len(genuine) + len(fake)) < len(genuine)),
        "frames_without_face": {kind: sum(p.without_face for p in ps) for kind, ps in shown.items()},
    }


@dataclass(frozen=True, slots=True)
class _Presentation:
    """A window's mean score (NaN: no face at all), its most frequent mask state, and its frames without a face."""

    score: float
    mask: str | None
    without_face: int


def _presentations(looks: Sequence[Look], window: int) -> list[_Presentation]:
    """Non-overlapping windows; an incomplete one is used only if it is the only one."""
    out = []
    for start in range(0, max(len(looks) - window, 0) + 1, window) if looks else []:
        part = np.array([look.score for look in looks[start : start + window]])
        states = [look.mask for look in looks[start : start + window] if look.mask is not None]
        mean = float(np.nanmean(part)) if states else float("nan")
        out.append(_Presentation(mean, max(set(states), key=states.count) if states else None, len(part) - len(states)))
    return out


def _rates(shown: dict[str, list[_Presentation]], threshold: float) -> dict[str, Any]:
    def rate(presentations: list[_Presentation], passing_is_wrong: bool) -> dict[str, Any]:
        wrong = sum((p.score >= threshold) == passing_is_wrong for p in presentations)
        return {"presentations": len(presentations), "errors": wrong, **error_rate(wrong, len(presentations))}

    apcer = {kind: rate(ps, True) for kind, ps in shown.items() if kind != "live" and ps}
    return {
        "bpcer": rate(shown["live"], False) if shown.get("live") else None,
        "apcer": apcer,
        "apcer_worst": max((a["rate"] for a in apcer.values()), default=None),
    }
