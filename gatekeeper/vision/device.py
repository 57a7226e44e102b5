"""The door's networks in torch on one device: frames are uploaded once, and the results downloaded once.

It reproduces `FacePipeline`'s steps on the CPU (OpenCV and small networks), including rounding, for batches of frames from
several cameras. The same code runs on the CPU, where tests compare the two.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from facenet_pytorch.models.mtcnn import ONet, PNet, RNet
from numpy.typing import NDArray
from safetensors.torch import load
from torch import Tensor, nn

from gatekeeper.domain import Face, Image, MaskState
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision import landmarks, liveness, mask_status
from gatekeeper.vision.detect import (
    CELL,
    CHIP_PX,
    CROP_MARGIN,
    CROP_POINTS,
    CROP_PX,
    FACTOR,
    OVERLAPS,
    STRIDE,
    THRESHOLDS,
)
from gatekeeper.vision.embed import TorchEmbedder
from gatekeeper.vision.networks import LandmarkNet, LivenessNet, MaskNet
from gatekeeper.vision.reading import Reading
from gatekeeper.vision.torch_ops import (
    Mips,
    Recorded,
    area_matrix,
    area_resized,
    area_sums,
    backwards,
    similarity,
    suppress,
    suppress_of_smaller,
)

_AT_ONCE_PX = 8_000_000  # pixels per batch of frames, to fit a small GPU's memory
_SMALLEST_EYES = 16.0  # pixels between the eyes in the smallest picture that a face is warped to
_NOT_FINITE = "its results are not finite"
_STATES = tuple(MaskState)
_MASKED = _STATES.index(MaskState.MASKED)


@dataclass(frozen=True, slots=True)
class _Found:
    """Faces of several frames on the device. frame: which one (N,); boxes (N, 4); points (N, 5, 2); chance (N,)."""

    frame: Tensor
    boxes: Tensor
    points: Tensor
    chance: Tensor


class _View:
    """The image pyramid of frames of one size, and their preparation before faces are known."""

    def __init__(self, height: int, width: int, min_face_px: float, propose: nn.Module, device: str) -> None:
        self.height, self.width = height, width
        self.mips = Mips(height, width, _SMALLEST_EYES, device)
        self._propose = propose
        self._sizes: list[tuple[int, int]] = []
        boxes: list[NDArray[np.float64]] = []
        levels: list[NDArray[np.int64]] = []
        scale = CELL / min_face_px
        while min(height, width) * scale >= CELL:
            high, wide = int(height * scale + 1), int(width * scale + 1)
            self._sizes.append((high, wide))
            # P-Net has one pooling, which rounds up.
            rows, columns = ((side - 2 + 1) // 2 - 4 for side in (high, wide))
            corner = STRIDE * np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), 2).reshape(-1, 2)
            boxes.append(np.concatenate([corner + 1, corner + CELL], 1) / scale)
            levels.append(np.full(len(corner), len(levels)))
            scale *= FACTOR
        self.boxes = torch.from_numpy(np.concatenate([np.zeros((0, 4)), *boxes]).astype(np.float32)).to(device)
        self.levels = torch.from_numpy(np.concatenate([np.zeros(0, int), *levels])).to(device)
        self.whole = torch.tensor(((0.0, 0.0, width, height),), device=device)
        self.prepare = Recorded(self._prepare, device, "Frame preparation")

    def _prepare(self, frames: Tensor) -> tuple[Tensor, ...]:
        """uint8 (B, H, W, 3) to `area_sums`, the atlas of `Mips`, and what P-Net says of each place: how likely it is a face
        (B, P), and its box's offsets (B, P, 4)."""
        rows = frames.permute(0, 1, 3, 2).float().contiguous()
        sums = area_sums(rows)
        count = len(frames)
        frame_index, whole = torch.arange(count, device=frames.device), self.whole.expand(count, 4)
        chance, offsets = [], []
        for high, wide in self._sizes:
            moved, likely = self._propose(_scaled(area_resized(sums, frame_index, whole, high, wide)))
            chance.append(likely[:, 1].flatten(1))
            offsets.append(moved.flatten(2).transpose(1, 2))
        if not chance:
            return sums, self.mips.atlas(rows), rows.new_zeros(count, 0), rows.new_zeros(count, 0, 4)
        return sums, self.mips.atlas(rows), torch.cat(chance, 1), torch.cat(offsets, 1)


class DeviceChain:
    """Every network of the door on a torch device, opened once; one thread at a time.

    device: "cuda", "cuda:1" or "cpu". half: the face network computes in 16 bits; None: on a card. The others stay in 32: they
    are so small that they cost their launches, and a box or a score that moves is worth more.
    stages: times the part that it is given the name of, for the bench.
    """

    def __init__(
        self, models: Path, embedding: ModelCard, device: str, min_face_px: float = 80, *, half: bool | None = None
    ) -> None:
        self.device, self.min_face_px = device, min_face_px
        self.embedder = TorchEmbedder(embedding, device, half=half)
        self.stages: Callable[[str], AbstractContextManager[object]] = lambda name: nullcontext()
        if device.startswith("cuda"):
            # TensorFloat-32 keeps ten bits, which moves the boxes of large faces.
            torch.backends.cudnn.allow_tf32 = False

        def ready(network: nn.Module) -> nn.Module:
            return network.eval().requires_grad_(False).to(device)

        def recorded(network: nn.Module, name: str) -> Recorded:
            return Recorded(ready(network), device, name)

        def of_model(name: str, file: str, network: nn.Module) -> Recorded:
            state = load(ModelCard.read(models / name).content(file))
            network.load_state_dict({k: v.float() if v.is_floating_point() else v for k, v in state.items()})
            return recorded(network, f"The network {name}")

        self._propose_network = ready(PNet())
        self._refine, self._output = recorded(RNet(), "R-Net"), recorded(ONet(), "O-Net")
        self._mask = of_model("mask-status", "mask.safetensors", MaskNet())
        self._landmarks = of_model("landmarks", "landmarks.safetensors", LandmarkNet())
        self._liveness = of_model("liveness", "liveness.safetensors", LivenessNet())
        self._crop_points = torch.from_numpy(CROP_POINTS).to(device)
        self._window_points = torch.from_numpy(landmarks.canonical()).to(device)
        self._shrink = area_matrix(CHIP_PX, mask_status.INPUT_PX).to(device)
        self._views: dict[tuple[int, int], _View] = {}

        self.embed = self.embedder.embed

    @property
    def name(self) -> str:
        """What computes: the card's name, or "CPU"."""
        if not self.device.startswith("cuda"):
            return "CPU"
        return str(torch.cuda.get_device_name(self.device))

    def read(self, images: Sequence[Image], tracked: Sequence[Sequence[Face]] | None = None) -> list[Reading]:
        """The faces of frames, RGB uint8 (H, W, 3) each, which may differ in size; the largest face first.

        tracked: for each, the faces of the previous frame; the last network looks there in any case. Raises RuntimeError if the
        device fails or returns values that are not finite, ModelError for an invalid frame.
        """
        tracked = tracked or [()] * len(images)
        out: list[Reading | None] = [None] * len(images)
        by_size: dict[tuple[int, int], list[int]] = {}
        for index, image in enumerate(images):
            if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or not image.size:
                raise ModelError("A frame is uint8 (H, W, 3), not {kind} {shape}.", kind=image.dtype, shape=image.shape)
            by_size.setdefault(image.shape[:2], []).append(index)
        with torch.inference_mode():
            for (height, width), indices in by_size.items():
                step = max(1, _AT_ONCE_PX // (height * width))
                for first in range(0, len(indices), step):
                    part = indices[first : first + step]
                    found = self._read([images[i] for i in part], [tracked[i] for i in part])
                    for index, reading in zip(part, found, strict=True):
                        out[index] = reading
        return cast(list[Reading], out)

    def warm(self, cameras: int = 1, height: int = 480, width: int = 640, most_faces: int = 16) -> None:
        """Compile and record what the device needs before the first frame. cameras: frames per batch."""
        with torch.inference_mode():
            grey = np.full((height, width, 3), 127, np.uint8)
            self._read([grey] * cameras, [()] * cameras)
            faces, view = 1, self._view(height, width)
            while faces <= most_faces:
                points = self._crop_points.expand(faces, 5, 2).contiguous()
                frame = torch.zeros(faces, dtype=torch.long, device=self.device)
                boxes = torch.tensor((20.0, 20.0, 160.0, 180.0), device=self.device).expand(faces, 4).contiguous()
                sums, atlas, _, _ = view.prepare(self._up([grey]))
                for network, size in ((self._refine, 24), (self._output, 48)):
                    network(_scaled(_window(view, sums, frame, boxes, size)))
                sound = torch.ones((), dtype=torch.bool, device=self.device)
                self._answers(view, sums, atlas, _Found(frame, boxes, points, points[:, 0, 0]), sound)
                faces *= 2

    def _view(self, height: int, width: int) -> _View:
        key = (height, width)
        if key not in self._views:
            self._views[key] = _View(height, width, self.min_face_px, self._propose_network, self.device)
        return self._views[key]

    def _up(self, images: Sequence[Image]) -> Tensor:
        frames = torch.from_numpy(np.stack(images))
        return frames.pin_memory().to(self.device, non_blocking=True) if self.device.startswith("cuda") else frames

    def _read(self, images: Sequence[Image], tracked: Sequence[Sequence[Face]]) -> list[Reading]:
        view = self._view(*images[0].shape[:2])
        with self.stages("prepare"):
            sums, atlas, chance, offsets = view.prepare(self._up(images))
        with self.stages("detect"):
            # Of each network, whether its results are numbers; asked at the end, since each question is a wait.
            finite: list[Tensor] = []
            frame, boxes = self._proposed(view, chance, offsets, finite)
            frame, boxes = self._refined(view, sums, frame, boxes, finite)
            again = [(i, face.box) for i, faces in enumerate(tracked) for face in faces]
            if again:
                frame = torch.cat([frame, torch.tensor([i for i, _ in again], device=self.device)])
                places = torch.from_numpy(np.stack([box for _, box in again]).astype(np.float32)).to(self.device)
                boxes = torch.cat([boxes, _square(places)])
            found = self._looked_at(view, sums, frame, boxes, finite)
            sound = torch.stack(finite).all()
        if found is None:
            if not sound:  # the door would see nobody, for ever
                raise RuntimeError(_NOT_FINITE)
            return [Reading.nobody(self.embedder.dim) for _ in images]
        frame_of, reading = self._answers(view, sums, atlas, found, sound)
        largest_first = sorted(range(len(frame_of)), key=lambda i: -reading.faces[i].size_px)
        return [reading.only([i for i in largest_first if frame_of[i] == index]) for index in range(len(images))]

    def _proposed(self, view: _View, chance: Tensor, offsets: Tensor, finite: list[Tensor]) -> tuple[Tensor, Tensor]:
        """P-Net's candidates: frame index (n,), and squares (n, 4)."""
        frame, place = _reached(chance, THRESHOLDS[0], finite)
        chance, offsets, boxes = chance[frame, place], offsets[frame, place], view.boxes[place]
        kept = suppress(boxes, chance, frame * (len(view.boxes) + 1) + view.levels[place], OVERLAPS[0])
        kept = kept[suppress(boxes[kept], chance[kept], frame[kept], OVERLAPS[1])]
        boxes = boxes[kept]
        return frame[kept], _square(boxes + offsets[kept] * (boxes[:, 2:] - boxes[:, :2]).repeat(1, 2))

    def _refined(
        self, view: _View, sums: Tensor, frame: Tensor, boxes: Tensor, finite: list[Tensor]
    ) -> tuple[Tensor, Tensor]:
        """The candidates that R-Net keeps."""
        if not len(boxes):
            return frame, boxes
        offsets, likely = self._refine(_scaled(_window(view, sums, frame, boxes, 24)))
        (kept,) = _reached(likely[:, 1], THRESHOLDS[1], finite)
        kept = kept[suppress(boxes[kept], likely[kept, 1], frame[kept], OVERLAPS[2])]
        return frame[kept], _square(_regressed(boxes[kept], offsets[kept]))

    def _looked_at(
        self, view: _View, sums: Tensor, frame: Tensor, boxes: Tensor, finite: list[Tensor]
    ) -> _Found | None:
        """O-Net's faces; None: no face."""
        if not len(boxes):
            return None
        offsets, places, likely = self._output(_scaled(_window(view, sums, frame, boxes, 48)))
        (kept,) = _reached(likely[:, 1], THRESHOLDS[2], finite)
        if not len(kept):
            return None
        frame, boxes, offsets, places, chance = (x[kept] for x in (frame, boxes, offsets, places, likely[:, 1]))
        side = (boxes[:, 2:] - boxes[:, :2] + 1)[:, None]
        points = boxes[:, None, :2] + places.reshape(-1, 2, 5).transpose(1, 2) * side - 1
        boxes = _regressed(boxes, offsets)
        kept = suppress_of_smaller(boxes, chance, frame, OVERLAPS[3])
        return _Found(frame[kept], boxes[kept], points[kept], chance[kept])

    def _answers(
        self, view: _View, sums: Tensor, atlas: Tensor, found: _Found, sound: Tensor
    ) -> tuple[list[int], Reading]:
        """Each face's frame index, and the results of the other networks, downloaded at once. sound: whether those of the
        detector are numbers, bool () on the device."""
        frame, points, count = found.frame, found.points, len(found.frame)

        def crops(points: Tensor) -> Tensor:
            return view.mips.warped(atlas, frame, *similarity(points, self._crop_points), CROP_PX)

        with self.stages("mask"):
            chips = crops(points)[:, :, CROP_MARGIN:-CROP_MARGIN, CROP_MARGIN:-CROP_MARGIN]
            small = (self._shrink @ chips @ self._shrink.T).round()
            (logits,) = self._mask(small / 127.5 - 1)
            mask = logits.argmax(1)
        with self.stages("landmarks"):
            turn, shift = similarity(points, self._window_points)
            window = view.mips.warped(atlas, frame, turn, shift, landmarks.INPUT_PX)
            (predicted,) = self._landmarks((window - 127.5) / 128)
            better = (points + backwards(predicted.reshape(-1, 5, 2), turn, shift)) / 2
            points = torch.where((mask == _MASKED)[:, None, None], better, points)
        with self.stages("embed"):
            chips = crops(points)
            vectors = self.embedder.of_planes(chips)
        with self.stages("liveness"):
            size = liveness.INPUT_PX
            (alive,) = self._liveness(area_resized(sums, frame, _surroundings(view, found.boxes), size, size))
        with self.stages("answer"):
            parts = [
                torch.where(sound, frame.float(), torch.nan)[:, None],
                found.boxes,
                points.flatten(1),
                found.chance[:, None],
                mask[:, None],
                alive,
                vectors,
            ]
            numbers = torch.cat([part.float() for part in parts], 1).contiguous().view(torch.uint8)
            pictures = chips.permute(0, 2, 3, 1).to(torch.uint8).reshape(count, -1)
            down = torch.cat([numbers, pictures], 1).cpu().numpy()  # the only download
        rows = down[:, : numbers.shape[1]].copy().view(np.float32)
        if not np.isfinite(rows).all():
            raise RuntimeError(_NOT_FINITE)
        return rows[:, 0].astype(int).tolist(), Reading(
            [Face(row[1:5], row[5:15].reshape(5, 2), float(row[15])) for row in rows],
            down[:, numbers.shape[1] :].reshape(count, CROP_PX, CROP_PX, 3),
            [_STATES[int(state)] for state in rows[:, 16]],
            rows[:, 18:],
            rows[:, 17],
        )


def _reached(chance: Tensor, least: float, finite: list[Tensor]) -> tuple[Tensor, ...]:
    """The places that are likely enough; adds to `finite` whether all are numbers, since what is none is not likely."""
    finite.append(chance.isfinite().all())
    return (chance >= least).nonzero(as_tuple=True)


def _scaled(pictures: Tensor) -> Tensor:
    """0..255 as MTCNN's networks take it, -1..1."""
    return (pictures - 127.5) * 0.0078125


def _square(boxes: Tensor) -> Tensor:
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).amax(1, keepdim=True) / 2
    return torch.cat([centre - half, centre + half], 1)


def _regressed(boxes: Tensor, offsets: Tensor) -> Tensor:
    return boxes + offsets * (boxes[:, 2:] - boxes[:, :2] + 1).repeat(1, 2)


def _window(view: _View, sums: Tensor, frame: Tensor, boxes: Tensor, size: int) -> Tensor:
    """The contents of boxes, without parts outside the frame: (n, 3, size, size)."""
    x0, y0, x1, y1 = boxes.trunc().unbind(1)
    low = torch.stack([(x0 - 1).clamp_min(0), (y0 - 1).clamp_min(0)], 1)
    high = torch.stack([x1.clamp_max(view.width), y1.clamp_max(view.height)], 1)
    # Boxes entirely outside stay empty.
    return area_resized(sums, frame, torch.cat([low.minimum(high.clamp_min(0)), high.clamp_min(0)], 1), size, size)


def _surroundings(view: _View, boxes: Tensor) -> Tensor:
    """The squares around faces that the liveness network sees; see `liveness.surroundings`."""
    width, height = view.width, view.height
    side = liveness.SURROUNDINGS * (boxes[:, 2:] - boxes[:, :2]).amax(1)
    side = side.clamp(1, min(width, height))
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    left = (middle[:, 0] - side / 2).clamp_min(0).minimum(width - side).round()
    top = (middle[:, 1] - side / 2).clamp_min(0).minimum(height - side).round()
    side = side.round()
    return torch.stack([left, top, (left + side).clamp_max(width), (top + side).clamp_max(height)], 1)
