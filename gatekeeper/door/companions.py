"""Doors that open for two people only: who was let in, and waits for the second one."""

from dataclasses import dataclass

from gatekeeper.domain import Decision, Direction, Person, Presence, Probe


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody for whom a door would open, and does once a second one comes.

    decision: what it would be, with all that was checked; camera: before which they were seen; at: when they were last, of the
    clock; direction: which way they go; presence: where they were, by what is on record; typed: they have given their PIN;
    probe, covered: their face, and whether a mask is on it; version: of the gallery that knew it.
    """

    person: Person
    decision: Decision
    camera: str
    at: float
    direction: Direction | None
    presence: Presence | None
    typed: bool
    probe: Probe
    covered: bool
    version: int


class Companions:
    """Of one door, whichever of its cameras they are seen by. Used on the recognising thread alone."""

    def __init__(self) -> None:
        self._waiting: dict[int, Companion] = {}

    def wait(self, companion: Companion) -> None:
        """Somebody waits for a second one, from now on."""
        self._waiting[companion.person.id] = companion

    def others(self, person_id: int, direction: Direction | None, seconds: float, now: float) -> list[Companion]:
        """Who waits beside this person to go the same way, and was let in no longer ago than so; the last one first."""
        self._waiting = {
            key: companion for key, companion in self._waiting.items() if 0 <= now - companion.at <= seconds
        }
        companions = [
            companion
            for key, companion in self._waiting.items()
            if key != person_id and companion.direction is direction
        ]
        return sorted(companions, key=lambda companion: -companion.at)

    def waits(self, person_id: int, seconds: float, now: float) -> bool:
        """Whether this person waits still."""
        waiting = self._waiting.get(person_id)
        return waiting is not None and 0 <= now - waiting.at <= seconds

    def clear(self) -> None:
        """Nobody waits any more."""
        self._waiting.clear()

    def forget(self, *people: int) -> None:
        """They wait no longer: they are in, or may not go in any more."""
        for person_id in people:
            self._waiting.pop(person_id, None)
