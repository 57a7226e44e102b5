"""A model's card as a page for people: purpose, figures, weaknesses, licence.

A card has names of measures, data sets and settings as the trainer writes them; here they become tables in plain words.
Window and terminal draw the same page, with all texts passed through their `Speech`; local measurements are reports of the
same form and become the same tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gatekeeper.desk.trail import PAIRINGS
from gatekeeper.domain import FMRS, Pairing
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.speech import Speech

_WORSE = 0.005  # share of correct answers; smaller differences do not count


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share of 1, with its 95 % interval and sample size, if known."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None

    def told(self, speech: Speech) -> str:
        """In per cent, with the interval."""
        if self.low is None or self.high is None:
            return speech.percent(self.value)
        return f"{speech.percent(self.value)} ({speech.percent(self.low)} – {speech.percent(self.high)})"


@dataclass(frozen=True, slots=True)
class Rate:
    """A small rate, shown as 1 in N."""

    value: float


Cell = str | int | float | Share | Rate


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under heads. Shares are drawn as bars; more_is_better: whether a long one is good."""

    title: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    more_is_better: bool = True


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
PICTURES = {
    "lfw_half": Message("Public photographs of well-known people (LFW, half of them) with simulated masks"),
    "residents_real": Message("75 people with real masks, on close web pictures"),
    "mask_crops": Message("Faces cut from web pictures, with and without real masks"),
    "crops": Message("Held-out web pictures with real masks and without"),
    "simulated": Message("Held-out pictures with simulated masks"),
}
STATES = {"bare": Message("no mask"), "masked": Message("mask"), "wrong": Message("mask worn wrongly")}
_POINTS = (Message("Eyes"), Message("Nose"), Message("Corners of the mouth"))
_SHOWN = {
    "live": Message("Living people"),
    "print": Message("Photo prints"),
    "paper": Message("Photos on paper, rendered"),
    "phone": Message("Photos on a phone"),
    "monitor": Message("Photos on a screen"),
}
_WITH = {"masked": Message("with a mask")}


def page(model: ModelCard, measured: Mapping[str, Any] | None = None) -> Page:
    """A model's card as a page. measured: this site's accepted liveness measurement, which comes first."""
    card = model.card
    metrics = card.get("metrics") if isinstance(card.get("metrics"), dict) else {}
    tables = {
        "embedding": _of_embedding,
        "mask-status": _of_mask_card,
        "landmarks": _of_landmarks,
        "liveness": _of_liveness_card,
    }.get(model.kind)
    return Page(
        str(card["title"]),
        KINDS.get(model.kind, model.kind),
        PURPOSES.get(model.kind, ""),
        (*_measured_here(measured), *(tables(metrics or {}) if tables is not None else ())),
        str(card.get("weaknesses") or Message("Its weaknesses are not documented: measure it before you rely on it.")),
        str(card["licence"]).replace("unknown", Message("Not stated: ask its author before you use it.")),
        str(card.get("data") or Message("Not stated.")),
        tuple(_thresholds(card.get("thresholds"))),
    )


def merits(model: ModelCard) -> dict[str, float]:
    """The share of correct answers by pairing, as far as an embedding model's card has it; "all": over all pairings."""
    metrics = model.card.get("metrics")
    if not isinstance(metrics, dict):
        return {}
    found = {
        key.removeprefix("pairs_").replace("_", "-"): float(figures["accuracy"])
        for key, figures in _dict(metrics.get("verification")).items()
        if isinstance(figures, dict) and _number(figures.get("accuracy"))
    }
    if not found and _number(metrics.get("accuracy")):
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
            _pairing(key) if key != "all" else Message("All together"),
            *(_share(figures.get(key)) for figures in (before, mine)),
        )
        for key in sorted({*mine, *before}, key=[*(pairing.value for pairing in Pairing), "all"].index)
        if key in {*(pairing.value for pairing in Pairing), "all"}
    ]
    return Table(
        Message("Correct answers, by the models' cards"),
        (Message("Pictures compared"), Message("Now"), Message("New")),
        tuple(rows),
    )


def pairs_table(report: Mapping[str, Mapping[str, Any]], pictures: str = "") -> Table:
    """Reports of `evaluate_pairs`, by what was compared."""
    rows = []
    for key, figures in report.items():
        intervals, tar = _dict(figures.get("intervals")), _dict(figures.get("tar_at_fmr"))
        recognised = (
            _share(tar.get(fmr), figures=_dict(intervals.get("tar_at_fmr")).get(fmr)) for fmr in ("1e-2", "1e-3")
        )
        right = _share(figures.get("accuracy"), figures=intervals.get("accuracy"))
        rows.append((_pairing(key), *recognised, right, int(figures.get("n", 0))))
    return Table(
        Message("How well it tells people apart"),
        (
            Message("Pictures compared"),
            Message("Recognised, at 1 false accept in 100"),
            Message("in 1,000"),
            Message("Correct answers"),
            Message("Pairs"),
        ),
        tuple(rows),
        _pictures(pictures),
    )


def gallery_table(report: Mapping[str, Any], pictures: str = "") -> Table:
    """A report of `evaluate_gallery`."""
    n, intervals = int(report.get("probes", 0)), _dict(_dict(report.get("intervals")).get("tar_at_fmr"))
    first = _dict(_dict(report.get("cmc")).get("1"))
    return Table(
        Message("Finding one of many people by a face with a mask"),
        (Message("Measured"), Message("Share"), Message("Pictures")),
        (
            (
                Message("The right one of {count} people comes first", count=report.get("people", 0)),
                _share(report.get("rank1"), n, first),
                n,
            ),
            (
                Message("Recognised, at 1 false accept in 100"),
                _share(_dict(report.get("tar_at_fmr")).get("1e-2"), n, intervals.get("1e-2")),
                n,
            ),
        ),
        _pictures(pictures),
    )


def door_tables(report: Mapping[str, Any], pictures: str = "") -> list[Table]:
    """A report of `evaluate_door`."""
    tables = []
    for key, title, head, good in (
        ("opened", Message("Registered people at the door"), Message("Let in"), True),
        ("let_in", Message("Strangers at the door"), Message("Let in wrongly"), False),
    ):
        shares = _dict(report.get(key))
        rows = [
            (title, _interval(share), int(share.get("visits", 0)))
            for state, title in (("bare", Message("no mask")), ("masked", Message("mask")))
            if isinstance(share := shares.get(state), dict) and share.get("visits")
        ]
        note = Message("Known by three photos without a mask and two with one.") if good else ""
        if rows:
            tables.append(
                Table(title, (Message("Face"), head, Message("Visits")), tuple(rows), note, more_is_better=good)
            )
    if tables and pictures:
        tables[-1] = replace(tables[-1], note=_pictures(pictures))
    return tables


def mask_table(reports: Mapping[str, Mapping[str, Any]]) -> Table:
    """Reports of `evaluate_mask`, by the name of their pictures."""
    rows = []
    for name, figures in reports.items():
        right, mask_told = (_interval(figures.get(key)) for key in ("accuracy", "mask_or_none"))
        rows.append(
            (PICTURES.get(name, name), right, mask_told, right.n if isinstance(right, Share) and right.n else 0)
        )
    return Table(
        Message("Accuracy"),
        (Message("Pictures"), Message("Correct answers"), Message("Mask or none"), Message("Faces")),
        tuple(rows),
    )


def liveness_tables(report: Mapping[str, Any]) -> list[Table]:
    """A report of `evaluate_liveness`."""
    rows = [(Message("Living people, refused"), _interval(report["bpcer"]), int(report["bpcer"]["presentations"]))]
    rows += [
        (Message("{shown}, let through", shown=_SHOWN.get(kind, kind)), _interval(rate), int(rate["presentations"]))
        for kind, rate in report["apcer"].items()
    ]
    heads = (Message("Shown"), Message("Wrong decisions"), Message("Presentations"))
    return [Table(Message("Error rates"), heads, tuple(rows), more_is_better=False)]


def _measured_here(measured: Mapping[str, Any] | None) -> Iterable[Table]:
    for table in liveness_tables(measured) if measured else ():
        yield replace(table, title=Message("Error rates here"), note=Message("Measured at this site."))


def liveness_shares(figures: Mapping[str, Any]) -> tuple[Share, Share] | None:
    """The share of living people refused, and of the most successful kind of attack that passes; None: unknown.

    figures: a report of `evaluate_liveness`, or a liveness card's metrics, whose left-out people are then used.
    """
    left_out = _dict(figures.get("left_out_people"))
    living = [figures.get("bpcer"), *(figure for name, figure in left_out.items() if name.startswith("live"))]
    shown = [
        *_dict(figures.get("apcer")).values(),
        *(figure for name, figure in left_out.items() if not name.startswith("live")),
    ]
    refused, passed = (
        [share for rate in rates if isinstance(share := _interval(rate), Share)] for rates in (living, shown)
    )
    if not refused or not passed:
        return None
    return max(refused, key=lambda share: share.value), max(passed, key=lambda share: share.value)


def report_tables(kind: str, report: Mapping[str, Any]) -> list[Table]:
    """A local measurement. kind: "pairs", "gallery", "door", "mask" or "liveness"."""
    match kind:
        case "pairs":
            return [pairs_table({"all": report})]
        case "gallery":
            return [gallery_table(report)]
        case "door":
            return door_tables(report)
        case "mask":
            confusion = report["confusion"]
            rows = [[row[state] for state in STATES] for row in confusion.values()]
            return [mask_table({Message("Your pictures"): report}), *_confusion(rows, "")]
    return liveness_tables(report)


def _of_embedding(metrics: Mapping[str, Any]) -> Iterable[Table]:
    door = _dict(metrics.get("door"))
    yield from door_tables(door, str(door.get("pictures", "")))
    verification = _dict(metrics.get("verification"))
    pairs = {key: figures for key, figures in verification.items() if isinstance(figures, dict)}
    if pairs:
        yield pairs_table(pairs, str(verification.get("pictures", "")))
    elif _number(metrics.get("accuracy")):
        yield Table(
            Message("How well it tells people apart"),
            (Message("Pictures compared"), Message("Correct answers")),
            ((Message("All together"), Share(float(metrics["accuracy"]))),),
            Message("Measured on faces of its own training set that were set aside."),
        )
    strangers = _dict(metrics.get("false_positive_identification"))
    sizes = sorted({int(size) for shares in strangers.values() if isinstance(shares, dict) for size in shares})
    if sizes:
        rows: list[tuple[Cell, ...]] = [
            (_pairing(key), *(_share(shares.get(str(size))) for size in sizes))
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
    evaluated = _dict(metrics.get("evaluated"))
    reports = {key: figures for key, figures in evaluated.items() if isinstance(figures, dict)}
    if reports:
        yield mask_table(reports)
    for name, rows in _dict(metrics.get("held_out")).items():
        if isinstance(rows, list):
            yield from _confusion(rows, name)


def _confusion(rows: list[list[int]], pictures: str) -> Iterable[Table]:
    written: list[tuple[Cell, ...]] = []
    for state, counts in zip(STATES.values(), rows, strict=True):
        if total := sum(counts):
            written.append((state, *(Share(count / total) for count in counts), total))
    heads = (
        Message("Actual"),
        *(Message("Seen as: {state}", state=state) for state in STATES.values()),
        Message("Faces"),
    )
    yield Table(Message("Classified as"), heads, tuple(written), _pictures(pictures))


def _of_landmarks(metrics: Mapping[str, Any]) -> Iterable[Table]:
    error = _dict(metrics.get("held_out_error"))
    looks = [error.get(key) for key in ("found", "refined")]
    if all(isinstance(errors, list) and len(errors) == 5 for errors in looks):
        rows: list[tuple[Cell, ...]] = [
            (name, *(Share(sum(errors[a:b]) / (b - a)) for errors in reversed(looks) if errors is not None))
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
            (_shown(name), _interval(figures), int(figures["presentations"]))
            for name, figures in _dict(metrics.get(key)).items()
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
        for name, counts in _dict(metrics.get(key)).items():
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
            _pairing(pairing),
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


def _pairing(name: str) -> str:
    key = name.removeprefix("pairs_").replace("_", "-")
    titles = {pairing.value: title for pairing, title in PAIRINGS.items()} | {"all": Message("All together")}
    return titles.get(key, key.replace("-", " "))


def _shown(name: str) -> str:
    kind, _, more = name.partition(" ")
    title = _SHOWN.get(kind, kind)
    return Message("{shown}, {how}", shown=title, how=_WITH.get(more, more)) if more else title


def _pictures(name: str) -> str:
    return Message("Measured on: {pictures}.", pictures=PICTURES.get(name, name)) if name else ""


def _dict(value: Any) -> dict[str, Any]:
    """Part of a card, which may contain anything."""
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _share(value: Any, n: int | None = None, figures: Any = None) -> Cell:
    """A share, with its interval from `figures` if there is one."""
    low, high = (_dict(figures).get(end) for end in ("low", "high"))
    return Share(float(value), low, high, n) if _number(value) else "–"


def _interval(interval: Any) -> Cell:
    if not isinstance(interval, dict):
        return "–"
    value = next((interval[key] for key in ("value", "rate") if _number(interval.get(key))), None)
    if value is None:
        return "–"
    return Share(
        float(value), interval.get("low"), interval.get("high"), interval.get("n", interval.get("presentations"))
    )


def told(cell: Cell, speech: Speech) -> str:
    """A cell's text."""
    match cell:
        case Share():
            return cell.told(speech)
        case Rate():
            return speech.one_in(cell.value)
        case str():
            return speech.say(cell)
        case int():
            return speech.number(cell)
    return speech.number(cell, 4)
