"""A face set in GPU memory, so that training does not wait for pictures from the CPU.

Crops are uploaded once, bare and with one simulated mask each (`simulate.mask`, drawn on all cores before the first step);
`augment.vary` is applied there to whole batches. The random values for a picture are drawn on the CPU from its batch's
position, so that a resumed run sees the same pictures.
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
    """Augmentations of N pictures. masked, flipped, grey: flags; turn: complex, rotation and scale; shift: complex, in chip
    pixels; blur: index into `DeviceFaces.blurs`, 0 for none; gain (N, 3), lift (N,): applied to the colours."""

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
        """As `augment.vary` draws them for chips of px pixels; without vary, only the mask is drawn."""
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
        """The augmentations of the chosen pictures."""
        return Chances(*(getattr(self, field.name)[chosen] for field in fields(self)))


class DeviceFaces:
    """A set's crops on a torch device, and batches of chips cut from them there."""

    def __init__(
        self,
        faces: FaceSet,
        rows: NDArray[np.int64],
        device: str,
        seed: int = 0,
        progress: Progress = silent,
    ) -> None:
        """rows: the faces to train on."""
        self.faces, self.device, px = faces, device, faces.shape.px
        self._place = np.full(len(faces), -1)
        self._place[rows] = np.arange(len(rows))
        self._may_wear = faces.states[rows] != STATES.index(MaskState.MASKED)
        self._crops = torch.empty((len(rows), 2, 3, CROP_PX, CROP_PX), dtype=torch.uint8, device=device)

        def both(index: int) -> Tensor:
            row = int(rows[index])
            crop = faces.crop(row)
            worn = faces.masked_crop(row, np.random.default_rng([seed, row])) if self._may_wear[index] else crop
            return torch.from_numpy(np.stack([crop, worn])).permute(0, 3, 1, 2)

        with ThreadPoolExecutor(cores()) as pool:
            for index, pair in enumerate(pool.map(both, range(len(rows)))):
                self._crops[index] = pair.to(device)
                progress(index + 1, len(rows))
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
        """Whether `count` faces fit into the device's free memory."""
        if not device.startswith("cuda"):
            return False
        free, _ = torch.cuda.mem_get_info(device)
        return count * 2 * 3 * CROP_PX * CROP_PX < _LARGEST_SHARE * free

    def crops(self, rows: NDArray[np.int64], flipped: NDArray[np.bool_]) -> Tensor:
        """Whole bare crops, as a teacher takes them: float32 (n, 3, 200, 200)."""
        found = self._crops[torch.from_numpy(self._place[rows]).to(self.device), 0].float()
        return torch.where(torch.from_numpy(flipped).to(self.device)[:, None, None, None], found.flip(3), found)

    def planes(self, rows: NDArray[np.int64], chances: Chances) -> Tensor:
        """Network input: chips, float32 (n, 3, px, px), integral values 0..255."""
        device, places = self.device, self._place[rows]
        # One upload for all values: several would stall the GPU.
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
        crops = self._crops[place.long(), worn.long()].float()
        # From chip pixels back to crop pixels: undo the variation, the flip and the door's cut.
        px, each = self.faces.shape.px, (slice(None), None, None)
        middle = complex(px / 2, px / 3)
        source = (self._places[None] - torch.complex(c, d)[each] - middle) / torch.complex(a, b)[each] + middle
        source = torch.complex(torch.where(flip[each] > 0, px - 1 - source.real, source.real), source.imag)
        # Beyond the chip's edge its border is replicated, as when a cut chip is varied.
        source = torch.complex(source.real.clamp(0, px - 1), source.imag.clamp(0, px - 1))
        cut = self._cut
        source = (source - complex(cut[0, 2], cut[1, 2])) / complex(cut[0, 0], cut[1, 0])
        grid = torch.stack([source.real, source.imag], 3) * (2 / (CROP_PX - 1)) - 1
        chips = functional.grid_sample(crops, grid, padding_mode="border", align_corners=True)
        kernel = self.blurs[blur.long()][:, None]
        chips = (kernel @ chips @ kernel.transpose(2, 3)).round()
        light = chips[:, :1] * _GREY[0] + chips[:, 1:2] * _GREY[1] + chips[:, 2:] * _GREY[2]
        chips = torch.where(grey[:, None, None, None] > 0, light.expand_as(chips), chips)
        chips = (chips * drawn[10:].T[:, :, None, None] + lift[:, None, None, None]).clamp(0, 255).floor()
        varied: Tensor = chips.contiguous(memory_format=torch.channels_last)
        return varied


def _coarse(px: int, side: int) -> Tensor:
    """Area downsampling to `side` pixels and linear upsampling, as one matrix (px, px)."""
    up = functional.interpolate(torch.eye(side)[None], size=px, mode="linear", align_corners=False)[0].T
    return up @ area_matrix(px, side)


def _soft(px: int, sigma: float) -> Tensor:
    """A Gaussian blur along one axis with reflected borders, as a matrix (px, px)."""
    reach = round(sigma * 3)
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    matrix = np.zeros((px, px))
    for row in range(px):
        for step, weight in zip(range(-reach, reach + 1), weights / weights.sum(), strict=True):
            column = abs(row + step)
            matrix[row, column if column < px else 2 * (px - 1) - column] += weight
    return torch.from_numpy(matrix).float()
