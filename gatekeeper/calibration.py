"""Thresholds for a site: the model's card says what strangers in general look like, the site's own people what they do.

People of one place resemble each other, and so do pictures of one camera; a threshold measured elsewhere is then too low.
`site_thresholds` is the floor no door goes below, taken anew whenever people come or go. `calibrate` measures with intervals
and counts, for an administrator to accept.

FMR as ISO/IEC 19795-1 defines it: the share of comparisons between different people that reach the threshold. As there,
people who are genetically the same (and people registered twice) are no strangers to each other: pairs that an
administrator has confirmed to look alike do not count.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from gatekeeper.domain import MaskState, Pairing, Template, Vectors, View
from gatekeeper.errors import ModelError
from gatekeeper.vision.registry import ModelCard

Kind = tuple[View, MaskState]
Cohort = dict[Kind, Vectors]
PeoplePair = tuple[int, int]
Progress = Callable[[int, int], None]
OWN = "own"  # the source that is no cohort

_SIDES: dict[Pairing, tuple[Kind, Kind]] = {
    Pairing.BARE_BARE: ((View.WHOLE, MaskState.BARE), (View.WHOLE, MaskState.BARE)),
    Pairing.BARE_MASKED: ((View.COVERED, MaskState.BARE), (View.COVERED, MaskState.MASKED)),
    Pairing.MASKED_MASKED: ((View.COVERED, MaskState.MASKED), (View.COVERED, MaskState.MASKED)),
}
_MOST = 4000  # templates of one kind that are compared; more add little but seconds
_DRAWS = 200
_ALIKE_FMR = 1e-4
_MANY_MORE = 1.25  # times the people of then: the measurement is out of date


@dataclass(frozen=True, slots=True)
class Source:
    """Comparisons of different people from one source, and the similarity that the wanted share of them reaches.

    name: OWN, or a cohort's; people: the site's own who took part; others: whom they were compared with (each picture of a
    cohort is taken for somebody else's); comparisons: of pictures; pairs: of people, which are what counts as evidence: two
    more pictures of the same two people are hardly new; low, high: 95 % interval of the threshold, drawn over people.
    """

    name: str
    people: int
    others: int
    comparisons: int
    pairs: int
    threshold: float
    low: float
    high: float

    @property
    def least_fmr(self) -> float:
        """The lowest FMR that so many pairs can show, by the rule of three (Hanley and Lippman-Hand, 1983); 1 is none."""
        return min(1.0, 3 / self.pairs)


@dataclass(frozen=True, slots=True)
class Share:
    """Of the comparisons of people with themselves, over different pictures, the share that passes; with its 95 % interval
    drawn over people. What is missing to 1 are false rejections of single comparisons (FNMR)."""

    people: int
    comparisons: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One pairing. threshold: what is to be demanded; card: what the card demands.

    basis: what carries the threshold. "own": the site's own people are enough to show the FMR, and only then may it lie
    below the card's; "strangers": the highest of all sources, above the card's; "card": the card's, which nothing exceeds.
    """

    threshold: float
    card: float
    basis: str
    sources: tuple[Source, ...]
    genuine: Share | None

    @property
    def own(self) -> Source | None:
        """What the site's own people say."""
        return next((source for source in self.sources if source.name == OWN), None)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two people of whom most bare photos reach the similarity that strangers hardly ever do.

    similarity: median over their photos; as_one: as alike as photos of one person are (95 % of those here).
    """

    people: PeoplePair
    similarity: float
    as_one: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured for a model at one FMR. people: how many were registered; look_alikes: not confirmed, nearest
    first; confirmed: pairs left out."""

    model: str
    files: str
    fmr: float
    people: int
    pairings: dict[Pairing, Measured]
    look_alikes: tuple[LookAlike, ...]
    confirmed: tuple[PeoplePair, ...]

    @property
    def thresholds(self) -> dict[Pairing, float]:
        """The similarity to be demanded in each pairing."""
        return {pairing: measured.threshold for pairing, measured in self.pairings.items()}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A calibration in use: accepted by whom and when (UTC)."""

    calibration: Calibration
    at: datetime
    by: str

    def fits(self, card: ModelCard) -> bool:
        """Whether it was measured with the model as it is now; only then may it be used."""
        return self.calibration.files == card.files_mark

    def outgrown(self, people: int) -> bool:
        """Whether so many people have come since that it should be done again. Until then the newcomers can only raise
        what is demanded."""
        return people > max(_MANY_MORE * self.calibration.people, self.calibration.people + 5)

    def to_json(self) -> str:
        """As it is stored."""
        return json.dumps({"at": self.at.isoformat(), "by": self.by, **as_dict(self.calibration)})

    @staticmethod
    def from_json(text: str) -> "Accepted":
        """What `to_json` wrote."""
        values = json.loads(text)
        pairings = {
            Pairing(pairing): Measured(
                one["threshold"],
                one["card"],
                one["basis"],
                tuple(Source(**source) for source in one["sources"]),
                Share(**one["genuine"]) if one["genuine"] else None,
            )
            for pairing, one in values["pairings"].items()
        }
        alike = tuple(
            LookAlike((one["people"][0], one["people"][1]), one["similarity"], one["as_one"])
            for one in values["look_alikes"]
        )
        confirmed = tuple((a, b) for a, b in values["confirmed"])
        head = (values["model"], values["files"], values["fmr"], values["people"])
        return Accepted(
            Calibration(*head, pairings, alike, confirmed), datetime.fromisoformat(values["at"]), values["by"]
        )


def as_dict(calibration: Calibration) -> dict[str, Any]:
    """As plain values."""
    values = asdict(calibration)
    return {**values, "pairings": {pairing.value: one for pairing, one in values["pairings"].items()}}


def site_thresholds(
    templates: Sequence[Template],
    base: Mapping[Pairing, float],
    fmr: float,
    cohorts: Sequence[Cohort] = (),
    alike: Collection[PeoplePair] = (),
    seed: int = 0,
) -> dict[Pairing, float]:
    """For each pairing the largest of the base threshold and of what the registered people need among each other and
    against each cohort of strangers.

    templates: everybody's, of one model; base: the card's thresholds, or those accepted for the site; fmr: the share of
    comparisons between different people that may reach the threshold; alike: confirmed pairs, which do not count. Where
    there are fewer than 1/fmr comparisons, none may. All of it can only make the door stricter than asked, never laxer: a
    place with few people says little about strangers by itself, so there the cohorts speak.
    """
    out = dict(base)
    for pairing, _, compared in _compared(templates, dict(enumerate(cohorts)), fmr, alike, seed):
        out[pairing] = max(out[pairing], compared.threshold(fmr))
    return out


def calibrate(
    templates: Sequence[Template],
    card: ModelCard,
    fmr: float,
    cohorts: Mapping[str, Cohort],
    alike: Collection[PeoplePair] = (),
    progress: Progress = lambda done, of: None,
    seed: int = 0,
) -> Calibration:
    """Measure which thresholds a site needs, with how much evidence, and what they cost its own people.

    The upper end of each source's interval is what is demanded, and the highest of all sources. It may lie below the
    card's threshold only where the site's own people carry the claim: at least 3/fmr pairs of them. Raises ModelError
    with fewer than two people, or where the card has no threshold for this FMR.
    """
    people = {template.person_id for template in templates}
    if len(people) < 2:
        raise ModelError(
            f"{len(people)} people are registered with the model {card.id}: there is nobody to compare.",
            "Register people first, or activate the model so that they are embedded with it.",
        )
    cards = {pairing: card.threshold(pairing, fmr) for pairing in Pairing}
    found: dict[Pairing, list[Source]] = {pairing: [] for pairing in Pairing}
    steps, done = len(Pairing) * (1 + len(cohorts)) * _DRAWS, 0
    for pairing, name, compared in _compared(templates, cohorts, fmr, alike, seed):
        found[pairing].append(_source(name, compared, fmr, seed, partial(_tell, progress, done, steps)))
        done += _DRAWS
    pairings = {}
    for pairing, sources in found.items():
        strictest = max((source.high for source in sources), default=-1.0)
        own = next((source for source in sources if source.name == OWN), None)
        if own is not None and own.least_fmr <= fmr:
            threshold, basis = strictest, "own"
        else:
            threshold = max(cards[pairing], strictest)
            basis = "strangers" if strictest > cards[pairing] else "card"
        genuine = _genuine(templates, pairing, threshold, seed)
        pairings[pairing] = Measured(threshold, cards[pairing], basis, tuple(sources), genuine)
    progress(steps, steps)
    named = tuple(p for p in look_alikes(templates, card, cohorts) if p.people not in alike)
    head = (card.id, card.files_mark, fmr, len(people))
    return Calibration(*head, pairings, named, tuple(sorted(alike)))


def look_alikes(templates: Sequence[Template], card: ModelCard, cohorts: Mapping[str, Cohort]) -> list[LookAlike]:
    """The pairs of people of whom most bare photos are as similar as one of 10,000 strangers' are, nearest first.

    How similar strangers are is taken from card and cohorts, not from the people themselves: a pair must not hide itself.
    """
    compared = _compared(templates, cohorts, _ALIKE_FMR, (), 0, own=False)
    strangers = [one.threshold(_ALIKE_FMR) for pairing, _, one in compared if pairing is Pairing.BARE_BARE]
    least = max([card.threshold(Pairing.BARE_BARE, _ALIKE_FMR), *strangers])
    vectors, people, _ = _kinds(templates, 0).get(_SIDES[Pairing.BARE_BARE][0], _NOBODY)
    table = vectors @ vectors.T
    same = people[:, None] == people[None, :]
    genuine = table[same & np.triu(np.ones(table.shape, bool), 1)]
    usual = float(np.quantile(genuine, 0.05)) if len(genuine) else np.inf
    out = []
    rows, columns = np.nonzero((table >= least) & ~same)
    for pair in sorted({(int(a), int(b)) for a, b in zip(people[rows], people[columns], strict=True) if a < b}):
        median = float(np.median(table[np.ix_(people == pair[0], people == pair[1])]))
        if median >= least:
            out.append(LookAlike(pair, median, median >= usual))
    return sorted(out, key=lambda pair: -pair.similarity)


def read_cohorts(folder: Path, file: str) -> dict[str, Cohort]:
    """The cohorts of a model by their names: strangers' embeddings, as `trainer cohort` wrote them, and nothing else of them.

    Raises ModelError where the file is damaged.
    """
    try:
        arrays = load_file(folder / file)
        out: dict[str, Cohort] = {}
        for key, vectors in arrays.items():
            name, view, mask = key.split(".")
            out.setdefault(name, {})[View(view), MaskState(mask)] = np.asarray(vectors, np.float32)
        return out
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(f"The cohort {folder / file} can not be read: {error}", "Install the model again.") from error


def card_thresholds(templates: Sequence[Template], fmrs: Sequence[float], seed: int = 0) -> dict[str, Any]:
    """Thresholds as a card has them (pairing -> FMR -> threshold, low, high, supported), from some people's templates."""
    out: dict[str, Any] = {}
    for fmr in fmrs:
        for pairing, name, compared in _compared(templates, {}, fmr, (), seed):
            found = _source(name, compared, fmr, seed)
            figures = {"threshold": found.threshold, "low": found.low, "high": found.high}
            supported = float(found.least_fmr <= fmr)
            out.setdefault(pairing.value, {})[f"{fmr:.0e}"] = {**figures, "supported": supported}
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Comparisons of different people in one pairing.

    values: float32 (K,), the highest similarities, highest first: many more than may reach a threshold; first, second: int
    (K,), whose they are, as rows and columns of counts; counts: float64 (P, Q), how many comparisons there are of each two;
    mutual: rows and columns are the same people.
    """

    values: Vectors
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    counts: NDArray[np.float64]
    mutual: bool

    def threshold(
        self, fmr: float, rows: NDArray[np.float64] | None = None, columns: NDArray[np.float64] | None = None
    ) -> float:
        """The lowest similarity that at most the share `fmr` of the comparisons reaches.

        rows, columns: how often each person counts; once unless given.
        """
        one = np.ones(self.counts.shape[0]) if rows is None else rows
        other = np.ones(self.counts.shape[1]) if columns is None else columns
        reached = np.cumsum(one[self.first] * other[self.second])
        allowed = fmr * float(one @ self.counts @ other)
        at = min(int(np.searchsorted(reached, allowed * (1 + 1e-12), side="right")), len(self.values) - 1)
        return float(np.nextafter(self.values[at], np.float32(np.inf)))


def _compared(
    templates: Sequence[Template],
    cohorts: Mapping[Any, Cohort],
    fmr: float,
    alike: Collection[PeoplePair],
    seed: int,
    own: bool = True,
) -> Iterator[tuple[Pairing, Any, Compared]]:
    """Every pairing that occurs, of the people among each other (OWN) and with each cohort."""
    of = _kinds(templates, seed)
    everybody = np.unique([template.person_id for template in templates])
    for pairing, (one, other) in _SIDES.items():
        if own and one in of and other in of:
            found = _among(of[one], of[other], everybody, one == other, fmr, alike)
            if found is not None:
                yield pairing, OWN, found
        for name, cohort in cohorts.items():
            blocks = [(of[a], cohort[b]) for a, b in {(one, other): 0, (other, one): 0} if a in of and b in cohort]
            if blocks:
                yield pairing, name, _against(blocks, everybody, fmr)


_Kind = tuple[Vectors, NDArray[np.int64], NDArray[np.int64]]  # vectors, people, photos
_NOBODY: _Kind = (np.zeros((0, 1), np.float32), np.zeros(0, np.int64), np.zeros(0, np.int64))


def _among(
    one: _Kind,
    other: _Kind,
    everybody: NDArray[np.int64],
    mutual: bool,
    fmr: float,
    alike: Collection[PeoplePair],
) -> Compared | None:
    """People among each other; each comparison once. None where there are no two."""
    table = one[0] @ other[0].T
    rows, columns = np.searchsorted(everybody, one[1]), np.searchsorted(everybody, other[1])
    counted = rows[:, None] != columns[None, :]
    counts = np.outer(np.bincount(rows, minlength=len(everybody)), np.bincount(columns, minlength=len(everybody)))
    np.fill_diagonal(counts, 0)
    for a, b in alike:
        if a in everybody and b in everybody:
            for p, q in ((a, b), (b, a)):
                at = int(np.searchsorted(everybody, p)), int(np.searchsorted(everybody, q))
                counted[np.ix_(rows == at[0], columns == at[1])] = False
                counts[at] = 0
    if mutual:
        counted &= np.triu(np.ones(table.shape, bool), 1)
        counts = np.triu(counts)
    if not counts.any():
        return None
    values, at_row, at_column = _highest(table, counted, fmr)
    first, second = rows[at_row], columns[at_column]
    if mutual:
        first, second = np.minimum(first, second), np.maximum(first, second)
    return Compared(values, first, second, counts.astype(np.float64), True)


def _against(blocks: list[tuple[_Kind, Vectors]], everybody: NDArray[np.int64], fmr: float) -> Compared:
    """People with a cohort, of whom each picture is somebody's own."""
    found = []
    counts = np.zeros((len(everybody), max(len(theirs) for _, theirs in blocks)))
    for (vectors, people, _), theirs in blocks:
        rows = np.searchsorted(everybody, people)
        table = vectors @ theirs.T
        counts[:, : len(theirs)] += np.bincount(rows, minlength=len(everybody))[:, None]
        values, at_row, at_column = _highest(table, np.ones(table.shape, bool), fmr)
        found.append((values, rows[at_row], at_column))
    values, first, second = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(-values, kind="stable")
    return Compared(values[order], first[order], second[order], counts, False)


def _highest(
    table: Vectors, counted: NDArray[np.bool_], fmr: float
) -> tuple[Vectors, NDArray[np.int64], NDArray[np.int64]]:
    """The highest of the counted similarities with their rows and columns: enough for every draw of people."""
    values = table[counted]
    most = min(len(values), int(20 * fmr * len(values)) + 2000)
    least = np.partition(values, len(values) - most)[len(values) - most]
    rows, columns = np.nonzero(counted & (table >= least))
    order = np.argsort(-table[rows, columns], kind="stable")
    return table[rows, columns][order], rows[order], columns[order]


def _tell(progress: Progress, before: int, of: int, draws: int) -> None:
    progress(before + draws, of)


def _source(
    name: str, compared: Compared, fmr: float, seed: int, tell: Callable[[int], None] = lambda draws: None
) -> Source:
    rng = np.random.default_rng(seed)
    took_part = np.flatnonzero(compared.counts.any(1) | (compared.counts.any(0) if compared.mutual else False))
    others = np.flatnonzero(compared.counts.any(0))
    drawn = []
    for number in range(_DRAWS):
        tell(number)
        rows = _draw(rng, took_part, compared.counts.shape[0])
        columns = rows if compared.mutual else _draw(rng, others, compared.counts.shape[1])
        if rows @ compared.counts @ columns:  # a draw of one person alone compares nobody
            drawn.append(compared.threshold(fmr, rows, columns))
    chosen = compared.threshold(fmr)
    low, high = np.quantile(drawn, [0.025, 0.975]) if drawn else (chosen, chosen)
    if compared.mutual:  # of a pairing with two sides both orders of two people are there
        both = compared.counts + compared.counts.T
        pairs = int(np.count_nonzero(np.triu(both)))
    else:
        pairs = int(np.count_nonzero(compared.counts))
    comparisons, whom = int(compared.counts.sum()), len(took_part) if compared.mutual else len(others)
    # Draws repeat people, so extremes are met more often than not: the interval never says less than what was seen.
    return Source(name, len(took_part), whom, comparisons, pairs, chosen, float(low), max(chosen, float(high)))


def _draw(rng: np.random.Generator, people: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """How often each is drawn when as many people as there are, are drawn with replacement."""
    return np.bincount(rng.choice(people, len(people)), minlength=size).astype(np.float64)


def _genuine(templates: Sequence[Template], pairing: Pairing, threshold: float, seed: int) -> Share | None:
    """How many comparisons of people with themselves pass; None where nobody has two pictures for this pairing."""
    one, other = _SIDES[pairing]
    of = _kinds(templates, seed)
    if one not in of or other not in of:
        return None
    (a, people_a, photos_a), (b, people_b, photos_b) = of[one], of[other]
    compared, passed = [], []
    for person in np.intersect1d(people_a, people_b):
        rows, columns = people_a == person, people_b == person
        different = photos_a[rows][:, None] != photos_b[columns][None, :]
        if one == other:
            different = np.triu(different, 1)
        if different.any():
            compared.append(int(different.sum()))
            passed.append(int((a[rows] @ b[columns].T >= threshold)[different].sum()))
    if not compared:
        return None
    rng = np.random.default_rng(seed)
    n, k = np.array(compared), np.array(passed)
    chosen = rng.integers(0, len(n), (_DRAWS, len(n)))
    low, high = np.quantile(k[chosen].sum(1) / n[chosen].sum(1), [0.025, 0.975])
    return Share(len(n), int(n.sum()), float(k.sum() / n.sum()), float(low), float(high))


def _kinds(templates: Sequence[Template], seed: int) -> dict[Kind, _Kind]:
    """Vectors, people and photos of each kind of template that occurs."""
    rng = np.random.default_rng(seed)
    out = {}
    # In a fixed order: a set's changes from run to run, and the sample with it.
    for view, mask in dict.fromkeys(kind for sides in _SIDES.values() for kind in sides):
        chosen = [t for t in templates if t.view is view and t.mask is mask]
        if len(chosen) > _MOST:
            chosen = [chosen[i] for i in rng.choice(len(chosen), _MOST, replace=False)]
        if chosen:
            people = np.array([t.person_id for t in chosen], np.int64)
            photos = np.array([t.photo_id for t in chosen], np.int64)
            out[view, mask] = np.stack([t.vector for t in chosen]), people, photos
    return out
