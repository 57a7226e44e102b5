"""Builds the parts a recipe names: network and starting weights, head, teacher, sampler."""

from pathlib import Path

import torch
from torch import Tensor, nn

from gatekeeper.errors import TrainingError
from gatekeeper.models.card import ModelCard
from gatekeeper.vision.embed import Embedder, OnnxEmbedder, TorchEmbedder
from gatekeeper.vision.networks import build
from trainer.learn.batches import Bare
from trainer.learn.checkpoints import PUBLISHED, fetch_published, fit, read_checkpoint
from trainer.learn.losses import MARGINS, MarginHead, balanced_weights
from trainer.learn.recipe import Recipe
from trainer.learn.sampling import FullCoverage, Indices, PeoplePictures, RandomTriplets, Shuffled


def starting_network(recipe: Recipe) -> nn.Module:
    """The recipe's network with its starting weights."""
    settings = recipe.network
    options = {"dim": settings.dim, "pooling": settings.pooling, "dropout": settings.dropout}
    network = build(settings.architecture, options)
    if settings.weights != "none":
        file = Path(settings.weights)
        if settings.weights in PUBLISHED.get(settings.architecture, {}) or not file.exists():
            file = fetch_published(settings.architecture, settings.weights)
        fit(network, read_checkpoint(file).state)
    return network


def margin_head(recipe: Recipe, classes: int, labels: Tensor) -> MarginHead:
    """The recipe's head for `classes` people; frozen if the loss has no head. labels: the pictures' people."""
    loss = recipe.loss
    margin = loss.kind in MARGINS
    weights = balanced_weights(labels, classes) if loss.class_weights else None
    head = MarginHead(
        recipe.network.dim,
        classes,
        loss.margin,
        loss.scale,
        loss.focal,
        weights,
        loss.kind if margin else "arcface",
        loss.sub_centres,
        loss.sampled,
        loss.margin_most,
        loss.magnitude_weight,
    )
    return head.requires_grad_(margin)


def teacher_of(recipe: Recipe, device: str) -> Embedder | None:
    """The recipe's teacher, loaded as at the door. Raises ModelError if it is not a model, TrainingError for another dim."""
    if not recipe.loss.teacher_weight:
        return None
    card = ModelCard.read(Path(recipe.loss.teacher))
    if card.kind != "embedding":
        raise TrainingError(f"The teacher {card.id} is a model for {card.kind}.", "Give an embedding model.")
    torch_can = "network.safetensors" in card.card["files"]
    teacher: Embedder = TorchEmbedder(card, device) if torch_can else OnnxEmbedder(card)
    if recipe.network.dim != teacher.dim:
        raise TrainingError(
            f"The teacher's embeddings have {teacher.dim} numbers, the network's {recipe.network.dim}.",
            f"Set network.dim = {teacher.dim}.",
        )
    return teacher


def teacher_embeddings(teacher: Embedder, bare: Bare) -> Tensor:
    """The teacher's embeddings of bare crops, (n, dim)."""
    if isinstance(bare, Tensor) and isinstance(teacher, TorchEmbedder):
        with torch.no_grad():
            return teacher.of_planes(bare)
    crops = bare.permute(0, 2, 3, 1).to(torch.uint8).cpu().numpy() if isinstance(bare, Tensor) else bare
    return torch.from_numpy(teacher.embed(crops))


def sampler_of(
    recipe: Recipe, labels: Indices, processes: int = 1
) -> Shuffled | PeoplePictures | FullCoverage | RandomTriplets:
    """The recipe's sampler. labels: the pictures' people. Raises TrainingError for more processes than a batch has pictures."""
    data, seed = recipe.data, recipe.run.seed
    people = max(2, data.batch // data.pictures)
    size = {"shuffled": data.batch, "random-triplets": data.batch // 3 * 3}.get(data.sampler, people * data.pictures)
    if size < processes:
        raise TrainingError(
            f"A batch of {size} pictures is too small for {processes} processes.",
            "Raise data.batch, or start fewer processes.",
        )
    if data.sampler == "people-pictures":
        return PeoplePictures(labels, people, data.pictures, seed)
    if data.sampler == "full-coverage":
        least_people = 2 if recipe.loss.kind == "triplet" else 1  # a person alone has no negatives
        return FullCoverage(labels, people, data.pictures, seed, least_people, processes)
    if data.sampler == "random-triplets":
        return RandomTriplets(labels, data.batch // 3, seed)
    return Shuffled(labels, data.batch, seed)
