"""Which face of this frame is which face of the last one. An identity belongs to one track and never to another.

When in doubt a track breaks: a new number, a new vote. Nobody walks in on another person's match.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gatekeeper.domain import Face, Vectors

Boxes = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class TrackLimits:
    """When a track breaks.

    gap_seconds: not seen for longer; step: the face's centre moved by more than this many face sizes between two frames, or its
    size changed by more than the factor `growth`; overlap: another face's box covers more than this share of it, so that the
    two could be exchanged; resemblance: the lowest cosine of a new embedding to the track's mean of faces without, and with a
    mask; turned: the same for a head that was asked to turn, to its mean facing the camera.
    """

    gap_seconds: float = 0.5
    step: float = 0.5
    growth: float = 1.4
    overlap: float = 0.3
    resemblance: tuple[float, float] = (0.5, 0.6)
    turned: tuple[float, float] = (0.45, 0.5)


@dataclass(slots=True)
class _Track:
    id: int
    face: Face
    seen_at: float
    means: dict[bool, Vectors]


class Tracks:
    """The tracks of one camera. One owner, one thread."""

    def __init__(self, limits: TrackLimits = TrackLimits()) -> None:
        self.limits = limits
        self._tracks: dict[int, _Track] = {}
        self._last_id = 0

    @property
    def live(self) -> list[int]:
        """The tracks not yet lost."""
        return list(self._tracks)

    def assign(self, faces: Sequence[Face], taken_at: float) -> list[int]:
        """A track for each face of a frame taken at monotonic `taken_at`; ambiguous faces get a new number.

        A face continues a track only if each is the other's only candidate and no second face overlaps it.
        """
        self.forget(taken_at)
        old = list(self._tracks.values())
        near = np.zeros((len(faces), len(old)), bool)
        for i, face in enumerate(faces):
            for j, track in enumerate(old):
                near[i, j] = self._could_be(face, track.face)
        crowded = self._crowded(faces)
        ids = []
        for i, face in enumerate(faces):
            candidates = np.nonzero(near[i])[0].tolist()
            clear = len(candidates) == 1 and near[:, candidates[0]].sum() == 1 and not crowded[i]
            track = old[candidates[0]] if clear else self._new(face, taken_at)
            if not clear:
                # Every track that this face might have continued is uncertain now as well.
                for j in candidates:
                    self._tracks.pop(old[j].id, None)
            track.face, track.seen_at = face, taken_at
            ids.append(track.id)
        return ids

    def resembles(self, track_id: int, vector: Vectors, covered: bool, *, turned: bool = False) -> bool:
        """Whether a new embedding fits those of the track with the same mask state; it then joins their mean.

        False breaks the track: one person was replaced by another without a visible jump. The caller calls `restart`. turned:
        the head was asked to turn; its embedding then joins no mean, and does not fit if there is no mean yet.
        """
        track = self._tracks[track_id]
        mean = track.means.get(covered)
        if turned and mean is None:
            return False
        if mean is not None:
            limits = self.limits.turned if turned else self.limits.resemblance
            if float(mean @ vector) / max(float(np.linalg.norm(mean)), 1e-9) < limits[covered]:
                return False
            if turned:
                return True
            track.means[covered] = 0.8 * mean + 0.2 * vector
        else:
            track.means[covered] = vector.copy()
        return True

    def restart(self, track_id: int) -> int:
        """Break a track: same place, new number, nothing known of it."""
        broken = self._tracks.pop(track_id)
        return self._new(broken.face, broken.seen_at).id

    def wait(self, track_id: int, seconds: float) -> None:
        """Exclude from a track's gap the time in which no frame was processed."""
        if (track := self._tracks.get(track_id)) is not None:
            track.seen_at += seconds

    def forget_looks(self) -> None:
        """Keep the tracks, and forget what their faces look like: the next embeddings come from another model."""
        for track in self._tracks.values():
            track.means.clear()

    def face(self, track_id: int) -> Face:
        """Where the track was last seen."""
        return self._tracks[track_id].face

    def forget(self, now: float) -> None:
        """Drop tracks that were not seen for longer than the gap."""
        late = now - self.limits.gap_seconds
        self._tracks = {key: track for key, track in self._tracks.items() if track.seen_at >= late}

    def _new(self, face: Face, taken_at: float) -> _Track:
        self._last_id += 1
        track = _Track(self._last_id, face, taken_at, {})
        self._tracks[track.id] = track
        return track

    def _could_be(self, face: Face, before: Face) -> bool:
        size, size_before = _size(face), _size(before)
        moved = float(np.linalg.norm(_middle(face) - _middle(before)))
        growth = max(size, size_before) / max(min(size, size_before), 1e-6)
        return moved <= self.limits.step * min(size, size_before) and growth <= self.limits.growth

    def _crowded(self, faces: Sequence[Face]) -> list[bool]:
        crowded = [False] * len(faces)
        for i, a in enumerate(faces):
            for j, b in enumerate(faces):
                if i != j and _covered_share(a.box, b.box) > self.limits.overlap:
                    crowded[i] = True
        return crowded


def _middle(face: Face) -> Boxes:
    # The centre of the landmarks is steadier than that of the box.
    return np.asarray(face.landmarks.mean(0), np.float32)


def _size(face: Face) -> float:
    return float(np.sqrt(max(np.prod(face.box[2:] - face.box[:2]), 1e-6)))


def _covered_share(box: Boxes, by: Boxes) -> float:
    shared = np.maximum(np.minimum(box[2:], by[2:]) - np.maximum(box[:2], by[:2]), 0)
    return float(np.prod(shared) / max(float(np.prod(box[2:] - box[:2])), 1e-6))
