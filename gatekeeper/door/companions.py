"""Doors that open only for two people: who has been accepted and is waiting for the second person."""

from dataclasses import dataclass

from gatekeeper.domain import Decision, Direction, Person, Presence, Probe


@dataclass(frozen=True, slots=True)
class Companion:
    """A person for whom the door opens once a second person comes. decision: the decision, with all checks made; camera: the
    one that saw them; at: when it last saw them, by the clock; direction: of this passage; presence: where they were according
    to the log; typed: they have entered their PIN; probe, covered: their face, and whether it has a mask; version: of the
    gallery that recognised it."""

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
    """The people waiting at one door, for all of its cameras. Used only on the recognition thread."""

    def __init__(self) -> None:
        self._waiting: dict[int, Companion] = {}

    def wait(self, companion: Companion) -> None:
        """Let a person wait for a second person."""
        self._waiting[companion.person.id] = companion

    def others(self, person_id: int, direction: Direction | None, seconds: float, now: float) -> list[Companion]:
        """The other people waiting to pass in the same direction who were accepted within this many seconds, most recent
        first."""
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
        """Whether this person is still waiting."""
        waiting = self._waiting.get(person_id)
        return waiting is not None and 0 <= now - waiting.at <= seconds

    def clear(self) -> None:
        """Forget everybody who waits."""
        self._waiting.clear()

    def forget(self, *people: int) -> None:
        """Forget these people: they are in, or may no longer enter."""
        for person_id in people:
            self._waiting.pop(person_id, None)
