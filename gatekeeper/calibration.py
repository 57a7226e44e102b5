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
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from gatekeeper.domain import FMRS, MaskState, Pairing, Template, Vectors, View
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
_AT_ONCE = 250_000  # similarities in memory, besides the highest
_ROWS_AT_ONCE = 100_000
_MOST_ALIKE = 100_000  # comparisons: a network that confuses everybody fills no memory
_ALIKE_FMR = 1e-4
_MORE_ALIKE = 100.0
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
    below the card's; "strangers": the highest of all sources, above the card's; "few": the card's, raised because so few
    people show too little, see `few_people_floor`; "card": the card's, which nothing exceeds.
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


def few_people_floor(card: ModelCard, fmr: float, people: int) -> dict[Pairing, float]:
    """The least that each pairing demands while so few people are registered that they can not show how alike people are
    here; empty where they can.

    People of one origin, sex and age are taken for each other up to 100 times as often as people in general (NISTIR 8280,
    Grother et al., 2019), and a card is measured on people in general. N pairs of people show no lower FMR than 3/N, so
    until they show the wanted one the card's threshold is taken for as many times a lower FMR as is left open: its last
    step per decade is continued, for at most three quarters of what is left up to 1.
    """
    pairs = people * (people - 1) / 2
    open_ = min(_MORE_ALIKE, 3 / (pairs * fmr)) if pairs else _MORE_ALIKE
    if open_ <= 1:
        return {}
    rates = np.log10(FMRS)
    wanted = np.log10(fmr) - np.log10(open_)
    out = {}
    for pairing in Pairing:
        known = np.array([card.threshold(pairing, rate) for rate in FMRS])
        beyond = max(0.0, rates[-1] - wanted) * (known[-1] - known[-2]) / (rates[-2] - rates[-1])
        within = np.interp(wanted, rates[::-1], known[::-1])  # the last one's where it lies beyond
        out[pairing] = float(within + min(beyond, 3 / 4 * (1 - known[-1])))
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
    floor = few_people_floor(card, fmr, len(people))
    found: dict[Pairing, list[Source]] = {pairing: [] for pairing in Pairing}
    steps, done = (len(Pairing) * (1 + len(cohorts)) + 1) * _DRAWS, 0
    for pairing, name, compared in _compared(templates, cohorts, fmr, alike, seed):
        found[pairing].append(_source(name, compared, fmr, seed, partial(_tell, progress, done, steps)))
        done += _DRAWS
    pairings = {}
    _, of = _kinds(templates, seed, None)
    for pairing, sources in found.items():
        strictest = max((source.high for source in sources), default=-1.0)
        own = next((source for source in sources if source.name == OWN), None)
        if own is not None and own.least_fmr <= fmr:
            threshold, basis = strictest, "own"
        else:
            threshold = max(cards[pairing], floor.get(pairing, -1.0), strictest)
            basis = "strangers" if threshold == strictest else "few" if threshold > cards[pairing] else "card"
        genuine = _genuine(of, pairing, threshold, seed)
        pairings[pairing] = Measured(threshold, cards[pairing], basis, tuple(sources), genuine)
    nearly = steps - _DRAWS
    near = look_alikes(templates, card, cohorts, lambda share: progress(nearly + int(share * _DRAWS), steps))
    progress(steps, steps)
    named = tuple(pair for pair in near if pair.people not in alike)
    head = (card.id, card.files_mark, fmr, len(people))
    return Calibration(*head, pairings, named, tuple(sorted(alike)))


def look_alikes(
    templates: Sequence[Template],
    card: ModelCard,
    cohorts: Mapping[str, Cohort],
    tell: Callable[[float], None] = lambda share: None,
) -> list[LookAlike]:
    """The pairs of people of whom most bare photos are as similar as one of 10,000 strangers' are, nearest first.

    How similar strangers are is taken from card and cohorts, not from the people themselves: a pair must not hide itself.
    tell: the share that is done.
    """
    compared = _compared(templates, cohorts, _ALIKE_FMR, (), 0, own=False)
    strangers = [one.threshold(_ALIKE_FMR) for pairing, _, one in compared if pairing is Pairing.BARE_BARE]
    least = max([card.threshold(Pairing.BARE_BARE, _ALIKE_FMR), *strangers])
    everybody, of = _kinds(templates, 0, None)  # nobody is left out: whoever stands in the list twice is to be found
    bare = of.get(_SIDES[Pairing.BARE_BARE][0])
    if bare is None:
        return []
    among: list[Vectors] = []
    for person in np.unique(bare.people).tolist():
        own = bare.vectors[bare.of(person)]
        among.append((own @ own.T)[np.triu_indices(len(own), 1)])
    genuine = np.concatenate(among)
    usual = float(np.quantile(genuine, 0.05)) if len(genuine) else np.inf
    out = []
    _, rows, columns = _highest(
        bare.vectors,
        bare.vectors,
        lambda rows, columns: np.asarray(bare.people[rows] != bare.people[columns]),
        _MOST_ALIKE,
        least,
        tell,
    )
    found = np.unique(np.stack([bare.people[rows], bare.people[columns]], 1), axis=0)
    for p, q in found.tolist():
        median = float(np.median(bare.vectors[bare.of(p)] @ bare.vectors[bare.of(q)].T))
        if median >= least:
            out.append(LookAlike((int(everybody[p]), int(everybody[q])), median, median >= usual))
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
    (K,), whose they are, as places in the vectors of `blocks`; blocks: for each pair of sides how many templates everybody
    has there, float64 (P,) and (Q,): person p is compared with q as often as the product says, summed over the blocks.
    mutual: both sides are the same people, nobody is compared with themselves; halved: one kind among itself, where each
    comparison is met from both ends; alike: pairs of places that do not count, (A, 2), of a mutual one.
    """

    values: Vectors
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    blocks: tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]
    mutual: bool = False
    halved: bool = False
    alike: NDArray[np.int64] = field(default_factory=lambda: np.zeros((0, 2), np.int64))

    def total(self, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> float:
        """How many comparisons there are where each person counts so often; no table of people by people is needed."""
        found = 0.0
        for one, other in self.blocks:
            a, b = rows * one, columns * other
            found += float(a.sum() * b.sum())
            if self.mutual:
                p, q = self.alike.T
                found -= float(a @ b + a[p] @ b[q] + a[q] @ b[p])
        return found / 2 if self.halved else found

    @property
    def taking_part(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who is compared with anybody, on either side; the same people twice where it is mutual."""
        here = np.any([one > 0 for one, _ in self.blocks], 0)
        there = np.any([other > 0 for _, other in self.blocks], 0)
        if not self.mutual:
            return np.flatnonzero(here), np.flatnonzero(there)
        p, q = np.concatenate([self.alike, self.alike[:, ::-1]]).T
        met = np.where(here, there.sum() - there, 0) + np.where(there, here.sum() - here, 0)
        np.subtract.at(met, p, (here[p] & there[q]) * 1 + (there[p] & here[q]))
        return (some := np.flatnonzero(met > 0)), some

    @property
    def pairs(self) -> int:
        """Of how many pairs of people there are comparisons."""
        here = np.any([one > 0 for one, _ in self.blocks], 0)
        there = np.any([other > 0 for _, other in self.blocks], 0)
        if not self.mutual:
            return int(here.sum() * there.sum())
        both = int((here & there).sum())
        p, q = self.alike.T
        left_out = (here[p] & there[q]) | (here[q] & there[p])
        return int(here.sum() * there.sum()) - both - both * (both - 1) // 2 - int(left_out.sum())

    def threshold(
        self, fmr: float, rows: NDArray[np.float64] | None = None, columns: NDArray[np.float64] | None = None
    ) -> float:
        """The lowest similarity that at most the share `fmr` of the comparisons reaches.

        rows, columns: how often each person counts; once unless given.
        """
        one = np.ones(len(self.blocks[0][0])) if rows is None else rows
        other = np.ones(len(self.blocks[0][1])) if columns is None else columns
        allowed, reached, at = fmr * self.total(one, other) * (1 + 1e-12), 0.0, len(self.values) - 1
        for start in range(0, len(self.values), _ROWS_AT_ONCE):  # only as far down as it takes
            part = slice(start, start + _ROWS_AT_ONCE)
            sums = reached + np.cumsum(one[self.first[part]] * other[self.second[part]])
            if sums[-1] > allowed:
                at = start + int(np.searchsorted(sums, allowed, side="right"))
                break
            reached = float(sums[-1])
        return float(np.nextafter(self.values[at], np.float32(np.inf)))


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """Templates of one kind, sorted by person. vectors: float32 (N, D); people: int (N,), places in the list of everybody;
    photos: int (N,)."""

    vectors: Vectors
    people: NDArray[np.int64]
    photos: NDArray[np.int64]

    def of(self, person: int) -> slice:
        """Where a person's templates are."""
        start, end = np.searchsorted(self.people, [person, person + 1])
        return slice(int(start), int(end))


def _compared(
    templates: Sequence[Template],
    cohorts: Mapping[Any, Cohort],
    fmr: float,
    alike: Collection[PeoplePair],
    seed: int,
    own: bool = True,
) -> Iterator[tuple[Pairing, Any, Compared]]:
    """Every pairing that occurs, of the people among each other (OWN) and with each cohort."""
    everybody, of = _kinds(templates, seed)
    for pairing, (one, other) in _SIDES.items():
        if own and one in of and other in of:
            found = _among(of[one], of[other], everybody, fmr, alike)
            if found is not None:
                yield pairing, OWN, found
        for name, cohort in cohorts.items():
            blocks = [(of[a], cohort[b]) for a, b in {(one, other): 0, (other, one): 0} if a in of and b in cohort]
            if blocks:
                yield pairing, name, _against(blocks, len(everybody), fmr)


def _among(
    one: _Kind, other: _Kind, everybody: NDArray[np.int64], fmr: float, alike: Collection[PeoplePair]
) -> Compared | None:
    """People among each other; each comparison once. None where there are no two."""
    pairs = np.array(sorted({pair for pair in alike if np.isin(pair, everybody).all()}), np.int64).reshape(-1, 2)
    places = np.searchsorted(everybody, pairs)
    counts = tuple(np.bincount(kind.people, minlength=len(everybody)).astype(np.float64) for kind in (one, other))
    none = np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = Compared(*none, ((counts[0], counts[1]),), mutual=True, halved=one is other, alike=places)
    there = int(found.total(np.ones(len(everybody)), np.ones(len(everybody))))
    if not there:
        return None
    left_out = np.concatenate([places, places[:, ::-1]]) @ [len(everybody), 1]

    def counted(rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.bool_]:
        people, others = one.people[rows], other.people[columns]
        fine = people != others
        if len(left_out):
            fine &= ~np.isin(people * len(everybody) + others, left_out)
        return np.asarray(fine)

    values, rows, columns = _highest(one.vectors, other.vectors, counted, _enough(there, fmr))
    return replace(found, values=values, first=one.people[rows], second=other.people[columns])


def _against(blocks: list[tuple[_Kind, Vectors]], people: int, fmr: float) -> Compared:
    """People with a cohort, of whom each picture is somebody's own."""
    found, counts, most = [], [], max(len(theirs) for _, theirs in blocks)
    for kind, theirs in blocks:
        counts.append(
            (
                np.bincount(kind.people, minlength=people).astype(np.float64),
                (np.arange(most) < len(theirs)).astype(np.float64),
            )
        )
        enough = _enough(len(kind.vectors) * len(theirs), fmr)
        values, rows, columns = _highest(kind.vectors, theirs, lambda rows, columns: np.ones(len(rows), bool), enough)
        found.append((values, kind.people[rows], columns))
    values, first, second = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(-values, kind="stable")
    return Compared(values[order], first[order], second[order], tuple(counts))


def _enough(comparisons: int, fmr: float) -> int:
    """How many of the highest similarities serve every draw of people: a few times those that may reach a threshold, more
    times where they are few. A draw that wants more is answered with the last, which is the stricter."""
    allowed = fmr * comparisons
    return min(comparisons, int(max(4 * allowed, min(20 * allowed, 100_000))) + 2000)


def _highest(
    one: Vectors,
    other: Vectors,
    counted: Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]],
    most: int,
    least: float = -np.inf,
    tell: Callable[[float], None] = lambda share: None,
) -> tuple[Vectors, NDArray[np.int64], NDArray[np.int64]]:
    """The highest similarities of (N, D) with (M, D), at most so many and from `least` on, highest first, with their rows
    and columns. counted: which of some (rows, columns) count; where both sides are one array, each comparison is met once.

    A block of rows is compared at a time and little more is kept than is asked for: memory does not grow with N times M.
    tell: the share of rows done.
    """
    step = max(1, _AT_ONCE // max(1, len(other)))
    kept: list[tuple[Vectors, NDArray[np.int64], NDArray[np.int64]]] = []
    waiting = 0
    for start in range(0, len(one), step):
        skipped = start if one is other else 0
        table = one[start : start + step] @ other[skipped:].T
        rows, columns = np.nonzero(table >= least)
        found = table[rows, columns]
        rows, columns = rows + start, columns + skipped
        fine = counted(rows, columns)
        if one is other:
            fine &= rows < columns
        kept.append((found[fine], rows[fine], columns[fine]))
        waiting += len(kept[-1][0])
        if waiting > 2 * most + _AT_ONCE:
            kept = [_first(kept, most)]
            waiting, least = len(kept[0][0]), max(least, float(kept[0][0].min()))
        tell(min(1.0, (start + step) / len(one)))
    if not kept:
        return np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.int64)
    values, rows, columns = _first(kept, most)
    order = np.lexsort((columns, rows, -values))
    return values[order], rows[order], columns[order]


def _first(
    parts: list[tuple[Vectors, NDArray[np.int64], NDArray[np.int64]]], most: int
) -> tuple[Vectors, NDArray[np.int64], NDArray[np.int64]]:
    values, rows, columns = (np.concatenate(part) for part in zip(*parts, strict=True))
    if len(values) > most:
        chosen = np.argpartition(-values, most - 1)[:most]
        values, rows, columns = values[chosen], rows[chosen], columns[chosen]
    return values, rows, columns


def _tell(progress: Progress, before: int, of: int, draws: int) -> None:
    progress(before + draws, of)


def _source(
    name: str, compared: Compared, fmr: float, seed: int, tell: Callable[[int], None] = lambda draws: None
) -> Source:
    rng = np.random.default_rng(seed)
    took_part, others = compared.taking_part
    here, there = (len(side) for side in compared.blocks[0])
    drawn = []
    for number in range(_DRAWS):
        tell(number)
        rows = _draw(rng, took_part, here)
        columns = rows if compared.mutual else _draw(rng, others, there)
        if compared.total(rows, columns):  # a draw of one person alone compares nobody
            drawn.append(compared.threshold(fmr, rows, columns))
    chosen = compared.threshold(fmr)
    low, high = np.quantile(drawn, [0.025, 0.975]) if drawn else (chosen, chosen)
    comparisons = round(compared.total(np.ones(here), np.ones(there)))
    # Draws repeat people, so extremes are met more often than not: the interval never says less than what was seen.
    return Source(
        name, len(took_part), len(others), comparisons, compared.pairs, chosen, float(low), max(chosen, float(high))
    )


def _draw(rng: np.random.Generator, people: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """How often each is drawn when as many people as there are, are drawn with replacement."""
    return np.bincount(rng.choice(people, len(people)), minlength=size).astype(np.float64)


def _genuine(of: Mapping[Kind, _Kind], pairing: Pairing, threshold: float, seed: int) -> Share | None:
    """How many comparisons of people with themselves pass; None where nobody has two pictures for this pairing."""
    one, other = _SIDES[pairing]
    if one not in of or other not in of:
        return None
    compared, passed = [], []
    for person in np.intersect1d(of[one].people, of[other].people).tolist():
        rows, columns = of[one].of(person), of[other].of(person)
        different = of[one].photos[rows][:, None] != of[other].photos[columns][None, :]
        if one == other:
            different = np.triu(different, 1)
        if different.any():
            similar = of[one].vectors[rows] @ of[other].vectors[columns].T
            compared.append(int(different.sum()))
            passed.append(int((similar >= threshold)[different].sum()))
    if not compared:
        return None
    rng = np.random.default_rng(seed)
    n, k = np.array(compared), np.array(passed)
    chosen = rng.integers(0, len(n), (_DRAWS, len(n)))
    low, high = np.quantile(k[chosen].sum(1) / n[chosen].sum(1), [0.025, 0.975])
    return Share(len(n), int(n.sum()), float(k.sum() / n.sum()), float(low), float(high))


def _kinds(
    templates: Sequence[Template], seed: int, most: int | None = _MOST
) -> tuple[NDArray[np.int64], dict[Kind, _Kind]]:
    """Everybody's number, and each kind of template that occurs. most: a sample of so many of a kind; None is all."""
    rng = np.random.default_rng(seed)
    everybody = np.unique(np.array([template.person_id for template in templates], np.int64))
    out = {}
    # In a fixed order: a set's changes from run to run, and the sample with it.
    for view, mask in dict.fromkeys(kind for sides in _SIDES.values() for kind in sides):
        chosen = [t for t in templates if t.view is view and t.mask is mask]
        if most is not None and len(chosen) > most:
            chosen = [chosen[i] for i in rng.choice(len(chosen), most, replace=False)]
        if chosen:
            chosen.sort(key=lambda t: t.person_id)
            people = np.searchsorted(everybody, np.array([t.person_id for t in chosen], np.int64))
            photos = np.array([t.photo_id for t in chosen], np.int64)
            out[view, mask] = _Kind(np.stack([t.vector for t in chosen]), people, photos)
    return everybody, out
