"""Doors of one program that are never open together, such as those of an airlock: one opens only once the others are known to
be shut."""

import threading
from typing import TYPE_CHECKING

from gatekeeper.errors import DoorError
from gatekeeper.messages import Message

if TYPE_CHECKING:
    from gatekeeper.door.door import Door


class InterlockedError(DoorError):
    """Another door is open, or is not known to be shut; the relay was not asked."""


class Interlock:
    """All doors of a program, and which of them are open.

    Every door's own thread uses this right before its relay is asked, so that of two doors opened at the same moment one stays
    shut. A door counts as open from before its relay is asked until it has locked, and while its contact, if one is wired,
    reports it open or its state is unknown.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._doors: list[Door] = []
        self._entered: set[int] = set()  # doors that are unlocked, or about to be

    def add(self, door: "Door") -> None:
        """Add a door of this program."""
        with self._lock:
            self._doors.append(door)

    def remove(self, door: "Door") -> None:
        """Remove a door, which is locked."""
        with self._lock:
            self._doors = [entry for entry in self._doors if entry is not door]
            self._entered.discard(id(door))

    def bar(self, door: "Door") -> str:
        """Why a door must stay shut now, as a sentence; empty if it need not."""
        with self._lock:
            return self._bar(door)

    def enter(self, door: "Door", *, whatever: bool = False) -> None:
        """Note that a door is about to be unlocked; whatever: regardless of the others. Raises InterlockedError if it must stay
        shut."""
        with self._lock:
            if not whatever and (why := self._bar(door)):
                raise InterlockedError(why, "Come again.")
            self._entered.add(id(door))

    def leave(self, door: "Door") -> None:
        """Note that the door is locked."""
        with self._lock:
            self._entered.discard(id(door))

    def _bar(self, door: "Door") -> str:
        partners = door.interlock | {partner.name for partner in self._doors if door.name in partner.interlock}
        for name in sorted(partners - {door.name}):
            others = [partner for partner in self._doors if partner.name == name and not partner.held]
            if not others:
                return Message("This door stays shut: no part of this program controls {door}.", door=name)
            if any(id(partner) in self._entered or partner.may_stand_open for partner in others):
                return Message("Please wait until the door {door} is shut.", door=name)
        return ""
