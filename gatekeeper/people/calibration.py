"""Thresholds for a site: the model's card says what strangers in general look like, the site's own people what they do.

People of one place resemble each other, and so do pictures of one camera; a threshold measured elsewhere is then too low.
`site_thresholds` is the floor no door goes below, taken anew whenever people come or go. `calibrate` measures with intervals
and counts, for an administrator to accept.

FMR as ISO/IEC 19795-1 defines it: the share of comparisons between different people that reach the threshold. As there,
people who are genetically the same (and people registered twice) are no strangers to each other: pairs that an
administrator has confirmed to look alike do not count, and neither belongs to the crowd of the other, as at the door.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from gatekeeper.comparison import SPREAD, Crowd, Moments, prototype, resemblance, weighed
from gatekeeper.domain import FMRS, MaskState, Pairing, Template, Vectors
from gatekeeper.errors import ModelError
from gatekeeper.models.card import ModelCard
from gatekeeper.progress import Progress, silent
from gatekeeper.statistics import allowed

Cohort = dict[MaskState, Vectors]
PeoplePair = tuple[int, int]
OWN = "own"  # the source that is no cohort

_MOST = 4000  # faces of one mask state that are compared with everybody; more add little but seconds
_FEWEST = 500  # of them, however many people there are
_AT_MOST = 60_000_000  # comparisons of photos, from which on fewer faces are taken
_DRAWS = 200
_AT_ONCE = 100_000  # similarities that are looked through, besides the highest
_PAIRS_AT_ONCE = 200_000  # of a face and a person, in memory: enough faces for the processor, and few for the memory
_ROWS_AT_ONCE = 100_000
_MOST_ALIKE = 100_000  # comparisons: a network that confuses everybody fills no memory
_ALIKE_FMR = 1e-4
_MORE_ALIKE = 100.0
_RELATIVES = 1500.0  # the same, where it must be feared that they are relatives
_SHARED_BY = 28  # people: of fewer, each stands in too large a share of the pairs
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
        return self.calibration.files == card.files_fingerprint

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
    for pairing, _, compared in _compared(Site.of(templates, cohorts, alike), dict(enumerate(cohorts)), fmr, seed):
        out[pairing] = max(out[pairing], compared.threshold(fmr))
    return out


def few_people_floor(card: ModelCard, fmr: float, people: int) -> dict[Pairing, float]:
    """The least that each pairing demands while so few people are registered that they cannot show how alike people are
    here; empty where they can.

    People of one origin, sex and age are taken for each other up to 100 times as often as people in general (NISTIR 8280,
    Grother et al., 2019), relatives more often still, and a card is measured on people in general. N pairs of people show
    no lower FMR than 3/N, so until they show the wanted one the card's threshold is taken for as many times a lower FMR as
    is left open: its last step per decade is continued, for at most three standard deviations of strangers, so that
    somebody may still come in. The pairs of a handful share their people, so they count for fewer. Where more than that
    hundredfold is left open, one covered face is held to what two are: among strangers a mask on one side alone hides more
    of a resemblance than among people who are alike.
    """
    pairs = people * (people - 1) / 2 * min(1, people / _SHARED_BY) ** 2
    open_ = min(_RELATIVES, 3 / (pairs * fmr)) if pairs else _RELATIVES
    if open_ <= 1:
        return {}
    rates = np.log10(FMRS)
    wanted = np.log10(fmr) - np.log10(open_)
    out = {}
    for pairing in Pairing:
        known = np.array([card.threshold(pairing, rate) for rate in FMRS])
        beyond = max(0.0, rates[-1] - wanted) * (known[-1] - known[-2]) / (rates[-2] - rates[-1])
        within = np.interp(wanted, rates[::-1], known[::-1])  # the last one's where it lies beyond
        out[pairing] = float(within + min(beyond, 3 * SPREAD))
    if open_ > _MORE_ALIKE:
        out[Pairing.BARE_MASKED] = max(out[Pairing.BARE_MASKED], out[Pairing.MASKED_MASKED])
    return out


def strangers(cohorts: Collection[Cohort], dim: int) -> Crowd:
    """The crowd of a model's strangers, each of whom is seen bare once; what is believed of strangers where it has none."""
    bare = [cohort[MaskState.BARE] for cohort in cohorts if len(cohort.get(MaskState.BARE, ()))]
    return Crowd.of(np.concatenate(bare)).counting_as() if bare else Crowd.unknown(dim)


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

    The upper end of each source's interval is what is demanded, and the highest of all sources. It may lie below the
    card's threshold only where the site's own people carry the claim: at least 3/fmr pairs of them. Raises ModelError
    with fewer than two people, or where the card has no threshold for this FMR.
    """
    people = {template.person_id for template in templates}
    if len(people) < 2:
        raise ModelError(
            "{count} people are registered with the model {model}: there is nobody to compare.",
            "Register people first, or activate the model so that they are embedded with it.",
            count=len(people),
            model=card.id,
        )
    cards = {pairing: card.threshold(pairing, fmr) for pairing in Pairing}
    floor = few_people_floor(card, fmr, len(people))
    found: dict[Pairing, list[Source]] = {pairing: [] for pairing in Pairing}
    steps, done = (len(Pairing) * (1 + len(cohorts)) + 1) * _DRAWS, 0
    site = Site.of(templates, list(cohorts.values()), alike)
    for pairing, name, compared in _compared(site, cohorts, fmr, seed):
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
    """The pairs of people of whom most bare photos are as similar to the other as one of 10,000 strangers' are, nearest first.

    How similar strangers are is taken from card and cohorts, not from the people themselves: a pair must not hide itself.
    tell: the share that is done.
    """
    site = Site.of(templates, list(cohorts.values()))
    compared = _compared(site, cohorts, _ALIKE_FMR, 0, own=False)
    least = max(
        [
            card.threshold(Pairing.BARE_BARE, _ALIKE_FMR),
            *(one.threshold(_ALIKE_FMR) for pairing, _, one in compared if pairing is Pairing.BARE_BARE),
        ]
    )
    bare = site.bare
    seen = np.unique(site.owners[bare])
    if not len(seen):
        return []
    # Nobody is left out: whoever stands in the list twice is to be found.
    sums = np.add.reduceat(site.vectors, site.kinds, axis=0)[bare[site.kinds]]
    faces = np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)
    found = site.compare(faces, MaskState.BARE, seen, _MOST_ALIKE, least, tell)
    among = np.concatenate([values for values, *_ in site.genuine(0)[Pairing.BARE_BARE]] or [np.zeros(0)])
    usual = float(np.quantile(among, 0.05)) if len(among) else np.inf
    out = []
    pairs = {
        (min(p, q), max(p, q))
        for one in found.values()
        for p, q in zip(one.first.tolist(), one.second.tolist(), strict=True)
    }
    for p, q in sorted(pairs):
        # Both ways: one stray photo makes somebody like the person it shows, but not the person like them.
        median = min(
            float(np.median(site.similarities(bare & (site.owners == a), b), axis=0))
            if (bare & (site.owners == a)).any()
            else -1.0
            for a, b in ((p, q), (q, p))
        )
        if median >= least:
            out.append(LookAlike((int(site.numbers[p]), int(site.numbers[q])), median, median >= usual))
    return sorted(out, key=lambda pair: -pair.similarity)


def strangers_of(card: ModelCard) -> Crowd:
    """The crowd of all strangers that come with a model."""
    return strangers(list(read_cohorts(card).values()), card.dim)


def read_cohorts(card: ModelCard) -> dict[str, Cohort]:
    """The cohorts of a model by their names: strangers' embeddings, as `trainer cohort` wrote them, and nothing else of them.

    Empty where the model comes with none. Raises ModelError where the file is damaged.
    """
    file = card.card.get("cohort")
    if not file:
        return {}
    content = card.content(file)
    try:
        arrays = load(content)
        out: dict[str, Cohort] = {}
        for key, vectors in sorted(arrays.items()):  # safetensors gives them in any order
            name, mask = key.split(".")
            out.setdefault(name, {})[MaskState(mask)] = np.asarray(vectors, np.float32)
        return out
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(
            "The cohort {file} cannot be read: {error}",
            "Install the model again.",
            file=card.folder / file,
            error=error,
        ) from error


def card_thresholds(
    templates: Sequence[Template], fmrs: Sequence[float], cohorts: Collection[Cohort] = (), seed: int = 0
) -> dict[str, Any]:
    """Thresholds as a card has them (pairing -> FMR -> threshold, low, high, supported), from some people's templates."""
    out: dict[str, Any] = {}
    site = Site.of(templates, cohorts)
    for fmr in fmrs:
        for pairing, name, compared in _compared(site, {}, fmr, seed):
            found = _source(name, compared, fmr, seed)
            figures = {"threshold": found.threshold, "low": found.low, "high": found.high}
            supported = float(found.least_fmr <= fmr)
            out.setdefault(pairing.value, {})[f"{fmr:.0e}"] = {**figures, "supported": supported}
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Comparisons of faces with people who are somebody else, in one pairing.

    values: float64 (K,), the highest similarities, highest first: many more than may reach a threshold; first, second: int
    (K,), whose face it was and whom it was compared with; faces: float64 (F,), how often somebody's faces were compared, in
    this pairing; people: (P,), how often with somebody. mutual: both sides are the same people; pairs: of how many pairs of
    people there are comparisons, whose evidence counts in every pairing they take part in.
    """

    values: NDArray[np.float64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    faces: NDArray[np.float64]
    people: NDArray[np.float64]
    mutual: bool
    pairs: int

    def total(self, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> float:
        """How many comparisons there are where each face's owner and each person counts so often.

        Who was compared with whom in this pairing is taken to be independent: no table of people by people is needed.
        """
        return float((rows @ self.faces) * (columns @ self.people) / max(float(self.faces.sum()), 1.0))

    def threshold(
        self, fmr: float, rows: NDArray[np.float64] | None = None, columns: NDArray[np.float64] | None = None
    ) -> float:
        """The lowest similarity that at most the share `fmr` of the comparisons reaches.

        rows, columns: how often each face's owner, and each person, counts; once unless given.
        """
        one = np.ones(len(self.faces)) if rows is None else rows
        other = np.ones(len(self.people)) if columns is None else columns
        most, reached, at = allowed(fmr, self.total(one, other)), 0.0, len(self.values) - 1
        for start in range(0, len(self.values), _ROWS_AT_ONCE):  # only as far down as it takes
            part = slice(start, start + _ROWS_AT_ONCE)
            sums = reached + np.cumsum(one[self.first[part]] * other[self.second[part]])
            if sums[-1] > most:
                at = start + int(np.searchsorted(sums, most, side="right"))
                break
            reached = float(sums[-1])
        return float(np.nextafter(self.values[at], np.inf))


_Genuine = dict[Pairing, list[tuple[NDArray[np.float64], int]]]  # of each person: the similarities, and who it is


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """Everybody as the door knows them.

    numbers: (P,) of the people; vectors: float32 (T, D) of their photos, by person; owners: (T,) places in numbers; bare: bool
    (T,), each person's bare photos first; starts: (P,) where each person's photos begin; kinds: (S,) where those begin that
    are bare, and those that are masked; ordered: the vectors by the number of photos that their owners have of a kind; sizes:
    of each such number where those begin and end in it, and which kinds they are; prototypes: (P, D); crowd: all of them, and
    the strangers; alike: places of the people who are confirmed to look like the one at a place.
    """

    numbers: NDArray[np.int64]
    vectors: Vectors
    owners: NDArray[np.int64]
    bare: NDArray[np.bool_]
    starts: NDArray[np.intp]
    kinds: NDArray[np.intp]
    ordered: Vectors
    sizes: tuple[tuple[int, int, int, NDArray[np.intp]], ...]
    prototypes: Vectors
    crowd: Crowd
    alike: Mapping[int, tuple[int, ...]]

    @staticmethod
    def of(templates: Sequence[Template], cohorts: Collection[Cohort], alike: Collection[PeoplePair] = ()) -> "Site":
        """From everybody's templates of one model, its strangers, and who is confirmed to look alike."""
        rows = sorted(templates, key=lambda one: (one.person_id, one.mask is not MaskState.BARE, one.photo_id))
        ids = np.array([template.person_id for template in rows], np.int64)
        numbers, starts, owners = np.unique(ids, return_index=True, return_inverse=True)
        dim = rows[0].vector.size if rows else 1
        vectors = np.stack([t.vector for t in rows]) if rows else np.zeros((0, dim), np.float32)
        sums = np.add.reduceat(vectors, starts, axis=0) if rows else vectors
        prototypes = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
        crowd = Crowd.of(prototypes) + strangers(cohorts if rows else (), dim)
        bare = np.array([template.mask is MaskState.BARE for template in rows], bool)
        kinds = np.flatnonzero(np.diff(2 * owners + ~bare, prepend=-1))
        lengths = np.diff(kinds, append=len(rows))
        sizes, chosen, at = [], [np.zeros(0, np.intp)], 0
        for length in np.unique(lengths).tolist():
            of_length = kinds[lengths == length]
            chosen.append((of_length[:, None] + np.arange(length)).ravel())
            sizes.append((length, at, at + len(chosen[-1]), of_length))
            at += len(chosen[-1])
        ordered = vectors[np.concatenate(chosen)]
        places = {number: place for place, number in enumerate(numbers.tolist())}
        known = [(places[p], places[q]) for p, q in alike if p in places and q in places]
        of: dict[int, tuple[int, ...]] = {}
        for p, q in {*known, *((q, p) for p, q in known)}:
            of[p] = (*of.get(p, ()), q)
        return Site(
            numbers,
            vectors,
            owners,
            bare,
            starts,
            kinds,
            ordered,
            tuple(sizes),
            np.asarray(prototypes, np.float32),
            crowd,
            of,
        )

    def faces(self, mask: MaskState, seed: int) -> NDArray[np.intp]:
        """Which photos serve as faces in a mask state: all, or a sample."""
        chosen = np.flatnonzero(self.bare if mask is MaskState.BARE else ~self.bare)
        most = int(np.clip(_AT_MOST / max(1, len(self.vectors)), _FEWEST, _MOST))
        if len(chosen) > most:
            chosen = np.sort(np.random.default_rng(seed).choice(chosen, most, replace=False))
        return chosen

    def compare(
        self,
        faces: Vectors,
        mask: MaskState,
        owners: NDArray[np.int64] | None,
        most: int,
        least: float = -np.inf,
        tell: Callable[[float], None] = lambda share: None,
    ) -> dict[Pairing, Compared]:
        """Faces (N, D) with everybody who is somebody else, per pairing that occurs: at most so many of the highest
        similarities, from `least` on.

        owners: (N,) whose the faces are among these people; None where each is a stranger's. Look-alikes do not count.
        A block of faces is compared at a time and little more is kept than is asked for: memory does not grow with faces
        times people. tell: the share done.
        """
        count, people = len(faces), len(self.numbers)
        whose = np.arange(count) if owners is None else owners
        sides = count if owners is None else people
        kept: dict[bool, list[_Highest]] = {False: [], True: []}
        rows_of = {masked: np.zeros(sides) for masked in kept}
        columns_of = {masked: np.zeros(people) for masked in kept}
        lows = dict.fromkeys(kept, least)
        step = max(1, _PAIRS_AT_ONCE // max(1, len(self.numbers)))
        for start in range(0, count, step):
            part = faces[start : start + step]
            similarities, with_masked = self._table(part, None if owners is None else owners[start : start + step])
            counted = np.ones(similarities.shape, bool)
            if owners is not None:
                counted[self._same(owners[start : start + step])] = False
            for masked in kept:
                here = counted & (with_masked == masked)
                np.add.at(rows_of[masked], whose[start : start + step], here.sum(1))
                columns_of[masked] += here.sum(0)
                rows, columns = np.nonzero(here & (similarities >= lows[masked]))
                kept[masked].append((similarities[rows, columns], whose[start + rows], columns))
                if sum(len(values) for values, *_ in kept[masked]) > 2 * most + _AT_ONCE:
                    kept[masked] = [_first(kept[masked], most)]
                    lows[masked] = max(least, float(kept[masked][0][0].min()))
            tell(min(1.0, (start + step) / count))
        out = {}
        for masked, parts in kept.items():
            if not parts or not columns_of[masked].any():
                continue
            values, first, second = _first(parts, most)
            order = np.lexsort((second, first, -values))
            pairing = Pairing.of(mask, MaskState.MASKED if masked else MaskState.BARE)
            if owners is None:
                pairs = int((rows_of[masked] > 0).sum()) * int((columns_of[masked] > 0).sum())
            else:
                part_of = int(((rows_of[masked] > 0) | (columns_of[masked] > 0)).sum())
                pairs = part_of * (part_of - 1) // 2 - sum(map(len, self.alike.values())) // 2
            out[pairing] = Compared(
                values[order],
                first[order],
                second[order],
                rows_of[masked],
                columns_of[masked],
                owners is not None,
                pairs,
            )
        return out

    def similarities(self, photos: NDArray[np.bool_], person: int) -> NDArray[np.float64]:
        """Of the faces of some photos (T,) of one person with another; where nobody is confirmed to look like somebody."""
        faces, owners = self.vectors[photos], self.owners[photos]
        theirs = self.vectors[slice(*np.searchsorted(self.owners, [person, person + 1]))]
        own, other = (np.asarray(faces @ self.prototypes[[one]].T, np.float64) for one in (owners[0], person))
        crowd = self.crowd.moments(faces) - Moments.of(own)
        return crowd.normalised(resemblance(faces, theirs)[0][:, None], other)[:, 0]

    def genuine(self, seed: int) -> _Genuine:
        """The similarities of people with themselves: each photo as a face, and the person as the other photos show them."""
        ends = np.append(self.starts[1:], len(self.vectors))
        several = np.flatnonzero(ends - self.starts >= 2)
        if len(several) > _MOST // 2:
            several = np.sort(np.random.default_rng(seed).choice(several, _MOST // 2, replace=False))
        out: _Genuine = {pairing: [] for pairing in Pairing}
        for person in several.tolist():
            values, nearest_bare = self._with_themselves(person)
            bare = self.bare[self.starts[person] : ends[person]]
            pairings = [Pairing.of(_state(a), _state(b)) for a, b in zip(bare, nearest_bare, strict=True)]
            for pairing in set(pairings):
                out[pairing].append((values[[one is pairing for one in pairings]], person))
        return out

    def judged(self, thresholds: Mapping[Pairing, float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Of each photo (T,) as a face, how far it lies above what is demanded: of its own person as the other photos show
        them, -inf where there are none, and of whoever else is nearest."""
        own, other = (np.full(len(self.vectors), -np.inf) for _ in range(2))
        ends = np.append(self.starts[1:], len(self.vectors))
        limits = {a: [thresholds[Pairing.of(_state(a), _state(b))] for b in (True, False)] for a in (True, False)}
        for person in np.flatnonzero(ends - self.starts >= 2).tolist():
            values, nearest_bare = self._with_themselves(person)
            for place, value, bare in zip(range(self.starts[person], ends[person]), values, nearest_bare, strict=True):
                own[place] = value - limits[bool(self.bare[place])][0 if bare else 1]
        step = max(1, _PAIRS_AT_ONCE // max(1, len(self.numbers)))
        for start in range(0, len(self.vectors) if len(self.numbers) > 1 else 0, step):
            part = slice(start, start + step)
            similarities, with_masked = self._table(self.vectors[part], self.owners[part])
            demanded = np.array([limits[bool(bare)] for bare in self.bare[part]])
            above = similarities - np.where(with_masked, demanded[:, 1:], demanded[:, :1])
            above[self._same(self.owners[part])] = -np.inf
            other[part] = above.max(1)
        return own, other

    def _with_themselves(self, person: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Of each of a person's photos, how similar it is to the others, and whether the nearest of them is bare."""
        own = slice(self.starts[person], np.append(self.starts[1:], len(self.vectors))[person])
        vectors, bare = self.vectors[own], self.bare[own]
        cosines = vectors @ vectors.T
        others = np.stack([prototype(np.delete(vectors, i, 0)) for i in range(len(vectors))])
        np.fill_diagonal(cosines, -2)
        raw = weighed(cosines.max(1), (vectors * others).sum(1))
        left_out = self.prototypes[[person, *self.alike.get(person, ())]]
        crowd = self.crowd.moments(vectors) - Moments.of(np.asarray(vectors @ left_out.T, np.float64))
        return crowd.normalised(raw[:, None], np.full((len(raw), 1), np.nan))[:, 0], bare[cosines.argmax(1)]

    def _table(self, faces: Vectors, owners: NDArray[np.int64] | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Similarities (N, P) of faces with everybody, and whether the nearest photo is one with a mask."""
        every = self.ordered @ faces.T
        nearest = np.full((2, len(self.numbers), len(faces)), -2, np.float32)  # of the bare photos, of the masked ones
        for photos, begin, end, kinds in self.sizes:
            highest = every[begin:end].reshape(-1, photos, len(faces)).max(1)
            nearest[(~self.bare[kinds]).astype(int), self.owners[kinds]] = highest
        with_masked = np.ascontiguousarray((nearest[1] > nearest[0]).T)
        cosines = np.asarray(faces @ self.prototypes.T, np.float64)
        raw = weighed(np.ascontiguousarray(nearest.max(0).T), cosines)
        moments = self.crowd.moments(faces)
        if owners is not None:
            # Whose face it is is no stranger to it, nor are their look-alikes.
            rows, columns = self._same(owners)
            own = cosines[rows, columns]
            count, total, squares = (
                np.bincount(rows, weights, len(faces)).astype(np.float64)
                for weights in (np.ones_like(own), own, own**2)
            )
            moments -= Moments(count, total, squares)
            cosines[rows, columns] = np.nan  # gone already
        return moments.normalised(raw, cosines, self._alike_moments(cosines)), with_masked

    def _alike_moments(self, cosines: NDArray[np.float64]) -> Moments | None:
        """Of each person's look-alikes, by cosines (N, P) to everybody; NaN: not of the crowd."""
        if not self.alike:
            return None
        whose, whom = np.array([(p, q) for p, ones in self.alike.items() for q in ones]).T
        there = np.isfinite(cosines[:, whom])
        values = np.where(there, cosines[:, whom], 0.0)
        out = Moments(*(np.zeros_like(cosines) for _ in range(3)))
        for total, part in ((out.count, there), (out.sums, values), (out.squares, values**2)):
            np.add.at(total.T, whose, part.T)
        return out

    def _same(self, owners: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Places in a table (N, P) at which faces of these owners (N,) meet themselves or a look-alike."""
        pairs = [(row, p) for row, owner in enumerate(owners.tolist()) for p in (owner, *self.alike.get(owner, ()))]
        rows, columns = np.array(pairs, np.intp).reshape(-1, 2).T
        return rows, columns


_Highest = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]  # similarities, whose faces, with whom


def _state(bare: bool) -> MaskState:
    return MaskState.BARE if bare else MaskState.MASKED


def _compared(
    site: Site,
    cohorts: Mapping[Any, Cohort],
    fmr: float,
    seed: int,
    own: bool = True,
) -> Iterator[tuple[Pairing, Any, Compared]]:
    """Every pairing that occurs, of the people among each other (OWN), and of each cohort's faces with them.

    Of a bare face and a person known masked, and the other way round, each is a comparison of its own of one pairing.
    """
    if not len(site.numbers):
        return
    for name, cohort in ([(OWN, None)] if own else []) + list(cohorts.items()):
        found: dict[Pairing, list[Compared]] = {}
        for mask in (MaskState.BARE, MaskState.MASKED):
            if cohort is None:
                chosen = site.faces(mask, seed)
                faces, owners = site.vectors[chosen], site.owners[chosen]
            else:
                faces, owners = cohort.get(mask, site.vectors[:0]), None
                most = int(np.clip(_AT_MOST / len(site.vectors), _FEWEST, _MOST))
                if len(faces) > most:
                    faces = faces[np.sort(np.random.default_rng(seed).choice(len(faces), most, replace=False))]
            if len(faces) and (owners is None or len(site.numbers) > 1):
                enough = _enough(len(faces) * len(site.numbers), fmr)
                for pairing, compared in site.compare(faces, mask, owners, enough).items():
                    found.setdefault(pairing, []).append(compared)
        for pairing, parts in found.items():
            yield pairing, name, _joined(parts)


def _joined(parts: list[Compared]) -> Compared:
    """Comparisons of one pairing that were made from both ends, as one."""
    if len(parts) == 1:
        return parts[0]
    one, other = parts
    shift = 0 if one.mutual else len(one.faces)  # strangers with a mask are others than those without
    faces = one.faces + other.faces if one.mutual else np.concatenate([one.faces, other.faces])
    values = np.concatenate([one.values, other.values])
    first = np.concatenate([one.first, other.first + shift])
    second = np.concatenate([one.second, other.second])
    order = np.lexsort((second, first, -values))
    pairs = max(one.pairs, other.pairs) if one.mutual else one.pairs + other.pairs
    people = one.people + other.people
    return Compared(values[order], first[order], second[order], faces, people, one.mutual, pairs)


def _enough(comparisons: int, fmr: float) -> int:
    """How many of the highest similarities serve every draw of people: a few times those that may reach a threshold, more
    times where they are few. A draw that wants more is answered with the last, which is the stricter."""
    most = allowed(fmr, comparisons)
    return min(comparisons, int(max(4 * most, min(20 * most, 100_000))) + 2000)


def _first(parts: list[_Highest], most: int) -> _Highest:
    values, first, second = (np.concatenate(part) for part in zip(*parts, strict=True))
    if len(values) > most:
        chosen = np.argpartition(-values, most - 1)[:most]
        values, first, second = values[chosen], first[chosen], second[chosen]
    return values, first, second


def _tell(progress: Progress, before: int, of: int, draws: int) -> None:
    progress(before + draws, of)


def _source(
    name: str, compared: Compared, fmr: float, seed: int, tell: Callable[[int], None] = lambda draws: None
) -> Source:
    rng = np.random.default_rng(seed)
    took_part, others = np.flatnonzero(compared.faces), np.flatnonzero(compared.people)
    here, there = len(compared.faces), len(compared.people)
    drawn = []
    for number in range(_DRAWS):
        tell(number)
        rows = _draw(rng, took_part, here)
        columns = rows if compared.mutual else _draw(rng, others, there)
        if compared.total(rows, columns):  # a draw of one person alone compares nobody
            drawn.append(compared.threshold(fmr, rows, columns))
    chosen = compared.threshold(fmr)
    low, high = np.quantile(drawn, [0.025, 0.975]) if drawn else (chosen, chosen)
    comparisons = round(float(compared.faces.sum()))
    # Draws repeat people, so extremes are met more often than not: the interval never says less than what was seen.
    whom = len(took_part) if not compared.mutual else len(others)
    people = len(others) if not compared.mutual else len(took_part)
    return Source(name, people, whom, comparisons, compared.pairs, chosen, float(low), max(chosen, float(high)))


def _draw(rng: np.random.Generator, people: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """How often each is drawn when as many people as there are, are drawn with replacement."""
    return np.bincount(rng.choice(people, len(people)), minlength=size).astype(np.float64)


def _share(genuine: list[tuple[NDArray[np.float64], int]], threshold: float, seed: int) -> Share | None:
    """How many comparisons of people with themselves pass; None where nobody has two photos for this pairing."""
    if not genuine:
        return None
    rng = np.random.default_rng(seed)
    n = np.array([len(values) for values, _ in genuine])
    k = np.array([int((values >= threshold).sum()) for values, _ in genuine])
    chosen = rng.integers(0, len(n), (_DRAWS, len(n)))
    low, high = np.quantile(k[chosen].sum(1) / n[chosen].sum(1), [0.025, 0.975])
    return Share(len(n), int(n.sum()), float(k.sum() / n.sum()), float(low), float(high))
