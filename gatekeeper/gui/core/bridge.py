"""The program's news on the window's thread: every event of the bus as a Qt signal."""

from dataclasses import is_dataclass

from PySide6.QtCore import QObject, Signal

from gatekeeper import events
from gatekeeper.events import (
    AccessDecided,
    Bus,
    DoorFailed,
    DoorMended,
    DoorRelocked,
    DoorUnlocked,
    PersonChanged,
    PersonEnrolled,
    PersonRemoved,
)
from gatekeeper.gui.core.tasks import Post

KINDS: list[type] = [
    kind for kind in vars(events).values() if isinstance(kind, type) and is_dataclass(kind)
]  # every one there will be


class Bridge(QObject):
    """Listens to the bus and tells the same on the thread this object was made on.

    happened: every event. The others carry the events that their name says.
    restart_wanted: the program is to end and begin again; may_restart: whether anybody would do it.
    signed_in: the window's own news, told at once: who signed in, and whether it is who had locked it and goes on.
    acted, recorded: there is a new act in the audit trail, a new event in the log, whichever program wrote it.
    """

    happened = Signal(object)
    decided = Signal(AccessDecided)
    door_changed = Signal(object)  # DoorUnlocked, DoorRelocked, DoorFailed or DoorMended
    people_changed = Signal(object)  # PersonEnrolled, PersonChanged or PersonRemoved
    signed_in = Signal(str, bool)
    acted = Signal()
    recorded = Signal()
    restart_wanted = Signal()

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.may_restart = False
        self._post = Post(self._tell, self)
        self._ends = [bus.subscribe(kind, self._post.put) for kind in KINDS]

    def close(self) -> None:
        """Stop listening."""
        for end in self._ends:
            end()
        self._ends.clear()
        self._post.close()

    def _tell(self, event: object) -> None:
        match event:
            case AccessDecided():
                self.decided.emit(event)
            case DoorUnlocked() | DoorRelocked() | DoorFailed() | DoorMended():
                self.door_changed.emit(event)
            case PersonEnrolled() | PersonChanged() | PersonRemoved():
                self.people_changed.emit(event)
        self.happened.emit(event)
