"""Measures a network that corrects landmarks, on masks drawn on pictures of bare faces."""

from pathlib import Path
from typing import Any

import numpy as np

from gatekeeper.errors import TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.landmarks import LandmarkRefiner
from trainer.export.networks import rewrite_card
from trainer.learn.landmarks import VIEW_EYES_PX, found_below_mask, median_errors, views_of

_UNIT = "median distance to the points found before the mask was put on, in eye distances: eyes, nose, mouth corners"


def measure_landmarks(
    folder: Path,
    sources: list[Path],
    masks: int = 3,
    most: int | None = None,
    workers: int = 1,
    seed: int = 0,
    *,
    write: bool = False,
) -> dict[str, Any]:
    """Measure the model in `folder` on faces it was not trained on, each with `masks` simulated masks.

    sources, most: see `views_of`. Returns the number of faces, of pictures of them with a mask, and of those in which the face
    was not found; and the median error of each point, in eye distances: `found` by the detector, `refined` by the network, and
    `used` at the door, the mean of the two. write: put them into the model's card. Raises ModelError for another kind of model,
    TrainingError if no face was found below a mask.
    """
    model = ModelCard.read(folder)
    refiner = LandmarkRefiner(model)
    views, truths, detected, faces = views_of(sources, masks, workers, seed, most)
    measured = np.flatnonzero(found_below_mask(truths, detected))
    if not len(measured):
        raise TrainingError("No face was found below a mask.", "Give folders with more faces.")
    truth, found = truths[measured], detected[measured]
    used = np.concatenate([refiner.refine(views[i], detected[i][None]) for i in measured])
    count = len(np.unique(faces))
    figures = {
        "faces": count,
        "masked_pictures": len(views) - count,
        "not_found": len(views) - count - len(measured),
        "found": median_errors(truth, found, VIEW_EYES_PX),
        "refined": median_errors(truth, 2 * used - found, VIEW_EYES_PX),
        "used": median_errors(truth, used, VIEW_EYES_PX),
    }
    if write:
        error = {
            "unit": _UNIT,
            "command": f"trainer evaluate-landmarks DIR{f' --most {most}' if most else ''} --masks {masks} --write",
            "pictures": ", ".join(source.name for source in sources),
            **figures,
        }
        card = {**model.card, "metrics": {**model.card.get("metrics", {}), "held_out_error": error}}
        rewrite_card(folder, card)
    return figures
