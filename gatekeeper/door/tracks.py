"""Which face of this frame is which face of the last one. An identity belongs to one track and never to another.

When in doubt a track breaks: a new number, a new vote. Nobody walks in on another person's match. People who stand still half
behind each other are in no doubt; see `TrackLimits.steady`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatekeeper.domain import Face, Vectors

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TrackLimits:
    """When a track breaks.

    gap_seconds: not seen for longer; step: the face's centre moved by more than this many face sizes between two frames, or its
    size changed by more than the factor `growth`; overlap: another face's box covers more than this share of it, so that the
    two could be exchanged; resemblance: the lowest cosine of a new embedding to the track's mean of faces without, and with a
    mask; turned: the same for a head that was asked to turn, to its mean facing the camera.

    steady: faces that could be exchanged keep their tracks while each moves by no more than this many face sizes within
    `steady_seconds`, and none comes within twice as far of another's place: to be taken for another, a person would have to
    move by more than that between two frames.
    """

    gap_seconds: float = 0.5
    step: float = 0.5
    growth: float = 1.4
    overlap: float = 0.3
    steady: float = 0.12
    steady_seconds: float = 0.15
    resemblance: tuple[float, float] = (0.6, 0.65)
    turned: tuple[float, float] = (0.5, 0.55)


@dataclass(slots=True)
class _Track:
    id: int
    face: Face
    seen_at: float
    means: dict[bool, Vectors]


class Tracks:
    """The tracks of one camera. One owner, one thread.

    unclear: the tracks of the last frame whose faces could have been exchanged with others, whether they went on or not;
    overlapping: those of them that another face covers.
    """

    def __init__(self, limits: TrackLimits = TrackLimits()) -> None:
        self.limits = limits
        self._tracks: dict[int, _Track] = {}
        self._last_id = 0
        self.unclear: set[int] = set()
        self.overlapping: set[int] = set()

    @property
    def live(self) -> list[int]:
        """The tracks not yet lost."""
        return list(self._tracks)

    def assign(self, faces: Sequence[Face], taken_at: float) -> list[int]:
        """A track for each face of a frame taken at monotonic `taken_at`; ambiguous faces get a new number.

        A face continues a track if each is the other's only candidate and no second face overlaps it, or if it and all that it
        could be exchanged with stand steady; see `TrackLimits`.
        """
        self.forget(taken_at)
        old = list(self._tracks.values())
        away, growth = _between(faces, [track.face for track in old])
        covered = _covered_shares(faces) > self.limits.overlap
        near = (away <= self.limits.step) & (growth <= self.limits.growth)
        alone = near & (near.sum(1, keepdims=True) == 1) & (near.sum(0) == 1) & ~covered.any(1, keepdims=True)
        recent = np.array([taken_at - track.seen_at <= self.limits.steady_seconds for track in old], bool)
        close = away <= 2 * self.limits.steady
        steady = near & (away <= self.limits.steady) & recent
        steady &= (close.sum(1, keepdims=True) == 1) & (close.sum(0) == 1)
        while True:
            # Whoever moves, comes or goes leaves in doubt everybody with whom they could be exchanged, and these others.
            moves, went = ~steady.any(1), ~steady.any(0)
            in_doubt = (near & went).any(1) | (covered & moves).any(1)
            kept = steady & ~in_doubt[:, None] & ~(near & moves[:, None]).any(0)
            if (kept == steady).all():
                break
            steady = kept
        goes_on = alone | steady
        for j in np.flatnonzero((near & ~goes_on.any(1, keepdims=True)).any(0)):
            del self._tracks[old[j].id]  # a face in doubt might have continued it
        ids = []
        for i, face in enumerate(faces):
            found = np.flatnonzero(goes_on[i])
            track = old[found[0]] if len(found) else self._new(face, taken_at)
            track.face, track.seen_at = face, taken_at
            ids.append(track.id)
        self.overlapping = {ids[i] for i in np.flatnonzero(covered.any(1))}
        self.unclear = self.overlapping | {ids[i] for i in np.flatnonzero(near.any(1) & ~alone.any(1))}
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


def _between(faces: Sequence[Face], before: Sequence[Face]) -> tuple[Floats, Floats]:
    """How far each face is from each earlier one, in sizes of the smaller, and the factor between their sizes; (N, M)."""
    sizes, sizes_before = _sizes(faces)[:, None], _sizes(before)
    # The centre of the landmarks is steadier than that of the box.
    apart = _middles(faces)[:, None] - _middles(before)
    smaller, larger = np.minimum(sizes, sizes_before), np.maximum(sizes, sizes_before)
    return np.asarray(np.linalg.norm(apart, axis=2) / smaller, np.float32), np.asarray(larger / smaller, np.float32)


def _boxes(faces: Sequence[Face]) -> Floats:
    return np.array([face.box for face in faces], np.float32).reshape(-1, 4)


def _middles(faces: Sequence[Face]) -> Floats:
    return np.array([face.landmarks.mean(0) for face in faces], np.float32).reshape(-1, 2)


def _sizes(faces: Sequence[Face]) -> Floats:
    boxes = _boxes(faces)
    return np.asarray(np.sqrt(np.maximum(np.prod(boxes[:, 2:] - boxes[:, :2], axis=1), 1e-6)), np.float32)


def _covered_shares(faces: Sequence[Face]) -> Floats:
    """How much of face i the box of another face j covers, (N, N); nobody covers themselves."""
    boxes, area = _boxes(faces), _sizes(faces) ** 2
    shared = np.minimum(boxes[:, None, 2:], boxes[:, 2:]) - np.maximum(boxes[:, None, :2], boxes[:, :2])
    shares = np.asarray(np.prod(np.maximum(shared, 0), axis=2) / area[:, None], np.float32)
    np.fill_diagonal(shares, 0)
    return shares
