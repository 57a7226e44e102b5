"""What the door's chain needs of pictures, in torch and in whole batches: OpenCV's shrinking and warping, to the rounding.

Frames of one size lie below each other in one tall picture, so that one call samples from all of them.
"""

import logging
import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

log = logging.getLogger(__name__)

_MOST_RECORDED = 512  # larger batches keep a card busy by themselves
_MOST_SUPPRESSED = 16_384  # boxes that are compared with each other; torchvision keeps a bit for every pair


def area_sums(rows: Tensor) -> Tensor:
    """The summed-area tables of pictures, float64 (B, H + 1, C, W + 1), exact for whole numbers. rows: (B, H, C, W)."""
    return functional.pad(rows.double().cumsum(1).cumsum(3), (1, 0, 0, 0, 1, 0))


def area_resized(sums: Tensor, frame: Tensor, boxes: Tensor, height: int, width: int) -> Tensor:
    """Parts of pictures at another size, each pixel the mean of the area it covers, as OpenCV's INTER_AREA: float32
    (N, C, height, width) in whole numbers. What is empty is 0.

    sums: `area_sums`; frame: which picture (N,); boxes: the parts' edges x0, y0, x1, y1 in its pixels (N, 4), within it.
    """
    # A picture's integral is bilinear between its pixels' edges, so sampling the table at fractions of a pixel is exact.
    boxes, count = boxes.double(), len(boxes)
    x = _between(boxes[:, 0], boxes[:, 2], width)[:, None, :].expand(count, height + 1, width + 1)
    y = _between(boxes[:, 1], boxes[:, 3], height)[:, :, None].expand(count, height + 1, width + 1)
    found = _sampled(sums, x, y + (frame * sums.shape[1])[:, None, None])
    found = found[:, :, 1:] - found[:, :, :-1]
    found = found[:, :, :, 1:] - found[:, :, :, :-1]
    area = (boxes[:, 2] - boxes[:, 0]) / width * (boxes[:, 3] - boxes[:, 1]) / height
    return (found / area.clamp_min(1e-9)[:, None, None, None]).float().round()


def area_matrix(before: int, after: int) -> Tensor:
    """The same for whole squares of one size, which shrink as M @ picture @ M.T: float32 (after, before)."""
    edges = torch.arange(after + 1, dtype=torch.float64)[:, None] * before / after
    covered = (edges - torch.arange(before)).clamp(0, 1)
    return ((covered[1:] - covered[:-1]) * after / before).float()


def _between(low: Tensor, high: Tensor, steps: int) -> Tensor:
    fractions = torch.arange(steps + 1, device=low.device, dtype=torch.float64) / steps
    return low[:, None] + (high - low)[:, None] * fractions


def _sampled(pictures: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Bilinear samples (N, C, h, w) of pictures (B, H, C, W) that lie below each other, at pixel coordinates (N, h, w)."""
    count, high, wide = x.shape
    tall = pictures.flatten(0, 1).permute(1, 0, 2)[None]  # no copy
    x, y = x.reshape(-1, wide), y.reshape(-1, wide)
    grid = torch.stack([x * (2 / max(tall.shape[3] - 1, 1)) - 1, y * (2 / max(tall.shape[2] - 1, 1)) - 1], -1)
    found = functional.grid_sample(tall, grid[None], padding_mode="border", align_corners=True)
    return found.reshape(-1, count, high, wide).transpose(0, 1)


class Mips:
    """Pictures of one size at full size, half, a quarter and so on, below each other; large faces are warped from the smaller
    ones, since sampling them at chip size would alias."""

    def __init__(self, height: int, width: int, smallest_px: float, device: str) -> None:
        """smallest_px: no level is needed that is narrower."""
        self._levels = 1 + max(0, math.ceil(math.log2(max(height, width) / smallest_px)))
        sizes = [(math.ceil(height / 2**level), math.ceil(width / 2**level)) for level in range(self._levels)]
        self._sizes = torch.tensor(sizes, device=device)
        self._starts = torch.tensor([sum(high for high, _ in sizes[:level]) for level in range(len(sizes))]).to(device)

    def atlas(self, rows: Tensor) -> Tensor:
        """rows: float32 (B, H, C, W) in whole numbers; returns float32 (B, all levels' rows, C, W)."""
        planes, width, parts = rows.permute(0, 2, 1, 3), rows.shape[3], [rows]
        for level in range(1, self._levels):
            part = functional.avg_pool2d(planes, 2**level, ceil_mode=True, count_include_pad=False).round()
            parts.append(functional.pad(part, (0, width - part.shape[3])).permute(0, 2, 1, 3))
        return torch.cat(parts, 1)

    def warped(self, atlas: Tensor, frame: Tensor, turn: Tensor, shift: Tensor, side: int) -> Tensor:
        """What similarity transforms (see `similarity`) show of the pictures `frame` (N,): whole numbers (N, C, side, side)."""
        scale = turn.norm(dim=1)
        level = (1 / scale.clamp_min(1e-9)).log2().floor().clamp(0, self._levels - 1).long()
        level = torch.where(scale < 0.5, level, 0)
        source = _backwards(turn, shift, side) / (2.0**level)[:, None, None, None]
        size = self._sizes[level]
        x = source[..., 0].clamp_min(0).minimum(size[:, 1, None, None] - 1)
        y = source[..., 1].clamp_min(0).minimum(size[:, 0, None, None] - 1)
        return _sampled(atlas, x, y + (self._starts[level] + frame * atlas.shape[1])[:, None, None]).round()


def similarity(source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """The similarity transforms that lay points (N, 5, 2) on others (5, 2) with the least squared error (Umeyama, 1991).

    Returned as complex numbers, real and imaginary part each: z -> turn * z + shift, (N, 2) and (N, 2).
    """
    middle, target_middle = source.mean(1), target.mean(0)
    a, b = source - middle[:, None], target - target_middle
    length = a.square().sum((1, 2)).clamp_min(1e-9)
    turn = torch.stack([(a * b).sum((1, 2)), (a[..., 0] * b[:, 1] - a[..., 1] * b[:, 0]).sum(1)], 1) / length[:, None]
    return turn, target_middle - _times(turn, middle)


def backwards(points: Tensor, turn: Tensor, shift: Tensor) -> Tensor:
    """Points (N, ..., 2) before their transform."""
    ones = (1,) * (points.ndim - 2)
    inverse = torch.stack([turn[:, 0], -turn[:, 1]], 1) / turn.square().sum(1, keepdim=True).clamp_min(1e-12)
    return _times(inverse.reshape(-1, *ones, 2), points - shift.reshape(-1, *ones, 2))


def _backwards(turn: Tensor, shift: Tensor, side: int) -> Tensor:
    """Where each pixel of a square comes from, (N, side, side, 2)."""
    line = torch.arange(side, device=turn.device, dtype=turn.dtype)
    places = torch.stack(torch.meshgrid(line, line, indexing="xy"), 2)
    return backwards(places[None].expand(len(turn), side, side, 2), turn, shift)


def _times(a: Tensor, b: Tensor) -> Tensor:
    real = a[..., 0] * b[..., 0] - a[..., 1] * b[..., 1]
    return torch.stack([real, a[..., 0] * b[..., 1] + a[..., 1] * b[..., 0]], -1)


def suppress(boxes: Tensor, chance: Tensor, group: Tensor, limit: float) -> Tensor:
    """Greedy non-maximum suppression within each group; the indices kept, the most probable first.

    boxes: x0, y0, x1, y1 with both ends inside, (N, 4); group: whole numbers (N,).
    """
    if len(boxes) > _MOST_SUPPRESSED:
        best = chance.topk(_MOST_SUPPRESSED).indices
        return best[suppress(boxes[best], chance[best], group[best], limit)]
    apart = boxes.double()
    if len(boxes):
        apart = apart - apart.amin() + (group * (apart.amax() - apart.amin() + 2))[:, None]
    ends = torch.stack([apart[:, 0], apart[:, 1], apart[:, 2] + 1, apart[:, 3] + 1], 1)
    import torchvision  # takes seconds, and nobody else here needs it

    kept: Tensor = torchvision.ops.nms(ends, chance.double(), limit)
    return kept


def suppress_of_smaller(boxes: Tensor, chance: Tensor, group: Tensor, limit: float) -> Tensor:
    """The same, with what two boxes share measured by the smaller one, which torchvision has not."""
    order = chance.argsort(descending=True, stable=True)
    boxes, group = boxes[order], group[order]
    low = torch.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = torch.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    area = (boxes[:, 2:] - boxes[:, :2] + 1).prod(1)
    shared = (high - low + 1).clamp_min(0).prod(2) / torch.minimum(area[:, None], area[None])
    over = ((shared > limit) & (group[:, None] == group[None])).triu(1)
    # After n rounds the first n are as the greedy way leaves them.
    kept = torch.ones_like(chance, dtype=torch.bool)
    while True:
        now = ~(over & kept[:, None]).any(0)
        if torch.equal(now, kept):
            return order[kept]
        kept = now


class Recorded:
    """A function of one tensor whose work on a card is recorded once for every batch size and then replayed (CUDA graphs):
    starting hundreds of small kernels one by one takes longer than what they compute.

    Batches are filled up to powers of two, so that there are few. Where recording fails, or what is replayed is not what the
    function says, the function is called as it is; so it is on the processor. answer: one tensor, or several.
    """

    def __init__(self, function: Callable[[Tensor], Tensor | tuple[Tensor, ...]], device: str, name: str) -> None:
        self._function, self._name = function, name
        self._on = device.startswith("cuda")
        self._recorded: dict[tuple[int, ...], tuple[torch.cuda.CUDAGraph, Tensor, tuple[Tensor, ...]]] = {}

    def __call__(self, x: Tensor) -> tuple[Tensor, ...]:
        """What the function says of x (N, ...), cut to N rows. The next call overwrites it on a card."""
        count = len(x)
        if not self._on or not count or count > _MOST_RECORDED:
            return _several(self._function(x))
        shape = (1 << (count - 1).bit_length(), *x.shape[1:])
        if shape not in self._recorded:
            try:
                self._record(shape, x)
            except Exception as error:  # what cannot be recorded can still be computed, or fails below
                log.warning("%s is not recorded on this card: %s", self._name, (str(error).splitlines() or [""])[0])
                self._on = False
                return _several(self._function(x))
        graph, inputs, outputs = self._recorded[shape]
        inputs[:count].copy_(x)
        graph.replay()
        return tuple(output[:count] for output in outputs)

    def _record(self, shape: tuple[int, ...], x: Tensor) -> None:
        inputs = torch.zeros(shape, dtype=x.dtype, device=x.device)
        if x.ndim == 4 and x.is_contiguous(memory_format=torch.channels_last):
            inputs = inputs.contiguous(memory_format=torch.channels_last)
        inputs[: len(x)].copy_(x)
        aside = torch.cuda.Stream()  # type: ignore[no-untyped-call]
        aside.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(aside):  # the libraries choose their kernels, which must not happen while recording
            for _ in range(3):
                plain = _several(self._function(inputs))
        torch.cuda.current_stream().wait_stream(aside)
        graph = torch.cuda.CUDAGraph()
        # Other threads of the program may use the card meanwhile.
        with torch.cuda.graph(graph, capture_error_mode="thread_local"):
            outputs = _several(self._function(inputs))
        graph.replay()
        for expected, replayed in zip(plain, outputs, strict=True):
            if not torch.allclose(expected.float(), replayed.float(), rtol=0.02, atol=0.02):
                raise RuntimeError("what it replays is not what it computes")
        self._recorded[shape] = graph, inputs, outputs


def _several(answer: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


def resampling(matrix: NDArray[np.float64], before_px: int, side: int, device: str) -> Tensor:
    """For `functional.grid_sample`: how squares of before_px become ones of side under a similarity transform (2, 3)."""
    turn = torch.tensor(matrix[:, 0], dtype=torch.float32)[None]
    shift = torch.tensor(matrix[:, 2], dtype=torch.float32)[None]
    return (_backwards(turn, shift, side) * (2 / (before_px - 1)) - 1).to(device)
