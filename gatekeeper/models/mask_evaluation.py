"""Measures how well the mask-status network tells faces with a mask from faces without one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from gatekeeper.capture.photos import LeftOut, load_photo, look_through
from gatekeeper.domain import MaskState
from gatekeeper.errors import ModelError, PhotoError
from gatekeeper.messages import Message
from gatekeeper.models.evaluation import UNREADABLE, as_report
from gatekeeper.progress import Progress, silent
from gatekeeper.statistics import wilson
from gatekeeper.vision.detect import FaceDetector, align, nearest_to_middle
from gatekeeper.vision.mask_status import MaskStatus

_ELSEWHERE = Message("It is in no folder bare/, masked/ or wrong/.")


def evaluate_mask(
    detector: FaceDetector, mask_status: MaskStatus, folder: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Mask classification on a folder with bare/, masked/ and optionally wrong/, at any depth.

    accuracy: on bare and masked; mask_or_none: any mask against none, including wrong/. Both over the faces found, with 95 %
    intervals; accuracy_of_all counts a missed face as an error. left_out: the files that take no part, with the reason.
    """
    there = look_through(folder)
    named = [(path, _state_of(path.relative_to(folder))) for path in there.photos]
    pictures = [(path, state) for path, state in named if state is not None]
    left_out = [one for one in there.left_out if not one.system]
    left_out += [LeftOut(path, _ELSEWHERE) for path, state in named if state is None]
    if not pictures:
        raise ModelError(
            "{folder} has no pictures in folders bare/, masked/ or wrong/.",
            "Arrange the pictures like this.",
            folder=folder,
        )
    table = {truth: dict.fromkeys(MaskState, 0) for truth in MaskState}
    missed = dict.fromkeys(MaskState, 0)
    for done, (path, truth) in enumerate(pictures, 1):
        try:
            image = load_photo(path)
        except PhotoError:
            left_out.append(LeftOut(path, UNREADABLE))
            progress(done, len(pictures))
            continue
        face = nearest_to_middle(image, detector.find_in_photo(image))
        if face is None:
            missed[truth] += 1
        else:
            (answer,) = mask_status.classify(align(image, face.landmarks)[None])
            table[truth][answer] += 1
        progress(done, len(pictures))
    read = sum(missed.values()) + sum(sum(row.values()) for row in table.values())
    if not read:
        raise ModelError("None of the pictures in {folder} can be read.", "Give other pictures.", folder=folder)
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
        "pictures": read,
        "left_out": as_report([replace(one, path=one.path.relative_to(folder)) for one in left_out]),
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
