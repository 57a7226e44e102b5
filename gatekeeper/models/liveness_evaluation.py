"""Measures the liveness network on frames of living people and of pictures: APCER and BPCER as ISO/IEC 30107-3 defines them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from gatekeeper.capture.photos import LeftOut, is_system, load_photo, photo_files
from gatekeeper.domain import Image, MaskState
from gatekeeper.errors import ModelError, PhotoError
from gatekeeper.models.evaluation import UNREADABLE, as_report, equal_error_rate
from gatekeeper.progress import Progress, silent
from gatekeeper.statistics import error_rate
from gatekeeper.vision.detect import inner, nearest_to_middle
from gatekeeper.vision.liveness import PassiveLiveness
from gatekeeper.vision.pipeline import FacePipeline


def evaluate_liveness(
    reader: FacePipeline, network: PassiveLiveness, folder: Path, progress: Progress = silent
) -> dict[str, Any]:
    """APCER and BPCER on a folder of frames, live/NN/*.jpg and print/NN/*.jpg (other attacks: KIND/NN/*.jpg).

    A presentation is `window` consecutive frames of one NN, judged by their mean as at the door. Each rate has a 95 % interval
    (Wilson, 1927), which assumes independent presentations and is too narrow for few people. Presentations without any face
    are errors for living people (non-response); of attacks they prove nothing, so they do not count.
    Keys: mark (of the network measured), bpcer, apcer (per kind of attack), apcer_worst, by_mask (both, per mask state),
    d_eer (None without both kinds), frames_without_face, and shown: of how many NN of each kind a face was seen.
    left_out: the files that are no pictures.
    """
    kinds = [place.name for place in _folders_in(folder)] if folder.is_dir() else []
    if "live" not in kinds or len(kinds) < 2:
        raise ModelError(
            "{folder} does not have the required layout.",
            "Put frames of living people into live/NN/, of pictures into print/NN/.",
            folder=folder,
        )
    files = {kind: {place.name: photo_files(place) for place in _folders_in(folder / kind)} for kind in kinds}
    total, done = sum(len(paths) for people in files.values() for paths in people.values()), 0
    looks: dict[str, list[list[Look]]] = {kind: [] for kind in kinds}
    left_out: list[LeftOut] = []
    for kind, people in files.items():
        for paths in people.values():
            looks[kind].append([])
            for path in paths:
                try:
                    image = load_photo(path)
                except PhotoError:
                    left_out.append(LeftOut(path.relative_to(folder), UNREADABLE))
                else:
                    looks[kind][-1].append(look_at(reader, network, image))
                progress(done := done + 1, total)
    if not any(looks["live"]) or not any(any(runs) for kind, runs in looks.items() if kind != "live"):
        raise ModelError(
            "{folder} contains no frames of living people, or none of pictures.", "See its layout above.", folder=folder
        )
    shown = {kind: sum(any(np.isfinite(look.score) for look in run) for run in runs) for kind, runs in looks.items()}
    return {"shown": shown, "left_out": as_report(left_out), **liveness_report(looks, network)}


def _folders_in(folder: Path) -> list[Path]:
    """Without those that belong to a system: a recycle bin is no kind of attack."""
    return sorted(place for place in folder.iterdir() if place.is_dir() and not is_system(place.name))


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
    d_eer = equal_error_rate(np.concatenate([genuine, fake]), np.arange(len(genuine) + len(fake)) < len(genuine))
    return {
        "mark": network.fingerprint,
        "window": network.window,
        "threshold": network.threshold,
        **rates,
        "by_mask": {
            state: _rates({k: [p for p in ps if p.mask == state] for k, ps in shown.items()}, network.threshold)
            for state in states
        },
        "d_eer": d_eer if np.isfinite(d_eer) else None,
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

    attacks = {kind: [p for p in ps if p.mask is not None] for kind, ps in shown.items() if kind != "live"}
    apcer = {kind: rate(ps, True) for kind, ps in attacks.items() if ps}
    return {
        "bpcer": rate(shown["live"], False) if shown.get("live") else None,
        "apcer": apcer,
        "apcer_worst": max((a["rate"] for a in apcer.values()), default=None),
    }
