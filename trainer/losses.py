"""What a network is trained to make small. Every loss is computed in float32, whatever the network's precision.

The losses take embeddings (N, D) that need not be unit vectors: they normalise. Triplets come as indices from
`trainer.mining`, so that choosing them and weighing them can be tested apart.
"""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.mining import Triplets

_EDGE = 1e-6  # the arccos of a cosine this close to 1 has no usable slope in float32


def distances(a: Tensor, b: Tensor) -> Tensor:
    """Euclidean distances of unit vectors, (N, M), from embeddings (N, D) and (M, D); 0 to 2.

    Taken from the cosine, as one matrix product; the root's slope is bounded where two vectors coincide.
    """
    with torch.autocast(a.device.type, enabled=False):
        cosine = functional.normalize(a.float()) @ functional.normalize(b.float()).T
        return (2 - 2 * cosine).clamp_min(1e-8).sqrt()


class ArcFace(nn.Module):
    """Additive angular margin over learned class centres (Deng et al., 2019, https://arxiv.org/abs/1801.07698).

    The logit of an embedding's own class is scale * cos(angle + margin), of every other scale * cos(angle). Where the
    sum would pass 180 degrees, cos(angle) - margin * sin(margin) goes on falling in its place.

    focal: the exponent g of focal loss (Lin et al., 2017, https://arxiv.org/abs/1708.02002), which weighs each face by
    (1 - p)^g; 0 is cross-entropy. class_weights: (classes,), by which each face counts in the mean; None is 1 each.
    """

    def __init__(
        self,
        dim: int,
        classes: int,
        margin: float = 0.5,
        scale: float = 64.0,
        focal: float = 0.0,
        class_weights: Tensor | None = None,
    ) -> None:
        super().__init__()
        self.margin, self.scale, self.focal = margin, scale, focal
        self.centres = nn.Parameter(functional.normalize(torch.randn(classes, dim)))
        self.register_buffer("class_weights", class_weights, persistent=False)

    def logits(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """float32 (N, classes) from embeddings (N, D) and int64 labels (N,)."""
        with torch.autocast(embeddings.device.type, enabled=False):
            cosine = functional.normalize(embeddings.float()) @ functional.normalize(self.centres.float()).T
            own = cosine.gather(1, labels[:, None]).clamp(-1 + _EDGE, 1 - _EDGE)
            angle = own.acos() + self.margin
            over = own - self.margin * torch.sin(torch.tensor(self.margin))
            moved = torch.where(angle < torch.pi, angle.cos(), over)
            return self.scale * cosine.scatter(1, labels[:, None], moved)

    def forward(self, embeddings: Tensor, labels: Tensor) -> Tensor:
        """The loss, a float32 scalar."""
        each = functional.cross_entropy(self.logits(embeddings, labels), labels, reduction="none")
        if self.focal:
            each = (1 - (-each).exp()) ** self.focal * each
        weights = cast("Tensor | None", self.class_weights)
        if weights is None:
            return each.mean()
        return (each * weights[labels]).sum() / weights[labels].sum()


def balanced_weights(labels: Tensor, classes: int) -> Tensor:
    """Class weights that let every class count alike: proportional to 1 / its pictures, 1 on average over pictures."""
    counts = torch.bincount(labels, minlength=classes).clamp_min(1).float()
    return len(labels) / (classes * counts)


def triplet_loss(embeddings: Tensor, triplets: Triplets, margin: float) -> Tensor:
    """Mean of max(0, d(anchor, positive) - d(anchor, negative) + margin) over the triplets that are not yet satisfied
    (Schroff et al., 2015, https://arxiv.org/abs/1503.03832); 0 with a gradient of zeros where none is left.

    Only the unsatisfied count: with mined triplets a mean over all would fade as the easy ones grow in number (Hermans
    et al., 2017, https://arxiv.org/abs/1703.07737).
    """
    d = distances(embeddings, embeddings)
    a, p, n = triplets
    each = functional.relu(d[a, p] - d[a, n] + margin)
    return each.sum() / (each > 0).sum().clamp_min(1)


def distillation(embeddings: Tensor, targets: Tensor) -> Tensor:
    """Mean squared distance of unit vectors (N, D) to the teacher's, i.e. 2 - 2 cos (Hinton et al., 2015)."""
    return distances(embeddings, targets).diagonal().square().mean()
