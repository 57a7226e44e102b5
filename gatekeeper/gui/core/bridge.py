"""The bus on the window's thread: every event as a Qt signal."""

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
]  # every kind of event there is


class Bridge(QObject):
    """Listens to the bus and emits its events on the thread of this object. happened: carries every event.

    The other signals carry the events that they are named after. restart_wanted: the program must restart; may_restart: whether
    anything handles that. signed_in: emitted by the window at once: who signed in, and whether the same user had locked it.
    acted: the audit trail has a new act; recorded: the log has a new event; in both cases from any program.
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
