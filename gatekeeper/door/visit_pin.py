"""PINs of people at a camera: whose turn it is, and how a typed PIN changes the door's answer."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime

from gatekeeper.domain import Person, Reason
from gatekeeper.door import access
from gatekeeper.door.visit import Answer, Visit
from gatekeeper.errors import AuthError
from gatekeeper.messages import Message
from gatekeeper.store.pins import Pins, Typed


@dataclass(frozen=True, slots=True)
class PinEntry(Answer):
    """Somebody who typed a PIN, as they were seen then. decision: the door's answer if the PIN is right.

    pins: None if nothing is to be compared, since the door stays shut anyway.
    """

    person: Person
    pins: Pins | None

    def compare(self, pin: str, now: datetime) -> Typed:
        """Whether the PIN is theirs; takes a tenth of a second or more. See `Pins.check`."""
        return Typed.RIGHT if self.pins is None else self.pins.check(self.person.id, pin, now=now)


class PinTurns:
    """PINs are taken from one person at a time. track: whose turn it is; None while nobody is waiting."""

    def __init__(self) -> None:
        self.track: int | None = None
        self._comparing: set[int] = set()  # people whose PIN is being compared

    def choose(self, waiting: Sequence[int], visits: Mapping[int, Visit]) -> None:
        """Choose whose PIN is taken: one person's, who keeps their turn while they are there, unless they are a picture."""
        living = [key for key in waiting if not visits[key].still]
        if self.track not in (living or waiting):
            self.track = next(iter(living or waiting), None)

    def begin(self, person_id: int | None, judge: Callable[[int | None], PinEntry]) -> PinEntry:
        """See `Station.begin_pin`. judge: the people waiting, by number, as they are seen now."""
        if person_id not in self._comparing:
            entry = judge(person_id)
            if entry.person.id not in self._comparing:
                self._comparing.add(entry.person.id)
                return entry
        raise AuthError("Your PIN is still being compared.", "Please wait for the answer.")

    def end(self, entry: PinEntry, compared: "Future[Typed]", judge: Callable[[int | None], PinEntry]) -> PinEntry:
        """See `Station.answer_pin`; returns the entry with the door's answer to it."""
        self._comparing.discard(entry.person.id)
        try:
            right = compared.result()
        except AuthError as error:
            decision = access.instead(entry.decision, Reason.PIN_WAIT, Message("{error}", error=error))
            return replace(entry, decision=replace(decision, value=error.wait_seconds, limit=None))
        if not right:
            return replace(
                entry, decision=access.instead(entry.decision, Reason.PIN_WRONG, Message("This PIN is wrong."))
            )
        compared_with = entry.pins
        entry = judge(entry.person.id)  # time has passed: the face is judged once more
        if entry.pins is not None and compared_with is None:
            # What kept the door shut has passed meanwhile, but no PIN has been compared yet.
            return replace(entry, decision=access.ask_for_pin(entry.decision, entry.pins.has(entry.person.id)))
        return entry
