"""Measured figures as tables for people. Reports of measurements, and the parts of cards that have their form, have names of
measures and data sets; here they become plain words."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gatekeeper.desk.trail import PAIRINGS
from gatekeeper.messages import Message
from gatekeeper.speech import Speech


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share of 1, with its 95 % interval and sample size, if known."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None

    def as_text(self, speech: Speech) -> str:
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


NAMED = 5  # files left out, of each reason: the others are in the report
PICTURES = {
    "lfw_half": Message("Public photographs of well-known people (LFW, half of them) with simulated masks"),
    "residents_real": Message("75 people with real masks, on close web pictures"),
    "mask_crops": Message("Faces cut from web pictures, with and without real masks"),
    "crops": Message("Held-out web pictures with real masks and without"),
    "simulated": Message("Held-out pictures with simulated masks"),
}
STATES = {"bare": Message("no mask"), "masked": Message("mask"), "wrong": Message("mask worn wrongly")}
_SHOWN = {
    "live": Message("Living people"),
    "print": Message("Photo prints"),
    "paper": Message("Photos on paper, rendered"),
    "phone": Message("Photos on a phone"),
    "monitor": Message("Photos on a screen"),
}
_WITH = {"masked": Message("with a mask")}


def pairs_table(report: Mapping[str, Mapping[str, Any]], pictures: str = "") -> Table:
    """Reports of `evaluate_pairs`, by what was compared."""
    rows = []
    for key, figures in report.items():
        intervals, tar = mapping(figures.get("intervals")), mapping(figures.get("tar_at_fmr"))
        recognised = (
            share_of(tar.get(fmr), figures=mapping(intervals.get("tar_at_fmr")).get(fmr)) for fmr in ("1e-2", "1e-3")
        )
        right = share_of(figures.get("accuracy"), figures=intervals.get("accuracy"))
        rows.append((pairing_title(key), *recognised, right, _count(figures.get("n"))))
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
    n, intervals = _count(report.get("probes")), mapping(mapping(report.get("intervals")).get("tar_at_fmr"))
    first = mapping(mapping(report.get("cmc")).get("1"))
    return Table(
        Message("Finding one of many people by a face with a mask"),
        (Message("Measured"), Message("Share"), Message("Pictures")),
        (
            (
                Message("The right one of {count} people comes first", count=report.get("people", 0)),
                share_of(report.get("rank1"), n, first),
                n,
            ),
            (
                Message("Recognised, at 1 false accept in 100"),
                share_of(mapping(report.get("tar_at_fmr")).get("1e-2"), n, intervals.get("1e-2")),
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
        shares = mapping(report.get(key))
        rows = [
            (title, share_with_interval(share), _count(share.get("visits")))
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
        right, mask_told = (share_with_interval(figures.get(key)) for key in ("accuracy", "mask_or_none"))
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
    rows = [
        (Message("Living people, refused"), share_with_interval(report["bpcer"]), int(report["bpcer"]["presentations"]))
    ]
    rows += [
        (
            Message("{shown}, let through", shown=_SHOWN.get(kind, kind)),
            share_with_interval(rate),
            int(rate["presentations"]),
        )
        for kind, rate in report["apcer"].items()
    ]
    heads = (Message("Shown"), Message("Wrong decisions"), Message("Presentations"))
    return [Table(Message("Error rates"), heads, tuple(rows), more_is_better=False)]


def liveness_shares(figures: Mapping[str, Any]) -> tuple[Share, Share] | None:
    """The share of living people refused, and of the most successful kind of attack that passes; None: unknown.

    figures: a report of `evaluate_liveness`, or a liveness card's metrics, whose left-out people are then used.
    """
    left_out = mapping(figures.get("left_out_people"))
    living = [figures.get("bpcer"), *(figure for name, figure in left_out.items() if name.startswith("live"))]
    shown = [
        *mapping(figures.get("apcer")).values(),
        *(figure for name, figure in left_out.items() if not name.startswith("live")),
    ]
    refused, passed = (
        [share for rate in rates if isinstance(share := share_with_interval(rate), Share)] for rates in (living, shown)
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
            return [mask_table({Message("Your pictures"): report}), confusion_table(rows)]
    return liveness_tables(report)


def left_out_by_reason(report: Mapping[str, Any]) -> dict[str, list[str]]:
    """The files that took no part in a local measurement, by the reason."""
    by_reason: dict[str, list[str]] = {}
    for file in report.get("left_out", ()):
        by_reason.setdefault(file["reason"], []).append(file["file"])
    return by_reason


def left_out_tables(report: Mapping[str, Any]) -> list[Table]:
    """The files that took no part in a local measurement, by the reason, with the names of the first; none if all did."""
    rows = tuple(
        (why, len(names), ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else ""))
        for why, names in left_out_by_reason(report).items()
    )
    heads = (Message("Reason"), Message("Files"), Message("Which"))
    return [Table(Message("Left out"), heads, rows)] if rows else []


def confusion_table(rows: list[list[int]], pictures: str = "") -> Table:
    """As what faces of each state were seen. rows: by the true state, each counts by the state that was seen."""
    written: list[tuple[Cell, ...]] = []
    for state, counts in zip(STATES.values(), rows, strict=True):
        if total := sum(counts):
            written.append((state, *(share_of(count / total) for count in counts), total))
    heads = (
        Message("Actual"),
        *(Message("Seen as: {state}", state=state) for state in STATES.values()),
        Message("Faces"),
    )
    return Table(Message("Classified as"), heads, tuple(written), _pictures(pictures))


def pairing_title(name: str) -> str:
    """What is compared, by the key of a report or card."""
    key = name.removeprefix("pairs_").replace("_", "-")
    titles = {pairing.value: title for pairing, title in PAIRINGS.items()} | {"all": Message("All together")}
    return titles.get(key, key.replace("-", " "))


def kind_shown(name: str) -> str:
    """What was shown to the liveness network, by the key of a card."""
    kind, _, more = name.partition(" ")
    title = _SHOWN.get(kind, kind)
    return Message("{shown}, {how}", shown=title, how=_WITH.get(more, more)) if more else title


def _pictures(name: str) -> str:
    return Message("Measured on: {pictures}.", pictures=PICTURES.get(name, name)) if name else ""


def mapping(value: Any) -> dict[str, Any]:
    """Part of a card, which may contain anything."""
    return value if isinstance(value, dict) else {}


def is_number(value: Any) -> bool:
    """Whether this part of a card is a finite number that a float holds; True and False are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= sys.float_info.max


def share_of(value: Any, n: int | None = None, figures: Any = None) -> Cell:
    """A share, with its interval from `figures` if there is one."""
    return Share(float(value), *_interval(mapping(figures)), n) if is_number(value) else "–"


def share_with_interval(interval: Any) -> Cell:
    """A share as `wilson` and `error_rate` report it; a dash for anything else."""
    if not isinstance(interval, dict):
        return "–"
    value = next((interval[key] for key in ("value", "rate") if is_number(interval.get(key))), None)
    if value is None:
        return "–"
    n = interval.get("n", interval.get("presentations"))
    return Share(float(value), *_interval(interval), _count(n) or None)


def _count(value: Any) -> int:
    return int(value) if is_number(value) else 0


def _interval(figures: Mapping[str, Any]) -> tuple[float | None, float | None]:
    low, high = figures.get("low"), figures.get("high")
    return low if is_number(low) else None, high if is_number(high) else None


def cell_text(cell: Cell, speech: Speech) -> str:
    """A cell's text."""
    match cell:
        case Share():
            return cell.as_text(speech)
        case Rate():
            return speech.one_in(cell.value)
        case str():
            return speech.say(cell)
        case int():
            return speech.number(cell)
    return speech.number(cell, 4)
