"""Measures an embedding model as the door uses it and writes figures, thresholds and a cohort of strangers beside it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from gatekeeper.domain import FMRS, Image, MaskState, Pairing, Vectors, View
from gatekeeper.errors import TrainingError
from gatekeeper.evaluation import Progress, evaluate_gallery, read_pairs, read_portraits, score_pairs
from gatekeeper.paths import assets
from gatekeeper.photos import load_photo, photo_files
from gatekeeper.vision.reader import FaceReader, Portrait
from gatekeeper.vision.registry import CARD, ModelCard
from trainer.export import write_card
from trainer.prepare import Prepared

_COHORT = "cohort.safetensors"
_DRAWS = 100
_GALLERIES = (100, 1000)


def measure_card(
    folder: Path, pairs: Path, gallery: Path | None = None, progress: Progress = lambda done, of: None
) -> dict[str, Any]:
    """Measure the model in `folder` and write `metrics`, `thresholds` and `gallery_tested` into its card.

    pairs: a folder with pairs_*.csv and the pictures they name as KIND/PERSON/picture; gallery: NAME/bare, NAME/masked.
    Thresholds come from comparisons of every person with every other, one picture each; their intervals from drawing
    the people anew (a pair is no independent sample: every person is in thousands of them).
    """
    model = ModelCard.read(folder)
    if model.kind != "embedding":
        raise TrainingError(f"{model.id} is of kind {model.kind!r}.", "Name the folder of an embedding model.")
    lists = sorted(pairs.glob("pairs_*.csv"))
    if not lists:
        raise TrainingError(f"{pairs} holds no pairs_*.csv.", "Needed: CSV files with path,pair_path,same.")
    listed = {path.stem: read_pairs(path) for path in lists}
    reader = FaceReader.open(assets() / "models", model)
    names = sorted({name for chosen in listed.values() for pair in chosen for name in (pair.first, pair.second)})
    portraits = read_portraits(reader, pairs, names, progress)
    verification = {}
    for name, chosen in listed.items():
        found = score_pairs(portraits, chosen)
        verification[name] = {key: found[key] for key in ("n", "accuracy", "eer", "tar_at_fmr", "failures_to_acquire")}
    impostors = _between_people(portraits)
    card = {
        **model.card,
        "thresholds": {kind.value: _thresholds(table) for kind, table in impostors.items()},
        "metrics": {
            "verification": {
                "command": "gatekeeper models evaluate --pairs CSV --images DIR --json",
                "pictures": pairs.name,
                **verification,
            },
            **({"identification": _identification(reader, gallery)} if gallery is not None else {}),
            "false_positive_identification": {
                "what": "share of strangers for whom somebody of a gallery of N people, one picture each, reaches the "
                "threshold of FMR 1e-4",
                **{kind.value: _fpir(table) for kind, table in impostors.items()},
            },
        },
        "gallery_tested": max(_GALLERIES),
    }
    (folder / CARD).write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return card


def add_cohort(folder: Path, faces: Prepared, count: int, seed: int = 0) -> dict[str, int]:
    """Write cohort.safetensors, float16, beside a model and into its card: embeddings of people who are at no site.

    Two cohorts, numbers only: `faces`, one bare and one masked chip of `count` prepared faces without a name, and
    `strangers`, the demo's. The door compares its own people with them (`gatekeeper.calibration`). Returns the number of
    vectors of each.
    """
    model = ModelCard.read(folder)
    reader = FaceReader.open(assets() / "models", model)
    nameless = np.flatnonzero(faces.identities < 0)
    if len(nameless) < count or faces.chips.shape[1] < 2:
        raise TrainingError(
            f"{faces.folder} holds {len(nameless)} faces without a name, with {faces.chips.shape[1] - 1} masks each.",
            f"Prepare {count} of them with at least one mask, or ask for fewer.",
        )
    chosen = np.sort(np.random.default_rng(seed).choice(nameless, count, replace=False))
    bare, masked = (np.concatenate([faces.chips[chosen[i : i + 64], k] for i in range(0, count, 64)]) for k in (0, 1))
    arrays = {
        "faces.whole.bare": _embedded(reader, bare, MaskState.BARE)[View.WHOLE],
        "faces.covered.bare": _embedded(reader, bare, MaskState.BARE)[View.COVERED],
        "faces.covered.masked": _embedded(reader, masked, MaskState.MASKED)[View.COVERED],
    }
    strangers: dict[str, list[Vectors]] = {}
    for path in photo_files(assets() / "demo/visits"):
        if not path.parent.parent.name.startswith("stranger"):
            continue
        for portrait in reader.read_photo(load_photo(path))[:1]:
            for view, vector in portrait.vectors.items():
                strangers.setdefault(f"strangers.{view.value}.{portrait.mask.value}", []).append(vector)
    arrays |= {key: np.stack(vectors) for key, vectors in strangers.items()}
    save_file({key: vectors.astype(np.float16) for key, vectors in arrays.items()}, folder / _COHORT)
    (folder / _COHORT).chmod(0o644)
    words = {key: value for key, value in model.card.items() if key != "files"}
    write_card(folder, sorted({*model.card["files"], _COHORT}), {**words, "cohort": _COHORT})
    return {key: len(vectors) for key, vectors in arrays.items()}


def _embedded(reader: FaceReader, chips: Image, mask: MaskState) -> dict[View, Vectors]:
    parts = (chips[i : i + 64] for i in range(0, len(chips), 64))
    every = [vectors for part in parts for vectors in reader.registered(part, [mask] * len(part))]
    return {view: np.stack([vectors[view] for vectors in every]) for view in every[0]}


def _identification(reader: FaceReader, gallery: Path) -> dict[str, Any]:
    found = evaluate_gallery(reader, gallery)
    return {"command": "gatekeeper models evaluate --gallery DIR --json", "pictures": gallery.parent.name, **found}


def _between_people(portraits: Mapping[str, Portrait | None]) -> dict[Pairing, Vectors]:
    """For each pairing the similarities (A, B) of people with all others; NaN where both are the same person."""
    of: dict[MaskState, dict[str, Portrait]] = {state: {} for state in MaskState}
    for name in sorted(portraits):
        portrait = portraits[name]
        if portrait is not None and Path(name).parts[0] == portrait.mask.value:
            of[portrait.mask].setdefault(Path(name).parent.name, portrait)
    sides = {
        Pairing.BARE_BARE: (View.WHOLE, MaskState.BARE, MaskState.BARE),
        Pairing.BARE_MASKED: (View.COVERED, MaskState.BARE, MaskState.MASKED),
        Pairing.MASKED_MASKED: (View.COVERED, MaskState.MASKED, MaskState.MASKED),
    }
    out = {}
    for pairing, (view, one, other) in sides.items():
        if len(of[one]) < 10 or len(of[other]) < 10:
            continue
        first = np.stack([p.vectors[view] for p in of[one].values()])
        second = np.stack([p.vectors[view] for p in of[other].values()])
        table = first @ second.T
        table[np.array(list(of[one]))[:, None] == np.array(list(of[other]))[None, :]] = np.nan
        out[pairing] = table
    return out


def _thresholds(table: Vectors) -> dict[str, dict[str, float]]:
    rng = np.random.default_rng(0)
    chosen = _quantiles(table)
    drawn = np.array(
        [_quantiles(table[np.ix_(*(rng.integers(0, side, side) for side in table.shape))]) for _ in range(_DRAWS)]
    )
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return {
        f"{fmr:.0e}": {
            "threshold": round(float(chosen[i]), 4),
            "low": round(float(low[i]), 4),
            "high": round(float(high[i]), 4),
            "supported": float(np.isfinite(table).sum() >= 3 / fmr),
        }
        for i, fmr in enumerate(FMRS)
    }


def _quantiles(table: Vectors) -> NDArray[np.float64]:
    values = table[np.isfinite(table)]
    ranks = [len(values) - 1 - int(fmr * len(values)) for fmr in FMRS]
    return np.asarray(np.partition(values, ranks)[ranks], np.float64)


def _fpir(table: Vectors) -> dict[str, float]:
    threshold = _quantiles(table)[-1]
    rng = np.random.default_rng(0)
    out = {}
    for size in _GALLERIES:
        if size < table.shape[1]:
            enrolled = rng.choice(table.shape[1], size, replace=False)
            out[str(size)] = round(float((np.nan_to_num(table[:, enrolled], nan=-1) >= threshold).any(1).mean()), 4)
    return out
