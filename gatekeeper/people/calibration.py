"""Thresholds for a site: the model's card describes strangers in general, the site's own people describe its strangers.

People of one place resemble each other, and so do pictures of one camera; a threshold measured elsewhere is then too low.
`site_thresholds` is the minimum for every door, recomputed whenever people are added or removed. `calibrate` measures with
intervals and counts, for an administrator to accept. FMR is used as ISO/IEC 19795-1 defines it: the share of comparisons
between different people that reach the threshold. As in the standard, identical twins (and people registered twice) are not
strangers to each other: pairs that an administrator has confirmed to look alike do not count, and neither belongs to the crowd
of the other, as at the door.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatekeeper.comparison import COMPARISON, SPREAD
from gatekeeper.domain import FMRS, MaskState, Pairing, Template
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.people.comparisons import OWN, Compared, PeoplePair, Site, comparisons_of
from gatekeeper.people.strangers import Cohort
from gatekeeper.progress import Progress, silent

_DRAWS = 200
_MOST_ALIKE = 100_000  # comparisons: a network that confuses everybody must not fill the memory
_ALIKE_FMR = 1e-4
_MORE_ALIKE = 100.0
_RELATIVES = 1500.0  # the same, for people who may be relatives
_SHARED_BY = 28  # people: with fewer, each takes part in too large a share of the pairs
_MANY_MORE = 1.25  # times the people at the time of the measurement: then it is out of date


@dataclass(frozen=True, slots=True)
class Source:
    """Comparisons of different people from one source, and the similarity that the target share of them reaches.

    name: OWN, or a cohort's; people: the site's own people in it; others: the people they were compared with (each picture of a
    cohort counts as a different person); comparisons: of pictures; pairs: of people, which count as evidence, since two more
    pictures of the same two people add little; low, high: 95 % interval of the threshold, bootstrapped over people.
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
        """The lowest FMR that this many pairs can show, by the rule of three (Hanley and Lippman-Hand, 1983); 1 means that they
        show nothing."""
        return min(1.0, 3 / self.pairs) if self.pairs > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Share:
    """The share of comparisons of people with themselves, across different pictures, that passes, with its 95 % interval,
    bootstrapped over people. The rest are false non-matches (FNMR)."""

    people: int
    comparisons: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One pairing. threshold: the measured threshold; card: the card's. basis: the evidence for it. "own": the site's own
    people are enough to show the FMR, and only then may it be below the card's; "strangers": the highest of all sources, above
    the card's; "few": the card's, raised because too few people are registered, see `few_people_floor`; "card": the card's,
    because no source exceeds it."""

    threshold: float
    card: float
    basis: str
    sources: tuple[Source, ...]
    genuine: Share | None

    @property
    def own(self) -> Source | None:
        """The evidence of the site's own people."""
        return next((source for source in self.sources if source.name == OWN), None)


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Two people most of whose bare photos reach a similarity that strangers hardly ever reach. similarity: median over their
    photos; as_one: as similar as photos of one person are (95 % of those here)."""

    people: PeoplePair
    similarity: float
    as_one: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """A measurement for a model at one FMR. people: how many were registered; look_alikes: not confirmed, nearest first;
    confirmed: pairs left out."""

    model: str
    files: str
    fmr: float
    people: int
    pairings: dict[Pairing, Measured]
    look_alikes: tuple[LookAlike, ...]
    confirmed: tuple[PeoplePair, ...]

    @property
    def thresholds(self) -> dict[Pairing, float]:
        """The threshold of each pairing."""
        return {pairing: measured.threshold for pairing, measured in self.pairings.items()}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A calibration in use: accepted by whom and when (UTC). comparison: with which it was measured."""

    calibration: Calibration
    at: datetime
    by: str
    comparison: int = COMPARISON

    def fits(self, card: ModelCard) -> bool:
        """Whether it was measured with the present versions of model and comparison; otherwise it must not be used."""
        return self.comparison == COMPARISON and self.calibration.files == card.files_fingerprint

    def outgrown(self, people: int) -> bool:
        """Whether so many people have been registered since that it should be repeated. Until then newcomers can only raise the
        thresholds."""
        return people > max(_MANY_MORE * self.calibration.people, self.calibration.people + 5)

    def to_json(self) -> str:
        """As it is stored."""
        head = {"at": self.at.isoformat(), "by": self.by, "comparison": self.comparison}
        return json.dumps({**head, **as_dict(self.calibration)})

    @staticmethod
    def from_json(text: str) -> "Accepted":
        """Parse what `to_json` wrote."""
        values = json.loads(text)
        pairings = {
            Pairing(pairing): Measured(
                entry["threshold"],
                entry["card"],
                entry["basis"],
                tuple(Source(**source) for source in entry["sources"]),
                Share(**entry["genuine"]) if entry["genuine"] else None,
            )
            for pairing, entry in values["pairings"].items()
        }
        alike = tuple(
            LookAlike((entry["people"][0], entry["people"][1]), entry["similarity"], entry["as_one"])
            for entry in values["look_alikes"]
        )
        confirmed = tuple((a, b) for a, b in values["confirmed"])
        head = (values["model"], values["files"], values["fmr"], values["people"])
        return Accepted(
            Calibration(*head, pairings, alike, confirmed),
            datetime.fromisoformat(values["at"]),
            values["by"],
            values.get("comparison", 1),
        )


def as_dict(calibration: Calibration) -> dict[str, Any]:
    """As plain values."""
    values = asdict(calibration)
    return {**values, "pairings": {pairing.value: entry for pairing, entry in values["pairings"].items()}}


def site_thresholds(
    templates: Sequence[Template],
    base: Mapping[Pairing, float],
    fmr: float,
    cohorts: Sequence[Cohort] = (),
    alike: Collection[PeoplePair] = (),
    seed: int = 0,
) -> dict[Pairing, float]:
    """For each pairing the largest of the base threshold and of what the registered people need among each other and against
    each cohort of strangers.

    templates: everybody's, of one model; base: the card's thresholds, or those accepted for the site; fmr: the share of
    comparisons between different people that may reach the threshold; alike: confirmed pairs, which do not count. With fewer
    than 1/fmr comparisons, none may reach it. All of this can only make the door stricter than asked, never laxer: a place with
    few people says little about strangers by itself, so there the cohorts decide.
    """
    out = dict(base)
    for pairing, _, compared in comparisons_of(Site.of(templates, cohorts, alike), dict(enumerate(cohorts)), fmr, seed):
        out[pairing] = max(out[pairing], compared.threshold(fmr))
    return out


def few_people_floor(card: ModelCard, fmr: float, people: int) -> dict[Pairing, float]:
    """The minimum threshold of each pairing while so few people are registered that they cannot show how alike people are here;
    empty once they can.

    People of one origin, sex and age are taken for each other up to 100 times as often as people in general (NISTIR 8280,
    Grother et al., 2019), relatives more often still, and a card is measured on people in general. N pairs of people show no
    lower FMR than 3/N. Until they show the target FMR, the card's threshold is taken for an FMR that is lower by the factor
    still unproven: its last step per decade is continued, for at most three standard deviations of strangers, so that people
    can still come in. The pairs of a handful of people share their people, so they count for fewer. If more than that factor of
    one hundred is unproven, a comparison with one covered face must reach the threshold of two covered faces: among strangers a
    mask on one side alone hides more of a resemblance than among people who are alike.
    """
    pairs = people * (people - 1) / 2 * min(1, people / _SHARED_BY) ** 2
    open_ = min(_RELATIVES, 3 / (pairs * fmr)) if pairs else _RELATIVES
    if open_ <= 1:
        return {}
    rates = np.log10(FMRS)
    target = np.log10(fmr) - np.log10(open_)
    out = {}
    for pairing in Pairing:
        thresholds = np.array([card.threshold(pairing, rate) for rate in FMRS])
        beyond = max(0.0, rates[-1] - target) * (thresholds[-1] - thresholds[-2]) / (rates[-2] - rates[-1])
        within = np.interp(target, rates[::-1], thresholds[::-1])  # beyond the last rate, the last threshold
        out[pairing] = float(within + min(beyond, 3 * SPREAD))
    if open_ > _MORE_ALIKE:
        out[Pairing.BARE_MASKED] = max(out[Pairing.BARE_MASKED], out[Pairing.MASKED_MASKED])
    return out


def calibrate(
    templates: Sequence[Template],
    card: ModelCard,
    fmr: float,
    cohorts: Mapping[str, Cohort],
    alike: Collection[PeoplePair] = (),
    progress: Progress = silent,
    seed: int = 0,
) -> Calibration:
    """Measure which thresholds a site needs, with how much evidence, and what they cost its own people.

    The threshold is the upper end of each source's interval, and the highest of all sources. It may lie below the card's
    threshold only if the site's own people support that: at least 3/fmr pairs of them. Raises ModelError with fewer than two
    people, or if the card has no threshold for this FMR.
    """
    people = {template.person_id for template in templates}
    if len(people) < 2:
        raise ModelError(
            "The model {model} knows {n} person(s): too few to compare.",
            "Register people first, or activate the model so that they are embedded with it.",
            n=len(people),
            model=card.id,
        )
    cards = {pairing: card.threshold(pairing, fmr) for pairing in Pairing}
    floor = few_people_floor(card, fmr, len(people))
    found: dict[Pairing, list[Source]] = {pairing: [] for pairing in Pairing}
    steps, done = (len(Pairing) * (1 + len(cohorts)) + 1) * _DRAWS, 0
    site = Site.of(templates, list(cohorts.values()), alike)
    for pairing, name, compared in comparisons_of(site, cohorts, fmr, seed):
        found[pairing].append(_source(name, compared, fmr, seed, partial(_tell, progress, done, steps)))
        done += _DRAWS
    pairings = {}
    genuine = site.genuine(seed)
    for pairing, sources in found.items():
        strictest = max((source.high for source in sources), default=-1.0)
        own = next((source for source in sources if source.name == OWN), None)
        if own is not None and own.least_fmr <= fmr:
            threshold, basis = strictest, "own"
        else:
            threshold = max(cards[pairing], floor.get(pairing, -1.0), strictest)
            basis = "strangers" if threshold == strictest else "few" if threshold > cards[pairing] else "card"
        passing = _share(genuine[pairing], threshold, seed)
        pairings[pairing] = Measured(threshold, cards[pairing], basis, tuple(sources), passing)
    nearly = steps - _DRAWS
    near = look_alikes(templates, card, cohorts, lambda share: progress(nearly + int(share * _DRAWS), steps))
    progress(steps, steps)
    named = tuple(pair for pair in near if pair.people not in alike)
    head = (card.id, card.files_fingerprint, fmr, len(people))
    return Calibration(*head, pairings, named, tuple(sorted(alike)))


def look_alikes(
    templates: Sequence[Template],
    card: ModelCard,
    cohorts: Mapping[str, Cohort],
    tell: Callable[[float], None] = lambda share: None,
) -> list[LookAlike]:
    """The pairs of people most of whose bare photos are as similar to the other person as those of one in 10,000 strangers,
    nearest first.

    How similar strangers are is taken from card and cohorts, not from the people themselves: a pair must not hide itself. tell:
    called with the share done.
    """
    site = Site.of(templates, list(cohorts.values()))
    compared = comparisons_of(site, cohorts, _ALIKE_FMR, 0, own=False)
    least = max(
        [
            card.threshold(Pairing.BARE_BARE, _ALIKE_FMR),
            *(comparison.threshold(_ALIKE_FMR) for pairing, _, comparison in compared if pairing is Pairing.BARE_BARE),
        ]
    )
    bare = site.bare
    seen = np.unique(site.owners[bare])
    if not len(seen):
        return []
    # Nobody is left out: people who are in the list twice are to be found.
    sums = np.add.reduceat(site.vectors, site.kinds, axis=0)[bare[site.kinds]]
    faces = np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)
    found = site.compare(faces, MaskState.BARE, seen, _MOST_ALIKE, least, tell)
    among = np.concatenate([values for values, *_ in site.genuine(0)[Pairing.BARE_BARE]] or [np.zeros(0)])
    usual = float(np.quantile(among, 0.05)) if len(among) else np.inf
    out = []
    pairs = {
        (min(p, q), max(p, q))
        for pairing_result in found.values()
        for p, q in zip(pairing_result.first.tolist(), pairing_result.second.tolist(), strict=True)
    }
    for p, q in sorted(pairs):
        # In both directions: one stray photo makes somebody resemble the person it shows, but not the other way round.
        median = min(
            float(np.median(site.similarities(bare & (site.owners == a), b), axis=0))
            if (bare & (site.owners == a)).any()
            else -1.0
            for a, b in ((p, q), (q, p))
        )
        if median >= least:
            out.append(LookAlike((int(site.numbers[p]), int(site.numbers[q])), median, median >= usual))
    return sorted(out, key=lambda pair: -pair.similarity)


def card_thresholds(
    templates: Sequence[Template], fmrs: Sequence[float], cohorts: Collection[Cohort] = (), seed: int = 0
) -> dict[str, Any]:
    """What a card has of thresholds, from some people's templates: thresholds (pairing -> FMR -> threshold, low, high,
    supported), and the comparison with which they were measured."""
    out: dict[str, Any] = {}
    site = Site.of(templates, cohorts)
    for fmr in fmrs:
        for pairing, name, compared in comparisons_of(site, {}, fmr, seed):
            found = _source(name, compared, fmr, seed)
            figures = {"threshold": found.threshold, "low": found.low, "high": found.high}
            supported = float(found.least_fmr <= fmr)
            out.setdefault(pairing.value, {})[f"{fmr:.0e}"] = {**figures, "supported": supported}
    return {"thresholds": out, "comparison": COMPARISON}


def _tell(progress: Progress, before: int, total: int, draws: int) -> None:
    progress(before + draws, total)


def _source(
    name: str, compared: Compared, fmr: float, seed: int, tell: Callable[[int], None] = lambda draws: None
) -> Source:
    rng = np.random.default_rng(seed)
    took_part, others = np.flatnonzero(compared.faces), np.flatnonzero(compared.people)
    face_count, people_count = len(compared.faces), len(compared.people)
    drawn = []
    for number in range(_DRAWS):
        tell(number)
        rows = _draw(rng, took_part, face_count)
        columns = rows if compared.mutual else _draw(rng, others, people_count)
        if compared.total(rows, columns):  # a draw of one person alone compares nobody
            drawn.append(compared.threshold(fmr, rows, columns))
    chosen = compared.threshold(fmr)
    low, high = np.quantile(drawn, [0.025, 0.975]) if drawn else (chosen, chosen)
    comparisons = round(float(compared.faces.sum()))
    # Draws repeat people, so the extremes occur in more than half of them: the interval never claims less than what was
    # observed.
    drawn_people = len(took_part) if not compared.mutual else len(others)
    people = len(others) if not compared.mutual else len(took_part)
    return Source(name, people, drawn_people, comparisons, compared.pairs, chosen, float(low), max(chosen, float(high)))


def _draw(rng: np.random.Generator, people: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """How often each person is drawn when as many people as there are, are drawn with replacement."""
    return np.bincount(rng.choice(people, len(people)), minlength=size).astype(np.float64)


def _share(genuine: list[tuple[NDArray[np.float64], int]], threshold: float, seed: int) -> Share | None:
    """How many comparisons of people with themselves pass; None if nobody's photo has its nearest in this pairing."""
    if not genuine:
        return None
    rng = np.random.default_rng(seed)
    n = np.array([len(values) for values, _ in genuine])
    k = np.array([int((values >= threshold).sum()) for values, _ in genuine])
    chosen = rng.integers(0, len(n), (_DRAWS, len(n)))
    low, high = np.quantile(k[chosen].sum(1) / n[chosen].sum(1), [0.025, 0.975])
    return Share(len(n), int(n.sum()), float(k.sum() / n.sum()), float(low), float(high))
