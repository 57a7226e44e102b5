"""Measures whether simulated masks at enrolment help: the door's gallery with and without them, on really masked probes."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatekeeper.capture.photos import photo_files
from gatekeeper.comparison import Crowd, prototype, table
from gatekeeper.domain import MaskState, Vectors
from gatekeeper.errors import TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.models.evaluation import identification
from gatekeeper.paths import assets
from gatekeeper.people.strangers import strangers_of
from gatekeeper.progress import Progress, silent
from gatekeeper.vision.detect import nearest_to_middle
from gatekeeper.vision.pipeline import FacePipeline
from trainer.data.pictures import readable
from trainer.simulate.mask import put_on

_DRAWS = 1000


def masks_at_enrolment(
    model: Path, folder: Path, masks: int = 3, seed: int = 0, progress: Progress = silent
) -> dict[str, Any]:
    """Identify NAME/masked/* in galleries of NAME/bare/*: the bare photos, their simulated masks, and both.

    Every picture is read as at the door (detector, mask status, landmarks). masks: simulated ones per bare
    photo. gain: of `both` over `bare`, in rank-1, with its 95 % interval from drawing the people anew 1,000 times.
    """
    card = ModelCard.read(model)
    reader, strangers = FacePipeline.open(assets() / "models", card), strangers_of(card)
    bare: dict[str, list[Vectors]] = {}
    worn: dict[str, list[Vectors]] = {}
    probes: list[tuple[str, Vectors]] = []
    files = photo_files(folder)
    for number, path in enumerate(files):
        person, kind = path.parent.parent.name, path.parent.name
        progress(number + 1, len(files))
        image = readable(path)
        if image is None:
            continue
        face = nearest_to_middle(image, reader.detector.find_in_photo(image))
        if face is not None and kind == MaskState.MASKED:
            probes.append((person, reader.portraits(image, [face])[0].vector))
        elif face is not None and kind == MaskState.BARE:
            bare.setdefault(person, []).append(reader.portraits(image, [face])[0].vector)
            rng = np.random.default_rng([seed, number])
            for _ in range(masks):
                masked, _ = put_on(image, face.landmarks, rng=rng)
                found = nearest_to_middle(masked, reader.detector.find_in_photo(masked))
                if found is not None:
                    worn.setdefault(person, []).append(reader.portraits(masked, [found])[0].vector)
    probes = [(person, vector) for person, vector in probes if person in bare]
    if not probes:
        raise TrainingError(
            f"{folder} holds no masked pictures of people with bare ones.", "Needed: NAME/bare, NAME/masked."
        )
    both = {person: [*vectors, *worn.get(person, [])] for person, vectors in bare.items()}
    right = {name: _found(gallery, probes, strangers) for name, gallery in (("bare", bare), ("both", both))}
    rng = np.random.default_rng(seed)
    owners = np.array([person for person, _ in probes])
    rows = {person: np.flatnonzero(owners == person) for person in set(owners)}
    drawn = [
        float(
            np.mean(
                (right["both"] - right["bare"])[np.concatenate([rows[p] for p in rng.choice(sorted(rows), len(rows))])]
            )
        )
        for _ in range(_DRAWS)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return {
        "people": len(bare),
        "probes": len(probes),
        "bare": identification([(bare, probes)], strangers),
        "simulated": identification([(worn, [(p, v) for p, v in probes if p in worn])], strangers),
        "both": identification([(both, probes)], strangers),
        "gain": {"rank1": float((right["both"] - right["bare"]).mean()), "low": float(low), "high": float(high)},
    }


def _found(
    gallery: dict[str, list[Vectors]], probes: list[tuple[str, Vectors]], strangers: Crowd
) -> NDArray[np.float64]:
    """1 for each probe whose nearest person is its own, else 0."""
    people = sorted(gallery)
    photos = [np.stack(gallery[person]) for person in people]
    crowd = Crowd.of(np.stack([prototype(vectors) for vectors in photos])) + strangers
    found, _ = table(np.stack([vector for _, vector in probes]), photos, crowd)
    columns = np.array([people.index(person) for person, _ in probes])
    return np.asarray(found.argmax(1) == columns, np.float64)
