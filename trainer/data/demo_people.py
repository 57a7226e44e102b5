"""Arranges portraits as the demo expects them, with simulated masks on half of them."""

import logging
from pathlib import Path

import numpy as np
from PIL import Image as Pictures
from rich.progress import track

from gatekeeper.capture.photos import is_system, photo_files
from gatekeeper.errors import TrainingError
from gatekeeper.vision.detect import FaceDetector, nearest_to_middle
from trainer.data.pictures import readable
from trainer.files import output_folder
from trainer.simulate.mask import NAMED_KINDS, Fit, put_on

log = logging.getLogger(__name__)


def mask_half(source: Path, target: Path, detector: FaceDetector, seed: int = 0) -> dict[str, int]:
    """Copy SOURCE/NAME/k.jpg to TARGET/NAME/bare/k.jpg, and every second one masked to TARGET/NAME/masked/k.jpg.

    The five kinds of mask take turns. Pictures that are broken or show no face are left out, with a warning. Returns counts:
    people, bare, masked, left out.
    """
    counts = {"people": 0, "bare": 0, "masked": 0, "left out": 0}
    found = source.iterdir() if source.is_dir() else ()
    folders = sorted(folder for folder in found if folder.is_dir() and not is_system(folder.name))
    if not folders:
        raise TrainingError(f"{source} has no folder of a person.", "Lay it out as NAME/photo.jpg.")
    with output_folder(target):
        for number, folder in enumerate(track(folders, "Masking")):
            counts["people"] += 1
            for index, path in enumerate(photo_files(folder)):
                kind = "masked" if index % 2 else "bare"
                image = readable(path)
                face = nearest_to_middle(image, detector.find_in_photo(image)) if image is not None else None
                if image is None or face is None:
                    counts["left out"] += 1
                    if image is not None:
                        log.warning("Left out: there is no face in %s.", path)
                    continue
                place = target / folder.name / kind / path.name
                place.parent.mkdir(parents=True, exist_ok=True)
                counts[kind] += 1
                if kind == "bare":
                    place.write_bytes(path.read_bytes())
                    continue
                rng = np.random.default_rng([seed, number, index])
                masked, _ = put_on(
                    image,
                    face.landmarks,
                    rng=rng,
                    kind=NAMED_KINDS[(number + index // 2) % len(NAMED_KINDS)],
                    fit=Fit.random(rng),
                )
                Pictures.fromarray(masked).save(place, quality=92)
    return counts
