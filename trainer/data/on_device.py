"""A set of faces that lives on a graphics card, so that training does not wait for the processor's pictures.

Crops go up once, as they are and with one simulated mask each (`simulate.mask`, drawn by all cores before the first step); what
`augment.vary` does to a picture is done there to a whole batch. The chances of a picture are drawn on the processor from the
place of its batch, so that a run that goes on sees the pictures it would have seen.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from gatekeeper.domain import MaskState
from gatekeeper.progress import Progress, silent
from gatekeeper.vision.detect import CHIP_PX, CROP_POINTS, CROP_PX, similarity_transform
from gatekeeper.vision.torch_ops import area_matrix
from trainer.data.faceset import STATES, FaceSet
from trainer.processes import cores

Floats = NDArray[np.float32]

_SIGMAS = tuple(np.linspace(0.5, 1.8, 14))
_GREY = (0.299, 0.587, 0.114)
_LARGEST_SHARE = 0.4  # of a card's free memory, that the faces may take


@dataclass(frozen=True, slots=True)
class Chances:
    """What is done to each of N pictures. masked, flipped, grey: whether; turn: complex, by how much and how large; shift:
    complex, in pixels of the chip; blur: which of `DeviceFaces.blurs`, 0 for none; gain (N, 3), lift (N,): of its colours."""

    masked: NDArray[np.bool_]
    flipped: NDArray[np.bool_]
    turn: NDArray[np.complex64]
    shift: NDArray[np.complex64]
    blur: NDArray[np.int64]
    grey: NDArray[np.bool_]
    gain: Floats
    lift: Floats

    @staticmethod
    def drawn(count: int, px: int, rng: np.random.Generator, masked_share: float, vary: bool) -> "Chances":
        """As `augment.vary` draws them for chips of px pixels; without vary a picture is only masked, or not."""
        if not vary:
            plain = np.zeros(count, np.complex64)
            no = np.zeros(count, bool)
            masked = rng.random(count) < masked_share
            colours = np.ones((count, 3), np.float32), np.zeros(count, np.float32)
            return Chances(masked, no, plain + 1, plain, np.zeros(count, np.int64), no, *colours)
        masked = rng.random(count) < masked_share
        flipped = rng.random(count) < 0.5
        turn = np.exp(rng.normal(0, 0.03, count) - 1j * np.deg2rad(rng.normal(0, 2.5, count)))
        shift = rng.normal(0, 2.0 * px / CHIP_PX, (2, count))
        sides = [round(side * px / CHIP_PX) for side in (45, 120)]
        small, soft = 1 + rng.integers(0, sides[1] - sides[0], count), rng.integers(0, len(_SIGMAS), count)
        blur = np.where(
            rng.random(count) < 0.3, small, np.where(rng.random(count) < 0.15, 1 + sides[1] - sides[0] + soft, 0)
        )
        grey = rng.random(count) < 0.1
        coloured = (rng.random(count) < 0.6)[:, None]
        gain = np.where(coloured, rng.uniform(0.65, 1.35, (count, 1)) * rng.uniform(0.93, 1.07, (count, 3)), 1)
        lift = np.where(coloured[:, 0], rng.uniform(-20, 20, count), 0)
        return Chances(
            masked,
            flipped,
            turn.astype(np.complex64),
            (shift[0] + 1j * shift[1]).astype(np.complex64),
            blur.astype(np.int64),
            grey,
            gain.astype(np.float32),
            lift.astype(np.float32),
        )

    def of(self, chosen: NDArray[np.int64]) -> "Chances":
        """Those of some pictures."""
        return Chances(*(getattr(self, field.name)[chosen] for field in fields(self)))


class DeviceFaces:
    """The crops of a set on a torch device, and batches of chips made of them there."""

    def __init__(
        self,
        faces: FaceSet,
        rows: NDArray[np.int64],
        device: str,
        seed: int = 0,
        progress: Progress = silent,
    ) -> None:
        """rows: which faces are learnt from."""
        self.faces, self.device, px = faces, device, faces.shape.px
        self._place = np.full(len(faces), -1)
        self._place[rows] = np.arange(len(rows))
        self._may_wear = faces.states[rows] != STATES.index(MaskState.MASKED)
        self._crops = torch.empty((len(rows), 2, 3, CROP_PX, CROP_PX), dtype=torch.uint8, device=device)

        def both(at: int) -> Tensor:
            row = int(rows[at])
            crop = faces.crop(row)
            worn = faces.masked_crop(row, np.random.default_rng([seed, row])) if self._may_wear[at] else crop
            return torch.from_numpy(np.stack([crop, worn])).permute(0, 3, 1, 2)

        with ThreadPoolExecutor(cores()) as pool:
            for at, pair in enumerate(pool.map(both, range(len(rows)))):
                self._crops[at] = pair.to(device)
                progress(at + 1, len(rows))
        self._cut = similarity_transform(CROP_POINTS, faces.shape.points)
        line = torch.arange(px, dtype=torch.float32)
        x, y = torch.meshgrid(line, line, indexing="xy")
        self._places = torch.complex(x, y).to(device)
        sides = [round(side * px / CHIP_PX) for side in (45, 120)]
        self.blurs = torch.stack(
            [torch.eye(px), *(_coarse(px, side) for side in range(*sides)), *(_soft(px, sigma) for sigma in _SIGMAS)]
        ).to(device)

    @staticmethod
    def fits(count: int, device: str) -> bool:
        """Whether so many faces find room on a card."""
        if not device.startswith("cuda"):
            return False
        free, _ = torch.cuda.mem_get_info(device)
        return count * 2 * 3 * CROP_PX * CROP_PX < _LARGEST_SHARE * free

    def crops(self, rows: NDArray[np.int64], flipped: NDArray[np.bool_]) -> Tensor:
        """Faces bare and whole, as a teacher sees them: float32 (n, 3, 200, 200)."""
        found = self._crops[torch.from_numpy(self._place[rows]).to(self.device), 0].float()
        return torch.where(torch.from_numpy(flipped).to(self.device)[:, None, None, None], found.flip(3), found)

    def planes(self, rows: NDArray[np.int64], chances: Chances) -> Tensor:
        """Chips as a network takes them, float32 (n, 3, px, px) in whole numbers 0..255."""
        device, places = self.device, self._place[rows]
        # One way up for all that was drawn: each of its own would let the card wait.
        up = np.concatenate(
            [
                np.stack(
                    [places, chances.masked & self._may_wear[places], chances.flipped, chances.blur, chances.grey]
                ),
                np.stack([chances.turn.real, chances.turn.imag, chances.shift.real, chances.shift.imag, chances.lift]),
                chances.gain.T,
            ]
        ).astype(np.float32)
        drawn = torch.from_numpy(up)
        drawn = (drawn.pin_memory() if device.startswith("cuda") else drawn).to(device, non_blocking=True)
        place, worn, flip, blur, grey, a, b, c, d, lift = drawn[:10]
        taken = self._crops[place.long(), worn.long()].float()
        # From the chip's pixels back to the crop's: what was varied, what was flipped, what the door cuts.
        px, each = self.faces.shape.px, (slice(None), None, None)
        middle = complex(px / 2, px / 3)
        at = (self._places[None] - torch.complex(c, d)[each] - middle) / torch.complex(a, b)[each] + middle
        at = torch.complex(torch.where(flip[each] > 0, px - 1 - at.real, at.real), at.imag)
        # What lies beyond the chip's edge is the edge drawn out, as where a chip is varied that was cut before.
        at = torch.complex(at.real.clamp(0, px - 1), at.imag.clamp(0, px - 1))
        cut = self._cut
        at = (at - complex(cut[0, 2], cut[1, 2])) / complex(cut[0, 0], cut[1, 0])
        grid = torch.stack([at.real, at.imag], 3) * (2 / (CROP_PX - 1)) - 1
        chips = functional.grid_sample(taken, grid, padding_mode="border", align_corners=True)
        kernel = self.blurs[blur.long()][:, None]
        chips = (kernel @ chips @ kernel.transpose(2, 3)).round()
        light = chips[:, :1] * _GREY[0] + chips[:, 1:2] * _GREY[1] + chips[:, 2:] * _GREY[2]
        chips = torch.where(grey[:, None, None, None] > 0, light.expand_as(chips), chips)
        chips = (chips * drawn[10:].T[:, :, None, None] + lift[:, None, None, None]).clamp(0, 255).floor()
        varied: Tensor = chips.contiguous(memory_format=torch.channels_last)
        return varied


def _coarse(px: int, side: int) -> Tensor:
    """Shrunk to `side` pixels by area and enlarged again by straight lines, as one matrix (px, px)."""
    up = functional.interpolate(torch.eye(side)[None], size=px, mode="linear", align_corners=False)[0].T
    return up @ area_matrix(px, side)


def _soft(px: int, sigma: float) -> Tensor:
    """A Gaussian blur along one side, the picture reflected at its edges: (px, px)."""
    reach = round(sigma * 3)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    matrix = np.zeros((px, px))
    for row in range(px):
        for step, weight in zip(range(-reach, reach + 1), weights / weights.sum(), strict=True):
            at = abs(row + step)
            matrix[row, at if at < px else 2 * (px - 1) - at] += weight
    return torch.from_numpy(matrix).float()
