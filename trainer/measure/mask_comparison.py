"""Compares our simulated masks with another program's, on the same pictures and pairs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from gatekeeper.capture.photos import load_photo
from gatekeeper.domain import Image
from gatekeeper.errors import TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.models.evaluation import Pair, read_pairs, read_portraits, score_pairs
from gatekeeper.paths import assets
from gatekeeper.progress import Progress, silent
from gatekeeper.vision.detect import FaceDetector, nearest_to_middle
from gatekeeper.vision.pipeline import FacePipeline
from trainer.simulate.mask import MaskKind, put_on

_SHEET, _ACROSS, _SIDE = 100, 10, 112
_FIGURES = ("n", "accuracy", "eer", "tar_at_fmr", "failures_to_acquire")


def compare_masks(
    model: Path,
    images: Path,
    pairs: Path,
    out: Path,
    most: int = 1000,
    seed: int = 0,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Verify pairs of a bare and a masked picture twice: masked by the other program, and by ours with the same kind.

    images: bare/PERSON/NAME.jpg and masked/PERSON/NAME_KIND.jpg, KIND a `MaskKind`; pairs: a CSV path,pair_path,same.
    Writes our masked pictures to `out`/masked and a sheet of 100, theirs above ours, to `out`/sheet.png. Returns the
    figures of `score_pairs` for both, over the same pairs.
    """
    rng = np.random.default_rng(seed)
    usable = [p for p in read_pairs(pairs) if len(_masked(p)) == 1 and _original(images, _masked(p)[0]) is not None]
    chosen = [
        kind[i] for same in (True, False) for kind in [[p for p in usable if p.same is same]]
        for i in rng.permutation(len(kind))[: most // 2]
    ]  # fmt: skip
    if not chosen:
        raise TrainingError(
            f"{pairs} names no masked picture whose bare one lies in {images}.",
            "Needed: bare/PERSON/NAME.jpg and masked/PERSON/NAME_KIND.jpg.",
        )
    reader = FacePipeline.open(assets() / "models", ModelCard.read(model))
    names = sorted({name for pair in chosen for name in (pair.first, pair.second)})
    masked = sorted({name for pair in chosen for name in _masked(pair)})
    total = len(names) + len(masked)
    bare = read_portraits(reader, images, names, lambda done, _: progress(done, total))
    _put_on(reader.detector, images, masked, out, seed)
    masked_portraits = read_portraits(reader, out, masked, lambda done, _: progress(len(names) + done, total))
    _sheet(images, out, masked[:: max(1, len(masked) // _SHEET)][:_SHEET])
    found = {"theirs": score_pairs(bare, chosen), "ours": score_pairs({**bare, **masked_portraits}, chosen)}
    return {name: {key: row[key] for key in _FIGURES} for name, row in found.items()}


def _masked(pair: Pair) -> list[str]:
    return [name for name in (pair.first, pair.second) if name.startswith("masked/")]


def _original(images: Path, name: str) -> tuple[Path, MaskKind] | None:
    """The bare picture and the kind of mask of masked/PERSON/NAME_KIND.jpg; None if either is missing."""
    path = Path(name)
    for kind in MaskKind:  # which may hold underscores, as the name of the picture may
        picture = path.stem.removesuffix(f"_{kind}")
        bare = images / "bare" / path.parent.name / f"{picture}{path.suffix}"
        if picture != path.stem and bare.is_file():
            return bare, kind
    return None


def _put_on(detector: FaceDetector, images: Path, names: Sequence[str], out: Path, seed: int) -> None:
    for number, name in enumerate(names):
        original = _original(images, name)
        assert original is not None
        path, kind = original
        picture: Image = load_photo(path)
        face = nearest_to_middle(picture, detector.find_in_photo(picture))
        if face is not None:
            picture, _ = put_on(picture, face.landmarks, rng=np.random.default_rng([seed, number]), kind=kind)
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        _, data = cv2.imencode(Path(name).suffix, picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])
        (out / name).write_bytes(data.tobytes())


def _sheet(images: Path, out: Path, names: Sequence[str]) -> None:
    cells = [
        np.vstack([cv2.resize(load_photo(folder / name), (_SIDE, _SIDE)) for folder in (images, out)]) for name in names
    ]
    cells += [np.zeros_like(cells[0])] * (-len(cells) % _ACROSS)
    rows = [np.hstack(cells[i : i + _ACROSS]) for i in range(0, len(cells), _ACROSS)]
    _, data = cv2.imencode(".png", np.vstack(rows)[:, :, ::-1])
    (out / "sheet.png").write_bytes(data.tobytes())
