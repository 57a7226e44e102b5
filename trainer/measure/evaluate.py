"""Measures a network on held-out people, by the earlier project's protocol and by the field's.

`distance` is Euclidean on unit vectors, 0 to 2, lower is closer. FMR, FNMR, TAR, EER, FPIR and FNIR are those of
ISO/IEC 19795-1; every rate has a 95 % interval from bootstrapping people.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from gatekeeper.comparison import Crowd, prototype
from gatekeeper.domain import FMRS, Image, Pairing, Vectors
from gatekeeper.errors import TrainingError
from gatekeeper.models.evaluation import best_threshold, equal_error_rate, identification, over_people, tar_at_fmr
from trainer.data.faceset import FaceSet
from trainer.data.split import Pairs

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
BINS = np.linspace(0, 2, 101)
_PICTURES = 20  # per person, for figures by person


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Densities of the distances of same and different pairs over `BINS`.

    iou: the intersection of the two areas over their union, 0 (disjoint) to 1 (equal). threshold: the bin edge with the
    fewest pairs on the wrong side, both kinds weighted equally: where the curves cross; of several, the middle of the most in
    a row.
    """

    same: Floats
    different: Floats
    iou: float
    threshold: float

    @staticmethod
    def of(distances: Floats, same: Bools) -> "Histogram":
        """Raises TrainingError if the histogram is undefined: no pairs of a kind, or distances that are not finite."""
        if same.all() or not same.any() or not np.isfinite(distances).all():
            raise TrainingError(
                "The histogram of distances is undefined: a kind of pair is missing or distances are not finite.",
                "The network diverged, or the evaluation has no pairs: lower the learning rate, look at the CSV files.",
            )
        kinds: tuple[Bools, Bools] = (same, np.logical_not(same))
        genuine, impostor = (np.histogram(np.clip(distances[kind], 0, 2), BINS)[0] / kind.sum() for kind in kinds)
        wrong = np.concatenate([[0], np.cumsum(impostor)]) + 1 - np.concatenate([[0], np.cumsum(genuine)])
        fewest = np.flatnonzero(np.isclose(wrong, wrong.min(), rtol=0, atol=1e-9))
        runs = np.split(fewest, np.flatnonzero(np.diff(fewest) > 1) + 1)
        longest = max(runs, key=len)
        return Histogram(
            genuine,
            impostor,
            float(np.minimum(genuine, impostor).sum() / np.maximum(genuine, impostor).sum()),
            float(BINS[longest[len(longest) // 2]]),
        )


def embed(network: nn.Module, chips: Image, device: str = "cpu", batch: int = 128) -> Vectors:
    """float32 unit vectors (N, D) of uint8 chips (N, px, px, 3), in float32 and evaluation mode."""
    was_training, out = network.training, []
    network.eval()
    with torch.inference_mode():
        for start in range(0, len(chips), batch):
            x = torch.from_numpy(np.ascontiguousarray(chips[start : start + batch])).to(device)
            y = network(x.permute(0, 3, 1, 2).float())
            out.append(nn.functional.normalize(y.float()).cpu().numpy())
    network.train(was_training)
    return np.concatenate(out)


def pair_vectors(ask: Callable[[Image], Vectors], faces: FaceSet, pairs: Pairs) -> tuple[Vectors, NDArray[np.int64]]:
    """`ask`'s embeddings of every distinct picture, (U, D), and the rows of each pair's two pictures, (N, 2)."""
    keys = np.stack([pairs.rows, pairs.chips], 2).reshape(-1, 2)
    unique, where = np.unique(keys, axis=0, return_inverse=True)
    vectors = []
    for start in range(0, len(unique), 128):
        part = unique[start : start + 128]
        vectors.append(ask(faces.chips(part)))
    return np.concatenate(vectors), where.reshape(-1, 2)


def pair_distances(network: nn.Module, faces: FaceSet, pairs: Pairs, device: str = "cpu") -> Floats:
    """The distance of each pair, (N,)."""
    return between(*pair_vectors(lambda chips: embed(network, chips, device), faces, pairs))


def between(vectors: Vectors, where: NDArray[np.int64]) -> Floats:
    """The distances (N,) of the rows `where` (N, 2) of unit vectors."""
    a, b = vectors[where[:, 0]].astype(np.float64), vectors[where[:, 1]]
    return np.asarray(np.linalg.norm(a - b, axis=1), np.float64)


def pairings(pairs: Pairs) -> list[Pairing]:
    """The pairing of each pair."""
    kinds = (Pairing.BARE_BARE, Pairing.BARE_MASKED, Pairing.MASKED_MASKED)
    return [kinds[n] for n in (pairs.chips > 0).sum(1)]


def classify(distances: Floats, same: Bools, threshold: float) -> dict[str, Any]:
    """Accuracy, confusion matrix and classification report of the earlier project: a distance below the threshold is
    the same person.

    confusion: rows are the truth (different, same), columns the prediction. report: precision, recall, f1 and support
    of each class, and their macro and weighted means.
    """
    accepted = distances < threshold
    confusion = [
        [int(((same == truth) & (accepted == verdict)).sum()) for verdict in (False, True)] for truth in (False, True)
    ]
    report: dict[str, dict[str, float]] = {}
    for index, name in enumerate(("different", "same")):
        right = confusion[index][index]
        claimed, support = confusion[0][index] + confusion[1][index], sum(confusion[index])
        precision, recall = right / claimed if claimed else 0.0, right / support if support else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        report[name] = {"precision": precision, "recall": recall, "f1": f1, "support": float(support)}
    supports = np.array([report[name]["support"] for name in ("different", "same")])
    for name, weights in (("macro", np.ones(2)), ("weighted", supports)):
        report[name] = {
            key: float(np.average([report[kind][key] for kind in ("different", "same")], weights=weights))
            for key in ("precision", "recall", "f1")
        } | {"support": float(supports.sum())}
    return {"accuracy": float((accepted == same).mean()), "confusion": confusion, "report": report}


def verification(distances: Floats, same: Bools, people: NDArray[np.int64], draws: int = 200) -> dict[str, Any]:
    """EER, TAR at FMR 1e-2 to 1e-4, the 10-fold accuracy of LFW's protocol, and the ROC's points.

    people: (N, 2), the people of each pair. Intervals are bootstrapped over people, since pairs of the same people are not
    independent. An FMR is marked unsupported if there are fewer than 3 / FMR pairs of people (rule of three). ten_folds is None
    below ten pairs of a kind.
    """
    similarity = 1 - distances**2 / 2
    eer, *tars = over_people(
        people,
        lambda weights: (
            equal_error_rate(similarity, same, weights),
            *(tar_at_fmr(similarity, same, fmr, weights)[0] for fmr in FMRS),
        ),
        draws,
    )
    evidence = len(np.unique(np.sort(people[~same], axis=1), axis=0))
    tar = {
        f"{fmr:.0e}": {
            "tar": tar_at_fmr(similarity, same, fmr)[0],
            **interval,
            "supported": bool(evidence >= 3 / fmr),
        }
        for fmr, interval in zip(FMRS, tars, strict=True)
    }
    folds = ten_folds(similarity, same)
    accuracy = None
    if folds:
        accuracy = {"accuracy": float(np.mean(folds)), "error": float(np.std(folds, ddof=1) / np.sqrt(len(folds)))}
    return {
        "pairs": len(same),
        "people": len(np.unique(people)),
        "eer": {"eer": equal_error_rate(similarity, same), **eer},
        "tar_at_fmr": tar,
        "ten_folds": accuracy,
        "roc": roc(similarity, same),
    }


def ten_folds(similarity: Floats, same: Bools, seed: int = 0, folds: int = 10) -> list[float]:
    """Accuracy on each fold with the threshold that was best on the other nine (Huang et al., 2007).

    Empty where there are fewer pairs of a kind than folds: some folds would hold none.
    """
    if min(same.sum(), (~same).sum()) < folds:
        return []
    rng = np.random.default_rng(seed)
    fold = np.empty(len(same), int)
    for kind in (same, ~same):
        fold[kind] = rng.permutation(int(kind.sum())) % folds
    out = []
    for number in range(folds):
        held_out = fold == number
        threshold = best_threshold(similarity[~held_out], same[~held_out])
        out.append(float(((similarity[held_out] >= threshold) == same[held_out]).mean()))
    return out


def roc(similarity: Floats, same: Bools, points: int = 200) -> dict[str, list[float]]:
    """TAR over FMR at thresholds spread over the different pairs' ranks, evenly in the logarithm of FMR."""
    genuine, impostor = np.sort(similarity[same]), np.sort(similarity[~same])
    ranks = np.unique(np.geomspace(1, len(impostor), points).astype(int))
    thresholds = impostor[len(impostor) - ranks]
    tar = 1 - np.searchsorted(genuine, thresholds) / len(genuine)
    return {"fmr": (ranks / len(impostor)).tolist(), "tar": tar.tolist()}


def template_pairs(
    vectors: Sequence[Vectors], rng: np.random.Generator
) -> tuple[Floats, Bools, NDArray[np.int64]] | None:
    """1:1 comparisons of templates, each made of several pictures of a person, as in IJB-B and IJB-C (Whitelam et al.,
    2017): each person's pictures are split at random into two templates; every first is compared with every second. vectors:
    each person's, (K, D), or (K, V, D) for K pictures in V views each, which stay together.

    A template is the direction of the mean of its unit vectors. Returns distances (N * N,), same, and people (N * N, 2);
    None if fewer than ten people have two pictures.
    """
    halves = []
    for pictures in vectors:
        if len(pictures) > 1:
            order = rng.permutation(len(pictures))
            parts = (pictures[part] for part in np.array_split(order, 2))
            halves.append([prototype(part.reshape(-1, part.shape[-1])) for part in parts])
    if len(halves) < 10:
        return None
    first, second = (np.stack([pair[side] for pair in halves]) for side in (0, 1))
    people = np.stack(np.meshgrid(np.arange(len(halves)), np.arange(len(halves)), indexing="ij"), -1).reshape(-1, 2)
    cosines = np.clip((first @ second.T).astype(np.float64).ravel(), -1, 1)
    return np.sqrt(2 - 2 * cosines), people[:, 0] == people[:, 1], people


def evaluate(
    network: nn.Module,
    faces: FaceSet,
    evaluation: Pairs,
    test: Pairs,
    device: str = "cpu",
    groups: dict[str, str] | None = None,
) -> dict[str, Any]:
    """All figures of a network, as JSON values. groups: path -> label; pairs within a group are also measured separately.

    A part with fewer than ten pairs of a kind is not measured but listed in too_few_pairs. templates: verification by several
    pictures at once, see `template_pairs`; identification: the search of `gatekeeper.models.evaluation.identification`.
    """
    chosen_on = pair_distances(network, faces, evaluation, device)
    histogram = Histogram.of(chosen_on, evaluation.same)
    threshold = histogram.threshold
    distances = pair_distances(network, faces, test, device)
    people = faces.identities[test.rows]
    kinds = np.array([kind.value for kind in pairings(test)])
    labels = {row: (groups or {}).get(faces.names[row]) for row in np.unique(test.rows).tolist()}
    parts = {kind.value: kinds == kind.value for kind in Pairing}
    both = np.array([labels[a] if labels[a] == labels[b] else None for a, b in test.rows.tolist()], object)
    parts |= {f"group {name}": both == name for name in sorted({str(b) for b in both if b is not None})}
    enough = {
        name: part for name, part in parts.items() if min((test.same & part).sum(), (~test.same & part).sum()) >= 10
    }
    return {
        "protocol": {
            "threshold": histogram.threshold,
            "iou": histogram.iou,
            "histogram": {"same": histogram.same.tolist(), "different": histogram.different.tolist()},
            **classify(distances, test.same, histogram.threshold),
        },
        "all": {**verification(distances, test.same, people), **_accuracy(distances, test.same, people, threshold)},
        "parts": {
            name: {
                **verification(distances[part], test.same[part], people[part]),
                **_accuracy(distances[part], test.same[part], people[part], threshold),
            }
            for name, part in enough.items()
        },
        "too_few_pairs": sorted(set(parts) - set(enough)),
        **_by_person(network, faces, test, device),
    }


def _accuracy(distances: Floats, same: Bools, people: NDArray[np.int64], threshold: float) -> dict[str, Any]:
    right = (distances < threshold) == same
    (interval,) = over_people(people, lambda weights: (float(np.average(right, weights=weights)),))
    return {"accuracy": float(right.mean()), "accuracy_interval": interval}


def _by_person(network: nn.Module, faces: FaceSet, test: Pairs, device: str) -> dict[str, Any]:
    """Figures by person instead of by pair: identification, with one picture of each person (masked if there are masks) as
    the probe and the other bare ones as the gallery; and verification by templates of all their pictures."""
    masked = min(faces.masks, 1)
    rows = np.unique(test.rows)
    identities = faces.identities[rows]
    chosen = np.concatenate([rows[identities == person][:_PICTURES] for person in np.unique(identities)])
    bare = embed(network, faces.chips([(row, 0) for row in chosen.tolist()]), device)
    worn = embed(network, faces.chips([(row, 1) for row in chosen.tolist()]), device) if masked else bare
    rng = np.random.default_rng(0)
    places = {
        str(person): np.flatnonzero(faces.identities[chosen] == person) for person in np.unique(identities).tolist()
    }
    several = {
        name: rng.permutation(rows_of_person) for name, rows_of_person in places.items() if len(rows_of_person) > 1
    }
    if len(several) < 2:
        return {"templates": None, "identification": None}
    gallery = {name: list(bare[rows_of_person[1:]]) for name, rows_of_person in several.items()}
    probes = [(name, worn[rows_of_person[0]]) for name, rows_of_person in several.items()]
    # A photo and the same one with a mask on are no two pictures of somebody.
    mixed = [
        np.stack([bare[rows_of_person], worn[rows_of_person]], 1) if masked else bare[rows_of_person]
        for rows_of_person in several.values()
    ]
    pairs = template_pairs(mixed, rng)
    return {
        "templates": verification(*pairs) if pairs is not None else None,
        "identification": {
            "gallery_people": len(gallery),
            "probes": len(probes),
            **identification([(gallery, probes)], Crowd.unknown(bare.shape[1])),
        },
    }
