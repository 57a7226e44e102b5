"""Measures an embedding model as the door uses it; writes figures, thresholds and a cohort of strangers into its folder."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from gatekeeper.capture.photos import load_photo, photo_files
from gatekeeper.comparison import Crowd, prototype, table
from gatekeeper.domain import FMRS, MaskState, Pairing, Template, Vectors
from gatekeeper.errors import TrainingError
from gatekeeper.files import replacing
from gatekeeper.models.card import ModelCard
from gatekeeper.models.evaluation import evaluate_gallery, read_pairs, read_portraits, score_pairs
from gatekeeper.paths import assets
from gatekeeper.people.calibration import card_thresholds
from gatekeeper.people.strangers import read_cohorts, strangers_of
from gatekeeper.progress import Progress, silent
from gatekeeper.vision.pipeline import FacePipeline, Portrait
from gatekeeper.whole_door import draw_trial, evaluate_door
from trainer.data.faceset import FaceSet
from trainer.export.networks import rewrite_card, write_card
from trainer.simulate.augment import with_drawn_mask

_COHORT = "cohort.safetensors"
_GALLERIES = (100, 1000)
_FIGURES = ("n", "people", "accuracy", "eer", "tar_at_fmr", "intervals", "failures_to_acquire")


def measure_card(folder: Path, pairs: Path, gallery: Path | None = None, progress: Progress = silent) -> dict[str, Any]:
    """Measure the model in `folder` and write `metrics`, `thresholds` and `gallery_tested` into its card.

    pairs: a folder with pairs_*.csv and the pictures they name as KIND/PERSON/picture; gallery: NAME/bare, NAME/masked.
    Thresholds come from one half of the people, each face compared with everybody else as at the door; their intervals come
    from bootstrapping people (pairs are not independent: every person is in thousands of them). The door trial uses people of
    the other half, if they have enough pictures.
    """
    model = ModelCard.read(folder)
    if model.kind != "embedding":
        raise TrainingError(f"{model.id} is of kind {model.kind!r}.", "Give the folder of an embedding model.")
    listed = {path.stem: read_pairs(path) for path in pair_lists(pairs)}
    reader = FacePipeline.open(assets() / "models", model)
    names = sorted({name for chosen in listed.values() for pair in chosen for name in (pair.first, pair.second)})
    portraits = read_portraits(reader, pairs, names, progress)
    verification = {}
    for name, chosen in listed.items():
        found = score_pairs(portraits, chosen)
        verification[name] = {key: found[key] for key in _FIGURES}
    thresholds_from, held_out, door_people = _halves(portraits, model.id)
    cohorts = read_cohorts(model)
    measured = card_thresholds(thresholds_from, FMRS, list(cohorts.values()))
    card = {
        **model.card,
        **measured,
        "metrics": {
            "verification": {
                "command": "gatekeeper models evaluate --pairs CSV --images DIR --json",
                "pictures": pairs.name,
                **verification,
            },
            **(
                {"identification": _identification(reader, gallery, strangers_of(model))} if gallery is not None else {}
            ),
            "false_positive_identification": {
                "what": "share of strangers' faces for which somebody of a gallery of N people reaches the threshold of FMR "
                "1e-4; on people whom the thresholds were not taken from",
                **_fpir(held_out, measured["thresholds"], strangers_of(model)),
            },
        },
        "gallery_tested": max(_GALLERIES),
    }
    rewrite_card(folder, card)
    trial = draw_trial(pairs, among=door_people, fewer=True)
    if trial.registered and trial.strangers:
        door = {
            "command": "gatekeeper models evaluate --door DIR --json",
            "pictures": pairs.name,
            **evaluate_door(ModelCard.read(folder), trial, progress),
        }
        del door["errors"]
        card["metrics"] = {"door": door, **card["metrics"]}
        rewrite_card(folder, card)
    return card


def pair_lists(pairs: Path) -> list[Path]:
    """The pairs_*.csv of a folder. Raises TrainingError where there are none."""
    if not (lists := sorted(pairs.glob("pairs_*.csv"))):
        raise TrainingError(f"{pairs} holds no pairs_*.csv.", "Needed: CSV files with path,pair_path,same.")
    return lists


def nameless_faces(faces: FaceSet, least: int) -> NDArray[np.intp]:
    """The indices of the bare faces without an identity. Raises TrainingError if there are fewer than `least`."""
    nameless = np.intersect1d(np.flatnonzero(faces.identities < 0), faces.where(MaskState.BARE))
    if len(nameless) < least:
        raise TrainingError(
            f"{faces.folder} holds {len(nameless)} bare faces without a name, the cohort needs {least}.",
            "Add a folder of pictures of strangers, or ask for fewer with --strangers (cohort: --count).",
        )
    return nameless


def add_cohort(folder: Path, faces: FaceSet, count: int, seed: int = 0) -> dict[str, int]:
    """Write cohort.safetensors (float16), embeddings of people who belong to no site, and add it to the model's card.

    Two cohorts, embeddings only: `faces`, `count` faces without a name, bare and with a simulated mask, and `strangers`, the
    demo's. The door compares its own people with them (`gatekeeper.people.calibration`). The card loses its thresholds,
    which depend on the strangers: `measure_card` or the installation measures them anew. Returns the number of vectors of each.
    """
    model = ModelCard.read(folder)
    reader = FacePipeline.open(assets() / "models", model)
    nameless = nameless_faces(faces, count)
    rng = np.random.default_rng(seed)
    chosen = np.sort(rng.choice(nameless, count, replace=False)).tolist()
    arrays: dict[str, Vectors] = {}
    for mask in (MaskState.BARE, MaskState.MASKED):
        parts = []
        for start in range(0, count, 64):
            part = chosen[start : start + 64]
            crops = [faces.crop(i) for i in part]
            if mask is MaskState.MASKED:
                crops = [with_drawn_mask(crop, faces.landmarks[i], rng) for crop, i in zip(crops, part, strict=True)]
            parts.append(reader.enrolment_vectors(crops))
        arrays[f"faces.{mask.value}"] = np.concatenate(parts)
    strangers: dict[str, list[Vectors]] = {}
    for path in photo_files(assets() / "demo/visits"):
        if not path.parent.parent.name.startswith("stranger"):
            continue
        for portrait in reader.read_photo(load_photo(path))[:1]:
            strangers.setdefault(f"strangers.{portrait.mask.value}", []).append(portrait.vector)
    arrays |= {key: np.stack(vectors) for key, vectors in strangers.items()}
    with replacing(folder / _COHORT) as part:
        save_file({key: vectors.astype(np.float16) for key, vectors in arrays.items()}, part)
    write_card(folder, sorted({*model.card["files"], _COHORT}), {**model.without_thresholds, "cohort": _COHORT})
    return {key: len(vectors) for key, vectors in arrays.items()}


def _identification(reader: FacePipeline, gallery: Path, strangers: Crowd) -> dict[str, Any]:
    found = evaluate_gallery(reader, gallery, strangers=strangers)
    del found["left_out"]  # files of this machine
    return {"command": "gatekeeper models evaluate --gallery DIR --json", "pictures": gallery.parent.name, **found}


def _halves(
    portraits: Mapping[str, Portrait | None], model: str
) -> tuple[list[Template], list[Template], frozenset[str]]:
    """The people of the pictures KIND/PERSON/picture as enrolled templates, in two halves: one for the thresholds, one to
    test them; and the names of the second."""
    by_person: dict[str, list[Portrait]] = {}
    for name in sorted(portraits):
        portrait = portraits[name]
        if portrait is not None:
            by_person.setdefault(Path(name).parent.name, []).append(portrait)
    people = sorted(by_person)
    side = np.random.default_rng(0).permutation(len(people)) % 2
    halves: tuple[list[Template], list[Template]] = [], []
    for number, person in enumerate(people):
        halves[side[number]].extend(
            Template(number, photo, portrait.mask, model, portrait.vector)
            for photo, portrait in enumerate(by_person[person])
        )
    return *halves, frozenset(person for number, person in enumerate(people) if side[number])


def _fpir(templates: Sequence[Template], thresholds: dict[str, Any], strangers: Crowd) -> dict[str, Any]:
    """FPIR by mask state and gallery size: the share of faces of people outside the gallery that reach anybody's threshold."""
    by_person: dict[int, list[Template]] = {}
    for template in templates:
        by_person.setdefault(template.person_id, []).append(template)
    people, rng = sorted(by_person), np.random.default_rng(0)
    out: dict[str, dict[str, float]] = {}
    for size in _GALLERIES:
        if 2 * size > len(people):
            continue
        enrolled, *_ = np.split(rng.permutation(people), [size])
        photos = [np.stack([t.vector for t in by_person[p]]) for p in enrolled.tolist()]
        crowd = Crowd.of(np.stack([prototype(vectors) for vectors in photos])) + strangers
        for mask in (MaskState.BARE, MaskState.MASKED):
            faces = [
                t.vector for p in people if p not in set(enrolled.tolist()) for t in by_person[p] if t.mask is mask
            ]
            if not faces:
                continue
            values, best = table(np.stack(faces), photos, crowd)
            limits = np.empty(values.shape)
            for column, person in enumerate(enrolled.tolist()):
                needed = [
                    thresholds[Pairing.of(mask, t.mask).value][f"{FMRS[-1]:.0e}"]["threshold"]
                    for t in by_person[person]
                ]
                limits[:, column] = np.array(needed)[best[:, column]]
            out.setdefault(mask.value, {})[str(size)] = round(float((values >= limits).any(1).mean()), 4)
    return out
