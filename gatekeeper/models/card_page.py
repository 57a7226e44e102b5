"""A model's card as a page for people: purpose, figures, weaknesses, licence.

Window and terminal draw the same page, with all texts passed through their `Speech`.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from gatekeeper.domain import FMRS, Pairing
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.models.figures import (
    Cell,
    Rate,
    Share,
    Table,
    cell_text,
    confusion_table,
    door_tables,
    gallery_table,
    is_number,
    kind_shown,
    liveness_tables,
    mapping,
    mask_table,
    pairing_title,
    pairs_table,
    share_of,
    share_with_interval,
)
from gatekeeper.speech import TERMINAL

log = logging.getLogger(__name__)

_WORSE = 0.005  # share of correct answers; smaller differences do not count


@dataclass(frozen=True, slots=True)
class Page:
    """A card's page. good: its tables; expert: tables needed only to set thresholds."""

    title: str
    kind: str
    purpose: str
    good: tuple[Table, ...]
    weak: str
    licence: str
    data: str
    expert: tuple[Table, ...] = ()


SHOWN = ("title", "licence", "data", "weaknesses")  # of a card, in words
KINDS = {
    "embedding": Message("Recognises people"),
    "mask-status": Message("Detects masks"),
    "landmarks": Message("Finds eyes, nose and mouth"),
    "liveness": Message("Detects photos"),
}
PURPOSES = {
    "embedding": Message(
        "Turns a face into numbers that are alike for pictures of one person. The door knows people "
        "by it, with and without a mask."
    ),
    "mask-status": Message(
        "Tells whether a face is bare, wears a mask, or wears it wrongly, so that it is compared "
        "with the right photos and the door's rule about masks can be kept."
    ),
    "landmarks": Message(
        "Finds eyes, nose and the corners of the mouth, also below a mask, so that every face is "
        "brought into the same position before it is compared."
    ),
    "liveness": Message(
        "Tells living faces from photos and screens held before the camera, by a few pictures and "
        "without asking for anything."
    ),
}
_POINTS = (Message("Eyes"), Message("Nose"), Message("Corners of the mouth"))


def page(model: ModelCard, measured: Mapping[str, Any] | None = None) -> Page:
    """A model's card as a page. measured: this site's accepted liveness measurement, which comes first."""
    card = model.card
    metrics = card.get("metrics") if isinstance(card.get("metrics"), dict) else {}
    of_kind = {
        "embedding": _of_embedding,
        "mask-status": _of_mask_card,
        "landmarks": _of_landmarks,
        "liveness": _of_liveness_card,
    }.get(model.kind)
    return Page(
        str(card["title"]),
        KINDS.get(model.kind, model.kind),
        PURPOSES.get(model.kind, ""),
        (*_measured_here(measured), *(_readable(of_kind(metrics or {})) if of_kind is not None else ())),
        str(card.get("weaknesses") or Message("Its weaknesses are not documented: measure it before you rely on it.")),
        str(card["licence"]).replace("unknown", Message("Not stated: ask its author before you use it.")),
        str(card.get("data") or Message("Not stated.")),
        _readable(_thresholds(card.get("thresholds"))),
    )


def _readable(tables: Iterable[Table]) -> tuple[Table, ...]:
    """The tables of a part of a card. Its maker writes what they like: a part that makes no sense is left out."""
    try:
        found = tuple(tables)
        for table in found:
            for cell in (*table.heads, *chain.from_iterable(table.rows)):
                cell_text(cell, TERMINAL)  # raises for what cannot be written, as a number beyond a float
        return found
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        log.warning("Figures of a model's card cannot be read: %r", error)
        return ()


def merits(model: ModelCard) -> dict[str, float]:
    """The share of correct answers by pairing, as far as an embedding model's card has it; "all": over all pairings."""
    metrics = model.card.get("metrics")
    if not isinstance(metrics, dict):
        return {}
    found = {
        key.removeprefix("pairs_").replace("_", "-"): float(figures["accuracy"])
        for key, figures in mapping(metrics.get("verification")).items()
        if isinstance(figures, dict) and is_number(figures.get("accuracy"))
    }
    if not found and is_number(metrics.get("accuracy")):
        found = {"all": float(metrics["accuracy"])}
    if found and "all" not in found:
        found["all"] = sum(found.values()) / len(found)
    return found


def worse(new: ModelCard, old: ModelCard) -> bool:
    """Whether a model is worse than another by their cards; a model without figures counts as worse."""
    mine, before = merits(new), merits(old)
    if not before:
        return False
    common = mine.keys() & before.keys()
    return not common or any(mine[key] < before[key] - _WORSE for key in common)


def side_by_side(new: ModelCard, old: ModelCard) -> Table | None:
    """Two cards' shares of correct answers; None if neither has any."""
    mine, before = merits(new), merits(old)
    if not mine and not before:
        return None
    rows = [
        (
            pairing_title(key) if key != "all" else Message("All together"),
            *(share_of(figures.get(key)) for figures in (before, mine)),
        )
        for key in (*(pairing.value for pairing in Pairing), "all")
        if key in mine or key in before
    ]
    return Table(
        Message("Correct answers, by the models' cards"),
        (Message("Pictures compared"), Message("Now"), Message("New")),
        tuple(rows),
    )


def _measured_here(measured: Mapping[str, Any] | None) -> Iterable[Table]:
    for table in liveness_tables(measured) if measured else ():
        yield replace(table, title=Message("Error rates here"), note=Message("Measured at this site."))


def _of_embedding(metrics: Mapping[str, Any]) -> Iterable[Table]:
    door = mapping(metrics.get("door"))
    yield from door_tables(door, str(door.get("pictures", "")))
    verification = mapping(metrics.get("verification"))
    pairs = {key: figures for key, figures in verification.items() if isinstance(figures, dict)}
    if pairs:
        yield pairs_table(pairs, str(verification.get("pictures", "")))
    elif is_number(metrics.get("accuracy")):
        yield Table(
            Message("How well it tells people apart"),
            (Message("Pictures compared"), Message("Correct answers")),
            ((Message("All together"), Share(float(metrics["accuracy"]))),),
            Message("Measured on faces of its own training set that were set aside."),
        )
    strangers = mapping(metrics.get("false_positive_identification"))
    sizes = sorted({int(size) for shares in strangers.values() if isinstance(shares, dict) for size in shares})
    if sizes:
        rows: list[tuple[Cell, ...]] = [
            (pairing_title(key), *(share_of(shares.get(str(size))) for size in sizes))
            for key, shares in strangers.items()
            if isinstance(shares, dict)
        ]
        heads: tuple[Cell, ...] = (
            Message("Pictures compared"),
            *(Message("Among {size} people", size=size) for size in sizes),
        )
        note = Message(
            "At 1 false accept in 10,000 comparisons, by a single picture; the door requires several to agree."
        )
        yield Table(Message("Strangers mistaken for somebody"), heads, tuple(rows), note, more_is_better=False)
    if isinstance(found := metrics.get("identification"), dict):
        yield gallery_table(found, str(found.get("pictures", "")))


def _of_mask_card(metrics: Mapping[str, Any]) -> Iterable[Table]:
    evaluated = mapping(metrics.get("evaluated"))
    reports = {key: figures for key, figures in evaluated.items() if isinstance(figures, dict)}
    if reports:
        yield mask_table(reports)
    for name, rows in mapping(metrics.get("held_out")).items():
        if isinstance(rows, list):
            yield confusion_table(rows, name)


def _of_landmarks(metrics: Mapping[str, Any]) -> Iterable[Table]:
    error = mapping(metrics.get("held_out_error"))
    looks = [error.get(key) for key in ("found", "refined")]
    if all(isinstance(errors, list) and len(errors) == 5 for errors in looks):
        rows: list[tuple[Cell, ...]] = [
            (name, *(share_of(sum(errors[a:b]) / (b - a)) for errors in reversed(looks) if errors is not None))
            for name, (a, b) in zip(_POINTS, ((0, 2), (2, 3), (3, 5)), strict=True)
        ]
        yield Table(
            Message("Position error below a mask"),
            (Message("Point"), Message("Second estimate"), Message("First estimate")),
            tuple(rows),
            Message("Median, in per cent of the distance between the eyes."),
            more_is_better=False,
        )


def _of_liveness_card(metrics: Mapping[str, Any]) -> Iterable[Table]:
    for key, title in (
        ("left_out_people", Message("Error rates")),
        ("unseen_kinds", Message("Screens, where it was trained without any")),
    ):
        rows = [
            (kind_shown(name), share_with_interval(figures), int(figures["presentations"]))
            for name, figures in mapping(metrics.get(key)).items()
            if isinstance(figures, dict) and "presentations" in figures
        ]
        if rows:
            note = Message("Living people refused, and photos let through, each by a network that never saw them.")
            yield Table(
                title,
                (Message("Shown"), Message("Wrong decisions"), Message("Presentations")),
                tuple(rows),
                note,
                more_is_better=False,
            )
    for key, title, passed, total in (
        ("rendered_head_turn", Message("Passing the head turn"), "passed", "requests"),
        ("rendered_depth", Message("Passing the depth check"), "called_head", "shown"),
    ):
        sums: dict[str, list[int]] = {}
        for name, counts in mapping(metrics.get(key)).items():
            if isinstance(counts, dict) and passed in counts and "other way" not in name:
                kind = Message("Heads") if name.startswith("head") else Message("Flat pictures")
                kind = kind if kind == "Heads" or name.startswith("flat") else Message("Bent or folded pictures")
                sums.setdefault(kind, [0, 0])
                sums[kind][0] += int(counts[passed])
                sums[kind][1] += int(counts[total])
        rows = [(kind, Share(a / b, n=b), b) for kind, (a, b) in sums.items() if b]
        if rows:
            yield Table(
                title,
                (Message("Shown"), Message("Passes"), Message("Tries")),
                tuple(rows),
                Message("Rendered, not filmed."),
            )


def _thresholds(table: Any) -> Iterable[Table]:
    if not isinstance(table, dict):
        return
    rows: list[tuple[Cell, ...]] = [
        (
            pairing_title(pairing),
            *(float(rates[f"{fmr:.0e}"]["threshold"]) if f"{fmr:.0e}" in rates else "–" for fmr in FMRS),
        )
        for pairing, rates in table.items()
    ]
    if rows:
        heads: tuple[Cell, ...] = (Message("Pictures compared"), *(Rate(fmr) for fmr in FMRS))
        yield Table(
            Message("Similarity from which two pictures count as the same person, by false-accept rate"),
            heads,
            tuple(rows),
        )
