"""Losses and mining against their definitions, written out as loops over plain numbers."""

import itertools
import math

import pytest
import torch
from torch import Tensor

from trainer.learn.losses import MarginHead, balanced_weights, distances, distillation, triplet_loss
from trainer.learn.mining import MINERS, batch_all, batch_hard, miner, offline, semi_hard

MARGIN = 0.3
LABELS = torch.tensor([0, 0, 1, 1, 1, 2, 3, 3, 0, 4])  # 2 and 4 have one picture each


@pytest.fixture
def faces() -> Tensor:
    torch.manual_seed(3)
    return torch.randn(len(LABELS), 5, requires_grad=True)


def plain(faces: Tensor) -> list[list[float]]:
    rows = faces.detach().tolist()
    unit = [[x / math.sqrt(sum(y * y for y in row)) for x in row] for row in rows]
    return [[math.dist(a, b) for b in unit] for a in unit]


def valid() -> list[tuple[int, int, int]]:
    who = LABELS.tolist()
    every = itertools.permutations(range(len(who)), 3)
    return [(a, p, n) for a, p, n in every if who[a] == who[p] and who[a] != who[n]]


def as_set(triplets: tuple[Tensor, Tensor, Tensor]) -> set[tuple[int, ...]]:
    listed = [tuple(row) for row in torch.stack(triplets, 1).tolist()]
    assert len(listed) == len(set(listed))
    return set(listed)


def test_batch_all_is_every_valid_triplet(faces: Tensor) -> None:
    assert as_set(batch_all(distances(faces, faces), LABELS)) == set(valid())


def test_batch_hard_is_the_farthest_positive_and_the_nearest_negative_of_each_anchor(faces: Tensor) -> None:
    d = plain(faces)
    wanted = set()
    for a in {a for a, _, _ in valid()}:
        positives, negatives = ({t[i] for t in valid() if t[0] == a} for i in (1, 2))
        wanted.add((a, max(positives, key=lambda p: d[a][p]), min(negatives, key=lambda n: d[a][n])))
    assert as_set(batch_hard(distances(faces, faces), LABELS)) == wanted
    assert not {a for a, _, _ in wanted} & {5, 9}


def test_semi_hard_is_the_nearest_negative_beyond_the_positive_and_within_the_margin(faces: Tensor) -> None:
    d = plain(faces)
    wanted = set()
    for a, p in {(a, p) for a, p, _ in valid()}:
        fit = [n for x, y, n in valid() if (x, y) == (a, p) and d[a][p] < d[a][n] < d[a][p] + MARGIN]
        if fit:
            wanted.add((a, p, min(fit, key=lambda n: d[a][n])))
    found = as_set(semi_hard(distances(faces, faces), LABELS, MARGIN))
    assert found == wanted
    assert 0 < len(found) < len({t[:2] for t in valid()})  # this set tells pairs with from pairs without


def test_offline_takes_the_triplets_as_they_were_drawn(faces: Tensor) -> None:
    assert as_set(offline(distances(faces, faces), LABELS)) == {(0, 1, 2), (3, 4, 5), (6, 7, 8)}


@pytest.mark.parametrize("name", MINERS)
def test_the_triplet_loss_is_its_definition(name: str, faces: Tensor) -> None:
    d = plain(faces)
    triplets = miner(name, MARGIN)(distances(faces, faces), LABELS)
    each = [max(0.0, d[a][p] - d[a][n] + MARGIN) for a, p, n in torch.stack(triplets, 1).tolist()]
    loss = triplet_loss(faces, triplets, MARGIN)
    assert loss.item() == pytest.approx(sum(each) / max(1, sum(x > 0 for x in each)), abs=1e-5)
    loss.backward()  # type: ignore[no-untyped-call]
    assert faces.grad is not None
    assert torch.isfinite(faces.grad).all()


@pytest.mark.parametrize("name", MINERS)
def test_no_triplet_at_all_is_a_loss_of_nothing_and_a_gradient_of_zeros(name: str) -> None:
    faces = torch.randn(2, 4, requires_grad=True)
    loss = triplet_loss(faces, miner(name, MARGIN)(distances(faces, faces), torch.tensor([0, 1])), MARGIN)
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == 0
    assert faces.grad is not None
    assert not faces.grad.any()


def test_two_equal_faces_have_a_finite_slope() -> None:
    faces = torch.ones(4, 3, requires_grad=True)
    labels = torch.tensor([0, 0, 1, 1])
    loss = triplet_loss(faces, batch_hard(distances(faces, faces), labels), MARGIN)
    loss.backward()  # type: ignore[no-untyped-call]
    assert loss.item() == pytest.approx(MARGIN, abs=1e-4)
    assert faces.grad is not None
    assert torch.isfinite(faces.grad).all()


def arcface_by_hand(head: MarginHead, faces: Tensor, labels: list[int], weights: list[float]) -> float:
    def unit(row: list[float]) -> list[float]:
        length = math.sqrt(sum(x * x for x in row))
        return [x / length for x in row]

    centres = [unit(row) for row in head.centres.detach().tolist()]
    total = counted = 0.0
    for face, label in zip(faces.detach().tolist(), labels, strict=True):
        cosines = [sum(x * y for x, y in zip(unit(face), centre, strict=True)) for centre in centres]
        angle = math.acos(cosines[label])
        cosines[label] = (
            math.cos(angle + head.margin)
            if angle + head.margin < math.pi
            else cosines[label] - head.margin * math.sin(head.margin)
        )
        logits = [head.scale * c for c in cosines]
        top = max(logits)
        log_p = logits[label] - top - math.log(sum(math.exp(x - top) for x in logits))
        total += weights[label] * (1 - math.exp(log_p)) ** head.focal * -log_p
        counted += weights[label]
    return total / counted


@pytest.mark.parametrize("focal", [0.0, 2.0])
@pytest.mark.parametrize("weights", [None, [1.0, 2.0, 0.5, 3.0, 1.0]])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.float16])
def test_arcface_is_its_definition(
    focal: float, weights: list[float] | None, dtype: torch.dtype, faces: Tensor
) -> None:
    head = MarginHead(5, 5, 0.5, 8.0, focal, None if weights is None else torch.tensor(weights))
    given = faces.detach().to(dtype)
    loss = head(given, LABELS)
    assert loss.dtype == torch.float32
    wanted = arcface_by_hand(head, given.double(), LABELS.tolist(), weights or [1.0] * 5)
    assert loss.item() == pytest.approx(wanted, rel=1e-4)


@pytest.mark.parametrize(("degrees", "wanted"), [(0, 28.64789), (60, 88.64789), (140, 168.64789)])
def test_arcface_turns_the_own_class_away_by_its_margin(degrees: float, wanted: float) -> None:
    head = MarginHead(2, 2, 0.5, 1.0)
    head.centres.data = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    angle = math.radians(degrees)
    logits = head.logits(torch.tensor([[math.cos(angle), math.sin(angle)]]), torch.tensor([0]))
    assert logits[0, 0].item() == pytest.approx(math.cos(math.radians(wanted)), abs=1e-3)
    assert logits[0, 1].item() == pytest.approx(math.sin(angle), abs=1e-6)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_arcface_has_a_finite_slope_where_the_arccos_has_none(side: float) -> None:
    head = MarginHead(3, 2)
    faces = (side * head.centres.data[:1]).repeat(2, 1).requires_grad_()
    head(faces, torch.tensor([0, 0])).backward()
    assert faces.grad is not None
    assert torch.isfinite(faces.grad).all()
    assert head.centres.grad is not None
    assert torch.isfinite(head.centres.grad).all()


@pytest.mark.parametrize("focal", [0.1, 0.5, 1.0, 2.0])
def test_focal_loss_learns_from_a_batch_in_which_some_faces_are_certain(focal: float) -> None:
    head = MarginHead(3, 3, 0.0, focal=focal, kind="cosface")
    head.centres.data = torch.eye(3)
    # Certain, to the last bit, and in doubt between two people.
    faces = torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]], requires_grad=True)
    loss = head(faces, torch.tensor([0, 1]))
    loss.backward()
    assert loss.item() == pytest.approx(0.5**focal * math.log(2) / 2, rel=1e-4)
    assert faces.grad is not None
    assert faces.grad[0].tolist() == pytest.approx([0, 0, 0], abs=1e-6)
    assert torch.isfinite(faces.grad).all()
    assert faces.grad[1].any()
    assert head.centres.grad is not None
    assert torch.isfinite(head.centres.grad).all()


def head_of(kind: str, **more: float) -> MarginHead:
    """Two people whose centres are the axes; margin 0.4, scale 1."""
    head = MarginHead(2, 2, 0.4, 1.0, kind=kind, **more)  # type: ignore[arg-type]
    head.centres.data = torch.eye(2)
    return head.eval()


def at(degrees: float, length: float) -> Tensor:
    angle = math.radians(degrees)
    return length * torch.tensor([[math.cos(angle), math.sin(angle)]])


@pytest.mark.parametrize("degrees", [5.0, 40.0, 80.0, 120.0])
def test_cosface_takes_its_margin_off_the_own_cosine(degrees: float) -> None:
    own, other = head_of("cosface").logits(at(degrees, 3), torch.tensor([0]))[0].tolist()
    assert own == pytest.approx(math.cos(math.radians(degrees)) - 0.4, abs=1e-5)
    assert other == pytest.approx(math.sin(math.radians(degrees)), abs=1e-5)


@pytest.mark.parametrize("length", [1.0, 15.0, 60.0, 100.0, 400.0])
@pytest.mark.parametrize("mean", [40.0, 95.0])
def test_adaface_turns_clear_faces_away_and_takes_off_poor_ones(length: float, mean: float) -> None:
    """As its authors wrote it down, https://arxiv.org/abs/2204.00964, equations 6 to 8, with h = 0.333; a length counts as
    100 at most, as in their program."""
    head = head_of("adaface")
    head.get_buffer("lengths").copy_(torch.tensor([mean, 15.0]))
    share = max(-1.0, min(1.0, (min(length, 100.0) - mean) / (15.0 + 1e-3) * 0.333))
    wanted = math.cos(math.radians(50) - 0.4 * share) - (0.4 * share + 0.4)
    assert head.logits(at(50, length), torch.tensor([0]))[0, 0].item() == pytest.approx(wanted, abs=1e-5)


def test_adaface_follows_the_lengths_it_sees_in_training_alone() -> None:
    head = head_of("adaface")
    faces, labels = torch.cat([at(10, 30), at(80, 50)]), torch.tensor([0, 1])
    head(faces, labels)
    assert head.get_buffer("lengths").tolist() == [20.0, 100.0]
    head.train()(faces, labels)
    assert head.get_buffer("lengths").tolist() == pytest.approx([20 + 0.01 * 20, 100 + 0.01 * (math.sqrt(200) - 100)])


@pytest.mark.parametrize(("length", "margin"), [(5.0, 0.4), (10.0, 0.4), (60.0, 0.6), (110.0, 0.8), (200.0, 0.8)])
def test_magface_has_a_margin_that_grows_and_a_wish_for_length(length: float, margin: float) -> None:
    head, label = head_of("magface", margin_most=0.8, magnitude_weight=7.0), torch.tensor([0])
    logits = head.logits(at(30, length), label)
    assert logits[0, 0].item() == pytest.approx(math.cos(math.radians(30) + margin), abs=1e-5)
    kept = min(max(length, 10.0), 110.0)
    plain = torch.nn.functional.cross_entropy(logits, label).item()
    assert head(at(30, length), label).item() == pytest.approx(plain + 7 * (kept / 110**2 + 1 / kept), abs=1e-5)
    short = at(30, 20).requires_grad_()
    head_of("magface", margin_most=0.4, magnitude_weight=7.0)(short, label).backward()
    assert short.grad is not None
    assert (short.grad * short).sum() < 0  # a longer one costs less


def test_the_nearest_of_a_class_s_centres_counts() -> None:
    head = MarginHead(2, 2, 0.0, 1.0, kind="cosface", sub_centres=2)
    head.centres.data = torch.cat([at(0, 1), at(90, 1), at(180, 1), at(60, 1)])
    cosines = head.logits(at(70, 2), torch.tensor([0]))[0].tolist()
    assert cosines == pytest.approx([math.cos(math.radians(20)), math.cos(math.radians(10))], abs=1e-5)


def test_a_sample_of_the_classes_has_those_of_the_batch_and_is_drawn_anew_alike_in_every_process() -> None:
    torch.manual_seed(0)
    one = MarginHead(4, 40, 0.3, 8.0, sampled=0.25)
    other = MarginHead(4, 40, 0.3, 8.0, sampled=0.25)
    other.load_state_dict(one.state_dict())
    faces, labels = torch.randn(6, 4), torch.tensor([3, 3, 17, 39, 0, 17])
    seen = []
    for _ in range(3):
        chosen, places = one._drawn(labels)
        torch.rand(3)  # another process's generator stands elsewhere
        again, _ = other._drawn(labels)
        assert torch.equal(chosen, again)
        assert len(chosen) == 10
        assert torch.equal(chosen[places], labels)
        seen.append(chosen.tolist())
    assert seen[0] != seen[1] != seen[2]
    whole = MarginHead(4, 40, 0.3, 8.0)
    whole.centres.data = one.centres.data
    chosen, places = other._drawn(labels)  # what `one` draws next
    few = one(faces, labels)
    wanted = torch.nn.functional.cross_entropy(whole.logits(faces, labels)[:, chosen], places)
    assert few.item() == pytest.approx(wanted.item(), abs=1e-5)
    few.backward()
    assert one.centres.grad is not None
    assert set(one.centres.grad.abs().sum(1).nonzero()[:, 0].tolist()) <= set(chosen.tolist())


def test_balanced_weights_let_every_class_count_alike() -> None:
    labels = torch.tensor([0, 0, 0, 1, 2, 2])
    weights = balanced_weights(labels, 3)
    sums = [weights[labels[labels == c]].sum().item() for c in range(3)]
    assert sums == pytest.approx([2.0, 2.0, 2.0])


def test_distillation_is_the_mean_squared_distance_of_unit_vectors() -> None:
    torch.manual_seed(0)
    a, b = torch.randn(6, 7), 3 * torch.randn(6, 7)
    unit = torch.nn.functional.normalize
    assert distillation(a, b).item() == pytest.approx((unit(a) - unit(b)).square().sum(1).mean().item(), rel=1e-4)
    assert distillation(a, 5 * a).item() == pytest.approx(0, abs=1e-6)
