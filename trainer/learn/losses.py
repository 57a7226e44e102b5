"""Training losses. Every loss is computed in float32, whatever the network's precision.

Losses normalise their embeddings (N, D) themselves. Triplets come as indices from `trainer.learn.mining`, so that choosing
and weighing them can be tested separately.
"""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.learn.mining import Triplets

_EDGE = 1e-6  # closer to 1, arccos has no usable gradient in float32
_CERTAIN = 1e-12  # the least 1 - p that a face is weighted by


def distances(a: Tensor, b: Tensor) -> Tensor:
    """Euclidean distances of unit vectors, (N, M), from embeddings (N, D) and (M, D); 0 to 2.

    Computed from cosines with one matrix product; the root's gradient is bounded where two vectors coincide.
    """
    with torch.autocast(a.device.type, enabled=False):
        cosine = functional.normalize(a.float()) @ functional.normalize(b.float()).T
        return (2 - 2 * cosine).clamp_min(1e-8).sqrt()


MARGINS = ("arcface", "cosface", "adaface", "magface")
_NORMS = (10.0, 110.0)  # MagFace's range of embedding lengths
_SEEN = (1e-3, 100.0)  # AdaFace: embeddings beyond count as this long, for the margin as for the mean
_ADAPTS = 0.333  # AdaFace's h: concentration of the normalised length
_FOLLOWS = 0.01  # AdaFace: momentum of the mean length


class MarginHead(nn.Module):
    """A classifier of people with a margin on the target class: scale * cos(angle to the class's centre), with

    - arcface: cos(angle + margin) for the target class (Deng et al., 2019, https://arxiv.org/abs/1801.07698); beyond 180
      degrees, cos(angle) - margin * sin(margin), which keeps falling;
    - cosface: cos(angle) - margin (Wang et al., 2018, https://arxiv.org/abs/1801.09414);
    - adaface: both, weighted by the embedding's length, i.e. the picture's quality: hard faces count if they are clear
      (Kim et al., 2022, https://arxiv.org/abs/2204.00964);
    - magface: arcface with a margin that grows with the embedding's length from `margin` to `margin_most`, and a term of
      weight `magnitude_weight` that pulls good pictures towards long embeddings (Meng et al., 2021, https://arxiv.org/abs/2103.06627).

    sub_centres: centres per class, of which the nearest counts, so that mislabelled pictures get one of their own (Deng et al.,
    2020). sampled: the share of negative classes sampled at each step (partial FC, An et al., 2022,
    https://arxiv.org/abs/2203.15565); all processes sample the same. focal: the exponent g of focal loss (Lin et
    al., 2017, https://arxiv.org/abs/1708.02002), which weights each face by (1 - p)^g; 0 is cross-entropy. class_weights:
    (classes,), each face's weight in the mean; None weights all alike.
    """

    def __init__(
        self,
        dim: int,
        classes: int,
        margin: float = 0.5,
        scale: float = 64.0,
        focal: float = 0.0,
        class_weights: Tensor | None = None,
        kind: str = "arcface",
        sub_centres: int = 1,
        sampled: float = 1.0,
        margin_most: float = 0.8,
        magnitude_weight: float = 35.0,
    ) -> None:
        super().__init__()
        self.margin, self.scale, self.focal, self.kind = margin, scale, focal, kind
        self.sub_centres, self.sampled = sub_centres, sampled
        self.margin_most, self.magnitude_weight = margin_most, magnitude_weight
        self.centres = nn.Parameter(functional.normalize(torch.randn(classes * sub_centres, dim)))
        self.register_buffer("class_weights", class_weights, persistent=False)
        self.register_buffer("lengths", torch.tensor([20.0, 100.0]))  # AdaFace's mean and deviation of lengths
        self.register_buffer("steps", torch.zeros((), dtype=torch.int64))  # seeds the sampling of classes

    def logits(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """float32 (N, classes) from embeddings (N, D) and int64 labels (N,)."""
        with torch.autocast(embeddings.device.type, enabled=False):
            return self._logits(embeddings.float(), labels, self.centres.float())

    def _logits(self, embeddings: Tensor, labels: Tensor, centres: Tensor) -> Tensor:
        cosines: Tensor = functional.normalize(embeddings) @ functional.normalize(centres).T
        if self.sub_centres > 1:
            cosines = cosines.view(len(cosines), -1, self.sub_centres).amax(2)
        own_cosines = cosines.gather(1, labels[:, None]).clamp(-1 + _EDGE, 1 - _EDGE)
        moved: Tensor = self._moved(own_cosines, embeddings.norm(dim=1)[:, None])
        cosines = cosines.scatter(1, labels[:, None], moved)
        logits: Tensor = cosines * self.scale
        return logits

    def _moved(self, cosines: Tensor, lengths: Tensor) -> Tensor:
        """Apply the margin to the target cosines (N, 1) of embeddings of these lengths (N, 1)."""
        if self.kind == "cosface":
            return cosines - self.margin
        if self.kind == "adaface":
            mean, deviation = cast(Tensor, self.lengths)
            seen = lengths.detach().clamp(*_SEEN)
            share = ((seen - mean) / (deviation + 1e-3) * _ADAPTS).clamp(-1, 1)
            turned = (cosines.acos() - self.margin * share).clamp(1e-3, torch.pi - 1e-3)
            lower: Tensor = turned.cos() - self.margin * (1 + share)
            return lower
        margin = torch.full_like(cosines, self.margin)
        if self.kind == "magface":
            low, high = _NORMS
            margin = self.margin + (self.margin_most - self.margin) * (lengths.clamp(low, high) - low) / (high - low)
        angle = cosines.acos() + margin
        return torch.where(angle < torch.pi, angle.cos(), cosines - margin * margin.sin())

    def forward(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """The loss, a float32 scalar."""
        with torch.autocast(embeddings.device.type, enabled=False):
            wide, centres, places = embeddings.float(), self.centres.float(), labels
            if self.kind == "adaface" and self.training:
                self._follow(wide.detach().norm(dim=1))
            if self.sampled < 1:
                chosen, places = self._drawn(labels)
                rows = chosen[:, None] * self.sub_centres + torch.arange(self.sub_centres, device=labels.device)
                centres = centres[rows.flatten()]
            losses = functional.cross_entropy(self._logits(wide, places, centres), places, reduction="none")
            if self.focal:  # the slope of 0 ** g is infinite below g = 1: a face that is certain gave a gradient of NaN
                losses = (-torch.expm1(-losses)).clamp_min(_CERTAIN) ** self.focal * losses
            weights = cast("Tensor | None", self.class_weights)
            loss = losses.mean() if weights is None else (losses * weights[labels]).sum() / weights[labels].sum()
            if self.kind == "magface":
                lengths = wide.norm(dim=1).clamp(*_NORMS)
                loss = loss + self.magnitude_weight * (lengths / _NORMS[1] ** 2 + 1 / lengths).mean()
            return loss

    @torch.no_grad()
    def _follow(self, lengths: Tensor) -> None:
        lengths = lengths.clamp(*_SEEN)
        current = torch.stack([lengths.mean(), lengths.std()])
        cast(Tensor, self.lengths).lerp_(current, _FOLLOWS)

    @torch.no_grad()
    def _drawn(self, labels: Tensor) -> tuple[Tensor, Tensor]:
        """The classes sampled for a step, including those of its faces, and each face's index among them."""
        classes = len(self.centres) // self.sub_centres
        steps = cast(Tensor, self.steps)
        steps.add_(1)
        chances = torch.rand(classes, generator=torch.Generator().manual_seed(int(steps))).to(labels.device)
        chances[labels] = 2  # always sampled
        count = max(len(torch.unique(labels)), round(self.sampled * classes))
        chosen = chances.topk(count).indices.sort().values
        return chosen, torch.searchsorted(chosen, labels)


def balanced_weights(labels: Tensor, classes: int) -> Tensor:
    """Class weights that balance the classes: proportional to 1 / pictures, 1 on average over pictures."""
    counts = torch.bincount(labels, minlength=classes).clamp_min(1).float()
    return len(labels) / (classes * counts)


def triplet_loss(embeddings: Tensor, triplets: Triplets, margin: float) -> Tensor:
    """Mean of max(0, d(anchor, positive) - d(anchor, negative) + margin) over the triplets that violate the margin
    (Schroff et al., 2015, https://arxiv.org/abs/1503.03832); 0 with zero gradient if none does.

    Satisfied triplets do not count: a mean over all would vanish as they become more (Hermans
    et al., 2017, https://arxiv.org/abs/1703.07737).
    """
    d = distances(embeddings, embeddings)
    a, p, n = triplets
    violations = functional.relu(d[a, p] - d[a, n] + margin)
    return violations.sum() / (violations > 0).sum().clamp_min(1)


def distillation(embeddings: Tensor, targets: Tensor) -> Tensor:
    """Mean squared distance of unit vectors (N, D) to the teacher's, i.e. 2 - 2 cos (Hinton et al., 2015)."""
    return distances(embeddings, targets).diagonal().square().mean()
