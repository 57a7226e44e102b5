"""Compares two models before switching, on the people registered here and by their cards."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from gatekeeper.domain import Pairing, Template
from gatekeeper.messages import Message
from gatekeeper.models.card import ModelCard
from gatekeeper.models.card_page import side_by_side, worse
from gatekeeper.models.figures import Share, Table
from gatekeeper.people.comparisons import Site
from gatekeeper.people.strangers import Cohort
from gatekeeper.statistics import wilson

LEAST_PEOPLE = 5  # with two photos each; with fewer, only the cards are compared
MOST_PEOPLE = 300  # people compared, at most
_MOST_NAMED = 50
_NO_DIFFERENCE = 0.005


@dataclass(frozen=True, slots=True)
class OwnPeople:
    """Each stored photo compared with all others: the share recognised, and the share mistaken for somebody else. known: person
    number -> the recognised share of their photos."""

    people: int
    photos: int
    recognised: Share
    taken_for_others: Share
    known: Mapping[int, Share] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """now, new: measured here, None with too few people; worse: whether to warn before activating. names: of the people
    compared."""

    old_card: ModelCard
    new_card: ModelCard
    now: OwnPeople | None
    new: OwnPeople | None
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def lost(self) -> list[int]:
        """The numbers of people no longer recognised: more than half of their photos are recognised now, at most half would
        be."""
        if self.now is None or self.new is None:
            return []
        before, after = self.now.known, self.new.known
        lost = [n for n, share in before.items() if share.value > 0.5 and (n not in after or after[n].value <= 0.5)]
        return sorted(lost, key=lambda number: (self.names.get(number, ""), number))

    @property
    def worse(self) -> bool:
        """Whether the new one is worse, here or by its card, or has no figures."""
        if worse(self.new_card, self.old_card):
            return True
        if self.now is None or self.new is None:
            return False
        lost = self.now.recognised.value - self.new.recognised.value
        let_in = self.new.taken_for_others.value - self.now.taken_for_others.value
        return bool(self.lost) or lost > _NO_DIFFERENCE or let_in > _NO_DIFFERENCE

    @property
    def tables(self) -> list[Table]:
        """Both side by side."""
        found = []
        if self.now is not None and self.new is not None:
            rows = (
                (Message("Photos recognised"), self.now.recognised, self.new.recognised),
                (Message("Photos mistaken for somebody else"), self.now.taken_for_others, self.new.taken_for_others),
            )
            note = Message(
                "{photos} stored photos of {people} people, each compared with all others.",
                photos=self.new.photos,
                people=self.new.people,
            )
            found.append(
                Table(
                    Message("Your own people"), (Message("Measured here"), Message("Now"), Message("New")), rows, note
                )
            )
        if self.now is not None and self.new is not None and self.lost:
            nothing = Share(0.0)
            shown = self.lost[:_MOST_NAMED]
            shares = tuple(
                (self.names.get(n, str(n)), self.now.known[n], self.new.known.get(n, nothing)) for n in shown
            )
            more = (
                Message("And {count} more.", count=len(self.lost) - len(shown)) if len(self.lost) > len(shown) else ""
            )
            heads = (Message("Of their photos recognised"), Message("Now"), Message("New"))
            found.append(Table(Message("Who would no longer be known"), heads, shares, more))
        by_card = side_by_side(self.new_card, self.old_card)
        return [*found, *([by_card] if by_card is not None else [])]

    @property
    def verdict(self) -> str:
        """In a sentence."""
        if not self.worse:
            return Message("The new model is at least as good as the present one.")
        if self.now is None or self.new is None:
            return Message(
                "By its card the new model is not as good as the present one. Too few people are registered to measure it "
                "here."
            )
        return Message("The new model is not as good as the present one.")


def chosen_people(photos: Mapping[int, int], seed: int = 0) -> set[int]:
    """Who takes part, of whom there are so many photos: at most MOST_PEOPLE who have two; nobody where they are too few."""
    able = sorted(person for person, count in photos.items() if count > 1)
    if len(able) < LEAST_PEOPLE:
        return set()
    drawn = np.random.default_rng(seed).permutation(len(able))[:MOST_PEOPLE]
    return {able[index] for index in drawn}


def measure(
    templates: Sequence[Template],
    thresholds: Mapping[Pairing, float],
    cohorts: Collection[Cohort] = (),
    alike: Collection[tuple[int, int]] = (),
) -> OwnPeople:
    """How well a model's templates separate their people at these thresholds. cohorts: the model's strangers; alike: confirmed
    pairs, which do not count.

    Each photo is a face at the door, where everybody is registered by their other photos.
    """
    site = Site.of(templates, cohorts, alike)
    genuine, impostor = site.judged(thresholds)
    comparable = np.isfinite(genuine)
    recognised = int(((genuine >= 0) & (genuine > impostor))[comparable].sum())
    taken = int((impostor >= 0).sum())
    people, photos = len(np.unique(site.owners[comparable])), int(comparable.sum())
    right = (genuine >= 0) & (genuine > impostor)
    shares = {
        int(site.numbers[place]): _share(int(right[at_place].sum()), int(at_place.sum()))
        for place in np.unique(site.owners[comparable]).tolist()
        if (at_place := comparable & (site.owners == place)).any()
    }
    return OwnPeople(people, photos, _share(recognised, photos), _share(taken, len(impostor)), shares)


def _share(count: int, n: int) -> Share:
    found = wilson(count, n)
    low, high = found["low"], found["high"]
    return Share(float(found["value"] or 0.0), low, high, n)
